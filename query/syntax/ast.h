// The tree of a query, as written: what the parser builds, what semantics resolves in place, what
// the planner reads. It carries no plan and no runtime state.
//
// Shape. Expressions are one struct each in a variant behind a pointer; clauses likewise. Every
// node has the range of query text that it came from. Names of labels, types and properties are as
// the user wrote them until query/semantics replaces Chinese aliases by stored names. A `symbol`
// is a variable's number in the query (query/semantics/symbols.h), kUnresolved before semantics.
//
// Comparisons written as chains (a < b <= c) arrive as AND of pairs. `x:A:B` after an expression is
// a LabelTest. A pattern in an expression's place is a PatternPredicate.
//
// Threads: built and resolved by one thread, then read by any number.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "graph/model/value.h"
#include "query/syntax/diagnostics.h"

namespace zhengmai::ast {

using Symbol = int32_t;
inline constexpr Symbol kUnresolved = -1;

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;
struct Query;
using QueryPtr = std::unique_ptr<Query>;

// --- Names -------------------------------------------------------------------------------------

// A variable where it is introduced or used.
struct Variable {
  std::string name;
  SourceRange range;
  Symbol symbol = kUnresolved;
};

// Label expressions: A, A&B (also written :A:B), A|B, !A, % and parentheses.
struct LabelExpression {
  enum class Kind : uint8_t { kName, kAnd, kOr, kNot, kWildcard };
  Kind kind = Kind::kName;
  std::string name;  // kName
  SourceRange range;
  std::vector<LabelExpression> operands;
};

// --- Patterns ----------------------------------------------------------------------------------

enum class ArrowDirection : uint8_t { kLeft, kRight, kEither };  // <-[]-, -[]->, -[]- and <-[]->

struct NodePattern {
  std::optional<Variable> variable;
  std::optional<LabelExpression> labels;
  ExpressionPtr properties;  // MapLiteral, Parameter, or null
  ExpressionPtr where;       // (n:A WHERE …), or null
  SourceRange range;
};

struct HopRange {           // *, *2, *1..3, *..3, *2..
  uint32_t min = 1;
  std::optional<uint32_t> max;
};

struct RelationshipPattern {
  std::optional<Variable> variable;
  std::vector<std::string> types;  // any of them; empty: all
  std::vector<SourceRange> type_ranges;
  ArrowDirection direction = ArrowDirection::kEither;
  std::optional<HopRange> hops;    // set: variable length
  ExpressionPtr properties;        // MapLiteral, Parameter, or null
  ExpressionPtr where;             // or null
  SourceRange range;
};

struct PathPattern {
  enum class Search : uint8_t { kAll, kShortest, kAllShortest };
  std::optional<Variable> variable;
  Search search = Search::kAll;
  std::vector<NodePattern> nodes;                   // one more than relationships
  std::vector<RelationshipPattern> relationships;
  SourceRange range;
};

struct Pattern {
  std::vector<PathPattern> paths;
};

// --- Expressions -------------------------------------------------------------------------------

struct Literal { Value value; };
struct Parameter { std::string name; };
struct VariableRef { Variable variable; };
struct PropertyAccess { ExpressionPtr subject; std::string key; SourceRange key_range; };
struct LabelTest { ExpressionPtr subject; LabelExpression labels; };
struct Index { ExpressionPtr subject, index; };
struct Slice { ExpressionPtr subject, from, to; };  // from, to may be null

enum class UnaryOperator : uint8_t { kNot, kMinus, kPlus, kIsNull, kIsNotNull };
struct Unary { UnaryOperator op; ExpressionPtr operand; };

enum class BinaryOperator : uint8_t {
  kOr, kXor, kAnd,
  kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual,
  kAdd, kSubtract, kMultiply, kDivide, kModulo, kPower,
  kIn, kStartsWith, kEndsWith, kContains, kRegexMatch,
};
struct Binary { BinaryOperator op; ExpressionPtr left, right; };

struct ListLiteral { std::vector<ExpressionPtr> items; };
struct MapLiteral { std::vector<std::pair<std::string, ExpressionPtr>> entries; };
struct MapProjection {                       // n {.name, .*, total: count, other}
  Variable subject;
  struct Item {
    enum class Kind : uint8_t { kProperty, kAllProperties, kEntry, kVariable } kind;
    std::string key;                         // kProperty, kEntry, kVariable
    ExpressionPtr value;                     // kEntry and kVariable (a VariableRef)
  };
  std::vector<Item> items;
};
struct Case {
  ExpressionPtr subject;                     // null: searched form
  std::vector<std::pair<ExpressionPtr, ExpressionPtr>> branches;  // when, then
  ExpressionPtr otherwise;                   // or null
};
struct FunctionCall {                        // name as written, with its namespace: "date.truncate"
  std::string name;
  SourceRange name_range;
  bool distinct = false;
  bool star = false;                         // count(*)
  std::vector<ExpressionPtr> arguments;
};
struct ListComprehension { Variable variable; ExpressionPtr list, where, projection; };  // last two may be null
enum class QuantifierKind : uint8_t { kAll, kAny, kNone, kSingle };
struct Quantifier { QuantifierKind kind; Variable variable; ExpressionPtr list, where; };
struct Reduce { Variable accumulator; ExpressionPtr init; Variable variable; ExpressionPtr list, body; };
struct PatternPredicate { PathPattern pattern; };
struct PatternComprehension { PathPattern pattern; ExpressionPtr where, projection; };  // where may be null
enum class SubqueryKind : uint8_t { kExists, kCount, kCollect };
// EXISTS { … }, COUNT { … }, COLLECT { … }. The short form (pattern WHERE …) arrives as a query
// of one MATCH clause and no RETURN.
struct SubqueryExpression { SubqueryKind kind; QueryPtr query; };

struct Expression {
  using Node = std::variant<Literal, Parameter, VariableRef, PropertyAccess, LabelTest, Index, Slice,
                            Unary, Binary, ListLiteral, MapLiteral, MapProjection, Case,
                            FunctionCall, ListComprehension, Quantifier, Reduce, PatternPredicate,
                            PatternComprehension, SubqueryExpression>;
  Node node;
  SourceRange range;
};

template <typename T>
ExpressionPtr make(T node, SourceRange range) {
  return std::make_unique<Expression>(Expression{std::move(node), range});
}

// --- Clauses -----------------------------------------------------------------------------------

struct ReturnItem {
  ExpressionPtr expression;
  std::optional<Variable> alias;  // AS name
  std::string text;               // the expression as written: the column's name without an alias
  SourceRange range;
};
struct SortItem { ExpressionPtr expression; bool descending = false; };

// What RETURN and WITH share.
struct Projection {
  bool distinct = false;
  bool star = false;              // RETURN *, … : all variables in scope first, by name
  std::vector<ReturnItem> items;
  std::vector<SortItem> order_by;
  ExpressionPtr skip;             // or null
  ExpressionPtr limit;            // or null
  SourceRange range;
};

struct MatchClause { bool optional = false; Pattern pattern; ExpressionPtr where; };
struct UnwindClause { ExpressionPtr list; Variable variable; };
struct WithClause { Projection projection; ExpressionPtr where; };
struct ReturnClause { Projection projection; };
struct CallClause {                // CALL name(args) YIELD a AS b WHERE …
  std::string procedure;
  SourceRange procedure_range;
  bool implicit_arguments = false; // CALL name without parentheses: taken from parameters
  std::vector<ExpressionPtr> arguments;
  struct Yield { std::string field; Variable variable; SourceRange range; };
  bool yield_star = false;
  std::vector<Yield> yields;       // empty and no star: no YIELD written
  bool has_yield = false;          // YIELD - (nothing) counts as written
  ExpressionPtr where;             // or null
};
struct CallSubqueryClause { QueryPtr query; };        // CALL { … }; imports by a leading WITH
struct CreateClause { Pattern pattern; };             // scratch graphs only
struct SetItem {                                      // scratch graphs only
  enum class Kind : uint8_t { kProperty, kReplace, kMerge, kLabels } kind;
  ExpressionPtr target;            // PropertyAccess for kProperty, VariableRef otherwise
  ExpressionPtr value;
  std::vector<std::string> labels;
};
struct SetClause { std::vector<SetItem> items; };     // scratch graphs only
struct DeleteClause { bool detach = false; std::vector<ExpressionPtr> targets; };  // scratch only
struct MergeClause { PathPattern pattern; };          // scratch graphs only

struct Clause {
  using Node = std::variant<MatchClause, UnwindClause, WithClause, ReturnClause, CallClause,
                            CallSubqueryClause, CreateClause, SetClause, DeleteClause, MergeClause>;
  Node node;
  SourceRange range;
};

struct SingleQuery {
  std::vector<Clause> clauses;
  SourceRange range;
};

enum class PlanMode : uint8_t { kRun, kExplain, kProfile };

struct Query {
  PlanMode mode = PlanMode::kRun;
  std::vector<SingleQuery> parts;  // joined by UNION
  bool union_all = false;          // mixing UNION and UNION ALL is an error
  SourceRange range;
};

}  // namespace zhengmai::ast
