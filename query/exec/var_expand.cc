// Variable-length expansion: every trail (no relationship twice) of min..max relationships.
#include <algorithm>

#include "query/exec/build.h"
#include "query/exec/emitter.h"
#include "query/exec/hop.h"
#include "query/exec/memory_account.h"

namespace zhengmai::exec {
namespace {

class VarExpand final : public EmittingOperator {
 public:
  VarExpand(Context& context, const plan::LogicalOp& op, const plan::VarExpand& expand)
      : EmittingOperator(context, op), hop_(expand.hop), min_(expand.min),
        max_(expand.max.value_or(UINT32_MAX)), step_(expand.step),
        keep_list_(op.live.count(hop_.relationship) > 0),
        keep_to_(!hop_.into && op.live.count(hop_.to) > 0),
        rows_(rows_of_hop(context.graph(), hop_)), excluded_(hop_.different),
        memory_(context.run(), op) {
    if (keep_list_) emitter_.declare(hop_.relationship, VectorType::kValue);
    if (keep_to_) emitter_.declare(hop_.to, VectorType::kNode);
    if (expand.step_filter) filter_ = compile(*expand.step_filter, context, step_);
  }

  bool push(Batch& input) override {
    emitter_.begin(input);
    if (used_.empty()) {
      used_.resize(context_.graph().relationship_count());
      memory_.add(static_cast<int64_t>(used_.size() / 8));
    }
    const auto& from = node_ids(context_, input[hop_.from], from_scratch_);
    static const std::vector<uint32_t> kNone;
    const auto& to = hop_.into ? node_ids(context_, input[hop_.to], to_scratch_) : kNone;
    Frame frame(context_, input);
    for (uint32_t row = 0; row < input.size; ++row) {
      if (from[row] == kNoId) continue;
      excluded_.load(input, row);
      frame.row = row;
      const bool more = search(frame, row, from[row], hop_.into ? to[row] : kNoId);
      unwind();
      if (!more) return stop();
    }
    emitter_.settle();
    return true;
  }

 private:
  // One level of the depth-first search: where it stands among the arcs of its node.
  struct Level {
    NodeId node;
    uint32_t rows;  // which of rows_
    uint32_t arc;   // which arc of those rows
  };

  bool search(Frame& frame, uint32_t row, NodeId start, NodeId target) {
    levels_.assign(1, Level{start, 0, 0});
    if (min_ == 0 && !emit(row, start, target)) return false;
    while (!levels_.empty()) {
      Level& level = levels_.back();
      const Arc arc = next_arc(frame, level);
      if (arc.relationship == kNoId) {
        leave();
        continue;
      }
      used_[arc.relationship] = true;
      trail_.push_back(arc.relationship);
      if (trail_.size() > deepest_) deepen();
      if (trail_.size() >= min_ && !emit(row, arc.node, target)) return false;
      levels_.push_back({arc.node, 0, 0});
    }
    return true;
  }

  // Trails are as long as the graph allows: what the longest one takes is counted.
  void deepen() {
    const size_t deepest = std::max<size_t>(64, deepest_ * 2);
    memory_.add(static_cast<int64_t>((deepest - deepest_) * (sizeof(Level) + 4)));
    deepest_ = deepest;
  }

  void leave() {
    levels_.pop_back();
    if (trail_.empty()) return;
    used_[trail_.back()] = false;
    trail_.pop_back();
  }

  void unwind() {
    for (const RelationshipId r : trail_) used_[r] = false;
    trail_.clear();
    levels_.clear();
  }

  // The next arc of the level that may extend the trail; relationship kNoId when there is none.
  Arc next_arc(Frame& frame, Level& level) {
    if (trail_.size() >= max_) return {kNoId, kNoId};
    for (; level.rows < rows_.size(); ++level.rows, level.arc = 0) {
      const RowsOfType& rows = rows_[level.rows];
      const ArcView arcs = (*rows.rows)[level.node];
      while (level.arc < arcs.size()) {
        const Arc arc = arcs[level.arc++];
        context_.tick();
        if (rows.skip_loops && arc.node == level.node) continue;
        if (used_[arc.relationship] || excluded_.contains(arc.relationship)) continue;
        if (filter_ && !passes(frame, arc.relationship)) continue;
        return arc;
      }
    }
    return {kNoId, kNoId};
  }

  bool passes(Frame& frame, RelationshipId relationship) {
    frame.locals[static_cast<size_t>(step_)] = Value::relationship(relationship);
    const Value v = filter_->value(frame);
    return v.is_boolean() && v.as_boolean();
  }

  bool emit(uint32_t row, NodeId node, NodeId target) {
    if (hop_.into && node != target) return true;
    if (keep_to_) emitter_.column(hop_.to).ids().push_back(node);
    if (keep_list_) emitter_.column(hop_.relationship).values().push_back(trail());
    emitter_.add(row);
    return !emitter_.full() || emitter_.flush();
  }

  Value trail() const {
    List out;
    out.reserve(trail_.size());
    for (const RelationshipId r : trail_) out.push_back(Value::relationship(r));
    if (hop_.reversed) std::reverse(out.begin(), out.end());
    return Value::list(std::move(out));
  }

  const plan::Hop& hop_;
  uint32_t min_, max_;
  Symbol step_;
  bool keep_list_, keep_to_;
  std::vector<RowsOfType> rows_;
  Exclusion excluded_;
  EvaluatorPtr filter_;
  std::vector<uint32_t> from_scratch_, to_scratch_;
  std::vector<Level> levels_;
  std::vector<RelationshipId> trail_;
  std::vector<bool> used_;
  size_t deepest_ = 0;  // of the trails so far, in powers of two
  MemoryAccount memory_;
};

}  // namespace

std::unique_ptr<Operator> make_var_expand(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<VarExpand>(context, op, *op.as<plan::VarExpand>());
}

}  // namespace zhengmai::exec
