#include <algorithm>

#include "query/plan/facts.h"
#include "query/plan/match_walk.h"
#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

// Scan(x) > Expand(x -> y) > Degree(y -> z), added up without keys, is the sum over all y of the
// degrees to both sides: nobody looks at x, and every x that there may be has the scanned label.
void rewrite(LogicalOp& op, Plan& plan, const Graph& graph) {
  const auto* group = op.as<Aggregate>();
  if (!group || !group->keys.empty()) return;
  auto* degree = op.input->as<DegreeExpand>();
  if (!degree || degree->optional) return;
  LogicalOp& below = *op.input->input;
  const auto* expand = below.as<Expand>();
  if (!expand || expand->hop.to != degree->hop.from) return;
  const Hop& hop = expand->hop;
  if (hop.into || hop.bounded() || hop.to_label.empty() || !hop.different.empty() ||
      hop.direction == Direction::kBoth) {
    return;
  }
  const auto* scan = below.input->as<NodeScan>();
  if (!scan || scan->node != hop.from) return;
  const bool reads_only_degrees =
      std::all_of(group->calls.begin(), group->calls.end(), [&](const AggregateCall& c) {
        return c.arguments.size() == 1 && c.arguments[0]->is_variable(degree->count);
      });
  const auto middle = graph.labels().find(hop.to_label);
  if (!reads_only_degrees || !middle || graph.count_with(*middle) > below.rows) return;
  Hop back = hop;
  std::swap(back.from, back.to);
  back.direction = flip(hop.direction);
  back.to_label.clear();
  if (!scan->label.empty() && !implies_label(graph, back, scan->label)) return;

  const double nodes = graph.count_with(*middle);
  LogicalPtr start = stack(std::move(below.input->input), NodeScan{back.from, hop.to_label});
  start->rows *= nodes;
  const Symbol first = plan.fresh("degree");
  degree->times = first;
  op.input->input = stack(std::move(start), DegreeExpand{std::move(back), first, false});
}

}  // namespace

void count_from_middle(Plan& plan, const Graph& graph) {
  for_each_chain(plan.root, [&](LogicalPtr& root) {
    for (LogicalOp* op = root.get(); op; op = op->input.get()) rewrite(*op, plan, graph);
  });
}

}  // namespace zhengmai::plan
