#include "query/exec/parallel.h"

#include <algorithm>

#include "graph/memory/parallel.h"
#include "graph/model/value_budget.h"
#include "query/exec/aggregate_state.h"
#include "query/exec/build.h"

namespace zhengmai::exec {
namespace {

constexpr double kRowsWorthThreads = 50000;
constexpr uint32_t kManyNodes = 32768;
constexpr size_t kMostThreads = 8;

// The operators that work on each row by itself.
bool row_by_row(const plan::LogicalOp& op) {
  return op.as<plan::NodeScan>() || op.as<plan::NodeLookup>() || op.as<plan::Expand>() ||
         op.as<plan::PairExpand>() || op.as<plan::DegreeExpand>() || op.as<plan::VarExpand>() ||
         op.as<plan::Filter>() || op.as<plan::Project>() || op.as<plan::OptionalApply>() ||
         op.as<plan::NodeJoin>() || op.as<plan::Unwind>();
}

class ParallelAggregate final : public Operator {
 public:
  ParallelAggregate(Context& context, const plan::LogicalOp& op, std::vector<IdRange> ranges)
      : context_(context), op_(op), ranges_(std::move(ranges)) {}

  bool push(Batch& input) override {
    states_.clear();
    for (size_t i = 0; i < ranges_.size(); ++i) states_.push_back(std::make_unique<Part>());
    parallel_for(ranges_.size(), [&](size_t i) { run_part(i, input); });
    for (size_t i = 1; i < states_.size(); ++i) {
      states_[0]->state->merge(*states_[i]->state);
      states_[i].reset();
    }
    return true;
  }
  void finish() override {
    if (!states_.empty()) states_[0]->state->emit(*next_);
    states_.clear();
    next_->finish();
  }
  void reset() override {
    states_.clear();
    next_->reset();
  }

 private:
  struct Part {
    std::unique_ptr<Context> context;
    std::unique_ptr<AggregateState> state;
  };

  class Sink final : public Operator {
   public:
    explicit Sink(AggregateState& state) : state_(state) {}
    bool push(Batch& batch) override {
      state_.add(batch);
      return true;
    }
    void finish() override {}
    void reset() override {}

   private:
    AggregateState& state_;
  };

  void run_part(size_t i, const Batch& input) {
    Part& part = *states_[i];
    const ValueBudget budget(context_.run().limits().max_memory_bytes);
    part.context = std::make_unique<Context>(context_.run(), context_.symbols());
    part.state = std::make_unique<AggregateState>(*part.context, op_);
    Sink sink(*part.state);
    Batch argument = input;
    link(build_stages(*op_.input, nullptr, *part.context, ranges_[i]), sink).run(argument);
  }

  Context& context_;
  const plan::LogicalOp& op_;
  std::vector<IdRange> ranges_;
  std::vector<std::unique_ptr<Part>> states_;
};

// Cuts the nodes of `ranges` into `parts` id ranges with about as many nodes each.
std::vector<IdRange> cut(std::span<const IdRange> ranges, uint64_t nodes, uint64_t parts) {
  std::vector<IdRange> out;
  uint64_t seen = 0;
  uint32_t begin = ranges.front().begin;
  for (const IdRange range : ranges) {
    while (out.size() + 1 < parts && seen + range.size() > nodes * (out.size() + 1) / parts) {
      const uint64_t until = nodes * (out.size() + 1) / parts - seen;
      const uint32_t end = range.begin + static_cast<uint32_t>(until);
      out.push_back({begin, end});
      begin = end;
    }
    seen += range.size();
  }
  out.push_back({begin, ranges.back().end});
  return out;
}

}  // namespace

std::vector<IdRange> parallel_ranges(const plan::LogicalOp& aggregate, Context& context) {
  if (worker_count(kMostThreads) < 2 || context.run().profile()) return {};
  if (aggregate.input->rows < kRowsWorthThreads) return {};
  for (const plan::AggregateCall& call : aggregate.as<plan::Aggregate>()->calls) {
    if (call.name == "stdev" || call.name == "stdevp") return {};
  }
  const plan::LogicalOp* op = aggregate.input.get();
  for (; op->input && !op->input->as<plan::Argument>(); op = op->input.get()) {
    if (!row_by_row(*op)) return {};
  }
  const auto* scan = op->as<plan::NodeScan>();
  if (!scan) return {};
  const Graph& graph = context.graph();
  std::vector<IdRange> ranges = {{0, graph.node_count()}};
  if (!scan->label.empty()) {
    const auto label = graph.labels().find(scan->label);
    if (!label) return {};
    const auto found = graph.nodes_with(*label);
    ranges.assign(found.begin(), found.end());
  }
  uint64_t nodes = 0;
  for (const IdRange range : ranges) nodes += range.size();
  if (nodes < 2) return {};
  // Few nodes with much behind them differ a lot: smaller parts keep the threads busy.
  const uint64_t parts = worker_count(kMostThreads) * (nodes < kManyNodes ? 4u : 1u);
  return cut(ranges, nodes, std::min(parts, nodes));
}

std::unique_ptr<Operator> make_parallel_aggregate(Context& context, const plan::LogicalOp& op,
                                                  std::vector<IdRange> ranges) {
  return std::make_unique<ParallelAggregate>(context, op, std::move(ranges));
}

}  // namespace zhengmai::exec
