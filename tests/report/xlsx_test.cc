// The spreadsheet is opened as what it is: a zip of XML.
#include "report/xlsx.h"

#include <zip.h>

#include <catch2/catch.hpp>
#include <pugixml.hpp>

#include <algorithm>
#include <fstream>

#include "policy_graph.h"
#include "tests/temporary_folder.h"

namespace zhengmai::report {
namespace {

std::string read_entry(const std::string& path, const char* name) {
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, &error);
  REQUIRE(archive != nullptr);
  zip_stat_t info;
  REQUIRE(zip_stat(archive, name, 0, &info) == 0);
  std::string text(info.size, '\0');
  zip_file_t* file = zip_fopen(archive, name, 0);
  REQUIRE(zip_fread(file, text.data(), text.size()) == static_cast<zip_int64_t>(text.size()));
  zip_fclose(file);
  zip_close(archive);
  return text;
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Table> tables() {
  Table first{"台账[1]", {"文字", "数"}, {}, nullptr};
  for (const std::string& s : report_test::hostile_texts()) {
    first.add({Value::string(s), Value::integer(int64_t(s.size()))});
  }
  Table second{"台账[1]", {"x"}, {}, nullptr};
  second.add({Value::string(std::string(40000, 'x'))});
  second.add({Value::integer(INT64_MAX)});
  return {first, second};
}

TEST_CASE("a spreadsheet holds every text as text, with a frozen header and a filter") {
  const test::TemporaryFolder folder;
  const std::string path = folder / "a.xlsx";
  write_xlsx(path, "title", tables());
  pugi::xml_document strings, sheet, book;
  REQUIRE(strings.load_string(read_entry(path, "xl/sharedStrings.xml").c_str()));
  REQUIRE(sheet.load_string(read_entry(path, "xl/worksheets/sheet1.xml").c_str()));
  REQUIRE(book.load_string(read_entry(path, "xl/workbook.xml").c_str()));
  CHECK(sheet.select_nodes("//f").empty());
  CHECK(std::string(sheet.select_node("//pane").node().attribute("state").value()) == "frozen");
  CHECK(std::string(sheet.select_node("//autoFilter").node().attribute("ref").value()) == "A1:B13");
  std::vector<std::string> texts;
  for (const auto& item : strings.select_nodes("//si")) {
    texts.push_back(item.node().child("t").text().get());
  }
  for (const std::string expected : {"=HYPERLINK(\"http://x\")", "𠮷野家 beyond the BMP", "文字"}) {
    CAPTURE(expected);
    CHECK(std::count(texts.begin(), texts.end(), expected) == 1);
  }
  // Sheet names: no forbidden characters, and no two alike.
  const auto sheets = book.select_nodes("//sheet");
  REQUIRE(sheets.size() == 2);
  CHECK(std::string(sheets[0].node().attribute("name").value()) == "台账 1 ");
  CHECK(std::string(sheets[1].node().attribute("name").value()) == "台账 1  (2)");
}

TEST_CASE("the same tables give the same bytes of a spreadsheet") {
  const test::TemporaryFolder folder;
  write_xlsx(folder / "a.xlsx", "title", tables());
  write_xlsx(folder / "b.xlsx", "title", tables());
  CHECK(bytes_of(folder / "a.xlsx") == bytes_of(folder / "b.xlsx"));
}

}  // namespace
}  // namespace zhengmai::report
