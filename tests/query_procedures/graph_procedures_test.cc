#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "tests/query_procedures/support.h"

namespace zhengmai::testing {
namespace {

// Two triangles of agencies joined by one edge, and a measure that leads to two of them.
Graph two_triangles() {
  GraphBuilder b;
  std::vector<NodeId> agency;
  for (int i = 0; i < 6; ++i)
    agency.push_back(b.add_node({"Agency"}, {{"n", Value::integer(i)}}));
  const NodeId measure = b.add_node({"Measure"}, {});
  const auto join = [&](int x, int y, double count) {
    b.add_relationship("CO_ASSIGNED", agency[x], agency[y], {{"count", Value::floating(count)}});
  };
  join(0, 1, 1), join(1, 2, 1), join(2, 0, 1);
  join(3, 4, 1), join(4, 5, 1), join(5, 3, 1);
  join(2, 3, 5);
  b.add_relationship("ASSIGNED_TO", measure, agency[0], {});
  b.add_relationship("ASSIGNED_TO", measure, agency[5], {});
  return std::move(b).freeze();
}

Value options(std::vector<std::pair<std::string, Value>> entries = {}) {
  Map map{{"labels", Value::list({Value::string("Agency")})},
          {"types", Value::list({Value::string("CO_ASSIGNED")})}};
  for (auto& [key, value] : entries) map[key] = value;
  return Value::map(std::move(map));
}

// The second column by the agency's number.
std::map<int64_t, double> by_agency(const std::vector<List>& rows, const Graph& graph) {
  std::map<int64_t, double> out;
  const KeyId n = *graph.keys().find("n");
  for (const List& row : rows)
    out[graph.node_property(row[0].as_node(), n).as_integer()] = row[1].as_number();
  return out;
}

TEST_CASE("algorithms see the labels and types that they are given") {
  const Graph g = two_triangles();
  CHECK(call_procedure(g, "graph.degree").size() == 7);
  CHECK(call_procedure(g, "graph.degree", {options()}).size() == 6);
  using Numbers = std::map<int64_t, double>;
  CHECK(by_agency(call_procedure(g, "graph.degree", {options()}), g) ==
        Numbers{{0, 2}, {1, 2}, {2, 3}, {3, 3}, {4, 2}, {5, 2}});
  CHECK(by_agency(call_procedure(g, "graph.degree",
                                 {options({{"weight", Value::string("count")}})}), g) ==
        Numbers{{0, 2}, {1, 2}, {2, 7}, {3, 7}, {4, 2}, {5, 2}});
  CHECK(by_agency(call_procedure(g, "graph.betweenness", {options()}), g) ==
        Numbers{{0, 0}, {1, 0}, {2, 6}, {3, 6}, {4, 0}, {5, 0}});
  CHECK(by_agency(call_procedure(g, "graph.triangles", {options()}), g) ==
        Numbers{{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}});
  CHECK(by_agency(call_procedure(g, "graph.kCore", {options()}), g) ==
        Numbers{{0, 2}, {1, 2}, {2, 2}, {3, 2}, {4, 2}, {5, 2}});
}

TEST_CASE("labels, types and properties may be named in Chinese") {
  const Graph g = two_triangles();
  const Value chinese = Value::map({{"labels", Value::string("机构")},
                                    {"types", Value::string("共同责任")},
                                    {"weight", Value::string("次数")}});
  CHECK(text_of(call_procedure(g, "graph.degree", {chinese}), g) ==
        text_of(call_procedure(g, "graph.degree", {options({{"weight", Value::string("count")}})}),
                g));
}

TEST_CASE("PageRank sums to one and communities follow the triangles") {
  const Graph g = two_triangles();
  double sum = 0;
  for (const List& row : call_procedure(g, "graph.pageRank", {options()})) sum += row[1].as_float();
  CHECK(sum == Approx(1));
  const auto group = by_agency(call_procedure(g, "graph.louvain", {options()}), g);
  CHECK(std::set<double>{group.at(0), group.at(1), group.at(2)}.size() == 1);
  CHECK(std::set<double>{group.at(3), group.at(4), group.at(5)}.size() == 1);
  CHECK(group.at(0) != group.at(3));
}

TEST_CASE("components join both ways unless they are asked to be strong") {
  GraphBuilder b;
  const NodeId x = b.add_node({"N"}, {}), y = b.add_node({"N"}, {}), z = b.add_node({"N"}, {});
  b.add_relationship("T", x, y, {});
  b.add_relationship("T", y, x, {});
  b.add_relationship("T", y, z, {});
  const Graph g = std::move(b).freeze();
  const auto groups = [&](const Value& configuration) {
    std::set<int64_t> out;
    for (const List& row : call_procedure(g, "graph.components", {configuration}))
      out.insert(row[1].as_integer());
    return out.size();
  };
  CHECK(groups({}) == 1);
  CHECK(groups(Value::map({{"strong", Value::boolean(true)}})) == 2);
}

TEST_CASE("shortest paths go from near to far, by hops or by weights") {
  const Graph g = two_triangles();
  const KeyId n = *g.keys().find("n");
  const Value start = Value::node(g.find_nodes(*g.labels().find("Agency"), n, Value::integer(0))[0]);
  const Value end = Value::node(g.find_nodes(*g.labels().find("Agency"), n, Value::integer(5))[0]);
  using Numbers = std::map<int64_t, double>;
  CHECK(by_agency(call_procedure(g, "graph.shortestPaths", {start, options()}), g) ==
        Numbers{{0, 0}, {1, 1}, {2, 1}, {3, 2}, {4, 3}, {5, 3}});
  const Value weighted = options({{"weight", Value::string("count")}});
  CHECK(by_agency(call_procedure(g, "graph.shortestPaths", {start, weighted}), g) ==
        Numbers{{0, 0}, {1, 1}, {2, 1}, {3, 6}, {4, 7}, {5, 7}});
  const auto rows = call_procedure(g, "graph.shortestPath", {start, end, options()});
  REQUIRE(rows.size() == 1);
  CHECK(rows[0][0].as_list().size() == 4);
  CHECK(rows[0][1].as_float() == 3);
  // Against the arrows of 2 → 0 there is no way back from 3.
  const Value out = options({{"direction", Value::string("out")}});
  CHECK(call_procedure(g, "graph.shortestPath", {end, start, out}).empty());
}

TEST_CASE("similarity is Jaccard's index, as a count over all pairs gives it") {
  std::mt19937 random(3);
  GraphBuilder b;
  std::vector<NodeId> left, right;
  for (int i = 0; i < 30; ++i) left.push_back(b.add_node({"L"}, {{"n", Value::integer(i)}}));
  for (int i = 0; i < 20; ++i) right.push_back(b.add_node({"R"}, {}));
  std::vector<std::set<int>> leads(30);
  for (int i = 0; i < 120; ++i) {
    const int x = int(random() % 30), y = int(random() % 20);
    leads[x].insert(y);
    b.add_relationship("T", left[x], right[y], {});
  }
  const Graph g = std::move(b).freeze();
  const auto rows = call_procedure(g, "graph.similarity",
                                   {Value::map({{"top", Value::integer(1000)}})});
  const KeyId n = *g.keys().find("n");
  size_t expected = 0;
  for (int x = 0; x < 30; ++x)
    for (int y = x + 1; y < 30; ++y)
      expected += std::any_of(leads[x].begin(), leads[x].end(),
                              [&](int t) { return leads[y].count(t) > 0; });
  CHECK(rows.size() == expected);
  double before = 2;
  for (const List& row : rows) {
    const auto& x = leads[g.node_property(row[0].as_node(), n).as_integer()];
    const auto& y = leads[g.node_property(row[1].as_node(), n).as_integer()];
    std::set<int> either = x, both;
    either.insert(y.begin(), y.end());
    std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::inserter(both, both.end()));
    CHECK(row[2].as_float() == Approx(double(both.size()) / double(either.size())));
    CHECK(row[3].as_integer() == int64_t(both.size()));
    CHECK(row[2].as_float() <= before);
    before = row[2].as_float();
  }
}

TEST_CASE("wrong arguments are named, with what would be right") {
  const Graph g = two_triangles();
  const auto failure = [&](const char* name, std::vector<Value> arguments) {
    try {
      call_procedure(g, name, std::move(arguments));
    } catch (const EvaluationError& e) {
      return std::string(e.what()) + "; " + e.hint();
    }
    return std::string("none");
  };
  CHECK(failure("graph.degree", {Value::map({{"labels", Value::string("Agenci")}})}) ==
        "the graph has no label 'Agenci'; did you mean 'Agency'?");
  CHECK(failure("graph.degree", {Value::map({{"label", Value::string("Agency")}})}) ==
        "graph.degree() has no option 'label'; did you mean 'labels'?");
  CHECK(failure("graph.pageRank", {Value::map({{"damping", Value::integer(2)}})}) ==
        "option damping of graph.pageRank() must be 0 … 1, not 2; ");
  CHECK(failure("graph.pageRank", {Value::map({{"damping", Value::string("much")}})}) ==
        "option damping of graph.pageRank() expects a number, not a String; ");
  CHECK(failure("graph.degree", {Value::integer(1)}) ==
        "graph.degree() expects a map of options, not an Integer; ");
  CHECK(failure("graph.degree", {Value::map({{"direction", Value::string("up")}})}) ==
        "there is no direction 'up'; directions are 'out', 'in' and 'both'");
  CHECK(failure("graph.shortestPaths", {Value::integer(1)}) ==
        "graph.shortestPaths() expects a node, not an Integer; ");
}

TEST_CASE("a long run stops when it is told to") {
  const Graph g = two_triangles();
  const Poll stop = [] { throw Interrupted(); };
  for (const char* name : {"graph.betweenness", "graph.components", "graph.degree", "graph.kCore",
                           "graph.louvain", "graph.pageRank", "graph.similarity",
                           "graph.triangles"}) {
    CAPTURE(name);
    CHECK_THROWS_AS(call_procedure(g, name, {}, stop), Interrupted);
  }
  CHECK_THROWS_AS(call_procedure(g, "graph.shortestPaths", {Value::node(0)}, stop), Interrupted);
  CHECK_THROWS_AS(call_procedure(g, "graph.shortestPath", {Value::node(0), Value::node(1)}, stop),
                  Interrupted);
}

}  // namespace
}  // namespace zhengmai::testing
