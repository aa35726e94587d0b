// ANTLR's parse tree → ast.h. Internal to query/syntax; split by subject over three files:
// transform_clauses.cc, transform_patterns.cc, transform_expressions.cc (with atoms in
// transform_atoms.cc).
//
// What the grammar leaves open is decided here: ranges of literals, which expressions can be called
// or projected, chains of comparisons (a < b < c becomes a < b AND b < c), long chains of AND, OR
// and XOR (built as balanced trees, so that ten thousand of them nest fourteen deep).
//
// The tree that comes out is at most kMaxDepth deep: all that later walks it may recurse.
// Errors: QueryError at the first problem, LimitError for depth. Threads: one transformer, one
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ZhengmaiParser.h"
#include "query/syntax/ast.h"
#include "query/syntax/source_text.h"

namespace zhengmai::syntax {

inline constexpr int kMaxDepth = 500;

class Transformer {
 public:
  // `token_count` bounds the size of the tree: duplication by chained comparisons is the one way
  // for it to grow beyond the text.
  Transformer(const SourceText& source, size_t token_count)
      : source_(source), node_budget_(20 * token_count + 1000) {}

  ast::QueryPtr query(grammar::ZhengmaiParser::QueryContext* ctx);

 private:
  using P = grammar::ZhengmaiParser;

  // Clauses.
  ast::QueryPtr union_query(P::UnionQueryContext* ctx);
  ast::SingleQuery single_query(P::SingleQueryContext* ctx);
  ast::Clause clause(P::ClauseContext* ctx);
  ast::MatchClause match_clause(P::MatchClauseContext* ctx);
  ast::CallClause call_clause(P::CallClauseContext* ctx);
  void yield_part(P::YieldPartContext* ctx, ast::CallClause& call);
  ast::SetClause set_clause(P::SetClauseContext* ctx);
  ast::SetItem set_item(P::SetItemContext* ctx);
  ast::DeleteClause delete_clause(P::DeleteClauseContext* ctx);
  ast::Projection projection(P::ProjectionContext* ctx);
  ast::ReturnItem projection_item(P::ProjectionItemContext* ctx);
  ast::ExpressionPtr where(P::WhereContext* ctx);  // null in, null out

  // Patterns.
  ast::Pattern pattern(P::PatternContext* ctx);
  ast::PathPattern path_pattern(P::PathPatternContext* ctx);
  ast::PathPattern shortest_path(P::ShortestPathContext* ctx);
  ast::PathPattern pattern_element(P::PatternElementContext* ctx);
  ast::NodePattern node_pattern(P::NodePatternContext* ctx);
  ast::NodePattern node_content(P::NodeContentContext* ctx);
  ast::RelationshipPattern relationship_pattern(P::RelationshipPatternContext* ctx);
  void relationship_detail(P::RelationshipDetailContext* ctx, ast::RelationshipPattern& out);
  ast::HopRange hop_range(P::HopsContext* ctx);
  uint32_t hop_count(antlr4::tree::TerminalNode* number);
  ast::ExpressionPtr properties(P::PropertiesContext* ctx);
  ast::LabelExpression label_or(P::LabelOrContext* ctx);
  ast::LabelExpression label_and(P::LabelAndContext* ctx);
  ast::LabelExpression label_not(P::LabelNotContext* ctx);

  // Expressions.
  ast::ExpressionPtr expression(P::ExpressionContext* ctx);
  ast::ExpressionPtr operation(P::ExpressionContext* ctx);
  ast::ExpressionPtr logical_chain(P::ExpressionContext* ctx, ast::BinaryOperator op);
  ast::ExpressionPtr balanced(std::vector<ast::ExpressionPtr>& operands, size_t begin, size_t end,
                              ast::BinaryOperator op);
  ast::ExpressionPtr comparison_chain(P::ExpressionContext* ctx);
  ast::ExpressionPtr binary(P::ExpressionContext* ctx, ast::BinaryOperator op);
  ast::ExpressionPtr sign(P::ExpressionContext* ctx);
  ast::ExpressionPtr index_or_slice(P::ExpressionContext* ctx);
  ast::ExpressionPtr function_call(P::ExpressionContext* ctx);
  std::string function_name(P::ExpressionContext* callee);
  ast::ExpressionPtr map_projection(P::ExpressionContext* ctx);
  std::vector<ast::ExpressionPtr> expressions(const std::vector<P::ExpressionContext*>& list);

  // Atoms.
  ast::ExpressionPtr atom(P::AtomContext* ctx);
  ast::ExpressionPtr literal(P::LiteralContext* ctx, bool negative);
  ast::ExpressionPtr parameter(P::ParameterContext* ctx);
  ast::ExpressionPtr map_literal(P::MapLiteralContext* ctx);
  ast::ExpressionPtr case_expression(P::CaseExpressionContext* ctx);
  ast::ExpressionPtr list_comprehension(P::ListComprehensionContext* ctx);
  ast::ExpressionPtr pattern_comprehension(P::PatternComprehensionContext* ctx);
  ast::ExpressionPtr quantifier(P::QuantifierContext* ctx);
  ast::ExpressionPtr reduce(P::ReduceContext* ctx);
  ast::ExpressionPtr subquery(P::SubqueryContext* ctx);
  ast::ExpressionPtr pattern_predicate(P::PatternPredicateContext* ctx);

  // Names.
  ast::Variable variable(P::NameContext* ctx);
  std::string name_text(const antlr4::ParserRuleContext* ctx);
  std::string dotted_name(P::DottedNameContext* ctx);

  template <typename T>
  ast::ExpressionPtr make(T node, SourceRange range) {
    count_node(range);
    return ast::make(std::move(node), range);
  }
  void count_node(SourceRange range);
  static SourceRange range(const antlr4::ParserRuleContext* ctx);
  [[noreturn]] void fail(SourceRange range, std::string message, std::string hint,
                         std::string detail = "UnexpectedSyntax");
  [[noreturn]] void fail_too_deep(SourceRange range);

  const SourceText& source_;
  size_t node_budget_;
  int depth_ = 0;
};

}  // namespace zhengmai::syntax
