#include "report/marked_text.h"

#include <catch2/catch.hpp>

#include <sstream>

#include "policy_graph.h"

namespace zhengmai::report {
namespace {

std::string marked(std::string_view text, const std::vector<Mark>& marks, bool notes = true) {
  MarkedStyle style;
  style.notes = notes;
  std::ostringstream out;
  write_marked(text, marks, style, out);
  return out.str();
}

TEST_CASE("marks stand around their code points") {
  CHECK(marked("发展冷链（省商务厅）。", {{0, 4, MarkKind::kMeasure, "措施 1"},
                                          {5, 9, MarkKind::kAgency, "责任单位 → X"}}) ==
        "⟦发展冷链 | 措施 1⟧（〔省商务厅 | 责任单位 → X〕）。\n");
}

TEST_CASE("overlapping marks, marks at the end and marks beyond the text all close") {
  CHECK(marked("abcd", {{0, 4, MarkKind::kMeasure, "措施 1"}, {1, 3, MarkKind::kClaim, "认定片段"}}) ==
        "⟦a‹bc | 认定片段›d | 措施 1⟧\n");
  CHECK(marked("abcd", {{0, 3, MarkKind::kAgency, "1"}, {1, 4, MarkKind::kOther, "2"}}, false) ==
        "〔a‹bc〕d›\n");
  CHECK(marked("ab", {{1, 9, MarkKind::kAgency, "1"}}, false) == "a〔b〕\n");
  CHECK(marked("ab", {{7, 9, MarkKind::kAgency, "1"}}) == "ab\n");
}

TEST_CASE("control characters of a document are shown, line breaks kept") {
  CHECK(marked("a\x1b[31m\r\nb", {}) == "a\\x1b[31m\nb\n");
}

TEST_CASE("a document's marks come from its measures and evidence, in order") {
  const Graph graph = report_test::policy_graph();
  const auto marks = marks_of(graph, "doc:aaaaaaaaaaaa");
  REQUIRE(marks.size() == 5);
  CHECK(marks.front().begin == 6);
  CHECK(marks.front().note == "责任单位 → 商务部 · lead · list · 0.99");
  CHECK(marks_of(graph, "doc:cccccccccccc").empty());
}

}  // namespace
}  // namespace zhengmai::report
