#include "tests/query_values/constant_query.h"

#include "query/values/compare.h"
#include "query/values/operators.h"

namespace zhengmai::testing {

std::optional<std::vector<Value>> ConstantQuery::run(const ast::Query& query) {
  if (query.parts.size() != 1) return std::nullopt;
  std::vector<Value> row;
  try {
    for (const ast::Clause& clause : query.parts[0].clauses) {
      row.clear();
      if (const auto* with = std::get_if<ast::WithClause>(&clause.node)) {
        if (with->where) return std::nullopt;
        project(with->projection, row);
      } else if (const auto* result = std::get_if<ast::ReturnClause>(&clause.node)) {
        project(result->projection, row);
      } else {
        return std::nullopt;
      }
    }
  } catch (const Unsupported&) {
    return std::nullopt;
  }
  return row;
}

void ConstantQuery::project(const ast::Projection& projection, std::vector<Value>& row) {
  if (projection.star || projection.distinct || !projection.order_by.empty()) throw Unsupported{};
  std::map<std::string, Value> scope;
  for (const ast::ReturnItem& item : projection.items) {
    row.push_back(evaluate(*item.expression));
    if (item.alias) scope[item.alias->name] = row.back();
  }
  variables_ = std::move(scope);
}

Value ConstantQuery::evaluate(const ast::Expression& expression) {
  if (const auto* n = std::get_if<ast::Literal>(&expression.node)) return n->value;
  if (const auto* n = std::get_if<ast::Binary>(&expression.node)) return binary(*n);
  if (const auto* n = std::get_if<ast::Unary>(&expression.node)) return unary(*n);
  if (const auto* n = std::get_if<ast::VariableRef>(&expression.node)) {
    const auto found = variables_.find(n->variable.name);
    if (found == variables_.end()) throw Unsupported{};
    return found->second;
  }
  if (const auto* n = std::get_if<ast::PropertyAccess>(&expression.node))
    return property(context_.graph, evaluate(*n->subject), n->key);
  if (const auto* n = std::get_if<ast::Index>(&expression.node))
    return element(context_.graph, evaluate(*n->subject), evaluate(*n->index));
  if (const auto* n = std::get_if<ast::Slice>(&expression.node)) {
    const Value from = n->from ? evaluate(*n->from) : Value();
    const Value to = n->to ? evaluate(*n->to) : Value();
    return slice(evaluate(*n->subject), n->from ? &from : nullptr, n->to ? &to : nullptr);
  }
  if (const auto* n = std::get_if<ast::ListLiteral>(&expression.node)) {
    List items;
    for (const auto& item : n->items) items.push_back(evaluate(*item));
    return Value::list(std::move(items));
  }
  if (const auto* n = std::get_if<ast::MapLiteral>(&expression.node)) {
    Map map;
    for (const auto& [key, value] : n->entries) map[key] = evaluate(*value);
    return Value::map(std::move(map));
  }
  if (const auto* n = std::get_if<ast::FunctionCall>(&expression.node)) {
    const Function* function = find_function(n->name);
    if (!function || n->distinct || n->star || n->arguments.size() < function->min_arguments ||
        n->arguments.size() > function->max_arguments)
      throw Unsupported{};
    std::vector<Value> arguments;
    for (const auto& argument : n->arguments) arguments.push_back(evaluate(*argument));
    return call(*function, context_, arguments);
  }
  throw Unsupported{};
}

Value ConstantQuery::unary(const ast::Unary& node) {
  const Value v = evaluate(*node.operand);
  switch (node.op) {
    case ast::UnaryOperator::kNot: return to_value(negate(truth(v)));
    case ast::UnaryOperator::kMinus: return negate(v);
    case ast::UnaryOperator::kPlus: return v;
    case ast::UnaryOperator::kIsNull: return Value::boolean(v.is_null());
    case ast::UnaryOperator::kIsNotNull: return Value::boolean(!v.is_null());
  }
  throw Unsupported{};
}

Value ConstantQuery::binary(const ast::Binary& node) {
  using Op = ast::BinaryOperator;
  const Value a = evaluate(*node.left), b = evaluate(*node.right);
  switch (node.op) {
    case Op::kOr: return to_value(disjunction(truth(a), truth(b)));
    case Op::kXor: return to_value(exclusive(truth(a), truth(b)));
    case Op::kAnd: return to_value(conjunction(truth(a), truth(b)));
    case Op::kEqual: return to_value(equals(a, b));
    case Op::kNotEqual: return to_value(negate(equals(a, b)));
    case Op::kLess: return to_value(compare(Comparison::kLess, a, b));
    case Op::kLessEqual: return to_value(compare(Comparison::kLessEqual, a, b));
    case Op::kGreater: return to_value(compare(Comparison::kGreater, a, b));
    case Op::kGreaterEqual: return to_value(compare(Comparison::kGreaterEqual, a, b));
    case Op::kAdd: return add(a, b);
    case Op::kSubtract: return subtract(a, b);
    case Op::kMultiply: return multiply(a, b);
    case Op::kDivide: return divide(a, b);
    case Op::kModulo: return modulo(a, b);
    case Op::kPower: return power(a, b);
    case Op::kIn: return to_value(in_list(a, b));
    case Op::kStartsWith: return to_value(starts_with(a, b));
    case Op::kEndsWith: return to_value(ends_with(a, b));
    case Op::kContains: return to_value(contains(a, b));
    case Op::kRegexMatch: return to_value(matches(a, b));
  }
  throw Unsupported{};
}

}  // namespace zhengmai::testing
