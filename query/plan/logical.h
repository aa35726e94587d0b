// The logical plan: what a query does, as a chain of relational operators over symbols.
//
// Shape. A plan is a chain: each operator has one `input`, down to an Argument, which stands for
// the rows that the surrounding query hands in (one empty row at the top). Scans multiply their
// input rows, so joins need no second child; subqueries (OPTIONAL MATCH, CALL {}, UNION) are plans
// of their own that begin with an Argument. Columns are named by symbols, unique in the query.
//
// `live` is filled by the pass of that name: the symbols that operators above still read.
// Threads: built by one thread, then read by any number.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "graph/memory/graph.h"
#include "query/plan/expression.h"

namespace zhengmai::plan {

struct LogicalOp;
using LogicalPtr = std::unique_ptr<LogicalOp>;

struct Argument { SymbolSet symbols; };

// Every node, or every node of a label, for each input row.
struct NodeScan { Symbol node; std::string label; };  // label "" : all nodes
// The nodes of a label whose property equals a value, through the graph's index.
struct NodeLookup { Symbol node; std::string label, key; ExprPtr value; };

// What the relationship operators share. `from` is bound; `to` is bound when `into`.
struct Hop {
  Symbol from = ast::kUnresolved;
  Symbol relationship = ast::kUnresolved;
  Symbol to = ast::kUnresolved;
  Direction direction = Direction::kBoth;
  std::vector<std::string> types;     // any of them; empty: all
  bool into = false;
  bool reversed = false;              // walked against the way it is written (for lists)
  std::string to_label;               // a label that every `to` is known to have, or ""
  std::vector<Symbol> different;      // relationships (or lists) of the same MATCH it must not repeat
  // Bound nodes whose id must be smaller (greater) than that of `to`, or none. Expand only.
  Symbol after = ast::kUnresolved;
  Symbol before = ast::kUnresolved;

  bool bounded() const { return after != ast::kUnresolved || before != ast::kUnresolved; }
};
struct Expand { Hop hop; };
// Two relationships of one type and direction at one node, as (a)<--(m)-->(b): every pair of them
// whose second end lies beyond the first (`second.after` is `first.to`) or short of it (`before`).
struct PairExpand { Hop first, second; };
// Trails of min..max relationships; the relationship's symbol holds their list.
struct VarExpand {
  Hop hop;
  uint32_t min = 1;
  std::optional<uint32_t> max;
  Symbol step = ast::kUnresolved;     // stands for one relationship in `step_filter`
  ExprPtr step_filter;                // or null
};
// One relationship that is bound already: binds or checks its ends.
struct BoundExpand { Hop hop; bool from_bound = true; };
// A list of relationships that is bound already, walked from `from`.
struct BoundVarExpand { Hop hop; uint32_t min = 1; std::optional<uint32_t> max; };
// The number of relationships at `from`, as `count`; rows with none disappear unless `optional`.
// With `times`, an earlier such count, the product of both.
struct DegreeExpand {
  Hop hop;
  Symbol count = ast::kUnresolved;
  bool optional = false;
  Symbol times = ast::kUnresolved;
};
struct ShortestPath {
  Hop hop;                            // both ends are bound
  uint32_t min = 1;
  std::optional<uint32_t> max;
  bool all = false;
  Symbol path = ast::kUnresolved;
  Symbol step = ast::kUnresolved;
  ExprPtr step_filter;                // or null
};

struct Filter { std::vector<ExprPtr> predicates; };
struct Assignment { Symbol symbol; ExprPtr value; };
struct Project { std::vector<Assignment> items; };
struct AggregateCall {
  Symbol symbol;
  std::string name;                   // lower case; "count" without arguments is count(*)
  bool distinct = false;
  std::vector<ExprPtr> arguments;
  SourceRange range;
};
struct Aggregate { std::vector<Assignment> keys; std::vector<AggregateCall> calls; };
struct Distinct { std::vector<Symbol> symbols; };
struct SortKey { Symbol symbol; bool descending = false; };
struct Sort { std::vector<SortKey> keys; };
struct TopK { std::vector<SortKey> keys; ExprPtr limit, skip; };  // skip may be null
struct Skip { ExprPtr count; };
struct Limit { ExprPtr count; };
struct Unwind { Symbol symbol; ExprPtr list; };

// Rows of `inner` for each input row; without any, one row of nulls.
// `row` numbers the input rows while `inner` works on many of them at once.
struct OptionalApply {
  LogicalPtr inner;
  std::vector<Symbol> introduced;
  Symbol row = ast::kUnresolved;
};
// Each row beside the rows of `inner` that have the same `node`; inner takes nothing from outside.
struct NodeJoin {
  LogicalPtr inner;
  Symbol node;
  std::vector<Symbol> introduced;     // all but the node
};
// Rows of `inner` for each input row. `unit`: inner returns nothing and keeps the row count.
struct SubqueryApply { LogicalPtr inner; std::vector<Symbol> introduced; bool unit = false; };
// The parts' rows one after another; `columns[i]` of each part becomes `symbols`.
struct Union {
  std::vector<LogicalPtr> parts;
  std::vector<std::vector<Symbol>> columns;
  std::vector<Symbol> symbols;
};
struct ProcedureCall {
  std::string procedure;
  std::vector<ExprPtr> arguments;
  bool implicit_arguments = false;    // taken from parameters of the inputs' names
  std::vector<std::pair<std::string, Symbol>> yields;  // field, symbol
  SourceRange range;
};

// --- Scratch graphs only.
struct CreateNode { Symbol symbol; std::vector<std::string> labels; ExprPtr properties; };
struct CreateRelationship { Symbol symbol, start, end; std::string type; ExprPtr properties; };
struct Create { std::vector<CreateNode> nodes; std::vector<CreateRelationship> relationships; };
struct Delete { std::vector<ExprPtr> targets; bool detach = false; };

struct LogicalOp {
  using Node = std::variant<Argument, NodeScan, NodeLookup, Expand, PairExpand, VarExpand,
                            BoundExpand, BoundVarExpand, DegreeExpand, ShortestPath, Filter, Project,
                            Aggregate, Distinct, Sort, TopK, Skip, Limit, Unwind, OptionalApply,
                            NodeJoin, SubqueryApply, Union, ProcedureCall, Create, Delete>;
  Node node;
  LogicalPtr input;      // null for Argument only
  SymbolSet live;        // what operators above read of this one's output
  double rows = 1;       // estimated output rows for one argument row

  template <typename T>
  T* as() { return std::get_if<T>(&node); }
  template <typename T>
  const T* as() const { return std::get_if<T>(&node); }
};

template <typename T>
LogicalPtr stack(LogicalPtr input, T node) {
  auto op = std::make_unique<LogicalOp>(LogicalOp{std::move(node), std::move(input), {}, 1});
  if (op->input) op->rows = op->input->rows;
  return op;
}

// Expressions that the operator itself evaluates (not those of inner plans).
void visit_expressions(LogicalOp& op, const std::function<void(ExprPtr&)>& visit);
// Inner plans of the operator and of the subqueries in its expressions.
void visit_inner(LogicalOp& op, const std::function<void(LogicalPtr&)>& visit);

// The estimated rows of all operators of a chain together: what it costs, roughly.
double total_rows(const LogicalOp& root);

// Symbols that the operator itself reads, and those that it adds to its input's.
SymbolSet reads(const LogicalOp& op);
SymbolSet writes(const LogicalOp& op);

}  // namespace zhengmai::plan
