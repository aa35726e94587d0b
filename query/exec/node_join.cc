// NodeJoin: the rows of a plan that takes nothing from outside, made once and looked up by a node.
#include <algorithm>
#include <bit>
#include <numeric>

#include "query/exec/build.h"
#include "query/exec/emitter.h"
#include "query/exec/memory_account.h"

namespace zhengmai::exec {
namespace {

class NodeJoin final : public EmittingOperator {
 public:
  NodeJoin(Context& context, const plan::LogicalOp& op, const plan::NodeJoin& join)
      : EmittingOperator(context, op), join_(join), collector_(*this),
        inner_(build(*join.inner, context, collector_)), rows_(context.symbols()),
        memory_(context.run(), op) {
    for (const Symbol s : join.introduced) emitter_.declare(s, VectorType::kValue);
  }

  bool push(Batch& input) override {
    if (runs_.empty()) make_rows();
    emitter_.begin(input);
    const std::vector<uint32_t>& nodes = node_ids(context_, input[join_.node], scratch_);
    for (uint32_t row = 0; row < input.size; ++row) {
      const Run run = run_of(nodes[row]);
      for (uint32_t i = run.begin; i < run.end; ++i) {
        found_.push_back(order_[i]);
        emitter_.add(row);
        if (emitter_.full() && !flush()) return stop();
      }
    }
    move_columns();
    emitter_.settle();
    return true;
  }
  void reset() override {
    found_.clear();
    EmittingOperator::reset();
  }

 private:
  // The rows with one node: begin … end - 1 of order_.
  struct Run {
    NodeId node = kNoId;
    uint32_t begin = 0, end = 0;
  };

  class Collector final : public Operator {
   public:
    explicit Collector(NodeJoin& owner) : owner_(owner) {}
    bool push(Batch& batch) override {
      owner_.collect(batch);
      return true;
    }
    void finish() override {}
    void reset() override {}

   private:
    NodeJoin& owner_;
  };

  void collect(const Batch& batch) {
    all_.resize(batch.size);
    std::iota(all_.begin(), all_.end(), 0);
    for (const Symbol s : join_.introduced) rows_[s].append_rows(batch[s], all_);
    const std::vector<uint32_t>& nodes = node_ids(context_, batch[join_.node], scratch_);
    nodes_.insert(nodes_.end(), nodes.begin(), nodes.begin() + static_cast<ptrdiff_t>(batch.size));
    memory_.add(int64_t(batch.size * (join_.introduced.size() * sizeof(Value) + 3 * sizeof(Run))));
  }

  // Open addressing by node, at most half full.
  void make_rows() {
    Batch argument = single_row(context_.symbols());
    inner_.run(argument);
    order_.resize(nodes_.size());
    std::iota(order_.begin(), order_.end(), 0);
    std::stable_sort(order_.begin(), order_.end(),
                     [&](uint32_t a, uint32_t b) { return nodes_[a] < nodes_[b]; });
    runs_.resize(std::bit_ceil(2 * nodes_.size() + 1));
    for (uint32_t i = 0; i < order_.size(); ++i) {
      Run& run = runs_[place_of(nodes_[order_[i]])];
      if (run.node == kNoId) run = {nodes_[order_[i]], i, i};
      run.end = i + 1;
    }
  }
  // Where the node is, or the empty place where it would be.
  size_t place_of(NodeId node) const {
    const size_t mask = runs_.size() - 1;
    size_t at = (node * uint64_t{0x9E3779B97F4A7C15} >> 32) & mask;
    while (runs_[at].node != node && runs_[at].node != kNoId) at = (at + 1) & mask;
    return at;
  }
  Run run_of(NodeId node) const { return node == kNoId ? Run() : runs_[place_of(node)]; }

  void move_columns() {
    for (const Symbol s : join_.introduced) emitter_.column(s).append_rows(rows_[s], found_);
    found_.clear();
  }
  bool flush() {
    context_.tick(Batch::kRows);
    move_columns();
    return emitter_.flush();
  }

  const plan::NodeJoin& join_;
  Collector collector_;
  Pipeline inner_;
  Batch rows_;                   // the inner plan's, column by column
  std::vector<NodeId> nodes_;    // of each of them
  std::vector<uint32_t> order_;  // their numbers, by node
  std::vector<Run> runs_;        // empty until the first push
  std::vector<uint32_t> found_;  // for the rows that the emitter has pending
  std::vector<uint32_t> all_, scratch_;
  MemoryAccount memory_;
};

}  // namespace

std::unique_ptr<Operator> make_node_join(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<NodeJoin>(context, op, *op.as<plan::NodeJoin>());
}

}  // namespace zhengmai::exec
