// CONTAINS: over a plain text column no row becomes a Value, and rows that lie side by side are
// searched in one go.
#include <algorithm>

#include "query/exec/eval_guard.h"
#include "query/exec/property_reader.h"
#include "query/values/operators.h"
#include "query/values/text_search.h"

namespace zhengmai::exec {

using plan::Expr;

namespace {

constexpr size_t kNowhere = std::string_view::npos;

class TextContains final : public Evaluator {
 public:
  TextContains(const Expr& e, EvaluatorPtr text, EvaluatorPtr part, const Graph& graph)
      : range_(e.range), text_(std::move(text)), part_(std::move(part)) {
    const Expr& subject = *e.arguments[0];
    const Expr& needle = *e.arguments[1];
    const bool fixed = needle.kind == plan::ExprKind::kLiteral ||
                       needle.kind == plan::ExprKind::kParameter;
    if (fixed && subject.is_property_of_variable()) {
      node_ = subject.arguments[0]->symbol;
      reader_.emplace(graph, subject.name);
    }
  }

  Value value(Frame& frame) override {
    const Value text = text_->value(frame);
    const Value part = part_->value(frame);
    return guarded(frame, range_, [&] { return to_value(zhengmai::contains(text, part)); });
  }

  void column(Frame& frame, Vector& out) override {
    if (reader_ && search_heap(frame, out)) return;
    out.reset(VectorType::kBoolean);
    for (frame.row = 0; frame.row < frame.batch->size; ++frame.row) {
      const Value v = value(frame);
      out.booleans().push_back(v.is_null() ? Ternary::kNull : to_ternary(v.as_boolean()));
    }
  }

 private:
  // Rows of one text column: true when they are and were searched.
  bool search_heap(Frame& frame, Vector& out) {
    const Vector& nodes = (*frame.batch)[node_];
    if (nodes.type() != VectorType::kNode || nodes.ids().empty()) return false;
    const std::vector<NodeId>& ids = nodes.ids();
    frame.row = 0;
    const Value part = part_->value(frame);
    if (!part.is_string() || part.as_string().empty()) return false;
    const Column* column = reader_->column_of_nodes(ids);
    if (!column || column->kind() != ColumnKind::kString) return false;
    out.reset(VectorType::kBoolean);
    mark(*column, ids, part.as_string(), out.booleans());
    return true;
  }

  static void mark(const Column& column, std::span<const NodeId> ids, std::string_view part,
                   std::vector<Ternary>& out) {
    out.assign(ids.size(), Ternary::kFalse);
    const NodeId first = column.range().begin;
    const auto apart = [](NodeId a, NodeId b) { return b != a + 1; };
    const bool together = std::adjacent_find(ids.begin(), ids.end(), apart) == ids.end();
    column.offsets().visit([&](auto offsets) {
      if (together) {
        mark_hits(column.heap().data(), offsets, ids.front() - first, ids.size(), part, out);
        return;
      }
      for (size_t i = 0; i < ids.size(); ++i) {
        const size_t begin = offsets[ids[i] - first], end = offsets[ids[i] - first + 1];
        const bool found = find_text(column.heap().substr(begin, end - begin), part) != kNowhere;
        out[i] = found ? Ternary::kTrue : Ternary::kFalse;
      }
    });
    if (column.dense()) return;
    for (size_t i = 0; i < ids.size(); ++i) {
      if (!column.has(ids[i] - first)) out[i] = Ternary::kNull;
    }
  }

  // Rows that lie side by side, from `first` on: one search goes through all their bytes.
  template <typename Offset>
  static void mark_hits(const char* heap, std::span<const Offset> offsets, size_t first,
                        size_t count, std::string_view part, std::vector<Ternary>& out) {
    const size_t end = offsets[first + count];
    size_t at = offsets[first];
    size_t row = first;
    while (at < end) {
      const size_t hit = find_text({heap + at, end - at}, part);
      if (hit == kNowhere) break;
      at += hit;
      while (offsets[row + 1] <= at) ++row;
      if (at + part.size() <= offsets[row + 1]) {
        out[row - first] = Ternary::kTrue;
        at = offsets[row + 1];
      } else {
        ++at;  // straddles two rows: no match
      }
    }
  }

  SourceRange range_;
  EvaluatorPtr text_, part_;
  Symbol node_ = ast::kUnresolved;
  std::optional<PropertyReader> reader_;
};

}  // namespace

EvaluatorPtr Compiler::text_search(const Expr& e) {
  return std::make_unique<TextContains>(e, compile(*e.arguments[0]), compile(*e.arguments[1]),
                                        context_.graph());
}

}  // namespace zhengmai::exec
