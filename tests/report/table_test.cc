#include "report/table.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

#include "graph/model/error.h"
#include "graph/model/unicode.h"
#include "policy_graph.h"
#include "report/csv_reader.h"

namespace zhengmai::report {
namespace {

Value text(std::string_view s) { return Value::string(std::string(s)); }

Table small_table() {
  Table table{"", {"机构", "n", "x"}, {}, nullptr};
  table.add({text("福建省商务厅"), Value::integer(82), Value::floating(1)});
  table.add({text("ab"), Value::integer(-7), Value()});
  return table;
}

Table hostile_table() {
  Table table{"<b>标题</b>", {"a"}, {}, nullptr};
  for (const std::string& s : report_test::hostile_texts()) table.add({text(s)});
  return table;
}

std::string written(const Table& table, TableFormat format, const TableStyle& style = {}) {
  std::ostringstream out;
  write_table(table, format, style, out);
  return out.str();
}

TEST_CASE("each format writes the same small table its own way") {
  TableStyle ascii;
  ascii.unicode = false;
  TableStyle excel;
  excel.excel = true;
  const auto [format, style, expected] = GENERATE_COPY(table<TableFormat, TableStyle, std::string>({
      {TableFormat::kTable, TableStyle(),
       "┌──────────────┬────┬──────┐\n"
       "│ 机构         │ n  │ x    │\n"
       "├──────────────┼────┼──────┤\n"
       "│ 福建省商务厅 │ 82 │  1.0 │\n"
       "│ ab           │ -7 │ null │\n"
       "└──────────────┴────┴──────┘\n"},
      {TableFormat::kTable, ascii,
       "+--------------+----+------+\n"
       "| 机构         | n  | x    |\n"
       "+--------------+----+------+\n"
       "| 福建省商务厅 | 82 |  1.0 |\n"
       "| ab           | -7 | null |\n"
       "+--------------+----+------+\n"},
      {TableFormat::kCsv, TableStyle(), "机构,n,x\n福建省商务厅,82,1.0\nab,-7,\n"},
      {TableFormat::kCsv, excel, "\xEF\xBB\xBF机构,n,x\r\n福建省商务厅,82,1.0\r\nab,-7,\r\n"},
      {TableFormat::kTsv, TableStyle(), "机构\tn\tx\n福建省商务厅\t82\t1.0\nab\t-7\t\n"},
      {TableFormat::kJson, TableStyle(),
       "[\n{\"机构\":\"福建省商务厅\",\"n\":82,\"x\":1.0},\n{\"机构\":\"ab\",\"n\":-7,\"x\":null}\n]\n"},
      {TableFormat::kJsonl, TableStyle(),
       "{\"机构\":\"福建省商务厅\",\"n\":82,\"x\":1.0}\n{\"机构\":\"ab\",\"n\":-7,\"x\":null}\n"},
      {TableFormat::kMarkdown, TableStyle(),
       "| 机构 | n | x |\n| --- | --- | --- |\n| 福建省商务厅 | 82 | 1.0 |\n| ab | -7 |  |\n"},
  }));
  CHECK(written(small_table(), format, style) == expected);
}

TEST_CASE("a table without rows is still a document of its format") {
  const Table table{"", {"a"}, {}, nullptr};
  CHECK(written(table, TableFormat::kJson) == "[]\n");
  CHECK(written(table, TableFormat::kJsonl).empty());
  CHECK(written(table, TableFormat::kCsv) == "a\n");
}

TEST_CASE("aligned tables have lines of one width, whatever they hold and however narrow") {
  Table table{"", {"第一列", "b", "long"}, {}, nullptr};
  for (const std::string& s : report_test::hostile_texts()) {
    table.add({text(s), Value::integer(1), text("很长的一段文字，用来看看在窄终端里怎样截断" + s)});
  }
  for (const int width : {0, 40, 41, 60, 79, 80, 200}) {
    TableStyle style;
    style.width = width;
    std::istringstream in(written(table, TableFormat::kTable, style));
    size_t lines = 0;
    int first = 0;
    for (std::string line; std::getline(in, line); ++lines) {
      CAPTURE(width, line);
      if (lines == 0) first = display_width(line);
      CHECK(display_width(line) == first);
      if (width > 0) CHECK(first <= width);
    }
    CHECK(lines == table.row_count() + 4);
  }
}

TEST_CASE("no control character reaches a terminal through a table") {
  TableStyle style;
  style.terminal = true;
  for (const auto format : {TableFormat::kTable, TableFormat::kCsv, TableFormat::kTsv}) {
    const std::string out = written(hostile_table(), format, style);
    CHECK(out.find('\x1b') == std::string::npos);
    CHECK(out.find('\a') == std::string::npos);
    CHECK(out.find("\u202E") == std::string::npos);
  }
  CHECK(written(hostile_table(), TableFormat::kTable).find("\\x1b]0;owned\\x07") !=
        std::string::npos);
}

TEST_CASE("CSV reads back as it was written, hostile text and nulls included") {
  Table table{"", {"a", "b"}, {}, nullptr};
  for (const std::string& s : report_test::hostile_texts()) table.add({text(s), Value()});
  std::istringstream in(written(table, TableFormat::kCsv));
  CsvReader reader(in, "test");
  CsvRow row;
  REQUIRE(reader.next(row));
  for (const std::string& s : report_test::hostile_texts()) {
    REQUIRE(reader.next(row));
    REQUIRE(row.size() == 2);
    CHECK(row[0].text == s);
    CHECK_FALSE(row[0].absent());
    CHECK(row[1].absent());
  }
  CHECK_FALSE(reader.next(row));
}

TEST_CASE("CSV for Excel disarms formulas and leaves numbers alone") {
  Table table{"", {"a"}, {}, nullptr};
  for (const char* s : {"=1+1", "+1", "-1", "@x", "\tx", "safe"}) table.add({text(s)});
  table.add({Value::integer(-5)});
  TableStyle excel;
  excel.excel = true;
  CHECK(written(table, TableFormat::kCsv, excel) ==
        "\xEF\xBB\xBF"
        "a\r\n'=1+1\r\n'+1\r\n'-1\r\n'@x\r\n'\tx\r\nsafe\r\n-5\r\n");
  CHECK(written(table, TableFormat::kCsv).find('\'') == std::string::npos);
}

TEST_CASE("JSON parses and gives the text back, and cannot end a script element") {
  const std::string out = written(hostile_table(), TableFormat::kJson);
  CHECK(out.find("</script") == std::string::npos);
  const auto json = nlohmann::json::parse(out);
  REQUIRE(json.size() == report_test::hostile_texts().size());
  for (size_t i = 0; i < json.size(); ++i) {
    CHECK(json[i]["a"].get<std::string>() == report_test::hostile_texts()[i]);
  }
}

TEST_CASE("pages hold no markup from cells and allow only their own script") {
  const std::string page = written(hostile_table(), TableFormat::kHtml);
  CHECK(page.find("<b>") == std::string::npos);
  CHECK(page.find("<script>alert") == std::string::npos);
  CHECK(page.find("default-src 'none'") != std::string::npos);
  CHECK(page.find("http://x") != std::string::npos);  // as text
  CHECK(page.find("src=\"") == std::string::npos);
  CHECK(page.find("href") == std::string::npos);
}

TEST_CASE("formats are known by name and others refused") {
  CHECK(parse_table_format("markdown") == TableFormat::kMarkdown);
  CHECK_THROWS_AS(parse_table_format("xml"), InputError);
}

}  // namespace
}  // namespace zhengmai::report
