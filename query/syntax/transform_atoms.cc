#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "graph/model/error.h"
#include "query/syntax/literals.h"
#include "query/syntax/transform.h"

namespace zhengmai::syntax {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject

ExpressionPtr Transformer::atom(P::AtomContext* ctx) {
  if (ctx->literal() != nullptr) return literal(ctx->literal(), false);
  if (ctx->name() != nullptr) return make(VariableRef{variable(ctx->name())}, range(ctx));
  if (ctx->parameter() != nullptr) return parameter(ctx->parameter());
  if (ctx->expression() != nullptr) return expression(ctx->expression());
  if (ctx->mapLiteral() != nullptr) return map_literal(ctx->mapLiteral());
  if (auto* list = ctx->listLiteral()) {
    return make(ListLiteral{expressions(list->expression())}, range(ctx));
  }
  if (ctx->caseExpression() != nullptr) return case_expression(ctx->caseExpression());
  if (ctx->listComprehension() != nullptr) return list_comprehension(ctx->listComprehension());
  if (ctx->patternComprehension() != nullptr) {
    return pattern_comprehension(ctx->patternComprehension());
  }
  if (ctx->quantifier() != nullptr) return quantifier(ctx->quantifier());
  if (ctx->reduce() != nullptr) return reduce(ctx->reduce());
  if (ctx->subquery() != nullptr) return subquery(ctx->subquery());
  if (ctx->patternPredicate() != nullptr) return pattern_predicate(ctx->patternPredicate());
  fail(range(ctx), "shortestPath stands in MATCH, not in an expression",
       "MATCH p = shortestPath((a)-[*]-(b)) RETURN p");
}

ExpressionPtr Transformer::literal(P::LiteralContext* ctx, bool negative) {
  const std::string_view written = source_.slice(range(ctx));
  try {
    Value value;
    switch (ctx->getStart()->getType()) {
      case P::NULL_:
        break;
      case P::TRUE:
      case P::FALSE:
        value = Value::boolean(ctx->TRUE() != nullptr);
        break;
      case P::STRING:
        value = Value::string(parse_string(written));
        break;
      case P::FLOAT: {
        const double d = parse_float(written);
        value = Value::floating(negative ? 0.0 - d : d);  // -0.0 is 0.0, as the TCK writes it
        break;
      }
      default:
        value = Value::integer(parse_integer(written, negative));
        break;
    }
    return make(Literal{std::move(value)}, range(ctx));
  } catch (const LiteralError& e) {
    const SourceRange whole = range(ctx);
    fail({whole.begin + e.begin, e.end == UINT32_MAX ? whole.end : whole.begin + e.end}, e.what(),
         "", e.detail);
  }
}

ExpressionPtr Transformer::parameter(P::ParameterContext* ctx) {
  std::string name =
      ctx->schemaName() != nullptr
          ? name_text(ctx->schemaName())
          : std::string(source_.slice(
                {range(ctx).end - static_cast<uint32_t>(ctx->INTEGER()->getText().size()),
                 range(ctx).end}));
  return make(Parameter{std::move(name)}, range(ctx));
}

ExpressionPtr Transformer::map_literal(P::MapLiteralContext* ctx) {
  MapLiteral out;
  for (auto* entry : ctx->mapEntry()) {
    std::string key = name_text(entry->schemaName());
    out.entries.emplace_back(std::move(key), expression(entry->expression()));
  }
  return make(std::move(out), range(ctx));
}

ExpressionPtr Transformer::case_expression(P::CaseExpressionContext* ctx) {
  Case out;
  if (ctx->subject != nullptr) out.subject = expression(ctx->subject);
  for (auto* branch : ctx->caseBranch()) {
    ExpressionPtr when = expression(branch->expression(0));
    out.branches.emplace_back(std::move(when), expression(branch->expression(1)));
  }
  if (ctx->otherwise != nullptr) out.otherwise = expression(ctx->otherwise);
  return make(std::move(out), range(ctx));
}

ExpressionPtr Transformer::list_comprehension(P::ListComprehensionContext* ctx) {
  ListComprehension out;
  out.variable = variable(ctx->name());
  out.list = expression(ctx->expression(0));
  out.where = where(ctx->where());
  if (ctx->PROJECT() != nullptr) out.projection = expression(ctx->expression(1));
  return make(std::move(out), range(ctx));
}

ExpressionPtr Transformer::pattern_comprehension(P::PatternComprehensionContext* ctx) {
  PatternComprehension out;
  out.pattern = pattern_element(ctx->patternElement());
  if (ctx->name() != nullptr) out.pattern.variable = variable(ctx->name());
  out.where = where(ctx->where());
  out.projection = expression(ctx->expression());
  return make(std::move(out), range(ctx));
}

ExpressionPtr Transformer::quantifier(P::QuantifierContext* ctx) {
  Quantifier out{};
  out.kind = ctx->ALL() != nullptr    ? QuantifierKind::kAll
             : ctx->ANY() != nullptr  ? QuantifierKind::kAny
             : ctx->NONE() != nullptr ? QuantifierKind::kNone
                                      : QuantifierKind::kSingle;
  out.variable = variable(ctx->name());
  out.list = expression(ctx->expression());
  out.where = where(ctx->where());
  if (out.where == nullptr) {
    fail({range(ctx).end - 1, range(ctx).end}, "unexpected ')'; expected WHERE and a condition",
         "all(x IN list WHERE x > 0)");
  }
  return make(std::move(out), range(ctx));
}

ExpressionPtr Transformer::reduce(P::ReduceContext* ctx) {
  Reduce out;
  out.accumulator = variable(ctx->name(0));
  out.init = expression(ctx->expression(0));
  out.variable = variable(ctx->name(1));
  out.list = expression(ctx->expression(1));
  out.body = expression(ctx->expression(2));
  return make(std::move(out), range(ctx));
}

ExpressionPtr Transformer::subquery(P::SubqueryContext* ctx) {
  SubqueryExpression out{};
  out.kind = ctx->EXISTS() != nullptr  ? SubqueryKind::kExists
             : ctx->COUNT() != nullptr ? SubqueryKind::kCount
                                       : SubqueryKind::kCollect;
  if (ctx->unionQuery() != nullptr) {
    out.query = union_query(ctx->unionQuery());
    return make(std::move(out), range(ctx));
  }
  if (out.kind == SubqueryKind::kCollect) {
    fail(range(ctx->pattern()), "COLLECT { … } needs a whole query with RETURN",
         "COLLECT { MATCH (a)-->(b) RETURN b.name }");
  }
  Clause match;
  match.range = {range(ctx->pattern()).begin, range(ctx).end - 1};
  Pattern paths = pattern(ctx->pattern());
  match.node = MatchClause{false, std::move(paths), where(ctx->where())};
  out.query = std::make_unique<Query>();
  out.query->range = match.range;
  out.query->parts.emplace_back();
  out.query->parts[0].range = match.range;
  out.query->parts[0].clauses.push_back(std::move(match));
  return make(std::move(out), range(ctx));
}

ExpressionPtr Transformer::pattern_predicate(P::PatternPredicateContext* ctx) {
  PatternPredicate out;
  PathPattern& path = out.pattern;
  path.range = range(ctx);
  path.nodes.push_back(node_content(ctx->nodeContent()));
  path.nodes[0].range.begin = path.range.begin;
  for (auto* node : ctx->nodePattern()) path.nodes.push_back(node_pattern(node));
  for (auto* r : ctx->relationshipPattern()) path.relationships.push_back(relationship_pattern(r));
  return make(std::move(out), range(ctx));
}

Variable Transformer::variable(P::NameContext* ctx) {
  Variable out;
  out.name = name_text(ctx);
  out.range = range(ctx);
  return out;
}

std::string Transformer::name_text(const antlr4::ParserRuleContext* ctx) {
  const std::string_view written = source_.slice(range(ctx));
  return written.front() == '`' ? parse_escaped_name(written) : std::string(written);
}

std::string Transformer::dotted_name(P::DottedNameContext* ctx) {
  std::string out;
  for (auto* part : ctx->schemaName()) {
    if (!out.empty()) out += '.';
    out += name_text(part);
  }
  return out;
}

SourceRange Transformer::range(const antlr4::ParserRuleContext* ctx) {
  const auto begin = static_cast<uint32_t>(ctx->start->getStartIndex());
  if (ctx->stop == nullptr) return {begin, begin};
  return {begin, std::max(begin, static_cast<uint32_t>(ctx->stop->getStopIndex()) + 1)};
}

void Transformer::fail(SourceRange range, std::string message, std::string hint,
                       std::string detail) {
  throw QueryError(
      {syntax_error(range, std::move(message), std::move(hint), std::move(detail))}, source_.text());
}

void Transformer::fail_too_deep(SourceRange range) {
  const auto line =
      1 + std::count(source_.text().begin(), source_.slice({0, range.begin}).end(), '\n');
  throw LimitError(
      fmt::format("an expression at line {} is deeper than {} operations", line, kMaxDepth),
      "compute it in steps with WITH, or pass a list as a parameter");
}

}  // namespace zhengmai::syntax
