#include "extract/read/xlsx.h"

#include <catch2/catch.hpp>

#include <random>
#include <string>

#include "reading.h"

namespace zhengmai {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::Equals;
using test::Entries;
using test::make_zip;
using test::read;

constexpr const char* kStrings =
    "<sst><si><t>序号</t></si><si><t>任务</t></si><si><r><t>省</t></r><r><t>商务厅</t></r>"
    "<rPh><t>sheng</t></rPh></si><si><t>建设\n平台</t></si></sst>";
constexpr const char* kStyles =
    "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"
    "<numFmt numFmtId=\"171\" formatCode=\"[Red]0&quot;d&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
    "<xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"9\"/><xf numFmtId=\"171\"/></cellXfs></styleSheet>";

struct Sheet {
  std::string name;
  std::string content;
  std::string state = "visible";
};

std::string xlsx(const std::vector<Sheet>& sheets, const std::string& properties = "",
                 const std::string& strings = kStrings) {
  std::string list, parts;
  Entries entries;
  for (size_t i = 0; i < sheets.size(); ++i) {
    const std::string n = std::to_string(i + 1);
    list += "<sheet name=\"" + sheets[i].name + "\" sheetId=\"" + n + "\" state=\"" + sheets[i].state +
            "\" r:id=\"rId" + n + "\"/>";
    // From the folder of the workbook, or from the container's root.
    parts += "<Relationship Id=\"rId" + n + "\" Target=\"" +
             (i % 2 == 0 ? "worksheets/" : "/xl/worksheets/") + n + ".xml\"/>";
    entries.push_back({"xl/worksheets/" + n + ".xml",
                       "<worksheet><sheetData>" + sheets[i].content + "</worksheet>"});
  }
  entries.push_back({"xl/workbook.xml", "<workbook xmlns:r=\"r\">" + properties + "<sheets>" + list +
                                            "</sheets></workbook>"});
  entries.push_back({"xl/_rels/workbook.xml.rels", "<Relationships>" + parts + "</Relationships>"});
  entries.push_back({"xl/sharedStrings.xml", strings});
  entries.push_back({"xl/styles.xml", kStyles});
  return make_zip(entries);
}

std::string cell(const std::string& place, const std::string& value, const std::string& more = "") {
  return "<c r=\"" + place + "\" " + more + "><v>" + value + "</v></c>";
}
std::string text(const std::string& place, int index) {
  return cell(place, std::to_string(index), "t=\"s\"");
}

std::string of(const std::string& sheet) { return read("a.xlsx", xlsx({{"表", sheet}})); }

}  // namespace

TEST_CASE("a row of a spreadsheet is a line, its cells are kept apart by tabs") {
  const std::string sheet =
      "<row r=\"2\">" + text("B2", 0) + text("C2", 1) + text("E2", 2) + "</row><row r=\"4\">" +
      cell("B4", "1") + text("C4", 3) +
      "<c r=\"E4\" t=\"inlineStr\"><is><t>市税务局</t></is></c></row></sheetData>";
  const std::string bytes = xlsx({{"任务", sheet}});
  CHECK(find_format("a.xlsx", bytes) == Format::kXlsx);
  CHECK(read("a.xlsx", bytes) == "序号\t任务\t\t省商务厅\n1\t建设 平台\t\t市税务局\n");
  CHECK(read_document("b", bytes).format == Format::kXlsx);
}

TEST_CASE("cells merged downwards are marked in each row, cells merged to the right once") {
  CHECK(of("<row r=\"1\">" + text("A1", 1) + text("B1", 2) + "</row><row r=\"2\">" + text("A2", 3) +
           "</row><row r=\"3\">" + text("A3", 0) + "</row></sheetData><mergeCells><mergeCell "
           "ref=\"B1:B2\"/><mergeCell ref=\"A3:B3\"/></mergeCells>") ==
        "任务\t省商务厅\n建设 平台\t〃\n序号\n");
}

TEST_CASE("numbers are written as they are shown: dates, percentages, and no binary dust") {
  CHECK(of("<row>" + cell("A1", "45473", "s=\"1\"") + cell("B1", "45473.5", "s=\"2\"") +
           cell("C1", "0.35", "s=\"3\"") + cell("D1", "0.10000000000000001") +
           cell("E1", "5", "s=\"4\"") + cell("F1", "1", "t=\"b\"") + cell("G1", "n/a", "t=\"str\"") +
           cell("H1", "12345678901") + "</row></sheetData>") ==
        "2024年6月30日\t2024年6月30日\t35%\t0.1\t5\tTRUE\tn/a\t12345678901\n");
  CHECK(read("a.xlsx", xlsx({{"表", "<row>" + cell("A1", "44011", "s=\"1\"") + "</row></sheetData>"}},
                            "<workbookPr date1904=\"1\"/>")) == "2024年6月30日\n");
}

TEST_CASE("each of several sheets begins with its name, hidden ones are not read") {
  const std::string row = "<row>" + text("A1", 2) + "</row></sheetData>";
  CHECK(read("a.xlsx", xlsx({{"一季度", row}, {"旧", row, "hidden"}, {"二季度", row}})) ==
        "一季度\n省商务厅\n二季度\n省商务厅\n");
}

TEST_CASE("cells whose text the file does not have are said to be empty") {
  const PlainText t = read_document("a.xlsx", xlsx({{"表", "<row>" + text("A1", 99) + text("B1", 1) +
                                                               "</row></sheetData>"}}));
  CHECK(to_utf8(t.text) == "任务\n");
  CHECK(t.warnings ==
        std::vector<std::string>{"cells are empty whose text xl/sharedStrings.xml does not have"});
}

TEST_CASE("cells that share one long string are refused together") {
  // One byte a cell more than 64 MB hold.
  const size_t size = (64u << 20) / 64 + 1;
  std::string text;
  std::mt19937 random(1);  // so that it does not compress like a bomb
  while (text.size() < size) text += static_cast<char>('a' + random() % 26);
  const std::string strings = "<sst><si><t>" + text + "</t></si></sst>";
  const auto cells = [&](int count) {
    std::string rows;
    for (int i = 1; i <= count; ++i) {
      rows += "<row>" + cell("A" + std::to_string(i), "0", "t=\"s\"") + "</row>";
    }
    return read("a.xlsx", xlsx({{"表", rows + "</sheetData>"}}, "", strings));
  };
  CHECK(cells(63).size() == 63 * (size + 1));
  CHECK_THAT(cells(64), Equals("error: a.xlsx: cells with more than 64 MB of text"));
}

TEST_CASE("a damaged or odd spreadsheet is refused by name, or read as far as it means something") {
  CHECK_THAT(read("a.xlsx", "plain"), Equals("error: a.xlsx: not an XLSX (bad zip)"));
  CHECK_THAT(read("a.xlsx", make_zip({{"x", "y"}})), Equals("error: a.xlsx: no xl/workbook.xml"));
  CHECK(of("<row r=\"9999999999\">" + text("ZZZZZ1", 1) + text("A1", 99) + text("?", 1) +
           cell("C1", "1e999", "s=\"1\"") + cell("D1", "-5", "s=\"1\"") + "</row></sheetData>"
           "<mergeCells><mergeCell ref=\"A1\"/><mergeCell ref=\"B9:B1\"/></mergeCells>") ==
        "任务\t任务\t1e999\t-5\n");
  CHECK_THAT(of("<row>" + cell("A1", "\xFF\xFE", "t=\"str\"") + "</row></sheetData>"),
             Contains("not valid UTF-8"));
  std::string wide;
  for (int i = 1; i <= 200; ++i) {
    const std::string n = std::to_string(i);
    wide += "<row r=\"" + n + "\">" + cell("A" + n, "1") + cell("XFD" + n, "1") + "</row>";
  }
  CHECK_THAT(of(wide + "</sheetData>"), Contains("more than 2000000 cells"));
  CHECK(read_document("a.xlsx", xlsx({{"空", "</sheetData>"}})).warnings ==
        std::vector<std::string>{"empty document"});
}

}  // namespace zhengmai
