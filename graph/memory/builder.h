// GraphBuilder: nodes and relationships in any order, frozen into a Graph.
//
//   GraphBuilder b;
//   const NodeId m = b.add_node({"Measure"}, {{"ordinal", Value::integer(1)}});
//   const NodeId a = b.add_node({"Agency"}, {{"name", Value::string("省商务厅")}});
//   b.add_relationship("ASSIGNED_TO", m, a, {{"role", Value::string("lead")}});
//   Graph g = std::move(b).freeze();
//
// Ids given out here are provisional: freezing renumbers nodes by label set (and, within one, in
// the order they were added) and relationships by (type, start, end, order of adding), so the same
// additions in the same order give the same graph, byte for byte.
// Cost: linear in what is added, plus one radix sort a type; until frozen, 2 bytes a node, 10 a
// relationship and what ColumnBuilder says a property. Freezing uses every core; its result does not depend
// on how many there are. Errors: LimitError beyond 2^32 - 2 nodes or relationships or 65 534
// names. Threads: one thread.
#pragma once

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "graph/memory/graph.h"
#include "graph/model/fact.h"

namespace zhengmai {

class GraphBuilder {
 public:
  // spill_folder: where large arrays and then the graph lie in files without a name, so that
  // memory is bounded (growing_array.h); empty: everything stays in memory.
  explicit GraphBuilder(const std::filesystem::path& spill_folder = {});
  GraphBuilder(GraphBuilder&&) noexcept;
  GraphBuilder& operator=(GraphBuilder&&) noexcept;
  ~GraphBuilder();

  // A builder that starts with everything in `graph`; provisional ids equal the graph's ids.
  // Borrowed strings of `graph` must outlive the builder.
  static GraphBuilder from(const Graph& graph);

  // Duplicate labels and keys: labels collapse, the last value of a key wins; null values are
  // not stored. Names and values are copied.
  NodeId add_node(std::span<const std::string_view> labels, std::span<const Property> properties);
  NodeId add_node(std::initializer_list<std::string_view> labels,
                  std::initializer_list<Property> properties) {
    return add_node(std::span(labels.begin(), labels.size()),
                    std::span(properties.begin(), properties.size()));
  }
  // REQUIRES: start and end were returned by add_node (or are ids of the graph given to from()).
  RelationshipId add_relationship(std::string_view type, NodeId start, NodeId end,
                                  std::span<const Property> properties);
  RelationshipId add_relationship(std::string_view type, NodeId start, NodeId end,
                                  std::initializer_list<Property> properties) {
    return add_relationship(type, start, end, std::span(properties.begin(), properties.size()));
  }

  // A stand-in for a node that is not known yet: relationships may start and end in it, and
  // freezing puts the node that it was bound to in its place. REQUIRES: each one is bound, once, to
  // a node that add_node returned, before freeze().
  NodeId add_placeholder();
  void bind(NodeId placeholder, NodeId node);

  uint32_t node_count() const;  // placeholders included
  uint32_t relationship_count() const;

  // Nodes and relationships are rows: of their label set, and of their type, in the order of adding.
  struct RowCounts {
    std::vector<uint32_t> nodes;          // by label set, as the builder numbers them
    std::vector<uint32_t> relationships;  // by type, likewise
  };
  void count_rows(RowCounts* rows) const;
  struct Place {
    LabelSetId label_set;
    uint32_t row;
  };
  Place last_place() const;  // REQUIRES: a node was added last

  struct Renumbering {
    std::vector<NodeId> nodes;                  // provisional id → id in the graph; of a placeholder, its node's
    std::vector<RelationshipId> relationships;  // likewise
    bool nodes_only = false;                    // asked for: relationships are left out
  };
  // Where the rows went: a label set's are its nodes, in the order of adding.
  struct Arrangement {
    std::vector<LabelSetId> label_sets;  // the builder's number → the graph's
    std::vector<TypeId> types;
    // Called once a type of the graph, ascending: the row that comes i-th; empty: as added.
    std::function<void(TypeId, std::span<const uint32_t>)> on_order;
  };
  Graph freeze(Renumbering* renumbering = nullptr, Arrangement* arrangement = nullptr) &&;

  struct State;  // graph/memory's own: builder_state.h
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

}  // namespace zhengmai
