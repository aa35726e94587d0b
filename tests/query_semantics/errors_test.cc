#include <catch2/catch.hpp>

#include "tests/query_semantics/checking.h"

using namespace zhengmai;  // NOLINT: a test

namespace {

struct Case {
  const char* text;
  const char* details;
};

void check(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(details_of(c.text) == c.details);
  }
}

}  // namespace

TEST_CASE("variables are known where they are used and new where they are bound") {
  check({
      {"RETURN x", "UndefinedVariable"},
      {"MATCH (n) WITH n.x AS x RETURN n", "UndefinedVariable"},
      {"MATCH (n) WHERE (n)-->(m) RETURN n", "UndefinedVariable"},
      {"MATCH (n) RETURN [x IN [1] | y] + x AS l", "UndefinedVariable UndefinedVariable"},
      {"MATCH (n) CALL { RETURN n AS m } RETURN m", "UndefinedVariable"},
      {"MATCH (n) RETURN EXISTS { (n)-->(m) } AS e, m", "UndefinedVariable"},
      {"UNWIND [1] AS x UNWIND [2] AS x RETURN x", "VariableAlreadyBound"},
      {"MATCH (p), p = (a)-->(b) RETURN p", "VariableAlreadyBound"},
      {"WITH 1 AS city CALL my.proc('a', 1) YIELD city RETURN city", "VariableAlreadyBound"},
      {"MATCH (n) CALL { MATCH (n) RETURN n } RETURN n", "VariableAlreadyBound"},
      {"MATCH (a)-[r]->(b)-[r]->(c) RETURN r", "RelationshipUniquenessViolation"},
      {"MATCH (a)-[a]->(b) RETURN a", "VariableTypeConflict"},
      {"MATCH (a)-[r]->(b) MATCH (r) RETURN r", "VariableTypeConflict"},
      {"WITH [1] AS rs MATCH ()-[rs*]->() RETURN rs", "VariableTypeConflict"},
      {"MATCH () RETURN *", "NoVariablesInScope"},
  });
}

TEST_CASE("independent problems are reported together, one for each variable") {
  check({{"MATCH (n) WHERE n.x = y AND foo(n) RETURN y, z, 1 IN 2",
          "UndefinedVariable UnknownFunction UndefinedVariable InvalidArgumentType"}});
}

TEST_CASE("aggregates stand where rows are grouped") {
  check({
      {"MATCH (n) WHERE count(n) > 1 RETURN n", "InvalidAggregation"},
      {"MATCH (n) RETURN [x IN [1] | count(*)] AS l", "InvalidAggregation"},
      {"MATCH (n) RETURN n.x ORDER BY max(n.y)", "InvalidAggregation"},
      {"MATCH (n) RETURN n.x AS x, count(*) AS c ORDER BY x, sum(1)", "InvalidAggregation"},
      {"UNWIND collect(1) AS x RETURN x", "InvalidAggregation"},
      {"RETURN count(count(*)) AS c", "NestedAggregation"},
      {"RETURN sum(rand()) AS c", "NonConstantExpression"},
      {"MATCH (a) RETURN a.x + count(*) AS n", "AmbiguousAggregationExpression"},
      {"MATCH (a) RETURN a.x + a.y, a.x + a.y + count(*) AS n", "AmbiguousAggregationExpression"},
      {"MATCH (a) RETURN DISTINCT a.x ORDER BY a.y", "UndefinedVariable"},
      {"MATCH (a) RETURN count(*) AS c ORDER BY a.x", "UndefinedVariable"},
      {"MATCH (a) WITH a.x AS x, count(*) AS c WHERE a.y > 1 RETURN x", "UndefinedVariable"},
      {"MATCH (a) RETURN sum(*) AS s", "InvalidNumberOfArguments"},
      {"MATCH (a) RETURN size(DISTINCT a.x) AS s", "UnexpectedSyntax"},
  });
}

TEST_CASE("operands and arguments have a kind that fits, as far as it is known") {
  check({
      {"RETURN 1 AND true", "InvalidArgumentType"},
      {"RETURN NOT 'a'", "InvalidArgumentType"},
      {"RETURN 1 IN 'a'", "InvalidArgumentType"},
      {"RETURN 'a' - 1", "InvalidArgumentType"},
      {"RETURN -[1]", "InvalidArgumentType"},
      {"MATCH (n) WHERE n RETURN n", "InvalidArgumentType"},
      {"MATCH (n) RETURN length(n)", "InvalidArgumentType"},
      {"RETURN all(x IN ['a'] WHERE x % 2 = 0)", "InvalidArgumentType"},
      {"RETURN [x IN 1 | x]", "InvalidArgumentType"},
      {"WITH 1 AS x RETURN x.y", "InvalidArgumentType"},
      {"MATCH (n) RETURN n:A AND n.x:B, 1 AS y, 2 + 'a' AS z", ""},
      {"MATCH (n) RETURN n.x LIMIT 1.5", "InvalidArgumentType"},
      {"MATCH (n) RETURN n.x LIMIT -1", "NegativeIntegerArgument"},
      {"MATCH (n) RETURN n.x SKIP n.x", "NonConstantExpression"},
      {"RETURN substring('a')", "InvalidNumberOfArguments"},
      {"RETURN coalesce()", "InvalidNumberOfArguments"},
      {"RETURN nonsense(1)", "UnknownFunction"},
      {"MATCH (n) RETURN (n)-->()", "UnexpectedSyntax"},
      {"MATCH (n $p) RETURN n", "InvalidParameterUse"},
      {"MATCH ()-[r $p]->() RETURN r", "InvalidParameterUse"},
  });
}

TEST_CASE("columns have one name each, and the parts of a union the same ones") {
  check({
      {"RETURN 1 AS a, 2 AS a", "ColumnNameConflict"},
      {"MATCH (n) WITH n, n.x RETURN n", "NoExpressionAlias"},
      {"RETURN 1 AS a UNION RETURN 2 AS b", "DifferentColumnsInUnion"},
      {"RETURN 1 AS a, 2 AS b UNION RETURN 2 AS b, 1 AS a", ""},
      {"RETURN 1 AS a UNION ALL RETURN 2 AS a UNION RETURN 3 AS a", "InvalidClauseComposition"},
  });
}

TEST_CASE("a query ends with something to show") {
  check({
      {"MATCH (n)", "InvalidClauseComposition"},
      {"MATCH (n) WITH n", "InvalidClauseComposition"},
      {"MATCH (n) RETURN COLLECT { MATCH (n) } AS l", "InvalidClauseComposition"},
      {"CREATE (n)", "ReadOnlyGraph"},
      {"MATCH (n) RETURN EXISTS { CREATE (m) } AS e", "InvalidClauseComposition"},
  });
}

TEST_CASE("procedures exist, take what they are given and yield what is asked for") {
  check({
      {"CALL my.nope()", "ProcedureNotFound"},
      {"CALL my.proc('a')", "InvalidNumberOfArguments"},
      {"CALL my.proc('a', 'b')", "InvalidArgumentType"},
      {"CALL my.proc", "MissingParameter"},
      {"MATCH (n) CALL my.proc YIELD city RETURN city", "InvalidArgumentPassingMode"},
      {"MATCH (n) CALL my.proc('a', 1) YIELD * RETURN city", "UnexpectedSyntax"},
      {"CALL my.proc('a', 1) YIELD town RETURN town", "UndefinedVariable"},
      {"CALL my.proc('a', count(*)) YIELD city RETURN city", "InvalidAggregation"},
      {"CALL my.proc('a', 1) RETURN city", "UndefinedVariable"},
  });
}

TEST_CASE("creating patterns say all that is needed, on scratch graphs") {
  CheckContext scratch = small_world();
  scratch.may_create = true;
  for (const auto& [text, details] : std::initializer_list<Case>{
           {"CREATE (a:A {x: 1})-[:T]->(b), (a)-[:U]->(c $p)", ""},
           {"CREATE (a)-[:T]-(b)", "RequiresDirectedRelationship"},
           {"CREATE (a)-[]->(b)", "NoSingleRelationshipType"},
           {"CREATE (a)-[:T*2]->(b)", "CreatingVarLength"},
           {"MATCH (a) CREATE (a)", "VariableAlreadyBound"},
           {"MATCH (a) CREATE (a:B)-[:T]->(b)", "VariableAlreadyBound"},
           {"MATCH ()-[r]->() CREATE ()-[r:T]->()", "VariableAlreadyBound"},
           {"MATCH (a) SET a.x = 1", "UnexpectedSyntax"},
           {"MERGE (a:A) SET a.x = 1", "UnexpectedSyntax UnexpectedSyntax"},
           {"MATCH (a) SET b.x = 1", "UndefinedVariable"},
           {"RETURN 1 AS x UNION CREATE (a) RETURN 1 AS x", "InvalidClauseComposition"},
           {"MATCH (a) DELETE a UNION MATCH (b) DELETE b",
            "InvalidClauseComposition InvalidClauseComposition"},
           {"CALL { CREATE (a) } RETURN 1", "InvalidClauseComposition"},
           {"CREATE (a) DETACH DELETE a", ""},
       }) {
    CAPTURE(text);
    CHECK(details_of(text, scratch) == details);
  }
}

TEST_CASE("messages point at the place and name the remedy") {
  try {
    check_text("MATCH (措施:Measure) RETURN 措失.name");
    FAIL();
  } catch (const QueryError& e) {
    CHECK(e.rendered() ==
          "error: line 1, column 27: unknown variable '措失'\n"
          "  MATCH (措施:Measure) RETURN 措失.name\n"
          "                              ^^^^\n"
          "  hint: did you mean '措施'?");
  }
  try {
    check_text("RETURN toUper('a')");
    FAIL();
  } catch (const QueryError& e) {
    CHECK(e.diagnostics()[0].hint == "did you mean 'toUpper'?");
  }
}
