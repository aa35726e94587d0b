#include <fmt/format.h>

#include "query/semantics/checker.h"

namespace zhengmai::semantics {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject
using namespace type_set;

namespace {

constexpr TypeSet kNumber = kInteger | kFloat;

std::string_view word(BinaryOperator op) {
  static constexpr std::string_view kWords[] = {
      "OR", "XOR", "AND", "=", "<>", "<",  "<=",          ">",         ">=",       "+",
      "-",  "*",   "/",   "%", "^",  "IN", "STARTS WITH", "ENDS WITH", "CONTAINS", "=~"};
  return kWords[static_cast<size_t>(op)];
}

}  // namespace

Type Checker::visit(Unary& e, Expression& whole, const Place& place) {
  Place inside = place;
  inside.predicate = e.op == UnaryOperator::kNot;
  const Type operand = expression(*e.operand, inside);
  switch (e.op) {
    case UnaryOperator::kNot:
      require(operand, kBoolean, e.operand->range, "NOT");
      return {kBoolean};
    case UnaryOperator::kMinus:
    case UnaryOperator::kPlus:
      require(operand, kNumber | kDuration, whole.range, e.op == UnaryOperator::kMinus ? "-" : "+");
      return {operand.kinds & (kNumber | kDuration | kNull)};
    default:
      return {kBoolean};
  }
}

Type Checker::visit(Binary& e, Expression& whole, const Place& place) {
  if (e.op <= BinaryOperator::kAnd) return logical(e, place);
  Place inside = place;
  inside.predicate = false;
  const Type left = expression(*e.left, inside);
  const Type right = expression(*e.right, inside);
  if (e.op == BinaryOperator::kIn) {
    require(right, kList, e.right->range, "IN");
    return {kBoolean};
  }
  if (e.op >= BinaryOperator::kAdd && e.op <= BinaryOperator::kPower) {
    return arithmetic(e.op, left, right, whole);
  }
  return {kBoolean};
}

Type Checker::logical(Binary& e, const Place& place) {
  Place inside = place;
  inside.predicate = true;
  for (ExpressionPtr* operand : {&e.left, &e.right}) {
    const Type type = expression(**operand, inside);
    require(type, kBoolean, (*operand)->range, word(e.op));
  }
  return {kBoolean};
}

Type Checker::arithmetic(BinaryOperator op, const Type& left, const Type& right,
                         const Expression& whole) {
  const bool numbers = ((left.kinds | right.kinds) & ~kNumber) == 0;
  if (numbers) {
    if (op == BinaryOperator::kPower) return {kFloat};
    if (left.kinds == kInteger && right.kinds == kInteger) return {kInteger};
    return {left.kinds == kFloat || right.kinds == kFloat ? kFloat : kNumber};
  }
  if (op == BinaryOperator::kAdd) {
    // A list takes anything, a string most things; what is left depends on the values.
    if (left.kinds == kList || right.kinds == kList) {
      const auto items = [](const Type& t) { return t.kinds == kList ? t.items : t.kinds; };
      return {kList, items(left) | items(right)};
    }
    return {};
  }
  const auto& binary = std::get<Binary>(whole.node);
  constexpr TypeSet kCountable = kNumber | kTemporal | kDuration;
  require(left, kCountable, binary.left->range, word(op));
  require(right, kCountable, binary.right->range, word(op));
  return {(left.kinds | right.kinds) & (kCountable | kNull)};
}

}  // namespace zhengmai::semantics
