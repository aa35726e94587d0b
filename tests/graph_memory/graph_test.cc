// The frozen graph says of every node and relationship what was put in, whatever its shape; its
// rows agree with Boost's compressed sparse rows.
#include "graph/memory/graph.h"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <catch2/catch.hpp>
#include <thread>

#include "graph/memory/builder.h"
#include "graph/memory/image.h"
#include "graph/model/error.h"
#include "tests/graph_memory/random_graph.h"

using namespace zhengmai;

namespace {

struct Built {
  Graph graph;
  GraphBuilder::Renumbering to;
};
Built build(const RandomGraph& plain) {
  Built built;
  built.graph = plain.builder().freeze(&built.to);
  return built;
}

std::set<std::string> labels_of(const Graph& g, NodeId node) {
  std::set<std::string> names;
  for (const LabelId label : g.labels_of(g.label_set_of(node))) {
    names.emplace(g.labels().name(label));
  }
  return names;
}

template <typename Get, typename Keys>
std::map<std::string, Value> properties(const Graph& g, const Keys& keys, Get get) {
  std::map<std::string, Value> out;
  for (const KeyId key : keys) {
    const Value value = get(key);
    if (!value.is_null()) out.emplace(g.keys().name(key), value);
  }
  return out;
}

void check_nodes(const RandomGraph& plain, const Built& built) {
  const Graph& g = built.graph;
  REQUIRE(g.node_count() == plain.nodes.size());
  for (NodeId i = 0; i < plain.nodes.size(); ++i) {
    const NodeId n = built.to.nodes[i];
    REQUIRE(labels_of(g, n) == plain.nodes[i].labels);
    REQUIRE(properties(g, g.node_keys(g.label_set_of(n)),
                       [&](KeyId k) { return g.node_property(n, k); }) ==
            plain.nodes[i].properties);
  }
}

void check_relationships(const RandomGraph& plain, const Built& built) {
  const Graph& g = built.graph;
  REQUIRE(g.relationship_count() == plain.relationships.size());
  for (RelationshipId i = 0; i < plain.relationships.size(); ++i) {
    const PlainRelationship& r = plain.relationships[i];
    const RelationshipId id = built.to.relationships[i];
    const TypeId type = g.type_of(id);
    REQUIRE(g.types().name(type) == r.type);
    REQUIRE(g.relationships_of(type).contains(id));
    REQUIRE(g.start_of(id) == built.to.nodes[r.start]);
    REQUIRE(g.end_of(id) == built.to.nodes[r.end]);
    REQUIRE(properties(g, g.relationship_keys(type), [&](KeyId k) {
              return g.relationship_property(id, k);
            }) == r.properties);
  }
}

using Arcs = std::vector<std::pair<NodeId, RelationshipId>>;
Arcs arcs(const ArcView& view) {
  Arcs out;
  for (const Arc arc : view) out.emplace_back(arc.node, arc.relationship);
  return out;
}

// Every row against a scan of all relationships.
void check_rows(const RandomGraph& plain, const Built& built) {
  const Graph& g = built.graph;
  std::map<std::pair<NodeId, std::string>, Arcs> out, in;
  for (RelationshipId i = 0; i < plain.relationships.size(); ++i) {
    const PlainRelationship& r = plain.relationships[i];
    const NodeId start = built.to.nodes[r.start];
    const NodeId end = built.to.nodes[r.end];
    out[{start, r.type}].emplace_back(end, built.to.relationships[i]);
    in[{end, r.type}].emplace_back(start, built.to.relationships[i]);
  }
  for (NodeId n = 0; n < g.node_count(); ++n) {
    uint32_t out_degree = 0;
    uint32_t in_degree = 0;
    for (TypeId t = 0; t < g.types().size(); ++t) {
      const std::string type(g.types().name(t));
      Arcs expected_out = out[{n, type}];
      Arcs expected_in = in[{n, type}];
      std::ranges::sort(expected_out);
      std::ranges::sort(expected_in);
      REQUIRE(arcs(g.arcs_out(n, t)) == expected_out);
      REQUIRE(arcs(g.arcs_in(n, t)) == expected_in);
      REQUIRE(g.out_degree(n, t) == expected_out.size());
      REQUIRE(g.in_degree(n, t) == expected_in.size());
      if (!expected_out.empty()) REQUIRE(g.start_range(t).contains(n));
      if (!expected_in.empty()) REQUIRE(g.end_range(t).contains(n));
      out_degree += uint32_t(expected_out.size());
      in_degree += uint32_t(expected_in.size());
    }
    REQUIRE(g.out_degree(n) == out_degree);
    REQUIRE(g.in_degree(n) == in_degree);
  }
}

void check_labels(const RandomGraph& plain, const Graph& g) {
  for (LabelId label = 0; label < g.labels().size(); ++label) {
    const auto ranges = g.nodes_with(label);
    uint32_t count = 0;
    for (size_t i = 0; i < ranges.size(); ++i) {
      REQUIRE(ranges[i].size() > 0);
      REQUIRE(g.label_set_of(ranges[i].begin) == g.label_set_of(ranges[i].end - 1));
      if (i > 0) REQUIRE(ranges[i - 1].end <= ranges[i].begin);
      count += ranges[i].size();
    }
    REQUIRE(count == g.count_with(label));
    REQUIRE(count == std::ranges::count_if(plain.nodes, [&](const PlainNode& n) {
              return n.labels.contains(std::string(g.labels().name(label)));
            }));
  }
  for (NodeId n = 0; n < g.node_count(); ++n) {
    const auto names = labels_of(g, n);
    for (LabelId label = 0; label < g.labels().size(); ++label) {
      REQUIRE(g.has_label(n, label) == names.contains(std::string(g.labels().name(label))));
    }
  }
}

void check_find(const RandomGraph& plain, const Built& built) {
  const Graph& g = built.graph;
  RandomGraph dice(99, {.nodes = 0, .relationships = 0});
  for (int round = 0; round < 200 && !plain.nodes.empty(); ++round) {
    const PlainNode& node = plain.nodes[dice.below(uint32_t(plain.nodes.size()))];
    if (node.labels.empty() || node.properties.empty()) continue;
    const auto& [key, value] = *node.properties.begin();
    const LabelId label = *g.labels().find(*node.labels.begin());
    std::vector<NodeId> expected;
    for (NodeId i = 0; i < plain.nodes.size(); ++i) {
      const auto found = plain.nodes[i].properties.find(key);
      if (!plain.nodes[i].labels.contains(*node.labels.begin())) continue;
      if (found == plain.nodes[i].properties.end()) continue;
      const Value& other = found->second;
      const bool equal = other.is_number() && value.is_number()
                             ? other.as_number() == value.as_number()
                             : other == value;
      if (equal) expected.push_back(built.to.nodes[i]);
    }
    std::ranges::sort(expected);
    REQUIRE(g.find_nodes(label, *g.keys().find(key), value) == expected);
  }
}

void check_all(const RandomGraph& plain) {
  const Built built = build(plain);
  check_nodes(plain, built);
  check_relationships(plain, built);
  check_rows(plain, built);
  check_labels(plain, built.graph);
  check_find(plain, built);
}

}  // namespace

TEST_CASE("a placeholder becomes the node that it is bound to") {
  GraphBuilder b;
  const NodeId later = b.add_placeholder();
  const NodeId m = b.add_node({"Measure"}, {});
  const NodeId same = b.add_placeholder();
  b.add_relationship("ASSIGNED_TO", m, later, {});
  b.add_relationship("WITHIN", later, same, {});
  const NodeId a = b.add_node({"Agency"}, {{"name", Value::string("省商务厅")}});
  b.bind(later, a);
  b.bind(same, m);
  GraphBuilder::Renumbering numbers;
  numbers.nodes_only = true;
  const Graph g = std::move(b).freeze(&numbers);
  REQUIRE(g.node_count() == 2);
  CHECK(numbers.nodes[later] == numbers.nodes[a]);
  CHECK(numbers.relationships.empty());
  CHECK(g.end_of(g.relationships_of(*g.types().find("ASSIGNED_TO")).begin) == numbers.nodes[a]);
  const RelationshipId within = g.relationships_of(*g.types().find("WITHIN")).begin;
  CHECK(g.start_of(within) == numbers.nodes[a]);
  CHECK(g.end_of(within) == numbers.nodes[m]);
  CHECK(check_graph(g).empty());
}

TEST_CASE("a random graph says what was put in") {
  const RandomGraph::Shape shapes[] = {
      {},
      {.nodes = 3, .relationships = 40, .types = 1},                           // loops, parallels
      {.nodes = 2000, .relationships = 30, .mixed = false},                    // sparse rows
      {.nodes = 2000, .relationships = 6000, .keys = 400},                     // sparse columns
      {.nodes = 3000, .relationships = 3000, .labels = 1500},                  // label sets galore
      {.nodes = 500, .relationships = 2000, .types = 500, .mixed = false},     // types galore
      {.nodes = 50, .relationships = 0},
      {.nodes = 6000, .relationships = 20000, .labels = 2, .types = 2, .mixed = false},
  };
  uint32_t seed = 1;
  for (const auto& shape : shapes) {
    for (int round = 0; round < 3; ++round) check_all(RandomGraph(seed++, shape));
  }
}

TEST_CASE("the empty graph is empty") {
  const Graph g;
  CHECK(g.node_count() == 0);
  CHECK(g.relationship_count() == 0);
  CHECK(g.labels().size() == 0);
  CHECK(g.types().size() == 0);
  CHECK(g.label_set_count() == 0);
  CHECK_FALSE(g.labels().find("Measure"));
}

TEST_CASE("nodes without labels are a label set of their own") {
  GraphBuilder b;
  const NodeId bare = b.add_node({}, {{"name", Value::string("x")}});
  const NodeId labelled = b.add_node({"A", "A"}, {});
  b.add_relationship("T", bare, labelled, {});
  GraphBuilder::Renumbering to;
  const Graph g = std::move(b).freeze(&to);
  CHECK(g.label_set_count() == 2);
  CHECK(g.labels_of(g.label_set_of(to.nodes[bare])).empty());
  CHECK(g.labels_of(g.label_set_of(to.nodes[labelled])).size() == 1);
  CHECK(g.node_property(to.nodes[bare], *g.keys().find("name")) == Value::string("x"));
}

TEST_CASE("the last value of a key wins, and null is no property") {
  GraphBuilder b;
  b.add_node({"A"}, {{"k", Value::integer(1)}, {"k", Value::string("two")}});
  b.add_node({"A"}, {{"k", Value::integer(1)}, {"k", Value::null()}});
  b.add_node({"A"}, {{"k", Value::null()}, {"k", Value::integer(3)}, {"other", Value::null()}});
  b.add_node({"A"}, {{"a", Value::integer(1)}, {"k", Value::integer(4)}, {"a", Value::null()}});
  const Graph g = std::move(b).freeze();
  const KeyId k = *g.keys().find("k");
  CHECK(g.node_property(0, k) == Value::string("two"));
  CHECK(g.node_property(1, k).is_null());
  CHECK(g.node_property(2, k) == Value::integer(3));
  CHECK(g.node_property(3, k) == Value::integer(4));
  CHECK_FALSE(g.keys().find("other"));
  CHECK(g.node_keys(0).size() == 1);  // nothing is left of `a`
}

TEST_CASE("columns take the kind that fits what they hold") {
  GraphBuilder b;
  for (int i = 0; i < 4000; ++i) {
    std::vector<Property> p = {{"integer", Value::integer(i)},
                               {"float", Value::floating(i / 2.0)},
                               {"boolean", Value::boolean(i % 2 == 0)},
                               {"text", Value::string("text " + std::to_string(i))},
                               {"role", Value::string(i % 3 == 0 ? "lead" : "support")},
                               {"list", Value::list({Value::integer(i)})},
                               {"either", i % 2 ? Value::integer(i) : Value::string("x")}};
    if (i % 100 == 0) p.push_back({"rare", Value::integer(i)});
    if (i % 2 == 0) p.push_back({"half", Value::integer(i)});
    b.add_node(std::vector<std::string_view>{"A"}, p);
  }
  const Graph g = std::move(b).freeze();
  const auto column = [&](const char* key) { return g.node_column(0, *g.keys().find(key)); };
  CHECK(column("integer")->kind() == ColumnKind::kInteger);
  CHECK(column("integer")->integers()[17] == 17);
  CHECK(column("float")->floats()[17] == 8.5);
  CHECK(column("boolean")->booleans()[17] == 0);
  CHECK(column("text")->kind() == ColumnKind::kString);
  CHECK(column("text")->heap().substr(column("text")->offsets()[17], 7) == "text 17");
  const Column& role = *column("role");
  REQUIRE(role.kind() == ColumnKind::kDictionary);
  CHECK(role.dictionary_size() == 2);
  CHECK(role.dictionary_entry(0) == "lead");
  CHECK(role.codes()[3] == 0);
  CHECK(role.find_code("support") == 1u);
  CHECK_FALSE(role.find_code("none"));
  CHECK(column("list")->kind() == ColumnKind::kMixed);
  CHECK(column("list")->get(17) == Value::list({Value::integer(17)}));
  CHECK(column("either")->kind() == ColumnKind::kMixed);
  CHECK(column("either")->get(16) == Value::string("x"));
  CHECK(column("rare")->kind() == ColumnKind::kMixed);
  CHECK(column("rare")->get(300) == Value::integer(300));
  CHECK_FALSE(column("rare")->has(301));
  const Column& half = *column("half");
  CHECK_FALSE(half.dense());
  CHECK(half.has(2));
  CHECK_FALSE(half.has(3));
  CHECK(half.get(3).is_null());
  CHECK(half.integers()[3] == 0);
}

TEST_CASE("rows agree with Boost's compressed sparse rows") {
  using Boost = boost::compressed_sparse_row_graph<boost::directedS>;
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    const RandomGraph plain(seed, {.nodes = 400, .relationships = 3000, .types = 1});
    const Built built = build(plain);
    std::vector<std::pair<NodeId, NodeId>> edges;
    for (const PlainRelationship& r : plain.relationships) {
      edges.emplace_back(built.to.nodes[r.start], built.to.nodes[r.end]);
    }
    std::ranges::sort(edges);
    const Boost oracle(boost::edges_are_sorted, edges.begin(), edges.end(), plain.nodes.size());
    for (NodeId n = 0; n < built.graph.node_count(); ++n) {
      std::vector<NodeId> expected;
      const auto [begin, end] = adjacent_vertices(size_t{n}, oracle);
      expected.assign(begin, end);
      const auto nodes = built.graph.arcs_out(n, 0).nodes();
      REQUIRE(std::vector<NodeId>(nodes.begin(), nodes.end()) == expected);
      REQUIRE(built.graph.out_degree(n, 0) == out_degree(size_t{n}, oracle));
    }
  }
}

TEST_CASE("a builder that starts from a graph gives the graph again, and takes more") {
  const RandomGraph plain(5, {.nodes = 300, .relationships = 900});
  Built first = build(plain);
  GraphBuilder b = GraphBuilder::from(first.graph);
  GraphBuilder::Renumbering again;
  const NodeId added = b.add_node({"New"}, {});
  const RelationshipId arc = b.add_relationship("NEW", added, 0, {{"k0", Value::integer(1)}});
  Built second{std::move(b).freeze(&again), {}};
  for (const NodeId n : first.to.nodes) second.to.nodes.push_back(again.nodes[n]);
  for (const RelationshipId r : first.to.relationships) {
    second.to.relationships.push_back(again.relationships[r]);
  }
  CHECK(second.graph.node_count() == first.graph.node_count() + 1);
  CHECK(second.graph.start_of(again.relationships[arc]) == again.nodes[added]);
  CHECK(second.graph.end_of(again.relationships[arc]) == again.nodes[0]);
  // All that was there still is.
  for (RelationshipId i = 0; i < plain.relationships.size(); ++i) {
    const RelationshipId id = second.to.relationships[i];
    REQUIRE(second.graph.start_of(id) == second.to.nodes[plain.relationships[i].start]);
    REQUIRE(second.graph.end_of(id) == second.to.nodes[plain.relationships[i].end]);
    for (const auto& [key, value] : plain.relationships[i].properties) {
      REQUIRE(second.graph.relationship_property(id, *second.graph.keys().find(key)) == value);
    }
  }
  for (NodeId i = 0; i < plain.nodes.size(); ++i) {
    for (const auto& [key, value] : plain.nodes[i].properties) {
      REQUIRE(second.graph.node_property(second.to.nodes[i], *second.graph.keys().find(key)) ==
              value);
    }
  }
}

TEST_CASE("numbers are found by their number, in indexed columns and others") {
  for (const char* key : {"id", "k"}) {
    GraphBuilder b;
    for (int i = 0; i < 300; ++i) {
      const int n = (i * 7) % 100;
      b.add_node({"A"}, {{key, n % 3 == 0   ? Value::floating(n)
                               : n % 3 == 1 ? Value::integer(n)
                                            : Value::string(std::to_string(n))}});
    }
    const Graph g = std::move(b).freeze();
    const auto find = [&](const Value& v) { return g.find_nodes(0, *g.keys().find(key), v).size(); };
    for (int round = 0; round < 40; ++round) {
      CHECK(find(Value::integer(3)) == 3);
      CHECK(find(Value::floating(3)) == 3);
      CHECK(find(Value::floating(4)) == 3);
      CHECK(find(Value::string("5")) == 3);
      CHECK(find(Value::integer(5)) == 0);
      CHECK(find(Value::floating(3.5)) == 0);
      CHECK(find(Value::null()) == 0);
    }
  }
}

TEST_CASE("many threads may look nodes up while the index is being built") {
  GraphBuilder b;
  for (int i = 0; i < 5000; ++i) {
    b.add_node({"A"}, {{"code", Value::string("c" + std::to_string(i * 37 % 5000))}});
  }
  const Graph g = std::move(b).freeze();
  std::atomic<int> wrong{0};
  {
    std::vector<std::jthread> readers;
    for (int t = 0; t < 4; ++t) {
      readers.emplace_back([&, t] {
        for (int i = 0; i < 200; ++i) {
          const Value wanted = Value::string("c" + std::to_string((i * 11 + t) % 5000));
          const auto found = g.find_nodes(0, 0, wanted);
          if (found.size() != 1 || !(g.node_property(found[0], 0) == wanted)) ++wrong;
        }
      });
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a relationship costs at most 24 bytes of adjacency on a graph of policies' shape") {
  GraphBuilder b;
  for (int i = 0; i < 20'000; ++i) b.add_node({"Measure"}, {});
  for (int i = 0; i < 500; ++i) b.add_node({"Agency"}, {});
  std::mt19937 random(3);
  uint32_t count = 0;
  for (NodeId m = 0; m < 20'000; ++m) {
    for (uint32_t n = 1 + random() % 8; n > 0; --n, ++count) {
      b.add_relationship("ASSIGNED_TO", m, 20'000 + random() % 500, {});
    }
  }
  const Graph g = std::move(b).freeze();
  CHECK(g.footprint().adjacency <= 24 * uint64_t{count});
}

TEST_CASE("names beyond what ids can count are refused") {
  GraphBuilder b;
  const auto add = [&b](int i) {
    const std::string label = "L" + std::to_string(i);
    b.add_node(std::vector<std::string_view>{label}, {});
  };
  for (int i = 0; i < 65'534; ++i) add(i);
  CHECK_THROWS_AS(add(65'534), LimitError);
  b.add_node({"L7"}, {});  // known labels still go in
  const Graph g = std::move(b).freeze();
  CHECK(g.labels().size() == 65'534);
  CHECK(g.count_with(*g.labels().find("L7")) == 2);
  CHECK(g.label_set_of(g.node_count() - 1) == 65'533);
}

TEST_CASE("a value that cannot be kept is refused when it is added") {
  GraphBuilder b;
  CHECK_THROWS_AS(b.add_node({"A"}, {{"k", Value::node(1)}}), InputError);
  CHECK_THROWS_AS(b.add_node({"A"}, {{"k", Value::list({Value::path({{1}, {}})})}}), InputError);
}
