#include "extract/read/docx.h"

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

TEST_CASE("automatic list numbers are missing, and said to be") {
  const PlainText t = read_document(
      "a.docx", docx("<w:p><w:pPr><w:numPr/></w:pPr>" + run("总体要求") + "</w:p>"));
  CHECK(t.warnings ==
        std::vector<std::string>{"list numbers that Word computes are not part of the text"});
  CHECK(read_document("a.docx", docx("")).warnings == std::vector<std::string>{"empty document"});
}

TEST_CASE("damaged and odd containers are refused") {
  const std::string good = docx(paragraph(run("通知")));
  CHECK_THAT(read("a.docx", good.substr(0, good.size() / 2)),
             Contains("a.docx: not a DOCX (bad zip)"));
  CHECK_THAT(read("a.docx", make_zip({{"other.xml", "<a/>"}})),
             Equals("error: a.docx: no word/document.xml"));
  CHECK_THAT(read("a.zip", make_zip({{"other.xml", "<a/>"}})),
             Contains("a ZIP container that is no DOCX and no OFD"));
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
