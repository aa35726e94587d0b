#include <algorithm>
#include <utility>

#include "query/plan/estimate.h"
#include "query/plan/match_walk.h"
#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

constexpr double kWorthJoining = 250;  // rows; fewer are as well walked

bool intersect(const SymbolSet& a, const SymbolSet& b) {
  return std::any_of(a.begin(), a.end(), [&](Symbol s) { return b.count(s) > 0; });
}

// What a pattern without OPTIONAL is made of.
bool of_a_pattern(const LogicalOp& op) {
  return op.as<NodeScan>() || op.as<NodeLookup>() || op.as<Expand>() || op.as<VarExpand>() ||
         op.as<Filter>();
}

// A stretch of a chain that begins with a scan or look-up and reads nothing from below it.
struct Part {
  LogicalPtr* top = nullptr;
  LogicalOp* foot = nullptr;
  SymbolSet written;
};

// Goes down from the operator that binds a node to the scan or look-up that its part begins with.
bool find_foot(LogicalOp& binder, Part& part) {
  SymbolSet wanted;
  for (LogicalOp* op = &binder; of_a_pattern(*op); op = op->input.get()) {
    wanted.merge(reads(*op));
    part.written.merge(writes(*op));
    const bool begins = op->as<NodeScan>() || op->as<NodeLookup>();
    if (begins && std::includes(part.written.begin(), part.written.end(), wanted.begin(),
                                wanted.end())) {
      part.foot = op;
      return !op->input->as<Argument>();
    }
  }
  return false;
}

// The part that binds `node`, if what lies between it and the top of the chain reads nothing of it.
Part part_that_binds(Symbol node, LogicalPtr& chain) {
  std::vector<LogicalPtr*> above;
  LogicalPtr* slot = &chain;
  for (; of_a_pattern(**slot) && !writes(**slot).count(node); slot = &(*slot)->input) {
    above.push_back(slot);
  }
  Part part;
  part.top = slot;
  if (!find_foot(**slot, part)) return {};
  while (!above.empty()) {
    const LogicalOp& op = **above.back();
    const SymbolSet read = reads(op);
    if (!std::includes(part.written.begin(), part.written.end(), read.begin(), read.end())) break;
    if (read.empty()) break;
    part.top = above.back();
    part.written.merge(writes(op));
    above.pop_back();
  }
  const bool apart = std::none_of(above.begin(), above.end(), [&](LogicalPtr* op) {
    return intersect(reads(**op), part.written);
  });
  return apart ? part : Part();
}

// Lookup(a) > Lookup(r) > Expand(r -> t) > Expand(a <- m) > Into(m -> t): what r leads to has nothing
// to do with a, and yet each a is walked once for every t. Its rows are made once instead, and looked
// up by t: Lookup(a) > Expand(a <- m) > Expand(m -> t) > Join(t: Lookup(r) > Expand(r -> t)).
void rewrite(LogicalPtr& slot, const Estimator& estimator) {
  auto* into = slot->as<Expand>();
  if (!into || !into->hop.into || into->hop.from == into->hop.to) return;
  Hop hop = into->hop;
  Part part = part_that_binds(hop.to, slot->input);
  if (!part.top) {
    std::swap(hop.from, hop.to);
    hop.direction = flip(hop.direction);
    part = part_that_binds(hop.to, slot->input);
  }
  if (!part.top || part.top == &slot->input || part.written.count(hop.from)) return;
  if (std::any_of(hop.different.begin(), hop.different.end(),
                  [&](Symbol s) { return part.written.count(s) > 0; })) {
    return;
  }
  // Each row of a part costs two at the hop: one that is made and one that is tried.
  const double rows_below = std::max(1e-9, part.foot->input->rows);
  const double times = (*part.top)->rows / rows_below;
  const double degree = estimator.degree(hop.types, hop.direction, {});
  if (slot->input->rows < kWorthJoining || 2 * times <= 1 + 2 * degree) return;

  hop.into = false;
  NodeJoin join;
  join.node = hop.to;
  for (const Symbol s : part.written) {
    if (s != hop.to) join.introduced.push_back(s);
  }
  LogicalPtr rest = std::move(part.foot->input);
  part.foot->input = stack(nullptr, Argument{});
  join.inner = std::exchange(*part.top, std::move(rest));
  for (LogicalOp* op = join.inner.get(); op->input; op = op->input.get()) op->rows /= rows_below;
  for (LogicalOp* op = slot->input.get(); op != part.top->get(); op = op->input.get()) {
    op->rows /= times;
  }
  const double rows = slot->rows;
  slot->node = Expand{std::move(hop)};
  slot->rows = slot->input->rows * degree;
  slot = stack(std::move(slot), std::move(join));
  slot->rows = rows;
}

}  // namespace

void join_parts(Plan& plan, const Graph& graph) {
  const Estimator estimator(graph);
  for_each_chain(plan.root, [&](LogicalPtr& root) {
    for (LogicalPtr* slot = &root; *slot; slot = &(*slot)->input) rewrite(*slot, estimator);
  });
}

}  // namespace zhengmai::plan
