#include "extract/read/docx.h"
#include "extract/read/docx_numbers.h"

#include <catch2/catch.hpp>

#include <random>
#include <vector>

#include "reading.h"

namespace zhengmai {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::Equals;
using test::make_zip;
using test::read;

std::string document(const std::string& body) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\"><w:body>" + body +
         "</w:body></w:document>";
}

std::string docx(const std::string& body) {
  return make_zip({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", document(body)}});
}

std::string run(const std::string& text) { return "<w:r><w:t>" + text + "</w:t></w:r>"; }
std::string paragraph(const std::string& runs) { return "<w:p>" + runs + "</w:p>"; }

}  // namespace

TEST_CASE("paragraphs, breaks and tabs of a DOCX become lines") {
  CHECK(read("a.docx", docx(paragraph(run("关于印发") + run("方案的通知")) +
                            paragraph(run("各市") + "<w:r><w:br/></w:r>" + run("人民政府：")) +
                            paragraph("<w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr>" +
                                      run("名称") + "<w:r><w:tab/></w:r>" + run("单位")))) ==
        "关于印发方案的通知\n各市\n人民政府：\n名称\t单位\n");
  CHECK(read("a.docx", docx(paragraph("<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>" +
                                      run("a &amp; b")))) == " a & b\n");
}

TEST_CASE("a table row is a line, its cells are kept apart by tabs") {
  const auto cell = [](const std::string& inside) { return "<w:tc>" + inside + "</w:tc>"; };
  const std::string row = "<w:tr>" + cell(paragraph(run("1"))) +
                          cell(paragraph(run("建设平台"))) + cell("") +
                          cell(paragraph(run("省商务厅")) + paragraph(run("省财政厅"))) + "</w:tr>";
  CHECK(read("a.docx", docx("<w:tbl><w:tblPr/>" + row + row + "</w:tbl>" + paragraph(run("完")))) ==
        "1\t建设平台\t\t省商务厅 省财政厅\n1\t建设平台\t\t省商务厅 省财政厅\n完\n");
}

TEST_CASE("merged cells of a DOCX's table keep the others in their columns") {
  const auto cell = [](const std::string& text, const std::string& properties = "") {
    return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + paragraph(run(text)) + "</w:tc>";
  };
  const std::string begins = "<w:vMerge w:val=\"restart\"/>";
  CHECK(read("a.docx",
             docx("<w:tbl><w:tr>" + cell("分工表", "<w:gridSpan w:val=\"3\"/>") + "</w:tr><w:tr>" +
                  cell("修好渡口", "<w:gridSpan w:val=\"2\"/>") + cell("省水利厅", begins) +
                  "</w:tr><w:tr>" + cell("1") + cell("加固堤坝") + cell("", "<w:vMerge/>") +
                  "</w:tr><w:tr>" + cell("", "<w:vMerge w:val=\"continue\"/>") + cell("疏浚") +
                  "</w:tr></w:tbl>")) ==
        "分工表\n修好渡口\t\t省水利厅\n1\t加固堤坝\t〃\n〃\t疏浚\n");
  // A row that begins in a later column.
  const auto indented = [&](const char* columns) {
    return docx("<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"" + std::string(columns) + "\"/></w:trPr>" +
                cell("加固堤坝") + cell("省水利厅") + "</w:tr></w:tbl>");
  };
  CHECK(read("a.docx", indented("1")) == "\t加固堤坝\t省水利厅\n");
  CHECK(read("a.docx", indented("2")) == "\t\t加固堤坝\t省水利厅\n");
  CHECK(read("a.docx", indented("0")) == "加固堤坝\t省水利厅\n");
}

TEST_CASE("text that is not in the document's final state is left out") {
  CHECK(
      read("a.docx",
           docx(paragraph(
               "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>" + run("新") + "<w:moveFrom>" +
               run("移走") + "</w:moveFrom>" + "<w:r><w:instrText>PAGE</w:instrText></w:r>" +
               "<mc:AlternateContent><mc:Choice>" + "<w:r><w:txbxContent>" + paragraph(run("框")) +
               "</w:txbxContent></w:r>" + "</mc:Choice><mc:Fallback>" + run("重复") +
               "</mc:Fallback></mc:AlternateContent>" + run("文")))) == "新文\n框\n");
}

TEST_CASE("numbers that Word computes for lists are part of the text") {
  const auto level = [](int at, const std::string& format, const std::string& text,
                        const std::string& more = "") {
    return "<w:lvl w:ilvl=\"" + std::to_string(at) + "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" +
           format + "\"/>" + more + "<w:lvlText w:val=\"" + text + "\"/></w:lvl>";
  };
  const auto list = [](int id, int definition, const std::string& more = "") {
    return "<w:num w:numId=\"" + std::to_string(id) + "\"><w:abstractNumId w:val=\"" +
           std::to_string(definition) + "\"/>" + more + "</w:num>";
  };
  const std::string numbering =
      "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"4\">" +
      level(0, "chineseCountingThousand", "%1、", "<w:pStyle w:val=\"Heading1\"/>") +
      level(1, "chineseCounting", "（%2）", "<w:pStyle w:val=\"Heading2\"/>") +
      level(2, "decimal", "%1.%2.%3", "<w:isLgl/>") + level(3, "bullet", "\xEF\x82\xB7") +
      "</w:abstractNum><w:abstractNum w:abstractNumId=\"5\">" + level(0, "decimal", "%1") +
      "</w:abstractNum>" + list(1, 4) + list(2, 5) +
      list(3, 5, "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"7\"/></w:lvlOverride>") +
      "</w:numbering>";
  const std::string styles =
      "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Heading1\"><w:pPr><w:numPr><w:numId w:val=\"1\"/>"
      "</w:numPr></w:pPr></w:style><w:style w:styleId=\"Heading2\"><w:basedOn w:val=\"Heading1\"/></w:style>"
      "</w:styles>";
  const auto styled = [](const std::string& style, const std::string& text) {
    return "<w:p><w:pPr><w:pStyle w:val=\"" + style + "\"/></w:pPr>" + run(text) + "</w:p>";
  };
  const auto item = [](int id, int at, const std::string& text) {
    return "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" + std::to_string(at) + "\"/><w:numId w:val=\"" +
           std::to_string(id) + "\"/></w:numPr></w:pPr>" + run(text) + "</w:p>";
  };
  const auto text_of = [&](const std::string& body) {
    return read("a.docx", make_zip({{"word/document.xml", document(body)},
                                    {"word/numbering.xml", numbering},
                                    {"word/styles.xml", styles}}));
  };
  CHECK(text_of(styled("Heading1", "总体要求") + styled("Heading2", "思路") + styled("Heading2", "目标") +
                item(1, 2, "流通") + paragraph(run("正文")) + item(1, 2, "物流") + item(1, 3, "要点") +
                styled("Heading1", "任务") + styled("Heading2", "升级") + item(1, 2, "商圈")) ==
        "一、总体要求\n（一）思路\n（二）目标\n1.2.1 流通\n正文\n1.2.2 物流\n要点\n二、任务\n（一）升级\n"
        "2.1.1 商圈\n");
  // The column of a table, a list that goes on in another of its definition, one that begins anew, none.
  const auto cell = [](const std::string& inside) { return "<w:tc>" + inside + "</w:tc>"; };
  CHECK(text_of("<w:tbl><w:tr>" + cell(item(2, 0, "")) + cell(paragraph(run("平台"))) + "</w:tr><w:tr>" +
                cell(item(2, 0, "")) + cell(paragraph(run("网络"))) + "</w:tr></w:tbl>" +
                item(3, 0, "续") + item(2, 0, "又") + item(0, 0, "无")) ==
        "1\t平台\n2\t网络\n7 续\n8 又\n无\n");
}

TEST_CASE("formats of numbers are those of Word") {
  const auto in = [](int64_t n, const char* format) { return read_internal::in_format(n, format); };
  CHECK(in(10, "chineseCounting") == "十");
  CHECK(in(21, "japaneseCounting") == "二十一");
  CHECK(in(102, "chineseCountingThousand") == "一百零二");
  CHECK(in(1010, "chineseCountingThousand") == "一千零一十");
  CHECK(in(12, "chineseLegalSimplified") == "壹拾贰");
  CHECK(in(3, "ideographTraditional") == "丙");
  CHECK(in(11, "ideographTraditional") == "11");
  CHECK(in(20, "decimalEnclosedCircleChinese") == "⑳");
  CHECK(in(28, "lowerLetter") == "bb");
  CHECK(in(1994, "upperRoman") == "MCMXCIV");
  CHECK(in(7, "decimalZero") == "07");
  for (const int64_t odd : {int64_t{0}, int64_t{-3}, int64_t{10'000}, int64_t{1} << 40}) {
    CHECK(in(odd, "chineseCounting") == std::to_string(odd));
  }
}

TEST_CASE("a DOCX whose list is defined nowhere says that its numbers are missing") {
  const PlainText t = read_document(
      "a.docx", docx("<w:p><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr>" +
                     run("总体要求") + "</w:p>"));
  CHECK(t.warnings ==
        std::vector<std::string>{"numbers of lists that the file does not define are missing"});
  CHECK(read_document("a.docx", docx("")).warnings == std::vector<std::string>{"empty document"});
}

TEST_CASE("a DOCX asks for no more columns and no longer numbers than a page has") {
  std::string cells;
  for (int i = 0; i < 17; ++i) {
    cells += "<w:tc><w:tcPr><w:gridSpan w:val=\"4294967295\"/></w:tcPr>" + paragraph(run("x")) + "</w:tc>";
  }
  CHECK_THAT(read("a.docx", docx("<w:tbl><w:tr>" + cells + "</w:tr></w:tbl>")),
             Contains("a table of more than 16384 columns"));
  std::string format;
  for (int i = 0; i < 101; ++i) format += "%1";
  const std::string numbering =
      "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:numFmt "
      "w:val=\"decimal\"/><w:lvlText w:val=\"" + format + "\"/></w:lvl></w:abstractNum><w:num "
      "w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>";
  const PlainText t = read_document(
      "a.docx", make_zip({{"word/document.xml",
                           document("<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>" +
                                    run("总体要求") + "</w:p>")},
                          {"word/numbering.xml", numbering}}));
  CHECK(to_utf8(t.text) == "总体要求\n");
  CHECK(t.warnings.size() == 1);
}

TEST_CASE("damaged and odd containers are refused") {
  const std::string good = docx(paragraph(run("通知")));
  CHECK_THAT(read("a.docx", good.substr(0, good.size() / 2)),
             Contains("a.docx: not a DOCX (bad zip)"));
  CHECK_THAT(read("a.docx", make_zip({{"other.xml", "<a/>"}})),
             Equals("error: a.docx: no word/document.xml"));
  CHECK_THAT(read("a.zip", make_zip({{"other.xml", "<a/>"}})),
             Contains("a ZIP container that is no DOCX, XLSX or OFD"));
  CHECK(read("a.zip", good) == "通知\n");
  CHECK_THAT(read("a.docx", make_zip({{"word/document.xml", document("<w:p><w:r></w:p>")}})),
             Contains("a.docx: word/document.xml: XML error at byte "));
  CHECK_THAT(read("a.docx", docx(paragraph(run("\xFF\xFE")))), Contains("not valid UTF-8"));
  for (size_t i = 0; i < good.size(); i += 3) {  // one flipped byte anywhere: text or an error
    std::string flipped = good;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x5A);
    CHECK_FALSE(read("a.docx", flipped).empty());
  }
}

TEST_CASE("a document that expands without measure is refused before it is read") {
  const std::string bomb =
      make_zip({{"word/document.xml", document(std::string(80u << 20, ' '))}});
  CHECK(bomb.size() < 1u << 20);
  CHECK_THAT(
      read("bomb.docx", bomb),
      Equals(
          "error: bomb.docx: document.xml expands to 80 MB (limit 64 MB, and 200 times its size)"));
  const std::string ratio = make_zip({{"word/document.xml", document(std::string(4u << 20, ' '))}});
  CHECK_THAT(read("a.docx", ratio), Contains("expands to 4 MB"));
}

TEST_CASE("nesting however deep neither recurses nor hangs") {
  std::string body;
  for (int i = 0; i < 200'000; ++i) body += "<w:r>";
  body += "<w:t>深</w:t>";
  for (int i = 0; i < 200'000; ++i) body += "</w:r>";
  std::string noise;  // so that it does not compress like a bomb
  std::mt19937 random(1);
  for (int i = 0; i < 400'000; ++i) noise += static_cast<char>('a' + random() % 26);
  CHECK(read("a.docx", docx(paragraph(body + run(noise)))) == "深" + noise + "\n");
}

}  // namespace zhengmai
