#include "tests/query_procedures/support.h"

namespace zhengmai::testing {
namespace {

Graph small_graph() {
  GraphBuilder b;
  const NodeId m = b.add_node({"Measure"}, {{"text", Value::string("建设冷链")}});
  const NodeId p = b.add_node({"Jurisdiction", "Province"}, {{"code", Value::integer(350000)}});
  b.add_node({"Jurisdiction"}, {{"code", Value::string("x")}});
  b.add_relationship("ADOPTS", p, m, {{"own", Value::boolean(true)}});
  return std::move(b).freeze();
}

TEST_CASE("schema.labels lists labels with their Chinese names and nodes") {
  const Graph g = small_graph();
  CHECK(text_of(call_procedure(g, "schema.labels"), g) ==
        "Jurisdiction 辖区 2\nMeasure 措施 1\nProvince 省份 1\n");
}

TEST_CASE("schema.relationshipTypes lists types with their Chinese names") {
  const Graph g = small_graph();
  CHECK(text_of(call_procedure(g, "schema.relationshipTypes"), g) == "ADOPTS 出台措施 1\n");
}

TEST_CASE("schema.properties lists who has which property, of what kinds and how often") {
  const Graph g = small_graph();
  CHECK(text_of(call_procedure(g, "schema.properties"), g) ==
        "Jurisdiction node code 代码 ['Integer', 'String'] 2\n"
        "Measure node text 原文 ['String'] 1\n"
        "Province node code 代码 ['Integer'] 1\n"
        "ADOPTS relationship own null ['Boolean'] 1\n");
}

TEST_CASE("the empty graph has an empty schema") {
  const Graph g;
  for (const char* name : {"schema.labels", "schema.relationshipTypes", "schema.properties"})
    CHECK(call_procedure(g, name).empty());
}

TEST_CASE("built-in procedures are sorted, described and consistent") {
  const auto all = builtin_procedures();
  for (size_t i = 0; i < all.size(); ++i) {
    if (i > 0) CHECK(all[i - 1].name < all[i].name);
    CHECK_FALSE(all[i].summary.empty());
    CHECK(all[i].required_inputs <= all[i].inputs.size());
    for (size_t k = all[i].required_inputs; k < all[i].inputs.size(); ++k)
      CHECK(all[i].inputs[k].type.back() == '?');
  }
}

}  // namespace
}  // namespace zhengmai::testing
