// Evaluates queries that need no graph (WITH … RETURN over constants) straight from the tree, so
// that values and functions can be held against the openCypher TCK without the query engine.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "graph/memory/graph.h"
#include "graph/model/value.h"
#include "query/syntax/ast.h"
#include "query/values/functions.h"

namespace zhengmai::testing {

class ConstantQuery {
 public:
  explicit ConstantQuery(const Graph& graph) : context_{graph} {}

  // The one row that the query returns, or nothing where it uses clauses or expressions beyond
  // WITH, RETURN, operators, calls, literals and property access.
  std::optional<std::vector<Value>> run(const ast::Query& query);

 private:
  struct Unsupported {};

  Value evaluate(const ast::Expression& expression);
  Value binary(const ast::Binary& node);
  Value unary(const ast::Unary& node);
  void project(const ast::Projection& projection, std::vector<Value>& row);

  FunctionContext context_;
  std::map<std::string, Value> variables_;
};

}  // namespace zhengmai::testing
