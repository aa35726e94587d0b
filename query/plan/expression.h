// Expressions as the planner sees them: one uniform, immutable node type, so that equality, free
// variables, substitution and printing are written once and every rewrite is a few lines.
//
//   ExprPtr e = lower_expression(*ast_expression, lowering);       // lower_expression.h
//   if (e->is_variable(n)) …
//   ExprPtr f = substitute(e, [&](const Expr& x) { return equal(x, *key) ? column : nullptr; });
//
// Every variable has its own symbol (query/semantics), so substitution never captures.
// Cost: nodes are shared; a rewrite copies only the path to what it changes.
// Threads: immutable once built.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "graph/model/value.h"
#include "query/syntax/ast.h"

namespace zhengmai::plan {

using ast::Symbol;
struct LogicalOp;
struct Expr;
using ExprPtr = std::shared_ptr<const Expr>;
using SymbolSet = std::set<Symbol>;

// What `arguments` holds is written beside each kind; "?" marks one that may be null.
enum class ExprKind : uint8_t {
  kLiteral,            // -
  kParameter,          // -, name
  kVariable,           // -, symbol
  kProperty,           // subject; name is the key
  kLabelTest,          // subject; labels
  kIndex,              // subject, index
  kSlice,              // subject, from?, to?
  kUnary,              // operand; unary
  kBinary,             // left, right; binary
  kList,               // items
  kMap,                // values; names are the keys
  kMapProjection,      // subject, values; names[i] is the key of arguments[i + 1], "*" with a null
                       // value stands for all properties
  kCase,               // subject?, otherwise?, (when, then)…
  kCall,               // arguments; name in lower case
  kAggregate,          // arguments; name, distinct; count(*) has no argument
  kListComprehension,  // list, where?, projection?; symbol
  kQuantifier,         // list, where?; symbol, quantifier
  kReduce,             // init, list, body; accumulator, symbol
  kSubquery,           // -; subquery
  kPath,               // node, relationship, node … (a relationship may be a list)
};

// A query inside an expression: EXISTS, COUNT, COLLECT, pattern predicates and comprehensions.
struct Subquery {
  ast::SubqueryKind kind = ast::SubqueryKind::kExists;
  std::unique_ptr<LogicalOp> root;
  SymbolSet arguments;   // symbols of the outer query that it reads
  Symbol result = ast::kUnresolved;  // kCollect: what is collected
  // For an EXISTS that depends on one node alone: the same pattern with that node free, to be run
  // once for all of them when that is cheaper.
  std::unique_ptr<LogicalOp> detached;
  Symbol detached_node = ast::kUnresolved;
  Subquery();
  ~Subquery();
};

struct Expr {
  ExprKind kind = ExprKind::kLiteral;
  ast::UnaryOperator unary = ast::UnaryOperator::kNot;
  ast::BinaryOperator binary = ast::BinaryOperator::kAnd;
  ast::QuantifierKind quantifier = ast::QuantifierKind::kAll;
  bool distinct = false;
  Symbol symbol = ast::kUnresolved;
  Symbol accumulator = ast::kUnresolved;
  Value literal;
  std::string name;
  std::vector<std::string> names;
  std::vector<ExprPtr> arguments;
  std::shared_ptr<const ast::LabelExpression> labels;
  std::shared_ptr<Subquery> subquery;
  SourceRange range;

  bool is(ast::BinaryOperator op) const { return kind == ExprKind::kBinary && binary == op; }
  bool is_variable(Symbol s) const { return kind == ExprKind::kVariable && symbol == s; }
  // `variable.key` over one symbol.
  bool is_property_of_variable() const {
    return kind == ExprKind::kProperty && arguments[0]->kind == ExprKind::kVariable;
  }
};

ExprPtr literal(Value value, SourceRange range = {});
ExprPtr variable(Symbol symbol, SourceRange range = {});
ExprPtr property(ExprPtr subject, std::string key, SourceRange range = {});
ExprPtr binary(ast::BinaryOperator op, ExprPtr left, ExprPtr right, SourceRange range = {});
ExprPtr unary(ast::UnaryOperator op, ExprPtr operand, SourceRange range = {});

// Same meaning by form. Two subqueries are equal only when they are the same object.
bool equal(const Expr& a, const Expr& b);

// Symbols read that are not bound inside the expression itself.
SymbolSet free_symbols(const Expr& e);
void collect_free_symbols(const Expr& e, SymbolSet& out);

// Top down: where `replace` gives an expression it takes the node's place, else children are tried.
ExprPtr substitute(const ExprPtr& e, const std::function<ExprPtr(const Expr&)>& replace);

// Calls `visit` on e and everything below it (not into subqueries).
void walk(const Expr& e, const std::function<void(const Expr&)>& visit);

bool has_aggregate(const Expr& e);
// Reads nothing but literals and parameters, and gives the same answer each time.
bool is_constant(const Expr& e);

// a AND b AND c as a list; TRUE disappears.
void split_conjunction(const ExprPtr& e, std::vector<ExprPtr>& out);

// Text for EXPLAIN; `name_of` names symbols.
std::string print(const Expr& e, const std::function<std::string(Symbol)>& name_of);
std::string print(const ast::LabelExpression& labels);

}  // namespace zhengmai::plan
