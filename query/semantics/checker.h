// The checker's state, shared by its passes. Internal to query/semantics; split by subject:
// check.cc (queries), check_clauses.cc, check_patterns.cc, check_projection.cc (RETURN and WITH),
// grouping.cc (aggregation), check_expressions.cc, check_operators.cc, names.cc (aliases,
// warnings).
//
// Types are sets of possible kinds: an operand is wrong when none of its kinds fits, so what
// depends on data passes here and is judged by the engine.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "query/semantics/check.h"

namespace zhengmai::semantics {

// Names in scope.
using Scope = std::map<std::string, ast::Symbol, std::less<>>;

// What is known of a value: its possible kinds and, when it may be a list, those of its items.
struct Type {
  TypeSet kinds = type_set::kAny;
  TypeSet items = type_set::kAny;

  bool may_be(TypeSet set) const { return (kinds & (set | type_set::kNull)) != 0; }
};

// Where an expression stands.
struct Place {
  Scope* scope;
  // Aggregates: allowed in RETURN, WITH and their ORDER BY, outside of one another.
  enum class Aggregates : uint8_t { kForbidden, kAllowed, kInside };
  Aggregates aggregates = Aggregates::kForbidden;
  bool predicate = false;  // a truth value is wanted: patterns may stand here
};

// The items of a RETURN or WITH: those that aggregate, and those that are the groups.
struct ItemKinds {
  std::vector<const ast::Expression*> keys, aggregates;
};
ItemKinds item_kinds(const ast::Projection& p);

class Checker {
 public:
  Checker(std::string_view text, const CheckContext& context) : text_(text), context_(context) {}

  CheckedQuery run(ast::QueryPtr query);

 private:
  using Columns = std::vector<ast::Variable>;

  // What a (sub)query is part of.
  enum class Role : uint8_t { kTop, kCall, kExists, kCount, kCollect };

  // Queries (check.cc). Return the columns.
  Columns query(ast::Query& query, const Scope& outer, Role role);
  Columns single_query(ast::SingleQuery& query, const Scope& outer, Role role);
  void check_union(const ast::Query& query, const std::vector<Columns>& parts);
  void check_composition(const ast::SingleQuery& query, Role role);
  Scope imported(const ast::SingleQuery& query, const Scope& outer);
  bool is_standalone_call(const ast::SingleQuery& query, Role role) const;

  // Clauses (check_clauses.cc).
  void clause(ast::Clause& clause, Scope& scope);
  void visit(ast::MatchClause& c, SourceRange range, Scope& scope);
  void visit(ast::UnwindClause& c, SourceRange range, Scope& scope);
  void visit(ast::WithClause& c, SourceRange range, Scope& scope);
  void visit(ast::ReturnClause& c, SourceRange range, Scope& scope);
  void visit(ast::CallClause& c, SourceRange range, Scope& scope);
  void visit(ast::CallSubqueryClause& c, SourceRange range, Scope& scope);
  void visit(ast::CreateClause& c, SourceRange range, Scope& scope);
  void visit(ast::SetClause& c, SourceRange range, Scope& scope);
  void visit(ast::DeleteClause& c, SourceRange range, Scope& scope);
  void visit(ast::MergeClause& c, SourceRange range, Scope& scope);
  void call_arguments(ast::CallClause& c, const ProcedureSignature& procedure, Scope& scope);
  void implicit_arguments(ast::CallClause& c, const ProcedureSignature& procedure);
  void call_yields(ast::CallClause& c, const ProcedureSignature& procedure, Scope& scope);

  // Patterns (check_patterns.cc).
  enum class PatternUse : uint8_t { kMatch, kCreate, kMerge, kPredicate, kComprehension };
  void pattern(ast::Pattern& pattern, PatternUse use, Scope& scope);
  void bind_path(ast::PathPattern& path, PatternUse use, Scope& scope,
                 std::set<ast::Symbol>& relationships);
  void bind_node(ast::NodePattern& node, PatternUse use, bool alone, Scope& scope);
  void bind_relationship(ast::RelationshipPattern& r, PatternUse use, Scope& scope,
                         std::set<ast::Symbol>& relationships);
  void bind_path_variable(ast::PathPattern& path, PatternUse use, Scope& scope);
  void check_created(const ast::RelationshipPattern& r);
  void pattern_expressions(ast::PathPattern& path, PatternUse use, Scope& scope);
  void pattern_properties(ast::ExpressionPtr& properties, PatternUse use, Scope& scope);

  // RETURN and WITH (check_projection.cc). Returns the scope of what follows.
  Scope projection(ast::Projection& p, bool is_with, Scope& in, ast::ExpressionPtr* where);
  void expand_star(ast::Projection& p, bool is_with, const Scope& in);
  void check_item(ast::ReturnItem& item, bool is_with, Scope& in, Scope& out);
  void name_items(const ast::Projection& p, ast::Expression& e);
  void check_count(ast::ExpressionPtr& count, std::string_view word);

  // Aggregation (grouping.cc).
  void check_grouping(const ItemKinds& items, const ast::Expression& item);
  void check_sorted_groups(const ItemKinds& items, const ast::Expression& key, const Scope& in,
                           const Scope& out);

  // Expressions (check_expressions.cc, check_operators.cc).
  Type expression(ast::Expression& e, const Place& place);
  Type predicate(ast::ExpressionPtr& e, const Place& place, std::string_view where);
  Type visit(ast::Literal& e, ast::Expression& whole, const Place& place);
  Type visit(ast::Parameter& e, ast::Expression& whole, const Place& place);
  Type visit(ast::VariableRef& e, ast::Expression& whole, const Place& place);
  Type visit(ast::PropertyAccess& e, ast::Expression& whole, const Place& place);
  Type visit(ast::LabelTest& e, ast::Expression& whole, const Place& place);
  Type visit(ast::Index& e, ast::Expression& whole, const Place& place);
  Type visit(ast::Slice& e, ast::Expression& whole, const Place& place);
  Type visit(ast::Unary& e, ast::Expression& whole, const Place& place);
  Type visit(ast::Binary& e, ast::Expression& whole, const Place& place);
  Type visit(ast::ListLiteral& e, ast::Expression& whole, const Place& place);
  Type visit(ast::MapLiteral& e, ast::Expression& whole, const Place& place);
  Type visit(ast::MapProjection& e, ast::Expression& whole, const Place& place);
  Type visit(ast::Case& e, ast::Expression& whole, const Place& place);
  Type visit(ast::FunctionCall& e, ast::Expression& whole, const Place& place);
  Type visit(ast::ListComprehension& e, ast::Expression& whole, const Place& place);
  Type visit(ast::Quantifier& e, ast::Expression& whole, const Place& place);
  Type visit(ast::Reduce& e, ast::Expression& whole, const Place& place);
  Type visit(ast::PatternPredicate& e, ast::Expression& whole, const Place& place);
  Type visit(ast::PatternComprehension& e, ast::Expression& whole, const Place& place);
  Type visit(ast::SubqueryExpression& e, ast::Expression& whole, const Place& place);

  Type aggregate_call(ast::FunctionCall& e, TypeSet result, ast::Expression& whole,
                      const Place& place);
  Type logical(ast::Binary& e, const Place& place);
  Type arithmetic(ast::BinaryOperator op, const Type& left, const Type& right,
                  const ast::Expression& whole);
  void require(const Type& type, TypeSet wanted, SourceRange range, std::string_view what);
  // An item of a list, for a variable that runs over it.
  Type item_of(const Type& list, SourceRange range, std::string_view what);

  // Names (names.cc).
  void resolve_labels(ast::LabelExpression& labels);
  void resolve_types(ast::RelationshipPattern& r);
  void resolve_key(std::string& key, const Type& subject, SourceRange range);
  void warn_unknown(std::string_view what, std::string_view name, SourceRange range,
                    const std::vector<std::string_view>& known);
  // (Measure) where (:Measure) was meant: a variable named like a label or a type.
  void warn_like_schema(std::string_view what, const ast::Variable& variable);
  void warn(SourceRange range, std::string message, std::string hint);

  // Work that is not bounded by the length of the query; LimitError when it gets too much.
  void spend(size_t steps);
  Scope copied(const Scope& scope);

  // Symbols.
  ast::Symbol define(ast::Variable& variable, Type type, Scope& scope);
  ast::Symbol new_symbol(std::string name, Type type);
  Type type_of(ast::Symbol symbol) const {
    return {checked_.symbols[symbol].types, item_types_[symbol]};
  }
  void use(ast::Variable& variable, Scope& scope);  // resolve, or report

  // Reporting. Nobody reads more errors than kMostReported: the last one ends the check.
  static constexpr size_t kMostReported = 20;
  void error(SourceRange range, std::string message, std::string hint, std::string_view detail,
             std::string_view type = "SyntaxError");
  [[nodiscard]] std::string did_you_mean(std::string_view name,
                                         const std::vector<std::string_view>& known) const;
  [[nodiscard]] std::string nearest_in(std::string_view name, const Scope& scope) const;

  std::string_view text_;
  const CheckContext& context_;
  CheckedQuery checked_;
  bool standalone_ = false;          // the CALL being checked is the whole query
  std::vector<TypeSet> item_types_;  // by symbol
  std::vector<Diagnostic> errors_;
  std::vector<const ast::Clause*> unsupported_;  // written by people who know other languages
  size_t steps_ = 0;
  std::set<std::string, std::less<>> parameters_;
  std::set<std::string, std::less<>> warned_;
};

// Whether an aggregate is called in `e`, outside of subqueries.
bool has_aggregate(const ast::Expression& e);

// "an Integer", "a Node or a Map": the kinds of a set, in words; "null" for none.
std::string kind_words(TypeSet kinds);

// The same expression: shape, names and literals.
bool same(const ast::Expression& a, const ast::Expression& b);

// The direct subexpressions of `e`, those in patterns and subqueries excepted, and the variables
// that `e` itself binds for some of them.
struct Children {
  std::vector<const ast::Expression*> expressions;
  std::vector<ast::Symbol> locals;
};
Children children_of(const ast::Expression& e);

}  // namespace zhengmai::semantics
