// Subgraph: the part of a graph that an algorithm runs on, cut out and numbered afresh.
//
//   Projection part;
//   part.labels = {*graph.labels().find("Agency")};
//   part.types = {*graph.types().find("CO_ASSIGNED")};
//   part.direction = Direction::kBoth;
//   const Subgraph network(graph, part);
//   const std::vector<double> scores = betweenness(network);   // algorithms.h
//   for (uint32_t i = 0; i < network.size(); ++i) use(network.node(i), scores[i]);
//
// Shape: vertices 0 … size() - 1 in the order of their node ids; arcs in compressed sparse rows,
// those of one vertex ascending by target, parallel ones merged into one whose weight is the sum
// (or least) of theirs. Undirected subgraphs hold every edge as two arcs (a loop as one).
// Cost: about 4 bytes a node of the graph, 16 a vertex and 12 an arc; linear time.
// Errors: InputError when a weight is not a number, or is negative or not finite.
// Threads: immutable.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "graph/memory/graph.h"

namespace zhengmai {

// What an algorithm sees of a graph.
struct Projection {
  std::vector<LabelId> labels;             // nodes with any of these; empty: all nodes
  std::vector<TypeId> types;               // relationships of these types; empty: all
  Direction direction = Direction::kOut;   // kOut as stored, kIn turned round, kBoth undirected
  std::optional<KeyId> weight;             // the relationships' property; absent values count as 1
  enum class Merge : uint8_t { kSum, kLeast };
  Merge merge = Merge::kSum;               // weights of parallel relationships: strength or length
};

class Subgraph {
 public:
  struct Edge {
    uint32_t start, end;  // vertices
    double weight = 1;
  };

  Subgraph() = default;
  Subgraph(const Graph& graph, const Projection& projection);
  // Any network over some nodes of a graph. nodes: ascending. REQUIRES: edges' ends < nodes.size().
  Subgraph(std::vector<NodeId> nodes, const std::vector<Edge>& edges, bool directed,
           Projection::Merge merge = Projection::Merge::kSum);

  // Who shares how much: the nodes at the far ends of `type` (ends for kOut, starts for kIn), two of
  // them joined when some node leads to both, weighted by how many do. With ASSIGNED_TO and kOut,
  // agencies joined by the measures they share. Undirected, no loops.
  static Subgraph shared(const Graph& graph, TypeId type, Direction direction = Direction::kOut);

  uint32_t size() const { return uint32_t(nodes_.size()); }
  uint32_t arc_count() const { return uint32_t(targets_.size()); }
  bool directed() const { return directed_; }
  NodeId node(uint32_t vertex) const { return nodes_[vertex]; }
  std::span<const NodeId> nodes() const { return nodes_; }
  std::optional<uint32_t> vertex_of(NodeId node) const;  // cost: log of size()

  // Arcs are numbered 0 … arc_count() - 1 in order of their source; those of a vertex are a range.
  IdRange arcs(uint32_t vertex) const { return {offsets_[vertex], offsets_[vertex + 1]}; }
  uint32_t target(uint32_t arc) const { return targets_[arc]; }
  double weight(uint32_t arc) const { return weights_[arc]; }
  std::span<const uint32_t> neighbours(uint32_t vertex) const {
    return std::span(targets_).subspan(offsets_[vertex], offsets_[vertex + 1] - offsets_[vertex]);
  }

 private:
  void set_edges(const std::vector<Edge>& edges, Projection::Merge merge);

  std::vector<NodeId> nodes_;
  std::vector<uint32_t> offsets_ = {0};
  std::vector<uint32_t> targets_;
  std::vector<double> weights_;
  bool directed_ = true;
};

}  // namespace zhengmai
