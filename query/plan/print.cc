// Expressions as text, for EXPLAIN.
#include <fmt/format.h>

#include "query/plan/expression.h"

namespace zhengmai::plan {
namespace {

using NameOf = std::function<std::string(Symbol)>;

std::string_view symbol_of(ast::BinaryOperator op) {
  using enum ast::BinaryOperator;
  switch (op) {
    case kOr: return "OR";
    case kXor: return "XOR";
    case kAnd: return "AND";
    case kEqual: return "=";
    case kNotEqual: return "<>";
    case kLess: return "<";
    case kLessEqual: return "<=";
    case kGreater: return ">";
    case kGreaterEqual: return ">=";
    case kAdd: return "+";
    case kSubtract: return "-";
    case kMultiply: return "*";
    case kDivide: return "/";
    case kModulo: return "%";
    case kPower: return "^";
    case kIn: return "IN";
    case kStartsWith: return "STARTS WITH";
    case kEndsWith: return "ENDS WITH";
    case kContains: return "CONTAINS";
    case kRegexMatch: return "=~";
  }
  return "?";
}

std::string print_literal(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kNull: return "null";
    case ValueKind::kBoolean: return v.as_boolean() ? "true" : "false";
    case ValueKind::kInteger: return fmt::format("{}", v.as_integer());
    case ValueKind::kFloat: return fmt::format("{}", v.as_float());
    case ValueKind::kString: return fmt::format("'{}'", v.as_string());
    default: return std::string(kind_name(v.kind()));
  }
}

std::string join(const std::vector<ExprPtr>& items, size_t from, const NameOf& name_of) {
  std::string out;
  for (size_t i = from; i < items.size(); ++i) {
    if (i > from) out += ", ";
    if (items[i]) out += print(*items[i], name_of);
  }
  return out;
}

std::string print_unary(const Expr& e, const NameOf& name_of) {
  const std::string operand = print(*e.arguments[0], name_of);
  switch (e.unary) {
    case ast::UnaryOperator::kNot: return "NOT " + operand;
    case ast::UnaryOperator::kMinus: return "-" + operand;
    case ast::UnaryOperator::kPlus: return "+" + operand;
    case ast::UnaryOperator::kIsNull: return operand + " IS NULL";
    case ast::UnaryOperator::kIsNotNull: return operand + " IS NOT NULL";
  }
  return operand;
}

std::string print_map(const Expr& e, size_t first, const NameOf& name_of) {
  std::string out = "{";
  for (size_t i = 0; i < e.names.size(); ++i) {
    if (i > 0) out += ", ";
    const ExprPtr& value = e.arguments[i + first];
    out += value ? e.names[i] + ": " + print(*value, name_of) : ".*";
  }
  return out + "}";
}

std::string print_case(const Expr& e, const NameOf& name_of) {
  std::string out = "CASE";
  if (e.arguments[0]) out += " " + print(*e.arguments[0], name_of);
  for (size_t i = 2; i + 1 < e.arguments.size(); i += 2) {
    out += fmt::format(" WHEN {} THEN {}", print(*e.arguments[i], name_of),
                       print(*e.arguments[i + 1], name_of));
  }
  if (e.arguments[1]) out += " ELSE " + print(*e.arguments[1], name_of);
  return out + " END";
}

std::string print_subquery(const Expr& e) {
  switch (e.subquery->kind) {
    case ast::SubqueryKind::kExists: return "EXISTS {…}";
    case ast::SubqueryKind::kCount: return "COUNT {…}";
    case ast::SubqueryKind::kCollect: return "COLLECT {…}";
  }
  return "{…}";
}

}  // namespace

std::string print(const ast::LabelExpression& labels) {
  using Kind = ast::LabelExpression::Kind;
  switch (labels.kind) {
    case Kind::kName: return labels.name;
    case Kind::kWildcard: return "%";
    case Kind::kNot: return "!" + print(labels.operands[0]);
    case Kind::kAnd:
    case Kind::kOr: break;
  }
  std::string out;
  for (const ast::LabelExpression& operand : labels.operands) {
    if (!out.empty()) out += labels.kind == Kind::kAnd ? "&" : "|";
    const bool group = operand.kind == Kind::kOr && labels.kind == Kind::kAnd;
    out += group ? "(" + print(operand) + ")" : print(operand);
  }
  return out;
}

std::string print(const Expr& e, const NameOf& name_of) {
  switch (e.kind) {
    case ExprKind::kLiteral: return print_literal(e.literal);
    case ExprKind::kParameter: return "$" + e.name;
    case ExprKind::kVariable: return name_of(e.symbol);
    case ExprKind::kProperty: return print(*e.arguments[0], name_of) + "." + e.name;
    case ExprKind::kLabelTest: return print(*e.arguments[0], name_of) + ":" + print(*e.labels);
    case ExprKind::kIndex:
      return fmt::format("{}[{}]", print(*e.arguments[0], name_of), join(e.arguments, 1, name_of));
    case ExprKind::kSlice:
      return fmt::format("{}[{}..{}]", print(*e.arguments[0], name_of),
                         e.arguments[1] ? print(*e.arguments[1], name_of) : "",
                         e.arguments[2] ? print(*e.arguments[2], name_of) : "");
    case ExprKind::kUnary: return print_unary(e, name_of);
    case ExprKind::kBinary:
      return fmt::format("{} {} {}", print(*e.arguments[0], name_of), symbol_of(e.binary),
                         print(*e.arguments[1], name_of));
    case ExprKind::kList: return "[" + join(e.arguments, 0, name_of) + "]";
    case ExprKind::kMap: return print_map(e, 0, name_of);
    case ExprKind::kMapProjection:
      return print(*e.arguments[0], name_of) + " " + print_map(e, 1, name_of);
    case ExprKind::kCase: return print_case(e, name_of);
    case ExprKind::kCall: return e.name + "(" + join(e.arguments, 0, name_of) + ")";
    case ExprKind::kAggregate:
      return fmt::format("{}({}{})", e.name, e.distinct ? "DISTINCT " : "",
                         e.arguments.empty() ? "*" : join(e.arguments, 0, name_of));
    case ExprKind::kListComprehension:
      return fmt::format("[{} IN {} …]", name_of(e.symbol), print(*e.arguments[0], name_of));
    case ExprKind::kQuantifier:
      return fmt::format("quantifier({} IN {} …)", name_of(e.symbol),
                         print(*e.arguments[0], name_of));
    case ExprKind::kReduce: return "reduce(…)";
    case ExprKind::kSubquery: return print_subquery(e);
    case ExprKind::kPath: return "path(" + join(e.arguments, 0, name_of) + ")";
  }
  return "?";
}

}  // namespace zhengmai::plan
