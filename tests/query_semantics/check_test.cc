#include <catch2/catch.hpp>

#include "tests/query_semantics/checking.h"

using namespace zhengmai;  // NOLINT: a test

namespace {

const ast::Projection& projection_of(const ast::Clause& clause) {
  if (const auto* with = std::get_if<ast::WithClause>(&clause.node)) return with->projection;
  return std::get<ast::ReturnClause>(clause.node).projection;
}

}  // namespace

TEST_CASE("columns are named by alias or by text") {
  using Names = std::vector<std::string>;
  CHECK(check_text("MATCH (n) RETURN n, n.x, count( * ) AS c").columns == Names{"n", "n.x", "c"});
  CHECK(check_text("WITH 1 AS b, 2 AS a RETURN *").columns == Names{"a", "b"});
  CHECK(check_text("WITH 1 AS b RETURN *, b + 1").columns == Names{"b", "b + 1"});
  CHECK(check_text("CALL my.proc('x', 1)").columns == Names{"city", "code"});
  CHECK(check_text("CALL my.proc('x', 1) YIELD *").columns == Names{"city", "code"});
  CHECK(check_text("CALL my.proc('x', 1) YIELD code AS c").columns == Names{"c"});
  CHECK(check_text("CALL my.nothing").columns.empty());
  CHECK(check_text("RETURN 1 AS x UNION RETURN 2 AS x").columns == Names{"x"});
}

TEST_CASE("a variable keeps its symbol as long as it keeps its name") {
  const CheckedQuery q =
      check_text("MATCH (a)-[r]->(b) WITH a, b AS c WITH *, 1 AS d RETURN a, c, d");
  const auto& clauses = q.query->parts[0].clauses;
  const auto& nodes = std::get<ast::MatchClause>(clauses[0].node).pattern.paths[0].nodes;
  const auto& last = projection_of(clauses[3]).items;
  CHECK(last[0].alias->symbol == nodes[0].variable->symbol);
  CHECK(last[1].alias->symbol != nodes[1].variable->symbol);
  CHECK(q.symbols[last[1].alias->symbol].name == "c");
  CHECK(q.symbols[last[1].alias->symbol].types == type_set::kNode);
  CHECK(q.symbols[last[2].alias->symbol].types == type_set::kInteger);
}

TEST_CASE("* becomes the items that it stands for") {
  const CheckedQuery q = check_text("MATCH (b)-[r*]->(a) RETURN *, 1 AS z");
  const auto& p = projection_of(q.query->parts[0].clauses[1]);
  CHECK_FALSE(p.star);
  REQUIRE(p.items.size() == 4);
  CHECK(p.items[0].alias->name == "a");
  CHECK(p.items[2].alias->name == "r");
  CHECK(q.symbols[p.items[2].alias->symbol].relationship_list);
}

TEST_CASE("parameters are listed once, sorted") {
  CHECK(check_text("MATCH (n {x: $b}) WHERE n.y = $a RETURN $b LIMIT $c").parameter_names ==
        std::vector<std::string>{"a", "b", "c"});
  CHECK(check_text("CALL my.half").parameter_names.empty());
  CheckContext given = small_world();
  given.parameters.push_back({"x", type_set::kFloat});
  CHECK(check_text("CALL my.half", given).parameter_names == std::vector<std::string>{"x"});
}

TEST_CASE("a WHERE after DISTINCT or grouping may repeat an item") {
  const CheckedQuery q =
      check_text("MATCH (a) WITH DISTINCT a.x AS x WHERE a.x > 1 AND x < 9 RETURN x");
  CHECK(dump(*q.query) ==
        "(match (a)) (with distinct (as (. a x) x) (where (and (> x 1) (< x 9)))) "
        "(return (as x x))");
}

TEST_CASE("functions get the name as documented") {
  const CheckedQuery q = check_text("RETURN TOUPPER('a') AS a, Date.Truncate('day') AS b");
  CHECK(dump(*q.query) == "(return (as (call toUpper 'a') a) (as (call date.truncate 'day') b))");
}

TEST_CASE("what is right passes") {
  for (const char* text : {
           "MATCH (a)-[r]->(b) WHERE a.x = b.x AND r.y > 1 RETURN a ORDER BY b.z, a.x SKIP 1 LIMIT "
           "2",
           "MATCH (a {x: b.y}), (b) RETURN a",
           "MATCH (a) MATCH (a)-->(b) RETURN b",
           "MATCH (a)-[rs*]->(b) WITH rs MATCH ()-[rs*]->() RETURN rs",
           "OPTIONAL MATCH (a) WITH a WHERE a IS NULL RETURN 1 AS one",
           "WITH null AS n MATCH (n) RETURN n",
           "WITH [1, 'a'] AS l RETURN [x IN l WHERE x > 1 | x + 1] AS r",
           "MATCH (a) RETURN a.x AS x, count(*) AS n ORDER BY a.x, n",
           "MATCH (a) RETURN a, a.x + count(*) AS n",
           "MATCH (a) RETURN count(*) + size(collect(a)) + $p AS n ORDER BY n",
           "MATCH (a) WHERE (a)-->() AND NOT (a)<--(:X) OR exists((a)--()) RETURN a",
           "MATCH (a) RETURN exists((a)-->()) AS e, EXISTS { (a)-->(b) WHERE b.x } AS f",
           "MATCH (a) RETURN COUNT { (a)-->() } AS n, COLLECT { MATCH (a)-->(b) RETURN b } AS l",
           "MATCH (a) CALL { WITH a MATCH (a)-->(b) RETURN b } RETURN a, b",
           "CALL { MATCH (a) RETURN a UNION MATCH (b) RETURN b AS a } RETURN a",
           "MATCH (a) CALL my.proc(a.name, 1) YIELD city AS c, code WHERE code > 1 RETURN c",
           "MATCH (a) CALL my.nothing() RETURN a",
           "CALL my.half() YIELD half RETURN half",
           "RETURN reduce(s = 0, x IN [1, 2] | s + x) AS s, all(x IN [1] WHERE x > 0) AS b",
           "MATCH (n) RETURN [(n)-[r]->(m) WHERE m.x = n.x | r.y + m.z] AS l",
           "MATCH (n) RETURN n {.*, .x, y: 1, n} AS m",
           "MATCH (n) RETURN CASE WHEN (n)-->() THEN 1 ELSE 'a' END AS c",
           "MATCH p = shortestPath((a)-[*]-(b)) RETURN length(p), nodes(p)[0].x",
           "UNWIND $list AS x WITH x ORDER BY x.y RETURN collect(x.y) AS l",
           "MATCH (n) WITH n.x AS x ORDER BY n.y LIMIT 1 RETURN x",
           "RETURN 1 AS x LIMIT toInteger(2.5)",
       }) {
    CAPTURE(text);
    CHECK(details_of(text).empty());
  }
}
