#include "query/syntax/diagnostics.h"

#include <catch2/catch.hpp>
#include <string>

using zhengmai::Diagnostic;
using zhengmai::nearest;
using zhengmai::QueryError;
using zhengmai::render;
using zhengmai::Severity;
using zhengmai::SourceRange;

namespace {

Diagnostic at(uint32_t begin, uint32_t end, std::string message) {
  Diagnostic d;
  d.range = SourceRange{begin, end};
  d.message = std::move(message);
  return d;
}

}  // namespace

TEST_CASE("a diagnostic shows its line and points at its columns") {
  CHECK(render(at(4, 6, "no"), "ab\nc措施d") ==
        "error: line 2, column 2: no\n"
        "  c措施d\n"
        "   ^^^^");
  Diagnostic warning = at(0, 1, "hm");
  warning.severity = Severity::kWarning;
  warning.hint = "think";
  CHECK(render(warning, "x\r\ny") == "warning: line 1, column 1: hm\n  x\n  ^\n  hint: think");
}

TEST_CASE("a place at or beyond the end is shown after the last character") {
  CHECK(render(at(3, 3, "m"), "abc") == "error: line 1, column 4: m\n  abc\n     ^");
  CHECK(render(at(9, 12, "m"), "abc") == "error: line 1, column 4: m\n  abc\n     ^");
  CHECK(render(at(0, 0, "m"), "") == "error: line 1, column 1: m\n  \n  ^");
}

TEST_CASE("control characters of a query do not reach the terminal") {
  CHECK(render(at(2, 3, "m"), "\x1b\tx\xE2\x80\xAE") ==
        "error: line 1, column 3: m\n  \xEF\xBF\xBD x\xEF\xBF\xBD\n    ^");
}

TEST_CASE("a long line is cut around the caret") {
  const std::string out = render(at(500, 501, "m"), std::string(1000, 'a'));
  CHECK(out.size() < 300);
  CHECK(out.find("column 501") != std::string::npos);
  CHECK(out.find("…a") != std::string::npos);
}

TEST_CASE("an error carries its diagnostics in the order of their places") {
  const QueryError e({at(5, 6, "second"), at(1, 2, "first")}, "abcdefgh");
  CHECK(std::string(e.what()) == "first");
  CHECK(e.diagnostics()[1].message == "second");
  CHECK(e.rendered().find("first") < e.rendered().find("second"));
}

TEST_CASE("the nearest name is a typo away, or there is none") {
  const std::vector<std::string_view> known = {"Measure", "措施", "机构", "ASSIGNED_TO", "name"};
  CHECK(nearest("Mesure", known) == "Measure");
  CHECK(nearest("measure", known) == "Measure");
  CHECK(nearest("Maesure", known) == "Measure");
  CHECK(nearest("措失", known) == "措施");
  CHECK(nearest("ASIGNED_T", known) == "ASSIGNED_TO");
  CHECK(nearest("nme", known) == "name");
  CHECK(nearest("xyz", known).empty());
  CHECK(nearest("n", known).empty());
  CHECK(nearest("", known).empty());
}
