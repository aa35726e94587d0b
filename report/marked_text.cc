#include "report/marked_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "graph/model/schema.h"
#include "graph/model/unicode.h"
#include "report/cell.h"
#include "report/escape.h"

namespace zhengmai::report {
namespace {

constexpr const char* kReset = "\x1b[0m";

const char* colour_of(MarkKind kind) {
  switch (kind) {
    case MarkKind::kMeasure: return "\x1b[36m";
    case MarkKind::kAgency: return "\x1b[1;33m";
    case MarkKind::kTheme: return "\x1b[35m";
    case MarkKind::kClaim: return "\x1b[4m";
    case MarkKind::kOther: return "\x1b[32m";
  }
  return "";
}

bool read_span(const Value& begin, const Value& end, Mark& mark) {
  if (!begin.is_integer() || !end.is_integer() || begin.as_integer() < 0 ||
      begin.as_integer() >= end.as_integer()) {
    return false;
  }
  mark.begin = static_cast<uint32_t>(begin.as_integer());
  mark.end = static_cast<uint32_t>(end.as_integer());
  return true;
}

// What a list of a scrambled document governs by the evidence of all copies.
void add_claims(const Graph& graph, NodeId node, std::vector<Mark>& out) {
  const Value claimed = property(graph, node, key::kClaimedSpans);
  if (!claimed.is_list()) return;
  Mark mark;
  mark.kind = MarkKind::kClaim;
  mark.note = fmt::format("{} {}", chinese_key(key::kClaimedSpans), node_key(graph, node));
  const List& items = claimed.as_list();
  for (size_t i = 0; i + 1 < items.size(); i += 2) {
    if (read_span(items[i], items[i + 1], mark)) out.push_back(mark);
  }
}

// The pieces of a measure: `spans` when it lies in several, else its one span.
void add_measure(const Graph& graph, NodeId node, std::vector<Mark>& out) {
  Mark mark;
  mark.kind = MarkKind::kMeasure;
  mark.note = fmt::format("措施 {} {}", cell_text(property(graph, node, key::kOrdinal), &graph),
                          node_key(graph, node));
  const Value spans = property(graph, node, key::kSpans);
  if (spans.is_list() && spans.as_list().size() >= 2) {
    const List& items = spans.as_list();
    for (size_t i = 0; i + 1 < items.size(); i += 2) {
      if (read_span(items[i], items[i + 1], mark)) out.push_back(mark);
    }
  } else if (read_span(property(graph, node, key::kSpanStart), property(graph, node, key::kSpanEnd),
                       mark)) {
    out.push_back(mark);
  }
}

std::string note_of(const Graph& graph, RelationshipId id) {
  std::string note = fmt::format("{} → {}", chinese_type(graph.types().name(graph.type_of(id))),
                                 node_caption(graph, graph.end_of(id)));
  for (const std::string_view key : {key::kRole, key::kRule, key::kConfidence}) {
    const Value value = relationship_property(graph, id, key);
    if (value.is_null() || (key == key::kRole && value.is_string() &&
                            value.as_string() == "unspecified")) {
      continue;
    }
    note += fmt::format(" · {}", cell_text(value, &graph));
  }
  return note;
}

MarkKind kind_of(std::string_view type) {
  if (type == type::kAssignedTo || type == type::kCoordinatedBy) return MarkKind::kAgency;
  return type == type::kHasTheme ? MarkKind::kTheme : MarkKind::kOther;
}

// Relationships that only repeat a container's span say nothing a reader wants marked.
bool is_structural(std::string_view type) {
  return type == type::kHasSection || type == type::kHasMeasure || type == type::kHasClause ||
         type == type::kAdopts || type == type::kAppliesIn || type == type::kWithin ||
         type == type::kHasClass || type == type::kBroader;
}

std::string opening(const Mark& mark, const MarkedStyle& style) {
  if (style.colour) return mark.kind == MarkKind::kMeasure ? "\x1b[36m⟦" : "";
  return mark.kind == MarkKind::kMeasure ? "⟦" : mark.kind == MarkKind::kAgency ? "〔" : "‹";
}

std::string closing(const Mark& mark, const MarkedStyle& style) {
  std::string note;
  if (style.notes) {
    append_visible(note, mark.note);
    note = style.colour ? " \x1b[2m" + note + kReset : " | " + note;
  }
  if (mark.kind == MarkKind::kMeasure) return note + (style.colour ? "\x1b[36m⟧" : "⟧");
  if (style.colour) return note;
  return note + (mark.kind == MarkKind::kAgency ? "〕" : "›");
}

// A document's measures are numbered from 1.
std::vector<NodeId> measures_of(const Graph& graph, std::string_view document_id) {
  std::vector<NodeId> out;
  const std::string_view key = document_id.substr(document_id.find(':') + 1);
  for (size_t n = 1;; ++n) {
    const auto found =
        nodes_with_text(graph, label::kMeasure, key::kId, fmt::format("measure:{}/{}", key, n));
    if (found.empty()) return out;
    out.push_back(found.front());
  }
}

// What the document's evidence says of one of its nodes.
void add_evidence(const Graph& graph, NodeId node, std::string_view document_id,
                  std::vector<Mark>& out) {
  for (size_t t = 0; t < graph.types().size(); ++t) {
    const auto type = static_cast<TypeId>(t);
    if (is_structural(graph.types().name(type))) continue;
    for (const Arc arc : graph.arcs_out(node, type)) {
      const RelationshipId id = arc.relationship;
      const Value source = relationship_property(graph, id, key::kSource);
      if (!source.is_string() || source.as_string() != document_id) continue;
      Mark mark;
      if (!read_span(relationship_property(graph, id, key::kSpanStart),
                     relationship_property(graph, id, key::kSpanEnd), mark)) {
        continue;
      }
      mark.kind = kind_of(graph.types().name(type));
      mark.note = note_of(graph, id);
      out.push_back(std::move(mark));
    }
  }
}

}  // namespace

std::vector<Mark> marks_of(const Graph& graph, std::string_view document_id) {
  std::vector<Mark> out;
  for (const NodeId node : nodes_with_text(graph, label::kDocument, key::kId, std::string(document_id))) {
    add_evidence(graph, node, document_id, out);
  }
  for (const NodeId node : measures_of(graph, document_id)) {
    add_measure(graph, node, out);
    add_claims(graph, node, out);
    add_evidence(graph, node, document_id, out);
  }
  std::stable_sort(out.begin(), out.end(), [](const Mark& a, const Mark& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  // A cell that is merged over several rows is said of several measures, and marked once.
  const auto same = [](const Mark& a, const Mark& b) {
    return a.begin == b.begin && a.end == b.end && a.note == b.note;
  };
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  return out;
}

void write_marked(std::string_view text, const std::vector<Mark>& marks, const MarkedStyle& style,
                  std::ostream& out) {
  const std::u32string points = to_utf32(text);
  std::vector<const Mark*> open;  // the innermost last
  size_t next = 0;
  std::string line;
  const auto restore_colour = [&] {
    if (style.colour) line += open.empty() ? kReset : colour_of(open.back()->kind);
  };
  for (size_t at = 0; at <= points.size(); ++at) {
    // Marks may overlap, not only nest: close every one that ends here, whichever is innermost.
    for (size_t i = open.size(); i-- > 0;) {
      if (open[i]->end > at && at < points.size()) continue;
      line += closing(*open[i], style);
      open.erase(open.begin() + static_cast<long>(i));
      restore_colour();
    }
    if (at == points.size()) break;
    for (; next < marks.size() && marks[next].begin == at; ++next) {
      line += opening(marks[next], style);
      open.push_back(&marks[next]);
      restore_colour();
    }
    std::string one;
    append_utf8(one, points[at]);
    if (points[at] != U'\r') append_visible(line, one, /*keep_newlines=*/true);
    if (points[at] == U'\n') {
      out << line;
      line.clear();
    }
  }
  out << line << (style.colour ? kReset : "") << '\n';
}

}  // namespace zhengmai::report
