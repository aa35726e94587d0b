#include <catch2/catch.hpp>

#include "graph/memory/builder.h"
#include "query/values/functions.h"
#include "query/values/operators.h"
#include "query/values/value_text.h"

namespace zhengmai {
namespace {

TEST_CASE("functions read nodes, relationships and paths") {
  GraphBuilder b;
  b.add_node({"Measure", "Draft"}, {{"text", Value::string("建设")}, {"ordinal", Value::integer(2)}});
  b.add_node({"Agency"}, {});
  b.add_relationship("ASSIGNED_TO", 0, 1, {{"role", Value::string("lead")}});
  GraphBuilder::Renumbering ids;
  const Graph g = std::move(b).freeze(&ids);
  const FunctionContext context{g};
  const Value m = Value::node(ids.nodes[0]), a = Value::node(ids.nodes[1]);
  const Value r = Value::relationship(ids.relationships[0]);
  const Value p = Value::path({{ids.nodes[0], ids.nodes[1]}, {ids.relationships[0]}});
  const auto text = [&](const char* name, Value argument) {
    const std::vector<Value> arguments = {std::move(argument)};
    return to_text(call(*find_function(name), context, arguments), g);
  };
  CHECK(text("labels", m) == "['Draft', 'Measure']");
  CHECK(text("type", r) == "'ASSIGNED_TO'");
  CHECK(text("keys", m) == "['ordinal', 'text']");
  CHECK(text("keys", a) == "[]");
  CHECK(text("keys", r) == "['role']");
  CHECK(text("properties", m) == "{ordinal: 2, text: '建设'}");
  CHECK(text("properties", r) == "{role: 'lead'}");
  CHECK(text("startNode", r) == to_text(m, g));
  CHECK(text("endNode", r) == "(:Agency)");
  CHECK(text("length", p) == "1");
  CHECK(text("nodes", p) == "[" + to_text(m, g) + ", (:Agency)]");
  CHECK(text("relationships", p) == "[[:ASSIGNED_TO {role: 'lead'}]]");
  CHECK(text("id", a) == std::to_string(ids.nodes[1]));
  CHECK(text("elementId", a) == "'" + std::to_string(ids.nodes[1]) + "'");
  CHECK(to_text(property(g, m, "ordinal"), g) == "2");
  CHECK(property(g, m, "nosuch").is_null());
  CHECK(property(g, a, "text").is_null());
  CHECK(to_text(element(g, r, Value::string("role")), g) == "'lead'");
}

}  // namespace
}  // namespace zhengmai
