// Boost.Graph's concepts over Graph and Subgraph, so that its algorithms run on them as they are.
//
// Graph models IncidenceGraph, BidirectionalGraph, AdjacencyGraph, VertexListGraph and
// EdgeListGraph: vertices are nodes, edges are relationships of all types, those of one vertex
// ordered by type, then end. Subgraph models all but BidirectionalGraph: its vertices are numbered
// from 0 and its edges are arcs (an undirected edge is two of them).
//
//   std::vector<int> component(num_vertices(graph));
//   boost::strong_components(graph, boost::make_iterator_property_map(
//       component.begin(), boost::identity_property_map()));
//
// The boost::vertex_index of both is the identity; that of a Subgraph's weights is weight_map(g).
// Cost: as the member functions of Graph; in_degree and out_degree, the number of types.
// Threads: as Graph. Source: Boost 1.74, "Graph Concepts".
#pragma once

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <utility>

#include "graph/memory/graph.h"
#include "graph/memory/subgraph.h"

namespace zhengmai::bgl {

struct Traversal : boost::incidence_graph_tag,
                   boost::adjacency_graph_tag,
                   boost::vertex_list_graph_tag,
                   boost::edge_list_graph_tag {};
struct BidirectionalTraversal : boost::bidirectional_graph_tag,
                                boost::adjacency_graph_tag,
                                boost::vertex_list_graph_tag,
                                boost::edge_list_graph_tag {};

// --- Graph

struct Edge {
  NodeId source = kNoId;
  NodeId target = kNoId;
  RelationshipId relationship = kNoId;
  friend bool operator==(const Edge& a, const Edge& b) { return a.relationship == b.relationship; }
};

// The arcs of one node, type after type.
template <bool kOutward>
class ArcIterator : public boost::iterator_facade<ArcIterator<kOutward>, Edge,
                                                  boost::forward_traversal_tag, Edge> {
 public:
  ArcIterator() = default;
  static ArcIterator begin(const Graph& g, NodeId node) {
    ArcIterator it(g, node, 0);
    it.settle();
    return it;
  }
  static ArcIterator end(const Graph& g, NodeId node) {
    return ArcIterator(g, node, uint32_t(g.types().size()));
  }

 private:
  friend class boost::iterator_core_access;
  ArcIterator(const Graph& g, NodeId node, uint32_t type) : graph_(&g), node_(node), type_(type) {}

  // Moves on to the next type that has arcs, when this one's are used up.
  void settle() {
    const auto types = uint32_t(graph_->types().size());
    while (type_ < types) {
      arcs_ = kOutward ? graph_->arcs_out(node_, TypeId(type_))
                       : graph_->arcs_in(node_, TypeId(type_));
      if (!arcs_.empty()) return;
      ++type_;
    }
  }
  void increment() {
    if (++i_ < arcs_.size()) return;
    i_ = 0;
    ++type_;
    settle();
  }
  bool equal(const ArcIterator& other) const { return type_ == other.type_ && i_ == other.i_; }
  Edge dereference() const {
    const Arc arc = arcs_[i_];
    return kOutward ? Edge{node_, arc.node, arc.relationship}
                    : Edge{arc.node, node_, arc.relationship};
  }

  const Graph* graph_ = nullptr;
  ArcView arcs_;
  size_t i_ = 0;
  NodeId node_ = 0;
  uint32_t type_ = 0;
};

// The vertices at the other ends of out-edges.
template <typename EdgeIterator, typename Vertex>
class TargetIterator : public boost::iterator_facade<TargetIterator<EdgeIterator, Vertex>, Vertex,
                                                     boost::forward_traversal_tag, Vertex> {
 public:
  TargetIterator() = default;
  explicit TargetIterator(EdgeIterator it) : it_(it) {}

 private:
  friend class boost::iterator_core_access;
  void increment() { ++it_; }
  bool equal(const TargetIterator& other) const { return it_ == other.it_; }
  Vertex dereference() const { return (*it_).target; }
  EdgeIterator it_;
};

// All relationships, by id.
class EdgeIterator : public boost::iterator_facade<EdgeIterator, Edge,
                                                   boost::forward_traversal_tag, Edge> {
 public:
  EdgeIterator() = default;
  EdgeIterator(const Graph& g, RelationshipId at) : graph_(&g), at_(at) {}

 private:
  friend class boost::iterator_core_access;
  void increment() { ++at_; }
  bool equal(const EdgeIterator& other) const { return at_ == other.at_; }
  Edge dereference() const { return {graph_->start_of(at_), graph_->end_of(at_), at_}; }

  const Graph* graph_ = nullptr;
  RelationshipId at_ = 0;
};

// --- Subgraph

struct SubgraphEdge {
  uint32_t source = kNoId;
  uint32_t target = kNoId;
  uint32_t arc = kNoId;
  friend bool operator==(const SubgraphEdge& a, const SubgraphEdge& b) { return a.arc == b.arc; }
};

// Arcs by number; the source is carried along.
class SubgraphEdgeIterator
    : public boost::iterator_facade<SubgraphEdgeIterator, SubgraphEdge,
                                    boost::forward_traversal_tag, SubgraphEdge> {
 public:
  SubgraphEdgeIterator() = default;
  SubgraphEdgeIterator(const Subgraph& g, uint32_t source, uint32_t arc)
      : graph_(&g), source_(source), arc_(arc) {}

 private:
  friend class boost::iterator_core_access;
  void increment() { ++arc_; }
  bool equal(const SubgraphEdgeIterator& other) const { return arc_ == other.arc_; }
  SubgraphEdge dereference() const {
    while (graph_->arcs(source_).end <= arc_) ++source_;
    return {source_, graph_->target(arc_), arc_};
  }

  const Subgraph* graph_ = nullptr;
  mutable uint32_t source_ = 0;  // catches up with arc_ when looked at
  uint32_t arc_ = 0;
};

class WeightMap {
 public:
  using key_type = SubgraphEdge;
  using value_type = double;
  using reference = double;
  using category = boost::readable_property_map_tag;
  explicit WeightMap(const Subgraph& g) : graph_(&g) {}
  friend double get(const WeightMap& map, const SubgraphEdge& e) {
    return map.graph_->weight(e.arc);
  }

 private:
  const Subgraph* graph_;
};
inline WeightMap weight_map(const Subgraph& g) { return WeightMap(g); }

}  // namespace zhengmai::bgl

namespace boost {

template <>
struct graph_traits<zhengmai::Graph> {
  using vertex_descriptor = zhengmai::NodeId;
  using edge_descriptor = zhengmai::bgl::Edge;
  using directed_category = bidirectional_tag;
  using edge_parallel_category = allow_parallel_edge_tag;
  using traversal_category = zhengmai::bgl::BidirectionalTraversal;
  using vertices_size_type = uint32_t;
  using edges_size_type = uint32_t;
  using degree_size_type = uint32_t;
  using vertex_iterator = counting_iterator<zhengmai::NodeId>;
  using out_edge_iterator = zhengmai::bgl::ArcIterator<true>;
  using in_edge_iterator = zhengmai::bgl::ArcIterator<false>;
  using adjacency_iterator = zhengmai::bgl::TargetIterator<out_edge_iterator, vertex_descriptor>;
  using edge_iterator = zhengmai::bgl::EdgeIterator;
  static vertex_descriptor null_vertex() { return zhengmai::kNoId; }
};

template <>
struct graph_traits<zhengmai::Subgraph> {
  using vertex_descriptor = uint32_t;
  using edge_descriptor = zhengmai::bgl::SubgraphEdge;
  using directed_category = directed_tag;
  using edge_parallel_category = disallow_parallel_edge_tag;
  using traversal_category = zhengmai::bgl::Traversal;
  using vertices_size_type = uint32_t;
  using edges_size_type = uint32_t;
  using degree_size_type = uint32_t;
  using vertex_iterator = counting_iterator<uint32_t>;
  using out_edge_iterator = zhengmai::bgl::SubgraphEdgeIterator;
  using in_edge_iterator = void;
  using adjacency_iterator = const uint32_t*;
  using edge_iterator = zhengmai::bgl::SubgraphEdgeIterator;
  static vertex_descriptor null_vertex() { return zhengmai::kNoId; }
};

// Some algorithms ask for the traits of the constant type.
template <>
struct graph_traits<const zhengmai::Graph> : graph_traits<zhengmai::Graph> {};
template <>
struct graph_traits<const zhengmai::Subgraph> : graph_traits<zhengmai::Subgraph> {};

template <>
struct property_map<zhengmai::Graph, vertex_index_t> {
  using type = identity_property_map;
  using const_type = identity_property_map;
};
template <>
struct property_map<zhengmai::Subgraph, vertex_index_t> {
  using type = identity_property_map;
  using const_type = identity_property_map;
};

}  // namespace boost

// The concepts' functions, found by argument-dependent look-up.
namespace zhengmai {

template <typename G>
using BoostTraits = boost::graph_traits<G>;
template <typename Iterator>
using IteratorPair = std::pair<Iterator, Iterator>;

inline auto vertices(const Graph& g) {
  using It = BoostTraits<Graph>::vertex_iterator;
  return IteratorPair<It>(It(0), It(g.node_count()));
}
inline uint32_t num_vertices(const Graph& g) { return g.node_count(); }
inline auto edges(const Graph& g) {
  return IteratorPair<bgl::EdgeIterator>({g, 0}, {g, g.relationship_count()});
}
inline uint32_t num_edges(const Graph& g) { return g.relationship_count(); }
inline NodeId source(const bgl::Edge& e, const Graph&) { return e.source; }
inline NodeId target(const bgl::Edge& e, const Graph&) { return e.target; }
inline auto out_edges(NodeId n, const Graph& g) {
  using It = bgl::ArcIterator<true>;
  return IteratorPair<It>(It::begin(g, n), It::end(g, n));
}
inline auto in_edges(NodeId n, const Graph& g) {
  using It = bgl::ArcIterator<false>;
  return IteratorPair<It>(It::begin(g, n), It::end(g, n));
}
inline auto adjacent_vertices(NodeId n, const Graph& g) {
  using It = BoostTraits<Graph>::adjacency_iterator;
  const auto arcs = out_edges(n, g);
  return IteratorPair<It>(It(arcs.first), It(arcs.second));
}
inline uint32_t out_degree(NodeId n, const Graph& g) { return g.out_degree(n); }
inline uint32_t in_degree(NodeId n, const Graph& g) { return g.in_degree(n); }
inline uint32_t degree(NodeId n, const Graph& g) { return g.out_degree(n) + g.in_degree(n); }
inline boost::identity_property_map get(boost::vertex_index_t, const Graph&) { return {}; }
inline NodeId get(boost::vertex_index_t, const Graph&, NodeId n) { return n; }

inline auto vertices(const Subgraph& g) {
  using It = BoostTraits<Subgraph>::vertex_iterator;
  return IteratorPair<It>(It(0), It(g.size()));
}
inline uint32_t num_vertices(const Subgraph& g) { return g.size(); }
inline auto edges(const Subgraph& g) {
  return IteratorPair<bgl::SubgraphEdgeIterator>({g, 0, 0}, {g, g.size(), g.arc_count()});
}
inline uint32_t num_edges(const Subgraph& g) { return g.arc_count(); }
inline uint32_t source(const bgl::SubgraphEdge& e, const Subgraph&) { return e.source; }
inline uint32_t target(const bgl::SubgraphEdge& e, const Subgraph&) { return e.target; }
inline auto out_edges(uint32_t v, const Subgraph& g) {
  const IdRange arcs = g.arcs(v);
  return IteratorPair<bgl::SubgraphEdgeIterator>({g, v, arcs.begin}, {g, v, arcs.end});
}
inline auto adjacent_vertices(uint32_t v, const Subgraph& g) {
  const auto n = g.neighbours(v);
  return IteratorPair<const uint32_t*>(n.data(), n.data() + n.size());
}
inline uint32_t out_degree(uint32_t v, const Subgraph& g) { return g.arcs(v).size(); }
inline boost::identity_property_map get(boost::vertex_index_t, const Subgraph&) { return {}; }
inline uint32_t get(boost::vertex_index_t, const Subgraph&, uint32_t v) { return v; }

}  // namespace zhengmai
