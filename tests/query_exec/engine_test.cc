#include <algorithm>
#include <atomic>
#include <thread>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "graph/memory/builder.h"
#include "query/exec/engine.h"
#include "query/values/value_text.h"

namespace zhengmai {
namespace {

std::string table(const Result& result, const Graph& graph) {
  std::string out;
  for (size_t i = 0; i < result.row_count(); ++i) {
    if (i > 0) out += "; ";
    for (size_t k = 0; k < result.columns.size(); ++k) {
      out += (k > 0 ? "|" : "") + to_text(result.at(i, k), graph);
    }
  }
  return out;
}

std::string ask(ScratchEngine& engine, std::string_view query, const Parameters& parameters = {}) {
  return table(engine.run(query, parameters), engine.graph());
}

// n nodes, each with arcs to every other: as many trails as a hostile query could want.
Graph complete_graph(int n) {
  GraphBuilder builder;
  std::vector<NodeId> nodes;
  for (int i = 0; i < n; ++i) {
    nodes.push_back(builder.add_node({"N"}, {{"id", Value::integer(i)}}));
  }
  for (const NodeId a : nodes) {
    for (const NodeId b : nodes) {
      if (a != b) builder.add_relationship("T", a, b, {});
    }
  }
  return std::move(builder).freeze();
}

// Big enough for several threads; group k has a third of the numbers that leave rest k.
Graph big_graph(int n) {
  GraphBuilder builder;
  for (int i = 0; i < n; ++i) {
    builder.add_node({"N"}, {{"id", Value::integer(i)},
                             {"rest", Value::integer((n - i) % 7)},
                             {"share", Value::floating(1.0 / (1 + i % 1000))}});
  }
  return std::move(builder).freeze();
}

TEST_CASE("queries of every shape give their rows") {
  ScratchEngine engine;
  engine.run("CREATE (a:A {n: 1})-[:R {w: 2}]->(b:B {n: 2})-[:R {w: 3}]->(c:A {n: 3}), (c)-[:S]->(a)");
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"MATCH p = shortestPath((a:A {n: 1})-[:R*]->(c:A {n: 3})) RETURN length(p)", "2"},
      {"MATCH p = shortestPath((a:A {n: 3})-[*..5]-(c {n: 2})) RETURN [r IN relationships(p) | type(r)]",
       "['R']"},
      {"MATCH p = allShortestPaths((a {n: 1})-[*]-(c {n: 3})) RETURN count(p)", "1"},
      {"RETURN reduce(t = 0, x IN [1, 2, 3] | t + x) AS t", "6"},
      {"MATCH (a:A) RETURN a {.n, twice: a.n * 2} AS m ORDER BY a.n", "{n: 1, twice: 2}; {n: 3, twice: 6}"},
      {"MATCH (a) CALL { WITH a MATCH (a)-->(b) RETURN count(b) AS k } RETURN a.n AS n, k ORDER BY n",
       "1|1; 2|1; 3|1"},
      {"MATCH (a:A|B) WHERE NOT a:B RETURN count(*) AS k", "2"},
      {"MATCH (a:!A) RETURN a.n AS n", "2"},
      {"MATCH (a) WHERE 'trade' =~ 'tr.*' RETURN count(a) AS k", "3"},
      {"MATCH (a) RETURN a.n AS n, COUNT { (a)-[:R]-() } AS k ORDER BY n", "1|1; 2|2; 3|1"},
      {"MATCH (a) RETURN a.n AS n, COLLECT { MATCH (a)-[r:R]->() RETURN r.w } AS w ORDER BY n",
       "1|[2]; 2|[3]; 3|[]"},
      {"UNWIND [3, 1, 2, 3] AS x RETURN DISTINCT x ORDER BY x DESC SKIP 1 LIMIT 1", "2"},
      {"UNWIND [1, 1.0, null, null] AS x RETURN x, count(*) AS k", "1|2; null|2"},
      {"RETURN 1 AS x UNION ALL RETURN 1 AS x", "1; 1"},
      {"MATCH (n:None) RETURN count(*) AS k, sum(n.x) AS s, collect(n) AS l", "0|0|[]"},
      {"MATCH (a:A {n: 1})-[rs*2]->(c) RETURN [r IN rs | r.w] AS w", "[2, 3]"},
      {"MATCH (c)<-[rs*2]-(a:A {n: 1}) RETURN [r IN rs | r.w] AS w", "[3, 2]"},
  };
  for (const auto& [query, rows] : cases) {
    INFO(query);
    CHECK(ask(engine, query) == rows);
  }
}

TEST_CASE("an ordinary engine refuses to change its graph") {
  const Graph graph = complete_graph(2);
  CHECK_THROWS_AS(Engine(graph).run("CREATE (n)"), QueryError);
}

TEST_CASE("limits end queries that would not end") {
  const Graph graph = complete_graph(30);
  const Engine engine(graph);
  const char* const endless = "MATCH (a)-[*]->(b) RETURN count(*)";
  SECTION("time") {
    QueryLimits limits;
    limits.timeout = std::chrono::milliseconds(30);
    CHECK_THROWS_AS(engine.run(endless, {}, limits), LimitError);
  }
  SECTION("interruption") {
    std::atomic<bool> flag{false};
    QueryLimits limits;
    limits.interrupt = &flag;
    std::thread user([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      flag = true;
    });
    CHECK_THROWS_AS(engine.run(endless, {}, limits), Interrupted);
    user.join();
  }
  SECTION("memory, in each operator that keeps rows") {
    QueryLimits limits;
    limits.max_memory_bytes = 1 << 20;
    limits.timeout = std::chrono::seconds(20);
    const char* const greedy[] = {
        "MATCH (a)-[rs*..4]->(b) RETURN collect(rs)",
        "MATCH (a)-[*..4]->(b) RETURN a ORDER BY b.id",
        "MATCH (a), (b), (c), (d) RETURN DISTINCT a.id * 27000 + b.id * 900 + c.id * 30 + d.id",
        "MATCH (a), (b), (c), (d) RETURN a.id * 27000 + b.id * 900 + c.id * 30 + d.id, count(*)",
        "MATCH (a), (b), (c), (d) RETURN count(DISTINCT a.id * 27000 + b.id * 900 + c.id * 30 + d.id)",
        "MATCH (a)-[*..4]->(b) RETURN a, b",
    };
    for (const char* query : greedy) {
      INFO(query);
      try {
        engine.run(query, {}, limits);
        FAIL("no limit was reached");
      } catch (const LimitError& error) {
        CHECK(std::string(error.what()).find("memory") != std::string::npos);
      }
    }
  }
  SECTION("rows") {
    QueryLimits limits;
    limits.max_rows = 10;
    CHECK_THROWS_AS(engine.run("MATCH (a), (b) RETURN a, b", {}, limits), LimitError);
    CHECK(engine.run("MATCH (a), (b) RETURN a, b LIMIT 10", {}, limits).row_count() == 10);
  }
  SECTION("LIMIT stops the search itself") {
    CHECK(engine.run("MATCH (a)-[*]->(b) RETURN a LIMIT 3").row_count() == 3);
  }
}

TEST_CASE("several threads give what one would, in the same order") {
  constexpr int kNodes = 120000;
  const Graph graph = big_graph(kNodes);
  const Engine engine(graph);
  const Result r = engine.run("MATCH (n:N) RETURN n.rest AS rest, count(*) AS k, sum(n.id) AS s, "
                              "min(n.id) AS low, count(DISTINCT n.share) AS d");
  std::vector<int64_t> order, counts(7), sums(7);
  for (int i = 0; i < kNodes; ++i) {
    const int64_t rest = (kNodes - i) % 7;
    if (counts[rest]++ == 0) order.push_back(rest);
    sums[rest] += i;
  }
  REQUIRE(r.row_count() == order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    CHECK(r.at(i, 0).as_integer() == order[i]);
    CHECK(r.at(i, 1).as_integer() == counts[order[i]]);
    CHECK(r.at(i, 2).as_integer() == sums[order[i]]);
    CHECK(r.at(i, 3).as_integer() == int64_t(i));
    CHECK(r.at(i, 4).as_integer() == 1000);
  }
}

TEST_CASE("the same query gives the same rows in the same order") {
  const Graph graph = big_graph(60000);
  const char* const queries[] = {
      "MATCH (n:N) RETURN n.rest, avg(n.share), collect(n.id)[..5]",
      "MATCH (n:N) WITH DISTINCT n.share AS s RETURN s LIMIT 50",
      "MATCH (n:N) RETURN n ORDER BY n.rest LIMIT 20",
  };
  for (const char* query : queries) {
    const std::string first = table(Engine(graph).run(query), graph);
    for (int i = 0; i < 3; ++i) CHECK(table(Engine(graph).run(query), graph) == first);
  }
}

TEST_CASE("an error at run time points at the expression") {
  const Graph graph = complete_graph(2);
  try {
    Engine(graph).run("MATCH (n:N) RETURN 1 / n.id AS x");
    FAIL("no error");
  } catch (const QueryError& error) {
    const Diagnostic& d = error.diagnostics().front();
    CHECK(d.phase == "runtime");
    CHECK(d.range.begin == 19);
    CHECK(d.range.end == 27);
  }
}

TEST_CASE("a condition guards the ones after it") {
  const Graph graph = complete_graph(3);
  const Engine engine(graph);
  CHECK(table(engine.run("MATCH (n:N) WHERE n.id > 0 AND 2 / n.id = 2 RETURN n.id"), graph) == "1");
  CHECK(table(engine.run("MATCH (n:N) WHERE n.id = 0 OR 2 / n.id = 1 RETURN n.id AS x ORDER BY x"),
              graph) == "0; 2");
}

TEST_CASE("CASE guards what its branches read, in aggregations too") {
  ScratchEngine engine;
  CHECK(ask(engine, "UNWIND [1, {a: 2}] AS x WITH x, x = 1 AS plain "
                    "RETURN sum(CASE WHEN plain THEN 0 ELSE x.a END) AS s, "
                    "max(CASE WHEN plain THEN 0 ELSE x.a END) AS m") == "2|2");
}

TEST_CASE("EXPLAIN runs nothing and PROFILE counts rows") {
  const Graph graph = complete_graph(5);
  const Engine engine(graph);
  const Result plan = engine.run("EXPLAIN MATCH (a:N)-->(b) RETURN b.id");
  CHECK(plan.row_count() == 0);
  REQUIRE(plan.plan);
  CHECK_FALSE(plan.plan->rows);
  const Result profile = engine.run("PROFILE MATCH (a:N)-->(b) RETURN b.id");
  CHECK(profile.row_count() == 20);
  REQUIRE(profile.plan);
  CHECK(profile.plan->name == "Project");
  CHECK(profile.plan->rows == 20u);
  CHECK(profile.plan->children.at(0).name == "Expand");
  CHECK(profile.plan->children.at(0).rows == 20u);
  CHECK(profile.plan->children.at(0).children.at(0).rows == 5u);
}

TEST_CASE("rows can be streamed and stopped") {
  const Graph graph = complete_graph(40);
  std::vector<std::string> columns;
  int rows = 0;
  Engine::RowSink sink;
  sink.columns = [&](std::span<const std::string> c) { columns.assign(c.begin(), c.end()); };
  sink.row = [&](std::span<const Value> row) {
    CHECK(row.size() == 2);
    return ++rows < 7;
  };
  const Result result =
      Engine(graph).stream("MATCH (a)-->(b) RETURN a.id AS x, b", {}, {}, sink);
  CHECK(columns == std::vector<std::string>{"x", "b"});
  CHECK(rows == 7);
  CHECK(result.cells.empty());
}

TEST_CASE("parameters of every kind, and a missing one") {
  ScratchEngine engine;
  CHECK(ask(engine, "RETURN $x + 1 AS y", {{"x", Value::integer(41)}}) == "42");
  CHECK(ask(engine, "UNWIND $l AS x RETURN x",
            {{"l", Value::list({Value::string("a"), Value()})}}) == "'a'; null");
  CHECK_THROWS_AS(engine.run("RETURN $none"), QueryError);
}

TEST_CASE("an aliased key is a node's property, and of a map the key that is written") {
  ScratchEngine engine;
  engine.run("CREATE (:A {name: 'node'})-[:T {name: 'arc'}]->()");
  const Value row = Value::map({{"名称", Value::string("map")}, {"name", Value::string("other")}});
  const Parameters parameters = {{"m", row}, {"rows", Value::list({row})}};
  CHECK(ask(engine, "RETURN $m.名称 AS x", parameters) == "'map'");
  CHECK(ask(engine, "UNWIND $rows AS r RETURN r.名称 AS x, r.name AS y, r {.名称} AS z",
            parameters) == "'map'|'other'|{名称: 'map'}");
  CHECK(ask(engine, "MATCH (a:A)-[t]->() UNWIND [a, t, $m, {a: 1}] AS x RETURN x.名称 AS y",
            parameters) == "'node'; 'arc'; 'map'; null");
  CHECK(ask(engine, "MATCH (a:A) RETURN collect(a)[0].名称 AS x") == "'node'");
}

TEST_CASE("EXISTS asked of many rows is answered for all of them at once, and alike") {
  ScratchEngine engine;
  engine.run("UNWIND range(0, 99) AS i CREATE (:T {i: i})");
  engine.run("MATCH (t:T) WHERE t.i % 3 = 0 CREATE (:P {name: 'p'})-[:HAS]->(t)");
  CHECK(ask(engine, "MATCH (t:T) WHERE NOT EXISTS { MATCH (p:P {name: 'p'})-[:HAS]->(t) } "
                    "RETURN count(*) AS k, min(t.i) AS low") == "66|1");
  CHECK(ask(engine, "MATCH (t:T) WHERE (t)<-[:HAS]-() RETURN count(*) AS k") == "34");
}

TEST_CASE("scratch graphs create, read back and delete") {
  ScratchEngine engine;
  CHECK(ask(engine, "CREATE (a:A {n: 1}) CREATE (b:B {n: a.n + 1})-[:R]->(a) RETURN b.n AS n") ==
        "2");
  CHECK(ask(engine, "MATCH (b)-[r:R]->(a) DELETE r RETURN a.n AS n") == "1");
  CHECK(ask(engine, "MATCH ()-[r]->() RETURN count(r) AS k") == "0");
  CHECK_THROWS_AS(engine.run("CREATE (a {m: {x: 1}})"), QueryError);
}

}  // namespace
}  // namespace zhengmai
