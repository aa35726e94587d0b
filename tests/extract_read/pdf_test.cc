#include "extract/read/pdf.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "reading.h"

namespace zhengmai {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::Equals;
using test::read;

// A PDF of the objects given (numbered from 1; the first is the catalogue), with a proper table.
std::string make_pdf(const std::vector<std::string>& objects, const std::string& trailer = "") {
  std::string out = "%PDF-1.4\n";
  std::vector<size_t> offsets;
  for (size_t i = 0; i < objects.size(); ++i) {
    offsets.push_back(out.size());
    out += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const size_t table = out.size();
  out += fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (const size_t offset : offsets) out += fmt::format("{:010} 00000 n \n", offset);
  out += fmt::format("trailer\n<< /Size {} /Root 1 0 R {} >>\nstartxref\n{}\n%%EOF\n",
                     objects.size() + 1, trailer, table);
  return out;
}

std::string stream(const std::string& content) {
  return fmt::format("<< /Length {} >>\nstream\n{}\nendstream", content.size(), content);
}

// One page a string of lines; each code point is a glyph of a font whose ToUnicode map is identity.
std::string chinese_pdf(const std::vector<std::vector<std::u32string>>& pages) {
  std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>", "",
      "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R] "
      "/ToUnicode 6 0 R >>",
      "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) "
      "/Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 >>",
      "<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 "
      "/Ascent 900 /Descent -100 /CapHeight 900 /StemV 80 >>",
      stream("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
             "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
             "1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end")};
  std::string kids;
  for (const auto& lines : pages) {
    std::string content = "BT /F 12 Tf 14 TL 72 700 Td\n";
    for (const std::u32string& line : lines) {
      content += "<";
      for (const char32_t c : line) content += fmt::format("{:04X}", uint32_t(c));
      content += "> Tj T*\n";
    }
    objects.push_back(stream(content + "ET"));
    objects.push_back(fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
                                  "{} 0 R /Resources << /Font << /F 3 0 R >> >> >>",
                                  objects.size()));
    kids += fmt::format("{} 0 R ", objects.size());
  }
  objects[1] = fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, pages.size());
  return make_pdf(objects);
}

bool helper_is_here() {
  const bool here = std::system("command -v pdftotext >/dev/null 2>&1") == 0;
  if (!here) WARN("skipped: no pdftotext");
  return here;
}

}  // namespace

TEST_CASE("the text layer of a PDF comes out in reading order, pages end in a form feed") {
  if (!helper_is_here()) return;
  const PlainText t = read_document(
      "a.pdf", chinese_pdf({{U"一、加快推动流通转型升级。", U"（省商务厅、省财政厅）"}, {U"二、完"}}));
  CHECK(t.format == Format::kPdf);
  CHECK(to_utf8(t.text) == "一、加快推动流通转型升级。\n（省商务厅、省财政厅）\n\n\f二、完\n\n\f");
}

TEST_CASE("a PDF named otherwise is read as what it is") {
  if (!helper_is_here()) return;
  const PlainText t = read_document("a.txt", chinese_pdf({{U"通知"}}));
  CHECK(t.warnings == std::vector<std::string>{"named .txt but is pdf; read as pdf"});
}

TEST_CASE("PDFs that have no text to give are refused") {
  if (!helper_is_here()) return;
  const std::string good = chinese_pdf({{U"通知"}});
  CHECK_THAT(read("a.pdf", "%PDF-1.4\nnothing of a PDF follows"), Contains("a.pdf: damaged PDF"));
  CHECK_THAT(read("a.pdf", chinese_pdf({{}, {}, {}})),
             Equals("error: a.pdf: no text layer (3 pages); OCR first"));
  const std::string encrypted = make_pdf(
      {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>",
       "<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + std::string(64, 'A') + "> /U <" +
           std::string(64, 'B') + "> >>"},
      "/Encrypt 3 0 R /ID [<00> <00>]");
  CHECK_THAT(read("a.pdf", encrypted), Equals("error: a.pdf: encrypted PDF"));
  for (size_t i = 20; i < good.size(); i += 97) {  // cut off anywhere: a text or an error
    CHECK_FALSE(read("a.pdf", good.substr(0, i)).empty());
  }
}

TEST_CASE("a reader that hangs, crashes, floods or is missing costs one document") {
  const test::TemporaryFolder folder;
  const auto script = [&](const std::string& body) {
    const std::string path = folder.write("helper", "#!/bin/sh\n" + body + "\n");
    chmod(path.c_str(), 0700);
    return path;
  };
  read_internal::HelperLimits limits;
  limits.wall_seconds = 1;
  const auto run = [&](const std::string& program) {
    return read_internal::run_helper(program, {}, "document", limits);
  };
  CHECK(run(script("exec sleep 30")).timed_out);
  CHECK(run(script("kill -SEGV $$")).exit_code == -1);
  CHECK(run(script("cat <&3; echo oops >&2; exit 7")).output == "document");
  CHECK(run(script("cat <&3; echo oops >&2; exit 7")).errors == "oops\n");
  CHECK(run(script("cat <&3; echo oops >&2; exit 7")).exit_code == 7);
  limits.output_bytes = 1 << 16;
  CHECK(run(script("exec yes")).output.size() <= 1 << 16);
  limits.wall_seconds = 10;
  limits.cpu_seconds = 1;
  CHECK(run(script("while :; do :; done")).timed_out);
  CHECK(run(folder / "absent").exit_code == 127);

  setenv("ZHENGMAI_PDFTOTEXT", (folder / "absent").c_str(), 1);
  try {
    read_document("a.pdf", chinese_pdf({{U"通知"}}));
    FAIL("expected an error");
  } catch (const Error& e) {
    CHECK(e.code() == ExitCode::kNoHelper);
    CHECK_THAT(e.what(), Contains("'pdftotext' not found"));
  }
  setenv("ZHENGMAI_PDFTOTEXT", script("kill -SEGV $$").c_str(), 1);
  CHECK_THAT(read("a.pdf", chinese_pdf({{U"通知"}})), Equals("error: a.pdf: PDF reader crashed"));
  unsetenv("ZHENGMAI_PDFTOTEXT");
}

TEST_CASE("the helper sees no descriptor but its own four") {
  const test::TemporaryFolder folder;
  const std::string path = folder.write("helper", "#!/bin/sh\nls /proc/self/fd | tr '\\n' ' '\n");
  chmod(path.c_str(), 0700);
  const auto result = read_internal::run_helper(path, {}, "x", {});
  // ls opens the folder it lists as the next free one.
  CHECK(result.output == "0 1 2 3 4 ");
}

}  // namespace zhengmai
