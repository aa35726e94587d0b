#include "extract/read/ofd.h"

#include <catch2/catch.hpp>

#include <string>

#include "reading.h"

namespace zhengmai {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::Equals;
using test::Entries;
using test::make_zip;
using test::read;

std::string code(const std::string& words, const std::string& attributes = "X=\"0\" Y=\"4\"") {
  return "<ofd:TextCode " + attributes + ">" + words + "</ofd:TextCode>";
}

std::string object(double x, double y, const std::string& codes, const std::string& more = "") {
  return "<ofd:TextObject ID=\"7\" Boundary=\"" + std::to_string(x) + " " + std::to_string(y) +
         " 100 5\" Font=\"3\" Size=\"4\" " + more + "><ofd:FillColor Value=\"0 0 0\"/>" + codes +
         "</ofd:TextObject>";
}

std::string page(const std::string& objects) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ofd:Page xmlns:ofd=\"u\"><ofd:Area/>"
         "<ofd:Template TemplateID=\"2\"/><ofd:Content><ofd:Layer ID=\"5\">" +
         objects + "</ofd:Layer></ofd:Content></ofd:Page>";
}

std::string ofd(const std::vector<std::string>& pages) {
  Entries parts = {
      {"OFD.xml",
       "<ofd:OFD xmlns:ofd=\"u\"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml"
       "</ofd:DocRoot></ofd:DocBody></ofd:OFD>"}};
  std::string list;
  for (size_t i = 0; i < pages.size(); ++i) {
    const std::string place = "Pages/Page_" + std::to_string(i) + "/Content.xml";
    // From the folder of the document, or from the root of the container.
    list += "<ofd:Page ID=\"9\" BaseLoc=\"" + (i % 2 == 0 ? place : "/Doc_0/./" + place) + "\"/>";
    parts.push_back({"Doc_0/" + place, pages[i]});
  }
  parts.push_back({"Doc_0/Document.xml", "<ofd:Document xmlns:ofd=\"u\"><ofd:CommonData/><ofd:Pages>" +
                                             list + "</ofd:Pages></ofd:Document>"});
  return make_zip(parts);
}

}  // namespace

TEST_CASE("stretches on one baseline of an OFD are a line, pages end in a form feed") {
  const std::string bytes =
      ofd({page(object(10, 20, code("关于印发")) + object(26, 20, code("方案的通知")) +
                object(10, 28, code("各市人民政府：\n"))),
           page("<ofd:PageBlock>" + object(10, 20, code("一、总体要求")) + "</ofd:PageBlock>")});
  CHECK(find_format("通知.ofd", bytes) == Format::kOfd);
  CHECK(find_format("通知", bytes) == Format::kOfd);
  CHECK(read("通知.ofd", bytes) == "关于印发方案的通知\n各市人民政府：\n\f一、总体要求\n\f");
}

TEST_CASE("gaps of a line of an OFD keep the cells of a table apart") {
  CHECK(read("a.ofd", ofd({page(object(10, 20, code("1")) + object(20, 20, code("建设平台")) +
                                object(80, 20, code("省商务厅")))})) == "1  建设平台  省商务厅\n\f");
  // The advances of one element: three of a character, then a column, then an ordinary one.
  CHECK(read("a.ofd", ofd({page(object(10, 20, code("建设平台省厅", "X=\"0\" Y=\"4\" DeltaX=\"g 3 4 "
                                                                    "24 4\"")))})) ==
        "建设平台  省厅\n\f");
  CHECK(read("a.ofd", ofd({page(object(10, 20, code("Internet")) +
                                object(28, 20, code("Plus")))})) == "Internet Plus\n\f");
}

TEST_CASE("text of an OFD may stand in sections of CDATA") {
  CHECK(read("a.ofd", ofd({page(object(10, 20, code("\n  <![CDATA[研究<开发>]]><![CDATA[&投入]]>\n")))})) ==
        "  研究<开发>&投入\n\f");
}

TEST_CASE("a stretch that reaches back begins a line, a word set in bold twice does not break one") {
  CHECK(read("a.ofd", ofd({page(object(50, 20, code("右")) + object(10, 20, code("左")))})) ==
        "右\n左\n\f");
  CHECK(read("a.ofd", ofd({page(object(10, 20, code("甲")) + object(13.5, 20.5, code("乙")))})) ==
        "甲乙\n\f");
}

TEST_CASE("matrices of an OFD scale and turn text, and text at a slant is a watermark") {
  CHECK(read("a.ofd", ofd({page(object(10, 20, code("大字"), "CTM=\"2 0 0 2 0 0\"") +
                                object(26, 20, code("标题"), "CTM=\"2 0 0 2 0 0\""))})) ==
        "大字标题\n\f");
  // A table on a page that lies on its side runs from top to bottom.
  CHECK(read("a.ofd", ofd({page(object(90, 10, code("序号"), "CTM=\"0 1 -1 0 0 0\"") +
                                object(90, 40, code("单位"), "CTM=\"0 1 -1 0 0 0\"") +
                                object(80, 10, code("1"), "CTM=\"0 1 -1 0 0 0\""))})) ==
        "序号  单位\n1\n\f");
  CHECK(read("a.ofd", ofd({page(object(10, 20, code("内部资料"), "CTM=\"0.7 0.7 -0.7 0.7 0 0\"") +
                                object(10, 20, code("看不见"), "Visible=\"false\"") +
                                object(10, 30, code("正文")))})) == "正文\n\f");
}

TEST_CASE("an OFD without text, or damaged, is refused by name") {
  CHECK_THAT(read("扫描.ofd", ofd({page(""), page("<ofd:ImageObject/>")})),
             Equals("error: 扫描.ofd: no text layer (2 pages); OCR first"));
  CHECK_THAT(read("a.ofd", "plain text"), Equals("error: a.ofd: not an OFD (bad zip)"));
  CHECK_THAT(read("a.ofd", make_zip({{"other.xml", "<a/>"}})), Equals("error: a.ofd: no OFD.xml"));
  CHECK_THAT(read("a.ofd", make_zip({{"OFD.xml", "<ofd:OFD><ofd:DocBody><ofd:DocRoot>../D.xml"
                                                  "</ofd:DocRoot></ofd:DocBody></ofd:OFD>"}})),
             Equals("error: a.ofd: no D.xml"));
  CHECK_THAT(read("a.ofd", ofd({"<ofd:Page><ofd:Content></ofd:Page>"})),
             Contains("a.ofd: Doc_0/Pages/Page_0/Content.xml: XML error at byte "));
  CHECK_THAT(read("a.ofd", ofd({page(object(1, 1, code("\xFF\xFE")))})), Contains("not valid UTF-8"));
  const std::string good = ofd({page(object(10, 20, code("通知")))});
  for (size_t i = 0; i < good.size(); i += 3) {  // one flipped byte anywhere: text or an error
    std::string flipped = good;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x5A);
    CHECK_FALSE(read("a.ofd", flipped).empty());
  }
}

TEST_CASE("an OFD that lacks a page says which, and what to do") {
  const std::string bytes =
      make_zip({{"OFD.xml", "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>"},
                {"D.xml", "<D><Pages><Page BaseLoc=\"P.xml\"/></Pages></D>"}});
  try {
    read_document("a.ofd", bytes);
    FAIL("expected an error");
  } catch (const InputError& e) {
    CHECK_THAT(e.what(), Equals("a.ofd: no P.xml"));
    CHECK_THAT(e.hint(), Contains("incomplete"));
  }
}

TEST_CASE("numbers of an OFD that mean nothing are passed over") {
  CHECK(read("a.ofd", ofd({page(object(10, 20, code("通知", "X=\"x\" DeltaX=\"g 1e300 4\"")) +
                                object(10, 30, code("各市", "DeltaX=\"g -1 4 nan\""),
                                       "CTM=\"0 0 0 0 0 0\"") +
                                object(10, 40, code("附件", "DeltaX=\"1e308 1e308\""), "CTM=\"1\""))})) ==
        "通知\n附  件\n\f");
}

TEST_CASE("an OFD whose pages expand without measure is refused") {
  const std::string large(60u << 20, ' ');
  CHECK_THAT(read("bomb.ofd", ofd({page(large)})),
             Contains("Content.xml expands to 60 MB (limit 64 MB, and 200 times its size)"));
}

}  // namespace zhengmai
