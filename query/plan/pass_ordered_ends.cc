#include <algorithm>

#include "query/plan/facts.h"
#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

// `x.key < y.key` or `x.key > y.key`: the nodes, the smaller one first.
bool ordered_pair(const Expr& e, Symbol& smaller, Symbol& greater) {
  if (!e.is(ast::BinaryOperator::kLess) && !e.is(ast::BinaryOperator::kGreater)) return false;
  const Expr& left = *e.arguments[0];
  const Expr& right = *e.arguments[1];
  if (!left.is_property_of_variable() || !right.is_property_of_variable()) return false;
  if (left.name != right.name) return false;
  smaller = left.arguments[0]->symbol;
  greater = right.arguments[0]->symbol;
  if (e.is(ast::BinaryOperator::kGreater)) std::swap(smaller, greater);
  return true;
}

// The condition becomes a bound of the expansion below; arcs are sorted by the id of their end.
bool fold(const Expr& e, Hop& hop, const NodeFacts& facts, const Graph& graph) {
  Symbol smaller, greater;
  if (!ordered_pair(e, smaller, greater) || smaller == greater) return false;
  if (smaller != hop.to && greater != hop.to) return false;
  const auto first = facts.labels.find(smaller);
  const auto second = facts.labels.find(greater);
  if (first == facts.labels.end() || second == facts.labels.end()) return false;
  if (first->second != second->second) return false;
  if (facts.optional.count(smaller) || facts.optional.count(greater)) return false;
  if (!ascending_property(graph, first->second, e.arguments[0]->name)) return false;
  Symbol& bound = greater == hop.to ? hop.after : hop.before;
  if (bound != ast::kUnresolved) return false;
  bound = greater == hop.to ? smaller : greater;
  return true;
}

void rewrite(LogicalPtr& slot, const Graph& graph) {
  auto* filter = slot->as<Filter>();
  if (!filter) return;
  auto* expand = slot->input->as<Expand>();
  if (!expand || expand->hop.into) return;
  const NodeFacts facts = node_facts(*slot);
  std::erase_if(filter->predicates, [&](const ExprPtr& e) {
    return fold(*e, expand->hop, facts, graph);
  });
  slot->input->rows = slot->rows;
  if (!filter->predicates.empty()) return;
  LogicalPtr input = std::move(slot->input);
  slot = std::move(input);
}

}  // namespace

void ordered_ends(Plan& plan, const Graph& graph) {
  for_each_chain(plan.root, [&](LogicalPtr& root) {
    for (LogicalPtr* slot = &root; *slot; slot = &(*slot)->input) rewrite(*slot, graph);
  });
}

}  // namespace zhengmai::plan
