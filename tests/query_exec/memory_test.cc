// What queries hold in memory: counted, limited, shown by PROFILE.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "graph/memory/builder.h"
#include "graph/model/error.h"
#include "query/exec/engine.h"

namespace zhengmai {
namespace {

// A ring of n nodes.
Graph ring(int n) {
  GraphBuilder builder;
  std::vector<NodeId> nodes;
  for (int i = 0; i < n; ++i) {
    nodes.push_back(builder.add_node({"N"}, {{"id", Value::integer(i)}}));
  }
  for (int i = 0; i < n; ++i) {
    builder.add_relationship("T", nodes[static_cast<size_t>(i)],
                             nodes[static_cast<size_t>((i + 1) % n)], {});
  }
  return std::move(builder).freeze();
}

const PlanNode* find(const PlanNode& node, std::string_view name) {
  if (node.name == name) return &node;
  for (const PlanNode& child : node.children) {
    if (const PlanNode* found = find(child, name)) return found;
  }
  return nullptr;
}

TEST_CASE("queries that build without end stop at the memory limit") {
  const std::string many = "UNWIND range(1, 1000) AS a UNWIND range(1, 2000) AS b "
                           "WITH a * 2000 + b AS x ";
  const std::string queries[] = {
      "RETURN range(0, 1000000000)",
      "RETURN size(range(0, 9000000))",
      "RETURN size([x IN range(1, 300000) | [x, x, x]])",
      "RETURN size(reduce(s = 'a', x IN range(1, 60) | s + s))",
      "RETURN size(reduce(l = [1], x IN range(1, 60) | l + l))",
      "WITH reduce(s = 'a', x IN range(1, 20) | s + s) AS s RETURN size(replace(s, 'a', s))",
      many + "RETURN size(collect([x]))",
      many + "WITH x, toString(x) + ' and some more' AS s ORDER BY s RETURN max(s)",
      many + "WITH DISTINCT toString(x) AS s RETURN count(s)",
      many + "RETURN x, -x",
      many + "RETURN percentileCont(x * x, 0.5)",
      many + "RETURN count(DISTINCT x * x)",
      "RETURN size(COLLECT { " + many + "RETURN x })",
  };
  const Graph graph = ring(3);
  QueryLimits limits;
  limits.max_memory_bytes = uint64_t{16} << 20;
  for (const std::string& query : queries) {
    CAPTURE(query);
    CHECK_THROWS_AS(Engine(graph).run(query, {}, limits), LimitError);
  }
  // What a query gave back may be used again.
  CHECK(Engine(graph)
            .run("UNWIND range(1, 300) AS i RETURN sum(size(range(1, 100000))) AS n", {}, limits)
            .at(0, 0)
            .as_integer() == 30'000'000);
}

TEST_CASE("lists in lists in lists end at a limit too, not in the stack") {
  const Graph graph = ring(3);
  const Engine engine(graph);
  CHECK_THROWS_AS(engine.run("RETURN reduce(l = [], x IN range(1, 100000) | [l])"), LimitError);
  CHECK_THROWS_AS(engine.run("RETURN reduce(l = {}, x IN range(1, 100000) | {l: l})"), LimitError);
  // Few bytes, but 2^60 values for whoever looks at all of them.
  CHECK_THROWS_AS(engine.run("RETURN reduce(l = [1], x IN range(1, 60) | [l, l])"), LimitError);
  CHECK(engine.run("RETURN reduce(l = [], x IN range(1, 900) | [l]) AS l").row_count() == 1);
}

TEST_CASE("the time limit is looked at while long lists are worked through") {
  const Graph graph = ring(3);
  QueryLimits limits;
  limits.timeout = std::chrono::milliseconds(50);
  for (const char* query : {"RETURN size(reduce(l = [], x IN range(1, 1000000) | l + x))",
                            "UNWIND range(1, 1000000) AS i RETURN sum(size(range(1, 100000)))",
                            "WITH range(1, 100000) AS l UNWIND l AS x RETURN count(l = l)",
                            "WITH range(1, 100000) AS l UNWIND l AS x RETURN count(0 IN l)"}) {
    CAPTURE(query);
    CHECK_THROWS_AS(Engine(graph).run(query, {}, limits), LimitError);
  }
}

TEST_CASE("PROFILE shows what every operator that keeps rows held at its peak") {
  const Graph graph = ring(3000);
  const Engine engine(graph);
  const auto bytes = [&](const std::string& query, const char* name) {
    CAPTURE(query, name);
    const Result result = engine.run("PROFILE " + query);
    CHECK(result.peak_bytes > 0);
    const PlanNode* node = find(*result.plan, name);
    REQUIRE(node);
    return node->bytes.value_or(0);
  };
  CHECK(bytes("MATCH (n:N) RETURN n.id AS id ORDER BY -n.id", "Sort") >= 3000 * 16);
  CHECK(bytes("MATCH (n:N) RETURN n.id AS id ORDER BY -n.id LIMIT 5", "TopK") >= 3000 * 16);
  CHECK(bytes("MATCH (n:N) RETURN DISTINCT n.id % 1000 AS x", "Distinct") >= 1000 * 8);
  CHECK(bytes("MATCH (n:N) RETURN n.id AS id, count(*) AS k", "Aggregate") >= 3000 * 8);
  CHECK(bytes("MATCH (n:N) RETURN collect(toString(n.id) + 'abc') AS l", "Aggregate") >=
        3000 * 16 + 3000 * 4);
  CHECK(bytes("MATCH (a:N {id: 0})-[r:T*2..900]->(b) RETURN size(r) AS n", "VarLengthExpand") >=
        900 * 12);
  CHECK(bytes("MATCH p = shortestPath((a:N {id: 0})-[:T*]->(b:N {id: 9})) RETURN length(p) AS n",
              "ShortestPath") >= 3000 * 8);
  const Result plain = engine.run("PROFILE MATCH (n:N) WHERE n.id > 5 RETURN n.id AS id");
  CHECK_FALSE(find(*plain.plan, "Filter")->bytes);
}

}  // namespace
}  // namespace zhengmai
