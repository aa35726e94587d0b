#include <algorithm>

#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

// a <> b, or a.key < b.key and the like: false or null whenever a and b are the same node.
bool tells_apart(const Expr& e, Symbol a, Symbol b) {
  using enum ast::BinaryOperator;
  if (e.kind != ExprKind::kBinary) return false;
  if (e.binary != kLess && e.binary != kGreater && e.binary != kNotEqual) return false;
  const Expr& left = *e.arguments[0];
  const Expr& right = *e.arguments[1];
  auto pair = [&](const Expr& x, const Expr& y) {
    return (x.is_variable(a) && y.is_variable(b)) || (x.is_variable(b) && y.is_variable(a));
  };
  if (e.binary == kNotEqual && pair(left, right)) return true;
  return left.is_property_of_variable() && right.is_property_of_variable() &&
         left.name == right.name && pair(*left.arguments[0], *right.arguments[0]);
}

// The expansion below `op` that binds the relationship, if it starts or ends where `hop` starts;
// gives its other end.
Symbol other_end(const LogicalOp& op, Symbol relationship, const Hop& hop) {
  for (const LogicalOp* at = &op; at; at = at->input.get()) {
    const auto* expand = at->as<Expand>();
    if (!expand || expand->hop.relationship != relationship) continue;
    const Hop& other = expand->hop;
    if (other.direction == Direction::kBoth || hop.direction == Direction::kBoth) break;
    // Seen from the shared node both run the same way, or they cannot be one relationship's end.
    if (other.to == hop.from && other.direction != hop.direction) return other.from;
    if (other.from == hop.from && other.direction == hop.direction) return other.to;
    break;
  }
  return ast::kUnresolved;
}

// (a)<-[r]-(m)-[s]->(b) with a.id < b.id: r and s cannot be one relationship, for a would be b.
void rewrite(LogicalOp& op) {
  const auto* filter = op.as<Filter>();
  if (!filter) return;
  auto* expand = op.input->as<Expand>();
  if (!expand || expand->hop.into) return;
  Hop& hop = expand->hop;
  std::erase_if(hop.different, [&](Symbol relationship) {
    const Symbol end = other_end(*op.input->input, relationship, hop);
    return end != ast::kUnresolved &&
           std::any_of(filter->predicates.begin(), filter->predicates.end(),
                       [&](const ExprPtr& e) { return tells_apart(*e, end, hop.to); });
  });
}

}  // namespace

void implied_difference(Plan& plan, const Graph&) {
  for_each_chain(plan.root, [](LogicalPtr& root) {
    for (LogicalOp* op = root.get(); op; op = op->input.get()) rewrite(*op);
  });
}

}  // namespace zhengmai::plan
