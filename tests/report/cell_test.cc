#include "report/cell.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cmath>

#include "graph/model/unicode.h"
#include "policy_graph.h"

namespace zhengmai::report {
namespace {

std::string json(const Value& value, const Graph* graph = nullptr) {
  std::string out;
  append_json(out, value, graph);
  return out;
}

TEST_CASE("values are JSON that keeps their type") {
  CHECK(json(Value()) == "null");
  CHECK(json(Value::boolean(true)) == "true");
  CHECK(json(Value::integer(INT64_MIN)) == "-9223372036854775808");
  CHECK(json(Value::floating(1)) == "1.0");
  CHECK(json(Value::floating(1e300)) == "1e+300");
  CHECK(json(Value::floating(std::nan(""))) == "null");
  CHECK(json(Value::floating(INFINITY)) == "null");
  CHECK(json(Value::list({Value::integer(1), Value::string("a\"b")})) == "[1,\"a\\\"b\"]");
  CHECK(json(Value::map({{"k", Value()}})) == "{\"k\":null}");
  CHECK(json(Value::date(Date{16906})) == "\"2016-04-15\"");
}

TEST_CASE("nodes, relationships and paths are objects with stable ids") {
  const Graph graph = report_test::policy_graph();
  const RelationshipId id = graph.relationships_of(*graph.types().find("DERIVED_FROM")).begin;
  const Path path{{graph.start_of(id), graph.end_of(id)}, {id}};
  const auto parsed = nlohmann::json::parse(json(Value::path(path), &graph));
  CHECK(parsed["nodes"][0]["id"] == "measure:bbbbbbbbbbbb/1");
  CHECK(parsed["nodes"][0]["labels"][0] == "Measure");
  CHECK(parsed["nodes"][1]["properties"]["ordinal"] == 1);
  CHECK(parsed["relationships"][0]["type"] == "DERIVED_FROM");
  CHECK(parsed["relationships"][0]["start"] == "measure:bbbbbbbbbbbb/1");
  CHECK(parsed["relationships"][0]["end"] == "measure:aaaaaaaaaaaa/1");
  CHECK(cell_text(Value::path(path), &graph) ==
        "(:Measure 建设冷链园区。)-[:DERIVED_FROM]->(:Measure 建设冷链。)");
}

TEST_CASE("nodes are found by the text of a property, and none by names that the graph lacks") {
  const Graph graph = report_test::policy_graph();
  const auto found = nodes_with_text(graph, "Measure", "id", "measure:aaaaaaaaaaaa/1");
  REQUIRE(found.size() == 1);
  CHECK(node_key(graph, found.front()) == "measure:aaaaaaaaaaaa/1");
  CHECK(nodes_with_text(graph, "Measure", "id", "measure:none").empty());
  CHECK(nodes_with_text(graph, "Agency", "id", "measure:aaaaaaaaaaaa/1").empty());
  CHECK(nodes_with_text(graph, "NoLabel", "id", "measure:aaaaaaaaaaaa/1").empty());
  CHECK(nodes_with_text(graph, "Measure", "no_key", "measure:aaaaaaaaaaaa/1").empty());
}

TEST_CASE("shortened text never exceeds its columns and never splits a character") {
  for (const std::string& s : report_test::hostile_texts()) {
    for (int columns = 3; columns < 12; ++columns) {
      const std::string cut = shorten(s, columns);
      CHECK(display_width(cut) <= columns);
      CHECK_FALSE(find_invalid_utf8(cut).has_value());
    }
  }
  CHECK(shorten("福建省商务厅", 7) == "福建省…");
  CHECK(shorten("福建省商务厅", 12) == "福建省商务厅");
}

}  // namespace
}  // namespace zhengmai::report
