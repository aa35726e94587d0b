#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

bool only_bound_by(const Hop& hop, Symbol node) {
  return (hop.after == node && hop.before == ast::kUnresolved) ||
         (hop.before == node && hop.after == ast::kUnresolved);
}

// Both are read from the same row of arcs: one type, one direction, nothing else to heed.
bool same_arcs(const Hop& first, const Hop& second) {
  return first.from == second.from && first.direction == second.direction &&
         first.direction != Direction::kBoth && first.types.size() == 1 &&
         first.types == second.types;
}

bool plain(const Hop& hop) { return !hop.into && hop.different.empty(); }

// Expand(m -> a) > Expand(m -> b after a): one walk over the pairs of m's arcs, which are sorted by
// their ends, instead of a row for each a and a search for what lies beyond it.
void rewrite(LogicalOp& op) {
  const auto* upper = op.as<Expand>();
  if (!upper) return;
  const auto* lower = op.input->as<Expand>();
  if (!lower || !same_arcs(lower->hop, upper->hop)) return;
  if (!plain(lower->hop) || !plain(upper->hop) || lower->hop.bounded()) return;
  if (!only_bound_by(upper->hop, lower->hop.to)) return;
  op.node = PairExpand{lower->hop, upper->hop};
  LogicalPtr below = std::move(op.input->input);
  op.input = std::move(below);
}

}  // namespace

void pairs_of_ends(Plan& plan, const Graph&) {
  for_each_chain(plan.root, [](LogicalPtr& root) {
    for (LogicalOp* op = root.get(); op; op = op->input.get()) rewrite(*op);
  });
}

}  // namespace zhengmai::plan
