// Relationships that an earlier clause has bound: their ends are read, not searched.
#include "query/exec/build.h"
#include "query/exec/emitter.h"
#include "query/exec/hop.h"

namespace zhengmai::exec {
namespace {

class BoundExpand final : public EmittingOperator {
 public:
  BoundExpand(Context& context, const plan::LogicalOp& op, const plan::BoundExpand& expand)
      : EmittingOperator(context, op), hop_(expand.hop), from_bound_(expand.from_bound),
        types_(context.graph(), hop_.types), excluded_(hop_.different) {
    keep_from_ = !from_bound_ && op.live.count(hop_.from) > 0;
    keep_to_ = !hop_.into && hop_.to != hop_.from && op.live.count(hop_.to) > 0;
    if (keep_from_) emitter_.declare(hop_.from, VectorType::kNode);
    if (keep_to_) emitter_.declare(hop_.to, VectorType::kNode);
  }

  bool push(Batch& input) override {
    emitter_.begin(input);
    static const std::vector<uint32_t> kNone;
    const auto& ids = relationship_ids(context_, input[hop_.relationship], scratch_);
    const auto& from = from_bound_ ? node_ids(context_, input[hop_.from], from_scratch_) : kNone;
    const auto& to = hop_.into ? node_ids(context_, input[hop_.to], to_scratch_) : kNone;
    const Graph& graph = context_.graph();
    for (uint32_t row = 0; row < input.size; ++row) {
      if (ids[row] == kNoId || !types_.passes(ids[row])) continue;
      excluded_.load(input, row);
      if (excluded_.contains(ids[row])) continue;
      const NodeId start = graph.start_of(ids[row]);
      const NodeId end = graph.end_of(ids[row]);
      auto fits = [&](NodeId a, NodeId b) {
        if (from_bound_ && from[row] != a) return false;
        if (hop_.from == hop_.to) return a == b;
        return !hop_.into || to[row] == b;
      };
      if (hop_.direction != Direction::kIn && fits(start, end)) emit(row, start, end);
      const bool second = hop_.direction == Direction::kIn ||
                          (hop_.direction == Direction::kBoth && start != end);
      if (second && fits(end, start)) emit(row, end, start);
      if (emitter_.full() && !emitter_.flush()) return stop();
    }
    emitter_.settle();
    return true;
  }

 private:
  void emit(uint32_t row, NodeId from, NodeId to) {
    if (keep_from_) emitter_.column(hop_.from).ids().push_back(from);
    if (keep_to_) emitter_.column(hop_.to).ids().push_back(to);
    emitter_.add(row);
    context_.tick();
  }

  const plan::Hop& hop_;
  bool from_bound_;
  bool keep_from_ = false;
  bool keep_to_ = false;
  TypeFilter types_;
  Exclusion excluded_;
  std::vector<uint32_t> scratch_, from_scratch_, to_scratch_;
};

// A bound list of relationships, walked from a bound node.
class BoundVarExpand final : public EmittingOperator {
 public:
  BoundVarExpand(Context& context, const plan::LogicalOp& op, const plan::BoundVarExpand& expand)
      : EmittingOperator(context, op), hop_(expand.hop), min_(expand.min), max_(expand.max),
        types_(context.graph(), hop_.types), excluded_(hop_.different) {
    keep_to_ = !hop_.into && op.live.count(hop_.to) > 0;
    if (keep_to_) emitter_.declare(hop_.to, VectorType::kNode);
  }

  bool push(Batch& input) override {
    emitter_.begin(input);
    static const std::vector<uint32_t> kNone;
    const auto& from = node_ids(context_, input[hop_.from], from_scratch_);
    const auto& to = hop_.into ? node_ids(context_, input[hop_.to], to_scratch_) : kNone;
    for (uint32_t row = 0; row < input.size; ++row) {
      const Value list = input[hop_.relationship].value(row);
      if (from[row] == kNoId || !list.is_list()) continue;
      excluded_.load(input, row);
      const NodeId end = walk(from[row], list.as_list());
      if (end == kNoId || (hop_.into && to[row] != end)) continue;
      if (keep_to_) emitter_.column(hop_.to).ids().push_back(end);
      emitter_.add(row);
      if (emitter_.full() && !emitter_.flush()) return stop();
    }
    emitter_.settle();
    return true;
  }

 private:
  // Where the relationships lead, or kNoId when they are no trail of this pattern.
  NodeId walk(NodeId node, const List& relationships) {
    if (relationships.size() < min_ || (max_ && relationships.size() > *max_)) return kNoId;
    const Graph& graph = context_.graph();
    for (size_t i = 0; i < relationships.size(); ++i) {
      context_.tick();
      const Value& v = relationships[i];
      if (!v.is_relationship()) return kNoId;
      const RelationshipId r = v.as_relationship();
      for (size_t k = 0; k < i; ++k) {
        if (relationships[k] == v) return kNoId;
      }
      if (!types_.passes(r) || excluded_.contains(r)) return kNoId;
      const NodeId start = graph.start_of(r);
      const NodeId end = graph.end_of(r);
      if (hop_.direction != Direction::kIn && start == node) {
        node = end;
      } else if (hop_.direction != Direction::kOut && end == node) {
        node = start;
      } else {
        return kNoId;
      }
    }
    return node;
  }

  const plan::Hop& hop_;
  uint32_t min_;
  std::optional<uint32_t> max_;
  bool keep_to_ = false;
  TypeFilter types_;
  Exclusion excluded_;
  std::vector<uint32_t> from_scratch_, to_scratch_;
};

}  // namespace

std::unique_ptr<Operator> make_bound_expand(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<BoundExpand>(context, op, *op.as<plan::BoundExpand>());
}

std::unique_ptr<Operator> make_bound_var_expand(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<BoundVarExpand>(context, op, *op.as<plan::BoundVarExpand>());
}

}  // namespace zhengmai::exec
