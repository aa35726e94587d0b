// Expand: the relationships of a node, one row each. The engine's hottest loop.
#include <algorithm>

#include "query/exec/build.h"
#include "query/exec/emitter.h"
#include "query/exec/hop.h"

namespace zhengmai::exec {
namespace {

class Expand final : public EmittingOperator {
 public:
  Expand(Context& context, const plan::LogicalOp& op, const plan::Hop& hop)
      : EmittingOperator(context, op), from_(hop.from), relationship_(hop.relationship),
        to_(hop.to), into_(hop.into), keep_relationship_(op.live.count(hop.relationship) > 0),
        keep_to_(!hop.into && op.live.count(hop.to) > 0),
        rows_(rows_of_hop(context.graph(), hop)), excluded_(hop.different) {
    if (keep_relationship_) emitter_.declare(relationship_, VectorType::kRelationship);
    if (keep_to_) emitter_.declare(to_, VectorType::kNode);
  }

  bool push(Batch& input) override {
    emitter_.begin(input);
    const std::vector<uint32_t>& from = node_ids(context_, input[from_], from_scratch_);
    static const std::vector<uint32_t> kNone;
    const std::vector<uint32_t>& to =
        into_ ? node_ids(context_, input[to_], to_scratch_) : kNone;
    for (uint32_t row = 0; row < input.size; ++row) {
      if (from[row] == kNoId) continue;
      if (!excluded_.none()) excluded_.load(input, row);
      for (const RowsOfType& rows : rows_) {
        const ArcView arcs = (*rows.rows)[from[row]];
        if (arcs.empty()) continue;
        const bool more = into_ ? expand_into(arcs, rows, from[row], to[row], row)
                          : excluded_.empty() && !rows.skip_loops
                              ? expand_all(arcs, row)
                              : expand_some(arcs, rows, from[row], row);
        if (!more) return stop();
      }
    }
    emitter_.settle();
    return true;
  }

 private:
  // Whole runs of arcs, copied.
  bool expand_all(const ArcView& arcs, uint32_t row) {
    for (size_t i = 0; i < arcs.size();) {
      const size_t take = std::min(arcs.size() - i, emitter_.room());
      if (keep_to_) {
        std::vector<uint32_t>& nodes = emitter_.column(to_).ids();
        nodes.insert(nodes.end(), arcs.nodes().begin() + i, arcs.nodes().begin() + i + take);
      }
      if (keep_relationship_) {
        std::vector<uint32_t>& ids = emitter_.column(relationship_).ids();
        for (size_t k = i; k < i + take; ++k) ids.push_back(arcs[k].relationship);
      }
      emitter_.add(row, take);
      i += take;
      if (emitter_.full() && !flush()) return false;
    }
    return true;
  }

  bool expand_some(const ArcView& arcs, const RowsOfType& rows, NodeId from, uint32_t row) {
    for (const Arc arc : arcs) {
      if (rows.skip_loops && arc.node == from) continue;
      if (!emit(arc, row)) return false;
    }
    return true;
  }

  // Arcs are sorted by their far node: those that lead to `to` are one run.
  bool expand_into(const ArcView& arcs, const RowsOfType& rows, NodeId from, NodeId to,
                   uint32_t row) {
    if (to == kNoId || (rows.skip_loops && to == from)) return true;
    const auto nodes = arcs.nodes();
    const auto first = std::lower_bound(nodes.begin(), nodes.end(), to);
    for (auto it = first; it != nodes.end() && *it == to; ++it) {
      if (!emit(arcs[static_cast<size_t>(it - nodes.begin())], row)) return false;
    }
    return true;
  }

  bool emit(Arc arc, uint32_t row) {
    if (!excluded_.empty() && excluded_.contains(arc.relationship)) return true;
    if (keep_to_) emitter_.column(to_).ids().push_back(arc.node);
    if (keep_relationship_) emitter_.column(relationship_).ids().push_back(arc.relationship);
    emitter_.add(row);
    return !emitter_.full() || flush();
  }

  bool flush() {
    context_.tick(Batch::kRows);
    return emitter_.flush();
  }

  Symbol from_, relationship_, to_;
  bool into_, keep_relationship_, keep_to_;
  std::vector<RowsOfType> rows_;
  Exclusion excluded_;
  std::vector<uint32_t> from_scratch_, to_scratch_;
};

// The number of arcs instead of the arcs.
class DegreeExpand final : public EmittingOperator {
 public:
  DegreeExpand(Context& context, const plan::LogicalOp& op, const plan::DegreeExpand& degree)
      : EmittingOperator(context, op), from_(degree.hop.from), count_(degree.count),
        rows_(rows_of_hop(context.graph(), degree.hop)) {
    emitter_.declare(count_, VectorType::kInteger);
  }

  bool push(Batch& input) override {
    emitter_.begin(input);
    const std::vector<uint32_t>& from = node_ids(context_, input[from_], scratch_);
    for (uint32_t row = 0; row < input.size; ++row) {
      if (from[row] == kNoId) continue;
      int64_t degree = 0;
      for (const RowsOfType& rows : rows_) degree += rows.rows->degree(from[row]);
      if (degree == 0) continue;
      emitter_.column(count_).integers().push_back(degree);
      emitter_.add(row);
      if (emitter_.full() && !emitter_.flush()) return stop();
    }
    context_.tick(static_cast<uint32_t>(input.size));
    emitter_.settle();
    return true;
  }

 private:
  Symbol from_, count_;
  std::vector<RowsOfType> rows_;
  std::vector<uint32_t> scratch_;
};

}  // namespace

std::unique_ptr<Operator> make_expand(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<Expand>(context, op, op.as<plan::Expand>()->hop);
}

std::unique_ptr<Operator> make_degree_expand(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<DegreeExpand>(context, op, *op.as<plan::DegreeExpand>());
}

}  // namespace zhengmai::exec
