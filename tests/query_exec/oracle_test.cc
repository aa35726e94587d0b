#include <algorithm>

#include <catch2/catch.hpp>

#include "query/exec/engine.h"
#include "query/values/value_text.h"
#include "tests/query_exec/oracle.h"

namespace zhengmai {
namespace {

std::vector<std::string> rows_of(const Graph& graph, const std::string& query, bool ordered) {
  const Result result = Engine(graph).run(query);
  std::vector<std::string> rows;
  for (size_t i = 0; i < result.row_count(); ++i) {
    std::string row;
    for (const Value& v : result.row(i)) row += (row.empty() ? "" : "|") + to_text(v, graph);
    rows.push_back(std::move(row));
  }
  if (!ordered) std::sort(rows.begin(), rows.end());
  return rows;
}

TEST_CASE("the engine agrees with trying everything, on random graphs and queries") {
  std::mt19937 random(20160401);
  constexpr int kGraphs = 400;
  constexpr int kQueriesPerGraph = 12;
  size_t rows_seen = 0;
  for (int g = 0; g < kGraphs; ++g) {
    const oracle::World world = oracle::random_world(random);
    const Graph graph = oracle::build(world);
    for (int q = 0; q < kQueriesPerGraph; ++q) {
      const oracle::Query query = oracle::random_query(random);
      const std::string text = oracle::text(query);
      const std::vector<std::string> expected = oracle::evaluate(world, query);
      INFO("graph " << g << ": " << text);
      REQUIRE(rows_of(graph, text, oracle::ordered(query)) == expected);
      rows_seen += expected.size();
    }
    const oracle::Query first = oracle::random_query(random, oracle::Query::Form::kRows);
    const oracle::Query second = oracle::random_query(random, oracle::Query::Form::kRows);
    std::vector<std::string> expected = oracle::evaluate(world, first);
    const std::vector<std::string> more = oracle::evaluate(world, second);
    expected.insert(expected.end(), more.begin(), more.end());
    std::sort(expected.begin(), expected.end());
    const std::string texts[] = {oracle::text(first), oracle::text(second)};
    INFO("graph " << g << ": " << texts[0] << " UNION ALL " << texts[1]);
    REQUIRE(rows_of(graph, texts[0] + " UNION ALL " + texts[1], false) == expected);
    expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
    REQUIRE(rows_of(graph, texts[0] + " UNION " + texts[1], false) == expected);
  }
  // The generator must not have become one of queries without answers.
  CHECK(rows_seen > 5000);
}

}  // namespace
}  // namespace zhengmai
