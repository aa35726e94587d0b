#include "query/exec/build.h"

#include <chrono>

#include "query/exec/parallel.h"

namespace zhengmai::exec {
namespace {

// The foot of a chain: the rows that come in go on as they are.
class Argument final : public Operator {
 public:
  bool push(Batch& batch) override { return next_->push(batch); }
};

// Sits behind an operator that is profiled.
class Probe final : public Operator {
 public:
  explicit Probe(OperatorCounts& counts) : counts_(counts) {}
  bool push(Batch& batch) override {
    counts_.rows += batch.size;
    const auto start = Clock::now();
    const bool more = next_->push(batch);
    add_time(start);
    return more;
  }
  void finish() override {
    const auto start = Clock::now();
    next_->finish();
    add_time(start);
  }

 private:
  using Clock = std::chrono::steady_clock;
  void add_time(Clock::time_point start) {
    counts_.downstream_ms +=
        std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  }
  OperatorCounts& counts_;
};

OperatorPtr make_operator(const plan::LogicalOp& op, Context& context,
                          std::optional<IdRange> only) {
  if (op.as<plan::NodeScan>()) return make_node_scan(context, op, only);
  if (op.as<plan::NodeLookup>()) return make_node_lookup(context, op);
  if (op.as<plan::Expand>()) return make_expand(context, op);
  if (op.as<plan::PairExpand>()) return make_pair_expand(context, op);
  if (op.as<plan::VarExpand>()) return make_var_expand(context, op);
  if (op.as<plan::BoundExpand>()) return make_bound_expand(context, op);
  if (op.as<plan::BoundVarExpand>()) return make_bound_var_expand(context, op);
  if (op.as<plan::DegreeExpand>()) return make_degree_expand(context, op);
  if (op.as<plan::ShortestPath>()) return make_shortest_path(context, op);
  if (op.as<plan::Filter>()) return make_filter(context, op);
  if (op.as<plan::Project>()) return make_project(context, op);
  if (op.as<plan::Aggregate>()) return make_aggregate(context, op);
  if (op.as<plan::Distinct>()) return make_distinct(context, op);
  if (op.as<plan::Sort>()) return make_sort(context, op);
  if (op.as<plan::TopK>()) return make_top_k(context, op);
  if (op.as<plan::Skip>()) return make_skip(context, op);
  if (op.as<plan::Limit>()) return make_limit(context, op);
  if (op.as<plan::Unwind>()) return make_unwind(context, op);
  if (op.as<plan::OptionalApply>()) return make_optional_apply(context, op);
  if (op.as<plan::NodeJoin>()) return make_node_join(context, op);
  if (op.as<plan::SubqueryApply>()) return make_subquery_apply(context, op);
  if (op.as<plan::Union>()) return make_union(context, op);
  if (op.as<plan::ProcedureCall>()) return make_procedure_call(context, op);
  if (op.as<plan::Argument>()) return std::make_unique<Argument>();
  throw Error(ExitCode::kInternal, "an operator that changes the graph reached a read-only engine");
}

// Replaces the lowest aggregation and all below it when that is worth several threads; returns
// how many operators of the chain are left to build.
size_t parallel_foot(const std::vector<const plan::LogicalOp*>& chain, Context& context,
                     std::vector<OperatorPtr>& stages) {
  for (size_t i = chain.size(); i-- > 0;) {
    if (!chain[i]->as<plan::Aggregate>()) continue;
    std::vector<IdRange> ranges = parallel_ranges(*chain[i], context);
    if (ranges.size() < 2) break;
    stages.push_back(make_parallel_aggregate(context, *chain[i], std::move(ranges)));
    return i;
  }
  return chain.size();
}

}  // namespace

std::vector<OperatorPtr> build_stages(const plan::LogicalOp& root, const plan::LogicalOp* from,
                                      Context& context, std::optional<IdRange> only) {
  // Plans inside the chain are built with the same context, and they are not outermost.
  const bool outermost = context.is_outermost();
  context.set_outermost(false);
  std::vector<const plan::LogicalOp*> chain;
  for (const plan::LogicalOp* op = &root; op && op != from; op = op->input.get()) {
    chain.push_back(op);
  }
  std::vector<OperatorPtr> stages;
  size_t above = chain.size();
  if (from) {
    stages.push_back(std::make_unique<Argument>());
  } else if (outermost) {
    above = parallel_foot(chain, context, stages);
  }
  for (size_t i = above; i-- > 0;) {
    const bool first_scan = i + 2 == chain.size();
    stages.push_back(make_operator(*chain[i], context, first_scan ? only : std::nullopt));
    if (Profile* profile = context.run().profile()) {
      stages.push_back(std::make_unique<Probe>((*profile)[chain[i]]));
    }
  }
  return stages;
}

Pipeline link(std::vector<OperatorPtr> stages, Operator& sink) {
  for (size_t i = 0; i + 1 < stages.size(); ++i) stages[i]->set_next(stages[i + 1].get());
  stages.back()->set_next(&sink);
  return Pipeline(std::move(stages));
}

Pipeline build(const plan::LogicalOp& root, Context& context, Operator& sink) {
  return link(build_stages(root, nullptr, context), sink);
}

Pipeline build_outermost(const plan::LogicalOp& root, Context& context, Operator& sink) {
  context.set_outermost(true);
  return build(root, context, sink);
}

}  // namespace zhengmai::exec
