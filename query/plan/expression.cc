#include "query/plan/expression.h"

#include <utility>

#include "query/plan/logical.h"

namespace zhengmai::plan {

Subquery::Subquery() = default;
Subquery::~Subquery() = default;

ExprPtr literal(Value value, SourceRange range) {
  auto e = std::make_shared<Expr>();
  e->kind = ExprKind::kLiteral;
  e->literal = std::move(value);
  e->range = range;
  return e;
}

ExprPtr variable(Symbol symbol, SourceRange range) {
  auto e = std::make_shared<Expr>();
  e->kind = ExprKind::kVariable;
  e->symbol = symbol;
  e->range = range;
  return e;
}

ExprPtr property(ExprPtr subject, std::string key, SourceRange range) {
  auto e = std::make_shared<Expr>();
  e->kind = ExprKind::kProperty;
  e->name = std::move(key);
  e->arguments.push_back(std::move(subject));
  e->range = range;
  return e;
}

ExprPtr binary(ast::BinaryOperator op, ExprPtr left, ExprPtr right, SourceRange range) {
  auto e = std::make_shared<Expr>();
  e->kind = ExprKind::kBinary;
  e->binary = op;
  e->arguments = {std::move(left), std::move(right)};
  e->range = range;
  return e;
}

ExprPtr unary(ast::UnaryOperator op, ExprPtr operand, SourceRange range) {
  auto e = std::make_shared<Expr>();
  e->kind = ExprKind::kUnary;
  e->unary = op;
  e->arguments = {std::move(operand)};
  e->range = range;
  return e;
}

namespace {

bool equal_labels(const ast::LabelExpression& a, const ast::LabelExpression& b) {
  if (a.kind != b.kind || a.name != b.name || a.operands.size() != b.operands.size()) return false;
  for (size_t i = 0; i < a.operands.size(); ++i) {
    if (!equal_labels(a.operands[i], b.operands[i])) return false;
  }
  return true;
}

}  // namespace

bool equal(const Expr& a, const Expr& b) {
  if (&a == &b) return true;
  if (a.kind != b.kind || a.unary != b.unary || a.binary != b.binary ||
      a.quantifier != b.quantifier || a.distinct != b.distinct || a.symbol != b.symbol ||
      a.accumulator != b.accumulator || a.name != b.name || a.names != b.names ||
      a.arguments.size() != b.arguments.size() || a.subquery != b.subquery ||
      !(a.literal == b.literal)) {
    return false;
  }
  if (!a.labels != !b.labels || (a.labels && !equal_labels(*a.labels, *b.labels))) return false;
  for (size_t i = 0; i < a.arguments.size(); ++i) {
    const ExprPtr& x = a.arguments[i];
    const ExprPtr& y = b.arguments[i];
    if (!x != !y || (x && !equal(*x, *y))) return false;
  }
  return true;
}

void collect_free_symbols(const Expr& e, SymbolSet& out) {
  SymbolSet inner;
  if (e.kind == ExprKind::kVariable) inner.insert(e.symbol);
  if (e.subquery) inner.insert(e.subquery->arguments.begin(), e.subquery->arguments.end());
  for (const ExprPtr& argument : e.arguments) {
    if (argument) collect_free_symbols(*argument, inner);
  }
  const bool binds = e.kind == ExprKind::kListComprehension || e.kind == ExprKind::kQuantifier ||
                     e.kind == ExprKind::kReduce;
  if (binds) {
    inner.erase(e.symbol);
    inner.erase(e.accumulator);
  }
  out.insert(inner.begin(), inner.end());
}

SymbolSet free_symbols(const Expr& e) {
  SymbolSet out;
  collect_free_symbols(e, out);
  return out;
}

ExprPtr substitute(const ExprPtr& e, const std::function<ExprPtr(const Expr&)>& replace) {
  if (!e) return e;
  if (ExprPtr replacement = replace(*e)) return replacement;
  std::shared_ptr<Expr> copy;
  for (size_t i = 0; i < e->arguments.size(); ++i) {
    ExprPtr changed = substitute(e->arguments[i], replace);
    if (changed == e->arguments[i]) continue;
    if (!copy) copy = std::make_shared<Expr>(*e);
    copy->arguments[i] = std::move(changed);
  }
  return copy ? copy : e;
}

void walk(const Expr& e, const std::function<void(const Expr&)>& visit) {
  visit(e);
  for (const ExprPtr& argument : e.arguments) {
    if (argument) walk(*argument, visit);
  }
}

bool has_aggregate(const Expr& e) {
  bool found = false;
  walk(e, [&](const Expr& x) { found |= x.kind == ExprKind::kAggregate; });
  return found;
}

bool is_constant(const Expr& e) {
  bool constant = true;
  walk(e, [&](const Expr& x) {
    if (x.kind == ExprKind::kVariable || x.kind == ExprKind::kSubquery ||
        x.kind == ExprKind::kAggregate || (x.kind == ExprKind::kCall && x.arguments.empty())) {
      constant = false;
    }
  });
  return constant;
}

void split_conjunction(const ExprPtr& e, std::vector<ExprPtr>& out) {
  if (!e) return;
  if (e->is(ast::BinaryOperator::kAnd)) {
    split_conjunction(e->arguments[0], out);
    split_conjunction(e->arguments[1], out);
    return;
  }
  if (e->kind == ExprKind::kLiteral && e->literal == Value::boolean(true)) return;
  out.push_back(e);
}

}  // namespace zhengmai::plan
