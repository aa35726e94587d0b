// Values and functions against the openCypher TCK, where ../shared/tck is present: every scenario
// without a set-up whose query is WITH and RETURN over constants.
#include <catch2/catch.hpp>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "query/syntax/parse.h"
#include "query/values/compare.h"
#include "query/values/value_text.h"
#include "tests/query_values/constant_query.h"

namespace zhengmai::testing {
namespace {

using nlohmann::json;

// The text of a step that starts so, or of its table.
const json* find_step(const json& scenario, const std::string& text) {
  for (const json& step : scenario.at("steps"))
    if (step.at("text").get<std::string>().find(text) != std::string::npos) return &step;
  return nullptr;
}

struct Tally {
  int evaluated = 0;
  std::string failures;
};

// As text, or as values where there are several ways to write one (1e308, 1.0E308).
bool agrees(const Value& actual, const std::string& expected, const Graph& graph) {
  if (to_text(actual, graph) == expected) return true;
  try {
    const auto row = ConstantQuery(graph).run(*parse_query("RETURN " + expected));
    return row && equivalent(row->at(0), actual);
  } catch (const Error&) {
    return false;
  }
}

void check_scenario(const json& scenario, Tally& tally) {
  const json* query = find_step(scenario, "executing query");
  const json* result = find_step(scenario, "the result should be");
  if (!query || !result || !result->contains("table")) return;
  const std::string& words = result->at("text").get_ref<const std::string&>();
  if (words.find("ignoring element order") != std::string::npos) return;
  const json& table = result->at("table");
  if (table.size() != 2) return;
  const Graph graph;
  std::string actual;
  bool same = true;
  try {
    const auto tree = parse_query(query->at("doc").get<std::string>());
    const auto row = ConstantQuery(graph).run(*tree);
    if (!row) return;
    for (size_t i = 0; i < row->size(); ++i) {
      same &= agrees(row->at(i), table[1].at(i).get<std::string>(), graph);
      actual += to_text(row->at(i), graph) + " | ";
    }
  } catch (const Error& e) {
    actual = e.what();
    same = false;
  }
  ++tally.evaluated;
  if (same) return;
  tally.failures += scenario.at("id").get<std::string>() + ": " +
                    query->at("doc").get<std::string>() + "\n  expected " + table[1].dump() +
                    "\n  actual   " + actual + "\n";
}

TEST_CASE("the TCK's queries over constants give what it expects") {
  std::ifstream in(ZHENGMAI_SOURCE_DIR "/../shared/tck/scenarios.jsonl");
  if (!in) {
    std::cout << "skipped: ../shared/tck is not here\n";
    return;
  }
  Tally tally;
  for (std::string line; std::getline(in, line);) {
    const json scenario = json::parse(line);
    if (scenario.at("setup") == "none" && scenario.at("error").is_null())
      check_scenario(scenario, tally);
  }
  std::cout << tally.evaluated << " scenarios over constants\n";
  CHECK(tally.evaluated > 900);
  if (!tally.failures.empty()) FAIL(tally.failures);
}

}  // namespace
}  // namespace zhengmai::testing
