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

// Code points as glyphs of the font F.
std::string glyphs(const std::u32string& text) {
  std::string out = "<";
  for (const char32_t c : text) out += fmt::format("{:04X}", uint32_t(c));
  return out + ">";
}

// A page a drawing; each code point is a glyph of the font F, whose ToUnicode map is identity.
// `entries` are further ones of every page.
std::string drawn_pdf(const std::vector<std::string>& drawings, const std::string& entries = "") {
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
  for (const std::string& drawing : drawings) {
    objects.push_back(stream(drawing));
    objects.push_back(fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
                                  "{} 0 R /Resources << /Font << /F 3 0 R >> >> {} >>",
                                  objects.size(), entries));
    kids += fmt::format("{} 0 R ", objects.size());
  }
  objects[1] = fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids,
                           drawings.size());
  return make_pdf(objects);
}

// One page a string of lines.
std::string chinese_pdf(const std::vector<std::vector<std::u32string>>& pages) {
  std::vector<std::string> drawings;
  for (const auto& lines : pages) {
    std::string content = "BT /F 12 Tf 14 TL 72 700 Td\n";
    for (const std::u32string& line : lines) content += glyphs(line) + " Tj T*\n";
    drawings.push_back(content + "ET");
  }
  return drawn_pdf(drawings);
}

std::string text_at(int x, int y, const std::u32string& text) {
  return fmt::format("BT /F 12 Tf {} {} Td {} Tj ET\n", x, y, glyphs(text));
}

std::string stroke(int x0, int y0, int x1, int y1) {
  return fmt::format("{} {} m {} {} l S\n", x0, y0, x1, y1);
}

// A ledger with a wrapped cell and bodies that answer for two rows, between a title and a note.
std::string ledger_page() {
  std::string out = text_at(200, 760, U"重点任务分工表");
  for (const int y : {740, 710, 620}) out += stroke(50, y, 450, y);
  out += stroke(50, 660, 250, 660);  // the last column's rows are one
  for (const int x : {50, 100, 250}) out += stroke(x, 740, x, 620);
  out += "449.8 620 0.5 120 re f\n";  // as some programs draw lines
  out += text_at(55, 720, U"序号") + text_at(105, 720, U"重点任务") + text_at(255, 720, U"责任单位");
  out += text_at(70, 680, U"1");
  out += text_at(105, 690, U"修好渡口和码头，疏通河") + text_at(105, 670, U"道。");
  out += text_at(255, 660, U"省水利厅、省交通运输厅");
  out += text_at(70, 640, U"2") + text_at(105, 640, U"清理淤泥。");
  return out + text_at(50, 590, U"本表由省水利厅解释。");
}

const char* const kLedger =
    "重点任务分工表\n序号\t重点任务\t责任单位\n1\t修好渡口和码头，疏通河道。\t省水利厅、省交通运输厅\n"
    "2\t清理淤泥。\t〃\n本表由省水利厅解释。\n\n\f";

bool drawer_is_here() {
  const bool here = std::system("command -v pdftocairo >/dev/null 2>&1") == 0;
  if (!here) WARN("skipped: no pdftocairo");
  return here;
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

TEST_CASE("tables that a PDF draws with lines come out as rows of cells") {
  if (!helper_is_here() || !drawer_is_here()) return;
  CHECK(read("a.pdf", drawn_pdf({ledger_page()})) == kLedger);
  CHECK(read("a.pdf", drawn_pdf({ledger_page(), text_at(72, 700, U"完")})) ==
        std::string(kLedger) + "完\n\n\f");
  // A page that is shown in part, or turned with what stands on it.
  CHECK(read("a.pdf", drawn_pdf({ledger_page()}, "/CropBox [20 100 500 800]")) == kLedger);
  CHECK(read("a.pdf", drawn_pdf({"0 1 -1 0 795 0 cm\n" + ledger_page()}, "/Rotate 90")) == kLedger);
}

TEST_CASE("without the program that draws, or when it fails, a PDF's text is as it was") {
  if (!helper_is_here()) return;
  const test::TemporaryFolder folder;
  const std::string pdf = drawn_pdf({ledger_page()});
  setenv("ZHENGMAI_PDFTOCAIRO", (folder / "absent").c_str(), 1);
  const std::string plain = read("a.pdf", pdf);
  CHECK_THAT(plain, Contains("省水利厅、省交通运输厅") && !Contains("\t"));
  for (const char* const body : {"kill -SEGV $$", "exit 1", "echo '<svg'", "yes | head -c 99999"}) {
    const std::string path = folder.write("helper", std::string("#!/bin/sh\n") + body + "\n");
    chmod(path.c_str(), 0700);
    setenv("ZHENGMAI_PDFTOCAIRO", path.c_str(), 1);
    CHECK(read("a.pdf", pdf) == plain);
  }
  unsetenv("ZHENGMAI_PDFTOCAIRO");
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
