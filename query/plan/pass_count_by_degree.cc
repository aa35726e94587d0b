#include <algorithm>

#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

// count(*) over an expansion whose result nobody looks at: the nodes' degrees are added up.
bool only_counts_rows(const Aggregate& group) {
  return !group.calls.empty() &&
         std::all_of(group.calls.begin(), group.calls.end(), [](const AggregateCall& c) {
           return c.name == "count" && c.arguments.empty();
         });
}

// A hop that ends here: its far node is new, its relationship cannot clash with others, and loops
// count as they are met (once a direction), which a degree would get wrong when undirected.
bool countable(const Hop& hop) {
  return !hop.into && !hop.bounded() && hop.different.empty() && hop.direction != Direction::kBoth;
}

void count_to_sum(Aggregate& group, Symbol degree) {
  for (AggregateCall& call : group.calls) {
    call.name = "sum";
    call.arguments = {variable(degree)};
  }
}

bool keys_read(const Aggregate& group, const SymbolSet& symbols) {
  for (const Assignment& key : group.keys) {
    for (const Symbol s : free_symbols(*key.value)) {
      if (symbols.count(s)) return true;
    }
  }
  return false;
}

void over_expand(LogicalOp& op, Plan& plan) {
  auto* group = op.as<Aggregate>();
  if (!group || !only_counts_rows(*group)) return;
  auto* expand = op.input->as<Expand>();
  if (!expand || !countable(expand->hop)) return;
  if (keys_read(*group, {expand->hop.to, expand->hop.relationship})) return;
  const Symbol degree = plan.fresh("degree");
  DegreeExpand counted{expand->hop, degree, false};
  op.input->node = std::move(counted);
  count_to_sum(*group, degree);
}

// OPTIONAL MATCH (t)<-[:R]-(m) and count(m): the degree, zero included.
void over_optional(LogicalOp& op, Plan& plan) {
  auto* group = op.as<Aggregate>();
  if (!group || group->calls.empty()) return;
  auto* apply = op.input->as<OptionalApply>();
  if (!apply) return;
  auto* expand = apply->inner->as<Expand>();
  if (!expand || !countable(expand->hop) || !apply->inner->input->as<Argument>()) return;
  const SymbolSet introduced(apply->introduced.begin(), apply->introduced.end());
  const bool counts = std::all_of(
      group->calls.begin(), group->calls.end(), [&](const AggregateCall& c) {
        return c.name == "count" && !c.distinct && c.arguments.size() == 1 &&
               c.arguments[0]->kind == ExprKind::kVariable &&
               (c.arguments[0]->symbol == expand->hop.to ||
                c.arguments[0]->symbol == expand->hop.relationship);
      });
  if (!counts || keys_read(*group, introduced)) return;
  const Symbol degree = plan.fresh("degree");
  DegreeExpand counted{expand->hop, degree, true};
  op.input->node = std::move(counted);
  count_to_sum(*group, degree);
}

}  // namespace

void count_by_degree(Plan& plan, const Graph&) {
  for_each_chain(plan.root, [&](LogicalPtr& root) {
    for (LogicalOp* op = root.get(); op; op = op->input.get()) {
      over_expand(*op, plan);
      over_optional(*op, plan);
    }
  });
}

}  // namespace zhengmai::plan
