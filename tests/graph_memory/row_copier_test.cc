// Rows that are copied from a graph beside the same rows added by hand.
#include "graph/memory/row_copier.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <string>

#include "graph/memory/parts.h"
#include "tests/graph_memory/random_graph.h"

namespace zhengmai {
namespace {

std::string bytes_of(const Graph& graph) {
  const Buffer& buffer = graph.parts().buffer;
  return {buffer.data(), buffer.size()};
}

// A frozen random graph, and where each of its rows came to stand.
struct Frozen {
  explicit Frozen(const RandomGraph& plain) {
    GraphBuilder builder = plain.builder();
    GraphBuilder::Arrangement arrangement;
    arrangement.on_order = [&](TypeId type, std::span<const uint32_t> order) {
      positions.resize(size_t{type} + 1);
      for (uint32_t i = 0; i < order.size(); ++i) {
        positions[type].resize(order.size());
        positions[type][order[i]] = i;
      }
    };
    GraphBuilder::Renumbering numbers;
    graph = std::move(builder).freeze(&numbers, &arrangement);
    nodes = numbers.nodes;
    for (TypeId type = 0; type < graph.types().size(); ++type) {
      std::vector<uint32_t>& of_type = positions[type];
      if (!of_type.empty()) continue;
      of_type.resize(graph.relationships_of(type).size());
      std::iota(of_type.begin(), of_type.end(), 0u);
    }
  }

  Graph graph;
  std::vector<NodeId> nodes;                     // by the order of adding
  std::vector<std::vector<uint32_t>> positions;  // by type, of the row added i-th
};

void check_copy(const RandomGraph& plain, uint32_t copied_of_eight, uint32_t kept_of_eight) {
  const Frozen frozen(plain);
  const Graph& graph = frozen.graph;
  RandomGraph draw(1, {});
  GraphBuilder expected, found;
  RowCopier copy(graph, found);
  std::vector<NodeId> here(plain.nodes.size(), kNoId), there(graph.node_count(), kNoId);
  for (NodeId n = 0; n < plain.nodes.size(); ++n) {
    const bool has_arcs = std::ranges::any_of(plain.relationships, [&](const auto& r) {
      return r.start == n || r.end == n;
    });
    if (!has_arcs && draw.below(8) >= kept_of_eight) continue;
    here[n] = plain.add_node(n, expected);
    const NodeId old = frozen.nodes[n];
    const LabelSetId set = graph.label_set_of(old);
    const uint32_t row = old - graph.nodes_of(set).begin;
    there[old] = draw.below(8) < copied_of_eight ? copy.add_nodes(set, {row, row + 1})
                                                 : plain.add_node(n, found);
    REQUIRE(there[old] == here[n]);
  }
  std::vector<uint32_t> next(graph.types().size());
  std::vector<NodeId> starts, ends;
  for (const PlainRelationship& r : plain.relationships) {
    const TypeId type = *graph.types().find(r.type);
    const uint32_t position = frozen.positions[type][next[type]++];
    if (draw.below(8) >= kept_of_eight) continue;
    plain.add_relationship(r, here, expected);
    if (draw.below(8) < copied_of_eight) {
      copy.read_ends(type, std::span(&position, 1), &starts, &ends);
      CHECK(there[starts[0]] == here[r.start]);
      CHECK(there[ends[0]] == here[r.end]);
      starts[0] = there[starts[0]];
      ends[0] = there[ends[0]];
      copy.add_relationships(type, std::span(&position, 1), starts, ends);
    } else {
      plain.add_relationship(r, here, found);
    }
  }
  CHECK(bytes_of(std::move(found).freeze()) == bytes_of(std::move(expected).freeze()));
}

}  // namespace

TEST_CASE("copied rows freeze into the bytes that added ones do") {
  for (uint32_t seed = 1; seed <= 12; ++seed) {
    RandomGraph::Shape shape;
    shape.mixed = seed % 2 == 0;
    INFO("seed " << seed);
    check_copy(RandomGraph(seed, shape), 8, 8);  // all is copied
    check_copy(RandomGraph(seed, shape), 4, 8);  // half of it
    check_copy(RandomGraph(seed, shape), 6, 5);  // most of it, and some rows are left out
  }
}

TEST_CASE("rows copied many at a time are those copied one by one") {
  const RandomGraph plain(7, {.nodes = 5000, .relationships = 200'000, .keys = 12});
  const Frozen frozen(plain);
  GraphBuilder found;
  RowCopier copy(frozen.graph, found);
  std::vector<NodeId> there(frozen.graph.node_count()), starts, ends;
  for (LabelSetId set = 0; set < frozen.graph.label_set_count(); ++set) {
    const IdRange nodes = frozen.graph.nodes_of(set);
    const NodeId first = copy.add_nodes(set, {0, nodes.size()});
    std::iota(there.begin() + nodes.begin, there.begin() + nodes.end, first);
  }
  for (TypeId type = 0; type < frozen.graph.types().size(); ++type) {
    const std::vector<uint32_t>& positions = frozen.positions[type];
    copy.read_ends(type, positions, &starts, &ends);
    for (NodeId& node : starts) node = there[node];
    for (NodeId& node : ends) node = there[node];
    copy.add_relationships(type, positions, starts, ends);
  }
  CHECK(bytes_of(std::move(found).freeze()) == bytes_of(frozen.graph));
}

}  // namespace zhengmai
