#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "query/syntax/transform.h"

namespace zhengmai::syntax {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject

Pattern Transformer::pattern(P::PatternContext* ctx) {
  Pattern out;
  for (auto* path : ctx->pathPattern()) out.paths.push_back(path_pattern(path));
  return out;
}

PathPattern Transformer::path_pattern(P::PathPatternContext* ctx) {
  PathPattern out = ctx->shortestPath() != nullptr ? shortest_path(ctx->shortestPath())
                                                   : pattern_element(ctx->patternElement());
  if (ctx->name() != nullptr) out.variable = variable(ctx->name());
  out.range = range(ctx);
  return out;
}

PathPattern Transformer::shortest_path(P::ShortestPathContext* ctx) {
  PathPattern out = pattern_element(ctx->patternElement());
  out.range = range(ctx);
  out.search = ctx->SHORTESTPATH() != nullptr ? PathPattern::Search::kShortest
                                              : PathPattern::Search::kAllShortest;
  if (out.relationships.size() != 1) {
    fail(out.range, "shortestPath takes two nodes and one relationship between them",
         "MATCH p = shortestPath((a)-[:TYPE*]-(b))");
  }
  return out;
}

PathPattern Transformer::pattern_element(P::PatternElementContext* ctx) {
  while (ctx->patternElement() != nullptr) ctx = ctx->patternElement();  // ((a)-->(b))
  PathPattern out;
  out.range = range(ctx);
  for (auto* node : ctx->nodePattern()) out.nodes.push_back(node_pattern(node));
  for (auto* r : ctx->relationshipPattern()) out.relationships.push_back(relationship_pattern(r));
  return out;
}

NodePattern Transformer::node_pattern(P::NodePatternContext* ctx) {
  NodePattern out = node_content(ctx->nodeContent());
  out.range = range(ctx);
  return out;
}

NodePattern Transformer::node_content(P::NodeContentContext* ctx) {
  NodePattern out;
  out.range = range(ctx);
  if (ctx->name() != nullptr) out.variable = variable(ctx->name());
  if (ctx->labels() != nullptr) out.labels = label_or(ctx->labels()->labelOr());
  out.properties = properties(ctx->properties());
  out.where = where(ctx->where());
  return out;
}

RelationshipPattern Transformer::relationship_pattern(P::RelationshipPatternContext* ctx) {
  RelationshipPattern out;
  out.range = range(ctx);
  const bool left = ctx->LESS() != nullptr;
  const bool right = ctx->GREATER() != nullptr;
  out.direction = left == right ? ArrowDirection::kEither
                  : left        ? ArrowDirection::kLeft
                                : ArrowDirection::kRight;
  if (ctx->relationshipDetail() != nullptr) relationship_detail(ctx->relationshipDetail(), out);
  return out;
}

void Transformer::relationship_detail(P::RelationshipDetailContext* ctx, RelationshipPattern& out) {
  if (ctx->name() != nullptr) out.variable = variable(ctx->name());
  if (auto* types = ctx->relationshipTypes()) {
    for (auto* type : types->schemaName()) {
      out.types.push_back(name_text(type));
      out.type_ranges.push_back(range(type));
    }
  }
  if (ctx->hops() != nullptr) out.hops = hop_range(ctx->hops());
  out.properties = properties(ctx->properties());
  out.where = where(ctx->where());
}

HopRange Transformer::hop_range(P::HopsContext* ctx) {
  HopRange out;
  const auto numbers = ctx->INTEGER();
  if (ctx->DOTS() == nullptr) {
    if (!numbers.empty()) out.max = out.min = hop_count(numbers[0]);
    return out;
  }
  const size_t dots = ctx->DOTS()->getSymbol()->getTokenIndex();
  for (auto* number : numbers) {
    if (number->getSymbol()->getTokenIndex() < dots) {
      out.min = hop_count(number);
    } else {
      out.max = hop_count(number);
    }
  }
  return out;
}

uint32_t Transformer::hop_count(antlr4::tree::TerminalNode* number) {
  const antlr4::Token* token = number->getSymbol();
  const SourceRange place{static_cast<uint32_t>(token->getStartIndex()),
                          static_cast<uint32_t>(token->getStopIndex()) + 1};
  const std::string_view digits = source_.slice(place);
  uint32_t value = 0;
  if (std::from_chars(digits.begin(), digits.end(), value).ec != std::errc()) {
    fail(place, fmt::format("{} relationships are too many for a path", digits),
         "leave the upper end open: *1..", "IntegerOverflow");
  }
  return value;
}

ExpressionPtr Transformer::properties(P::PropertiesContext* ctx) {
  if (ctx == nullptr) return nullptr;
  return ctx->mapLiteral() != nullptr ? map_literal(ctx->mapLiteral())
                                      : parameter(ctx->parameter());
}

LabelExpression Transformer::label_or(P::LabelOrContext* ctx) {
  const auto parts = ctx->labelAnd();
  if (parts.size() == 1) return label_and(parts[0]);
  LabelExpression out;
  out.kind = LabelExpression::Kind::kOr;
  out.range = range(ctx);
  for (auto* part : parts) out.operands.push_back(label_and(part));
  return out;
}

LabelExpression Transformer::label_and(P::LabelAndContext* ctx) {
  const auto parts = ctx->labelNot();
  if (parts.size() == 1) return label_not(parts[0]);
  LabelExpression out;
  out.kind = LabelExpression::Kind::kAnd;
  out.range = range(ctx);
  for (auto* part : parts) out.operands.push_back(label_not(part));
  return out;
}

LabelExpression Transformer::label_not(P::LabelNotContext* ctx) {
  auto* atom = ctx->labelAtom();
  LabelExpression out;
  if (atom->labelOr() != nullptr) {
    out = label_or(atom->labelOr());
  } else {
    out.range = range(atom);
    out.kind = atom->PERCENT() != nullptr ? LabelExpression::Kind::kWildcard
                                          : LabelExpression::Kind::kName;
    if (atom->schemaName() != nullptr) out.name = name_text(atom->schemaName());
  }
  if (ctx->EXCLAMATION().size() % 2 == 0) return out;  // a node has a label or not: !!A is A
  LabelExpression negated;
  negated.kind = LabelExpression::Kind::kNot;
  negated.range = range(ctx);
  negated.operands.push_back(std::move(out));
  return negated;
}

}  // namespace zhengmai::syntax
