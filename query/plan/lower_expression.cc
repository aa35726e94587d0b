// Tree expressions → planner expressions.
#include <algorithm>
#include <array>

#include "query/plan/lowering.h"

namespace zhengmai::plan {

std::string lower_case(std::string_view ascii) {
  std::string out(ascii);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_aggregate_function(std::string_view name) {
  static constexpr std::array<std::string_view, 10> kNames = {
      "avg", "collect", "count", "max", "min", "percentilecont", "percentiledisc",
      "stdev", "stdevp", "sum"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

namespace {

std::shared_ptr<Expr> node(ExprKind kind, SourceRange range) {
  auto e = std::make_shared<Expr>();
  e->kind = kind;
  e->range = range;
  return e;
}

}  // namespace

ExprPtr Lowering::expression(const ast::Expression& e) {
  const SourceRange range = e.range;
  if (const auto* x = std::get_if<ast::Literal>(&e.node)) return literal(x->value, range);
  if (const auto* x = std::get_if<ast::VariableRef>(&e.node)) {
    return variable(x->variable.symbol, range);
  }
  if (const auto* x = std::get_if<ast::PropertyAccess>(&e.node)) {
    return property(expression(*x->subject), x->key, range);
  }
  if (const auto* x = std::get_if<ast::Unary>(&e.node)) {
    return unary(x->op, expression(*x->operand), range);
  }
  if (const auto* x = std::get_if<ast::Binary>(&e.node)) {
    return binary(x->op, expression(*x->left), expression(*x->right), range);
  }
  if (const auto* x = std::get_if<ast::FunctionCall>(&e.node)) return call_expression(*x, range);
  if (const auto* x = std::get_if<ast::SubqueryExpression>(&e.node)) {
    return subquery_expression(x->kind, *x->query, range);
  }
  if (const auto* x = std::get_if<ast::PatternPredicate>(&e.node)) {
    return pattern_expression(x->pattern, nullptr, nullptr, range);
  }
  if (const auto* x = std::get_if<ast::PatternComprehension>(&e.node)) {
    return pattern_expression(x->pattern, x->where.get(), x->projection.get(), range);
  }
  return binding_expression(e);
}

ExprPtr Lowering::call_expression(const ast::FunctionCall& call, SourceRange range) {
  auto out = node(ExprKind::kCall, range);
  out->name = lower_case(call.name);
  out->distinct = call.distinct;
  if (is_aggregate_function(out->name)) out->kind = ExprKind::kAggregate;
  for (const ast::ExpressionPtr& argument : call.arguments) {
    out->arguments.push_back(expression(*argument));
  }
  return out;
}

// The kinds with parts that may be missing, and those that bind a variable of their own.
ExprPtr Lowering::binding_expression(const ast::Expression& e) {
  if (const auto* x = std::get_if<ast::Parameter>(&e.node)) {
    auto out = node(ExprKind::kParameter, e.range);
    out->name = x->name;
    return out;
  }
  if (const auto* x = std::get_if<ast::LabelTest>(&e.node)) {
    auto out = node(ExprKind::kLabelTest, e.range);
    out->arguments = {expression(*x->subject)};
    out->labels = std::make_shared<ast::LabelExpression>(x->labels);
    return out;
  }
  if (const auto* x = std::get_if<ast::Index>(&e.node)) {
    auto out = node(ExprKind::kIndex, e.range);
    out->arguments = {expression(*x->subject), expression(*x->index)};
    return out;
  }
  if (const auto* x = std::get_if<ast::Slice>(&e.node)) {
    auto out = node(ExprKind::kSlice, e.range);
    out->arguments = {expression(*x->subject), optional_expression(x->from),
                      optional_expression(x->to)};
    return out;
  }
  if (const auto* x = std::get_if<ast::ListLiteral>(&e.node)) {
    auto out = node(ExprKind::kList, e.range);
    for (const auto& item : x->items) out->arguments.push_back(expression(*item));
    return out;
  }
  if (const auto* x = std::get_if<ast::MapLiteral>(&e.node)) {
    auto out = node(ExprKind::kMap, e.range);
    for (const auto& entry : x->entries) {
      out->names.push_back(entry.first);
      out->arguments.push_back(expression(*entry.second));
    }
    return out;
  }
  if (const auto* x = std::get_if<ast::MapProjection>(&e.node)) {
    auto out = node(ExprKind::kMapProjection, e.range);
    const ExprPtr subject = variable(x->subject.symbol, x->subject.range);
    out->arguments.push_back(subject);
    using Kind = ast::MapProjection::Item::Kind;
    for (const auto& item : x->items) {
      out->names.push_back(item.kind == Kind::kAllProperties ? "*" : item.key);
      out->arguments.push_back(item.kind == Kind::kAllProperties ? nullptr
                               : item.kind == Kind::kProperty
                                   ? property(subject, item.key, e.range)
                                   : expression(*item.value));
    }
    return out;
  }
  if (const auto* x = std::get_if<ast::Case>(&e.node)) {
    auto out = node(ExprKind::kCase, e.range);
    out->arguments = {optional_expression(x->subject), optional_expression(x->otherwise)};
    for (const auto& branch : x->branches) {
      out->arguments.push_back(expression(*branch.first));
      out->arguments.push_back(expression(*branch.second));
    }
    return out;
  }
  const SymbolSet outside = scope_;
  std::shared_ptr<Expr> out;
  if (const auto* x = std::get_if<ast::ListComprehension>(&e.node)) {
    out = node(ExprKind::kListComprehension, e.range);
    out->symbol = x->variable.symbol;
    out->arguments = {expression(*x->list)};
    scope_.insert(out->symbol);
    out->arguments.push_back(optional_expression(x->where));
    out->arguments.push_back(optional_expression(x->projection));
  } else if (const auto* q = std::get_if<ast::Quantifier>(&e.node)) {
    out = node(ExprKind::kQuantifier, e.range);
    out->quantifier = q->kind;
    out->symbol = q->variable.symbol;
    out->arguments = {expression(*q->list)};
    scope_.insert(out->symbol);
    out->arguments.push_back(optional_expression(q->where));
  } else {
    const auto& r = std::get<ast::Reduce>(e.node);
    out = node(ExprKind::kReduce, e.range);
    out->symbol = r.variable.symbol;
    out->accumulator = r.accumulator.symbol;
    out->arguments = {expression(*r.init), expression(*r.list)};
    scope_.insert({out->symbol, out->accumulator});
    out->arguments.push_back(expression(*r.body));
  }
  scope_ = outside;
  return out;
}

ExprPtr Lowering::subquery_expression(ast::SubqueryKind kind, const ast::Query& query,
                                      SourceRange range) {
  const SymbolSet outside = scope_;
  auto sub = std::make_shared<Subquery>();
  sub->kind = kind;
  std::vector<Symbol> result;
  sub->root = this->query(query, argument(), result);
  scope_ = outside;
  if (kind == ast::SubqueryKind::kCollect && !result.empty()) sub->result = result[0];
  SymbolSet used;
  if (sub->result != ast::kUnresolved) used.insert(sub->result);
  sub->arguments = narrow_argument(*sub->root, used);
  const bool one_clause = query.parts.size() == 1 && query.parts[0].clauses.size() == 1;
  const auto* match = one_clause
                          ? std::get_if<ast::MatchClause>(&query.parts[0].clauses[0].node)
                          : nullptr;
  if (match && !match->optional) {
    detach(*sub, match->pattern.paths.data(), match->pattern.paths.size(), [&](LogicalPtr input) {
      return this->query(query, std::move(input), result);
    });
  }
  auto out = node(ExprKind::kSubquery, range);
  out->subquery = std::move(sub);
  return out;
}

void Lowering::detach(Subquery& subquery, const ast::PathPattern* first, size_t paths,
                      const std::function<LogicalPtr(LogicalPtr)>& lower) {
  if (subquery.kind != ast::SubqueryKind::kExists || subquery.arguments.size() != 1) return;
  const Symbol node = *subquery.arguments.begin();
  bool in_pattern = false;
  for (size_t i = 0; i < paths; ++i) {
    if (first[i].search != ast::PathPattern::Search::kAll) return;
    for (const ast::NodePattern& n : first[i].nodes) {
      in_pattern |= n.variable && n.variable->symbol == node;
    }
  }
  if (!in_pattern) return;
  const SymbolSet outside = scope_;
  scope_.clear();
  subquery.detached = lower(stack(nullptr, Argument{}));
  subquery.detached_node = node;
  scope_ = outside;
}

ExprPtr Lowering::pattern_expression(const ast::PathPattern& pattern, const ast::Expression* where,
                                     const ast::Expression* projection, SourceRange range) {
  const SymbolSet outside = scope_;
  auto sub = std::make_shared<Subquery>();
  sub->kind = projection ? ast::SubqueryKind::kCollect : ast::SubqueryKind::kExists;
  // plan_patterns wants an owning pointer; the condition is lowered as a filter above instead.
  sub->root = plan_patterns({&pattern}, nullptr, argument());
  if (where) {
    Filter filter;
    split_conjunction(expression(*where), filter.predicates);
    sub->root = stack(std::move(sub->root), std::move(filter));
  }
  SymbolSet used;
  if (projection) {
    sub->result = fresh("item");
    sub->root = stack(std::move(sub->root), Project{{{sub->result, expression(*projection)}}});
    used.insert(sub->result);
  }
  scope_ = outside;
  sub->arguments = narrow_argument(*sub->root, used);
  if (!where) {
    detach(*sub, &pattern, 1, [&](LogicalPtr input) {
      return plan_patterns({&pattern}, nullptr, std::move(input));
    });
  }
  auto out = node(ExprKind::kSubquery, range);
  out->subquery = std::move(sub);
  return out;
}

}  // namespace zhengmai::plan
