#include <algorithm>

#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

void fill(LogicalOp& root, SymbolSet wanted);

// Assignments that nobody reads are dropped (they cannot change the rows).
void prune(LogicalOp& op) {
  if (auto* project = op.as<Project>()) {
    std::erase_if(project->items,
                  [&](const Assignment& a) { return !op.live.count(a.symbol); });
  }
}

void fill_inner(LogicalOp& op) {
  if (auto* apply = op.as<OptionalApply>()) {
    SymbolSet wanted;
    for (const Symbol s : apply->introduced) {
      if (op.live.count(s)) wanted.insert(s);
    }
    std::erase_if(apply->introduced, [&](Symbol s) { return !op.live.count(s); });
    wanted.insert(apply->row);
    fill(*apply->inner, wanted);
  }
  if (auto* join = op.as<NodeJoin>()) {
    std::erase_if(join->introduced, [&](Symbol s) { return !op.live.count(s); });
    SymbolSet wanted(join->introduced.begin(), join->introduced.end());
    wanted.insert(join->node);
    fill(*join->inner, wanted);
  }
  if (auto* apply = op.as<SubqueryApply>()) {
    fill(*apply->inner, SymbolSet(apply->introduced.begin(), apply->introduced.end()));
  }
  if (auto* all = op.as<Union>()) {
    for (size_t i = 0; i < all->parts.size(); ++i) {
      fill(*all->parts[i], SymbolSet(all->columns[i].begin(), all->columns[i].end()));
    }
  }
  visit_expressions(op, [](ExprPtr& e) {
    walk(*e, [](const Expr& x) {
      if (!x.subquery) return;
      SymbolSet wanted;
      if (x.subquery->result != ast::kUnresolved) wanted.insert(x.subquery->result);
      fill(*x.subquery->root, wanted);
      if (x.subquery->detached) fill(*x.subquery->detached, {x.subquery->detached_node});
    });
  });
}

void fill(LogicalOp& root, SymbolSet wanted) {
  for (LogicalOp* op = &root; op; op = op->input.get()) {
    op->live = wanted;
    prune(*op);
    fill_inner(*op);
    // An aggregation starts a new row; everything else hands its input on.
    if (op->as<Aggregate>()) {
      wanted.clear();
    } else {
      for (const Symbol s : writes(*op)) wanted.erase(s);
    }
    const SymbolSet own = reads(*op);
    wanted.insert(own.begin(), own.end());
  }
}

}  // namespace

void liveness(Plan& plan, const Graph&) {
  fill(*plan.root, SymbolSet(plan.result.begin(), plan.result.end()));
}

}  // namespace zhengmai::plan
