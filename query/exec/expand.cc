// Expand: the relationships of a node, one row each. The engine's hottest loop.
#include <algorithm>
#include <cstddef>

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
        rows_(rows_of_hop(context.graph(), hop)), excluded_(hop.different),
        nodes_(Batch::kRows), ids_(Batch::kRows) {
    if (into_) {
      for (const RowsOfType& rows : rows_) {
        const bool out = rows.rows == &context.graph().rows_out(rows.type);
        opposite_.push_back(out ? &context.graph().rows_in(rows.type)
                                : &context.graph().rows_out(rows.type));
      }
    }
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
      for (size_t i = 0; i < rows_.size(); ++i) {
        const bool more = into_ ? expand_into(i, from[row], to[row], row)
                                : expand(rows_[i], from[row], row);
        if (!more) return stop();
      }
    }
    move_columns();
    emitter_.settle();
    return true;
  }
  void reset() override {
    pending_ = 0;
    EmittingOperator::reset();
  }

 private:
  // Whole runs of arcs, copied.
  bool expand_all(const ArcView& arcs, uint32_t row) {
    const NodeId* nodes = arcs.nodes().data();
    for (size_t i = 0; i < arcs.size();) {
      const size_t take = std::min(arcs.size() - i, emitter_.room());
      uint32_t* to = nodes_.data() + pending_;
      for (size_t k = 0; k < take; ++k) to[k] = nodes[i + k];
      if (keep_relationship_) {
        uint32_t* id = ids_.data() + pending_;
        for (size_t k = 0; k < take; ++k) id[k] = arcs[i + k].relationship;
      }
      pending_ += take;
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

  bool expand(const RowsOfType& rows, NodeId from, uint32_t row) {
    const ArcView arcs = (*rows.rows)[from];
    return excluded_.empty() && !rows.skip_loops ? expand_all(arcs, row)
                                                 : expand_some(arcs, rows, from, row);
  }

  // Arcs are sorted by their far node, so those between two nodes are one run; it is looked for
  // at the node that has fewer.
  bool expand_into(size_t i, NodeId from, NodeId to, uint32_t row) {
    if (to == kNoId || (rows_[i].skip_loops && to == from)) return true;
    const ArcView ahead = (*rows_[i].rows)[from];
    const ArcView back = (*opposite_[i])[to];
    const bool turn = back.size() < ahead.size();
    const ArcView& arcs = turn ? back : ahead;
    const NodeId wanted = turn ? from : to;
    const auto nodes = arcs.nodes();
    const auto first = std::lower_bound(nodes.begin(), nodes.end(), wanted);
    for (auto it = first; it != nodes.end() && *it == wanted; ++it) {
      const Arc arc = arcs[static_cast<size_t>(it - nodes.begin())];
      if (!emit({to, arc.relationship}, row)) return false;
    }
    return true;
  }

  bool emit(Arc arc, uint32_t row) {
    if (!excluded_.empty() && excluded_.contains(arc.relationship)) return true;
    nodes_[pending_] = arc.node;
    ids_[pending_++] = arc.relationship;
    emitter_.add(row);
    return !emitter_.full() || flush();
  }

  // What was found goes into the output's columns, a run at a time.
  void move_columns() {
    auto move = [&](Symbol symbol, const std::vector<uint32_t>& found) {
      std::vector<uint32_t>& column = emitter_.column(symbol).ids();
      column.insert(column.end(), found.begin(), found.begin() + pending_);
    };
    if (keep_to_) move(to_, nodes_);
    if (keep_relationship_) move(relationship_, ids_);
    pending_ = 0;
  }

  bool flush() {
    context_.tick(Batch::kRows);
    move_columns();
    return emitter_.flush();
  }

  Symbol from_, relationship_, to_;
  bool into_, keep_relationship_, keep_to_;
  std::vector<RowsOfType> rows_;
  std::vector<const Rows*> opposite_;  // of each of rows_, seen from its far end
  Exclusion excluded_;
  std::vector<uint32_t> nodes_, ids_;  // found for the rows that the emitter has pending
  size_t pending_ = 0;
  std::vector<uint32_t> from_scratch_, to_scratch_;
};

// The number of arcs instead of the arcs.
class DegreeExpand final : public EmittingOperator {
 public:
  DegreeExpand(Context& context, const plan::LogicalOp& op, const plan::DegreeExpand& degree)
      : EmittingOperator(context, op), from_(degree.hop.from), count_(degree.count),
        optional_(degree.optional), rows_(rows_of_hop(context.graph(), degree.hop)) {
    emitter_.declare(count_, VectorType::kInteger);
  }

  bool push(Batch& input) override {
    emitter_.begin(input);
    const std::vector<uint32_t>& from = node_ids(context_, input[from_], scratch_);
    for (uint32_t row = 0; row < input.size; ++row) {
      int64_t degree = 0;
      if (from[row] != kNoId) {
        for (const RowsOfType& rows : rows_) degree += rows.rows->degree(from[row]);
      }
      if (degree == 0 && !optional_) continue;
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
  bool optional_;
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
