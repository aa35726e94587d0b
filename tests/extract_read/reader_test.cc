#include "extract/read/reader.h"

#include <catch2/catch.hpp>

#include "reading.h"

namespace zhengmai {
namespace {

using Catch::Matchers::Contains;
using test::read;
using namespace std::string_view_literals;

}  // namespace

TEST_CASE("the format comes from the bytes, then from the name") {
  CHECK(find_format("a.txt", "一、总体要求") == Format::kText);
  CHECK(find_format("a.md", "# 通知") == Format::kText);
  CHECK(find_format("a", "通知") == Format::kText);
  CHECK(find_format("a.html", "通知") == Format::kHtml);
  CHECK(find_format("a.txt", " \n<!DOCTYPE HTML><html>") == Format::kHtml);
  CHECK(find_format("a", "<?xml version='1.0'?><!DOCTYPE html><html>") == Format::kHtml);
  CHECK(find_format("a.txt", "%PDF-1.7\n") == Format::kPdf);
  CHECK(find_format("b.docx", "PK\x03\x04") == Format::kDocx);
  CHECK(find_format("a.txt", "<关于印发方案的通知>") == Format::kText);
  CHECK(find_format("empty.docx", "") == Format::kText);
}

TEST_CASE("plain text is the decoded text itself, CR and all") {
  const PlainText t = read_document("a.txt", "\xEF\xBB\xBF一、总则\r\n（省商务厅）");
  CHECK(to_utf8(t.text) == "一、总则\r\n（省商务厅）");
  CHECK(t.encoding == Encoding::kUtf8Bom);
  CHECK(t.warnings.empty());
}

TEST_CASE("a wrong ending is noted and the content read") {
  const PlainText t = read_document("a.pdf.txt", "<html><body><p>" + std::string(40, 'x') +
                                                     "一二三四五六七八九十一二三四五六七八九十"
                                                     "</p></body></html>");
  CHECK(t.format == Format::kHtml);
  REQUIRE(t.warnings.size() == 1);
  CHECK(t.warnings[0] == "named .txt but is html; read as html");
}

TEST_CASE("what cannot be read is refused by name, with what to do") {
  CHECK_THAT(read("旧.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 rest"sv),
             Contains("error: 旧.doc: damaged .doc (its header ends at 13)"));
  CHECK_THAT(read("a.docx", "plain text"), Contains("a.docx: not a DOCX (bad zip)"));
  CHECK_THAT(read("a.pdf", "plain text"), Contains("a.pdf: damaged PDF"));
  CHECK_THAT(read("a.rtf", "{\\rtf1 x}"), Contains("a.rtf: RTF is not read"));
  CHECK_THAT(read("a.png", "\x89PNG\r\n\x1A\n\0\0\0"sv), Contains("a.png: binary file"));
  try {
    read_document("旧.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv);
    FAIL("expected an error");
  } catch (const InputError& e) {
    CHECK_THAT(e.hint(), Contains("soffice"));
    CHECK(e.code() == ExitCode::kBadInput);
  }
}

}  // namespace zhengmai
