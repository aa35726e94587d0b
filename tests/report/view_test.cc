#include "report/views.h"

#include <catch2/catch.hpp>

#include <algorithm>

#include "graph/model/error.h"
#include "policy_graph.h"
#include "report/cell.h"

namespace zhengmai::report {
namespace {

TEST_CASE("the agencies view ties agencies by shared measures") {
  const Graph graph = report_test::policy_graph();
  const View view = make_view(graph, "agencies", {});
  const Graph& own = *view.own;
  CHECK(own.node_count() == 4);
  CHECK(own.relationship_count() == 3);
  int64_t shared = 0;
  for (const RelationshipId id : view.selection.relationships) {
    shared += relationship_property(own, id, "count").as_integer();
  }
  CHECK(shared == 4);  // 商务部–发展改革委 twice, each with 邮政局 once
  ViewOptions thin;
  thin.ties = 1;
  const View fewer = make_view(graph, "agencies", thin);
  CHECK(fewer.own->relationship_count() == 2);
  CHECK(fewer.notice == "showing 2 of 3 ties: each agency's 1 strongest");
}

TEST_CASE("views of one document and of themes select what they say") {
  const Graph graph = report_test::policy_graph();
  ViewOptions options;
  options.document = "国示〔2016〕1号";
  CHECK(make_view(graph, "document", options).selection.nodes.size() == 1 + 3 + 3);
  CHECK(make_view(graph, "themes", {}).own->node_count() == 4);
  CHECK_THROWS_WITH(make_view(graph, "document", {}), "which of the 2 documents?");
  options.document = "doc:none";
  CHECK_THROWS_WITH(make_view(graph, "document", options), "no document 'doc:none'");
  CHECK_THROWS_AS(make_view(graph, "nothing", {}), InputError);
  CHECK_THROWS_AS(make_view(Graph(), "agencies", {}), InputError);
}

TEST_CASE("a selection from a result holds its relationships' ends, once and sorted") {
  const Graph graph = report_test::policy_graph();
  const RelationshipId id = graph.relationships_of(*graph.types().find("DERIVED_FROM")).begin;
  const std::vector<Value> cells = {
      Value::list({Value::relationship(id), Value::relationship(id)}), Value::integer(3)};
  const Selection s = select_result(graph, cells);
  CHECK(s.relationships.size() == 1);
  CHECK(s.nodes.size() == 2);
  CHECK(std::is_sorted(s.nodes.begin(), s.nodes.end()));
  const std::vector<Value> scalars = {Value::integer(1)};
  CHECK_THROWS_AS(select_result(graph, scalars), InputError);
  CHECK(most_connected(select_all(graph), 3).nodes.size() == 3);
}

}  // namespace
}  // namespace zhengmai::report
