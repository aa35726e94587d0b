// A document's text with its evidence marked: measures, responsibility lists, agencies, what rule
// said so. For `zhengmai show`.
//
// In colour each kind of mark has its own; without colour the marks are brackets with a key:
//
//   ⟦措施 3: 鼓励 …⟧ 〔省商务厅 → 福建省商务厅 (agency:350000/commerce)〕
//
// Text from the document is made visible (escape.h), never sent raw to a terminal.
// Cost: linear in the text plus sorting the marks. Errors: none. Threads: pure functions.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/graph.h"

namespace zhengmai::report {

enum class MarkKind : uint8_t { kMeasure, kAgency, kTheme, kClaim, kOther };

// A stretch of the text, in code points, and the note that explains it.
struct Mark {
  uint32_t begin = 0;
  uint32_t end = 0;
  MarkKind kind = MarkKind::kOther;
  std::string note;
};

// Every span of the document's measures, and of the relationships of them and of the document itself
// whose `source` it is, sorted by place (outer before inner), the same words on the same span once.
// Cost: that of the document's own nodes, however large the graph.
std::vector<Mark> marks_of(const Graph& graph, std::string_view document_id);

struct MarkedStyle {
  bool colour = false;
  bool notes = true;  // the explanations behind the marks
};

// REQUIRES: `text` is the decoded text that the marks' spans point into.
void write_marked(std::string_view text, const std::vector<Mark>& marks, const MarkedStyle& style,
                  std::ostream& out);

}  // namespace zhengmai::report
