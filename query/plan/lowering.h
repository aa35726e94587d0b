// Bound tree → logical plan, clause by clause; the passes (passes.h) then make it fast.
//
// One Lowering serves one query: it knows which symbols are in scope, hands out fresh ones for
// what has no name, and orders each MATCH by cost (match_order.h).
//
// Errors: QueryError for clauses that only a scratch graph may run.
// Threads: one object a thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "query/plan/estimate.h"
#include "query/plan/logical.h"
#include "query/plan/match_order.h"
#include "query/semantics/check.h"

namespace zhengmai::plan {

class Lowering {
 public:
  // `text` is the query as written, for errors.
  Lowering(const CheckedQuery& checked, const Graph& graph, std::string_view text,
           bool may_create);

  // The whole query; `result` receives the symbols of the columns, in order.
  LogicalPtr query(const ast::Query& query, LogicalPtr input, std::vector<Symbol>& result);

  std::vector<std::string> take_names() { return std::move(names_); }
  bool creates() const { return creates_; }

 private:
  friend class ProjectionLowering;

  Symbol fresh(std::string name);
  Symbol symbol_of(const std::optional<ast::Variable>& variable, std::string_view kind);
  bool in_scope(Symbol s) const { return scope_.count(s) > 0; }

  LogicalPtr single(const ast::SingleQuery& query, LogicalPtr input, std::vector<Symbol>& result);
  LogicalPtr clause(const ast::Clause& clause, LogicalPtr input, std::vector<Symbol>& result);
  LogicalPtr match(const ast::MatchClause& clause, LogicalPtr input);
  LogicalPtr call(const ast::CallClause& clause, SourceRange range, LogicalPtr input);
  LogicalPtr call_subquery(const ast::CallSubqueryClause& clause, LogicalPtr input);
  LogicalPtr create(const ast::CreateClause& clause, LogicalPtr plan);
  LogicalPtr projection(const ast::Projection& projection, LogicalPtr input,
                        std::vector<Symbol>& outputs);
  LogicalPtr filter(LogicalPtr input, const ast::ExpressionPtr& where);

  // Patterns (lower_pattern.cc). Predicates join `graph`; path variables are added as assignments.
  void add_path(const ast::PathPattern& path, PatternGraph& graph, std::vector<Assignment>& paths);
  Symbol add_node(const ast::NodePattern& node, PatternGraph& graph);
  void add_relationship(const ast::RelationshipPattern& pattern, const ast::PathPattern& path,
                        Symbol from, Symbol to, PatternGraph& graph);
  void add_property_predicates(Symbol owner, const ast::ExpressionPtr& properties,
                               std::vector<ExprPtr>& out);
  LogicalPtr plan_patterns(const std::vector<const ast::PathPattern*>& paths,
                           const ast::ExpressionPtr& where, LogicalPtr input);

  // Expressions (lower_expression.cc).
  ExprPtr expression(const ast::Expression& e);
  ExprPtr optional_expression(const ast::ExpressionPtr& e) {
    return e ? expression(*e) : nullptr;
  }
  ExprPtr binding_expression(const ast::Expression& e);
  ExprPtr call_expression(const ast::FunctionCall& call, SourceRange range);
  ExprPtr subquery_expression(ast::SubqueryKind kind, const ast::Query& query, SourceRange range);
  ExprPtr pattern_expression(const ast::PathPattern& pattern, const ast::Expression* where,
                             const ast::Expression* projection, SourceRange range);

  // Adds the detached form to an EXISTS over one MATCH, where there is one.
  void detach(Subquery& subquery, const ast::PathPattern* first, size_t paths,
              const std::function<LogicalPtr(LogicalPtr)>& lower);

  LogicalPtr argument() const;
  // Narrows the Argument at the foot of an inner plan to what the plan reads.
  SymbolSet narrow_argument(LogicalOp& root, SymbolSet used) const;

  const CheckedQuery& checked_;
  Estimator estimator_;
  std::string_view text_;
  bool may_create_;
  bool creates_ = false;
  std::vector<std::string> names_;
  SymbolSet scope_;
};

// True for the functions that aggregate: count, sum, avg, min, max, collect …
bool is_aggregate_function(std::string_view lower_case_name);

std::string lower_case(std::string_view ascii);

}  // namespace zhengmai::plan
