#include <algorithm>

#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

struct Use {
  ExprPtr property;
  int times = 0;
};

void count_uses(const ExprPtr& e, std::vector<Use>& uses) {
  if (!e) return;
  if (e->is_property_of_variable()) {
    for (Use& use : uses) {
      if (equal(*use.property, *e)) {
        ++use.times;
        return;
      }
    }
    uses.push_back({e, 1});
    return;
  }
  for (const ExprPtr& argument : e->arguments) count_uses(argument, uses);
}

// A property that an aggregation reads in several places is read once, below it.
void rewrite(LogicalOp& op, Plan& plan) {
  if (!op.as<Aggregate>()) return;
  std::vector<Use> uses;
  visit_expressions(op, [&](ExprPtr& e) { count_uses(e, uses); });
  std::erase_if(uses, [](const Use& use) { return use.times < 2; });
  if (uses.empty()) return;
  Project shared;
  // Only of what a pattern has bound: reading such a property never fails, so it does no harm in
  // rows where a CASE would have passed it over.
  SymbolSet bound;
  for (const LogicalOp* at = op.input.get(); at; at = at->input.get()) {
    if (!at->as<NodeScan>() && !at->as<NodeLookup>() && !at->as<Expand>()) continue;
    const SymbolSet own = writes(*at);
    bound.insert(own.begin(), own.end());
  }
  for (const Use& use : uses) {
    if (!bound.count(use.property->arguments[0]->symbol)) continue;
    shared.items.push_back({plan.fresh(use.property->name), use.property});
  }
  if (shared.items.empty()) return;
  visit_expressions(op, [&](ExprPtr& e) {
    e = substitute(e, [&](const Expr& x) -> ExprPtr {
      for (const Assignment& item : shared.items) {
        if (equal(x, *item.value)) return variable(item.symbol, x.range);
      }
      return nullptr;
    });
  });
  op.input = stack(std::move(op.input), std::move(shared));
}

}  // namespace

void shared_properties(Plan& plan, const Graph&) {
  for_each_chain(plan.root, [&](LogicalPtr& root) {
    for (LogicalOp* op = root.get(); op; op = op->input.get()) rewrite(*op, plan);
  });
}

}  // namespace zhengmai::plan
