// Scans and index look-ups: every input row meets every node that qualifies.
#include <algorithm>
#include <numeric>

#include "query/exec/build.h"
#include "query/exec/emitter.h"

namespace zhengmai::exec {
namespace {

class NodeScan final : public EmittingOperator {
 public:
  NodeScan(Context& context, const plan::LogicalOp& op, const plan::NodeScan& scan,
           std::optional<IdRange> only)
      : EmittingOperator(context, op), node_(scan.node) {
    emitter_.declare(node_, VectorType::kNode);
    const Graph& graph = context.graph();
    if (scan.label.empty()) {
      ranges_ = {{0, graph.node_count()}};
    } else if (const auto label = graph.labels().find(scan.label)) {
      const auto ranges = graph.nodes_with(*label);
      ranges_.assign(ranges.begin(), ranges.end());
    }
    if (only) restrict(*only);
  }

  bool push(Batch& input) override {
    emitter_.begin(input);
    for (uint32_t row = 0; row < input.size; ++row) {
      for (const IdRange range : ranges_) {
        if (!scan(range, row)) return stop();
      }
    }
    emitter_.settle();
    return true;
  }

 private:
  void restrict(IdRange only) {
    for (IdRange& range : ranges_) {
      range.begin = std::max(range.begin, only.begin);
      range.end = std::max(range.begin, std::min(range.end, only.end));
    }
  }

  bool scan(IdRange range, uint32_t row) {
    for (NodeId id = range.begin; id < range.end;) {
      const uint32_t take =
          std::min(range.end - id, static_cast<uint32_t>(emitter_.room()));
      std::vector<NodeId>& ids = emitter_.column(node_).ids();
      ids.resize(ids.size() + take);
      std::iota(ids.end() - take, ids.end(), id);
      emitter_.add(row, take);
      context_.tick(take);
      id += take;
      if (emitter_.full() && !emitter_.flush()) return false;
    }
    return true;
  }

  Symbol node_;
  std::vector<IdRange> ranges_;
};

class NodeLookup final : public EmittingOperator {
 public:
  NodeLookup(Context& context, const plan::LogicalOp& op, const plan::NodeLookup& lookup)
      : EmittingOperator(context, op), node_(lookup.node),
        label_(context.graph().labels().find(lookup.label)),
        key_(context.graph().keys().find(lookup.key)), value_(compile(*lookup.value, context)) {
    emitter_.declare(node_, VectorType::kNode);
  }

  bool push(Batch& input) override {
    if (!label_ || !key_) return true;
    emitter_.begin(input);
    Frame frame(context_, input);
    for (frame.row = 0; frame.row < input.size; ++frame.row) {
      const Value value = value_->value(frame);
      if (value.is_null()) continue;
      for (const NodeId id : context_.graph().find_nodes(*label_, *key_, value)) {
        emitter_.column(node_).ids().push_back(id);
        emitter_.add(static_cast<uint32_t>(frame.row));
        context_.tick();
        if (emitter_.full() && !emitter_.flush()) return stop();
      }
    }
    emitter_.settle();
    return true;
  }

 private:
  Symbol node_;
  std::optional<LabelId> label_;
  std::optional<KeyId> key_;
  EvaluatorPtr value_;
};

}  // namespace

std::unique_ptr<Operator> make_node_scan(Context& context, const plan::LogicalOp& op,
                                         std::optional<IdRange> only) {
  return std::make_unique<NodeScan>(context, op, *op.as<plan::NodeScan>(), only);
}

std::unique_ptr<Operator> make_node_lookup(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<NodeLookup>(context, op, *op.as<plan::NodeLookup>());
}

}  // namespace zhengmai::exec
