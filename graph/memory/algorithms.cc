#include "graph/memory/algorithms.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/core_numbers.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/visitors.hpp>
#include <boost/pending/disjoint_sets.hpp>
#include <cmath>
#include <limits>

#include "graph/memory/bgl.h"
#include "graph/memory/groups.h"
#include "graph/model/error.h"

namespace zhengmai {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A property map over a vector indexed by vertex.
template <typename T>
auto by_vertex(std::vector<T>& values) {
  return boost::make_iterator_property_map(values.begin(), boost::identity_property_map());
}

// Scores that poll as they are written: the only door that Boost's Brandes leaves open, since it
// runs over all sources in one call.
struct PollingScores {
  using key_type = uint32_t;
  using value_type = double;
  using reference = double;
  using category = boost::read_write_property_map_tag;
  std::vector<double>* scores;
  const Poll* poll;
  uint64_t* writes;

  friend double get(const PollingScores& map, uint32_t v) { return (*map.scores)[v]; }
  friend void put(const PollingScores& map, uint32_t v, double score) {
    if ((++*map.writes & 0xfff) == 0 && *map.poll) (*map.poll)();
    (*map.scores)[v] = score;
  }
};

void expect_option(bool holds, const char* name, const char* allowed) {
  if (!holds) throw InputError(fmt::format("the option {} must be {}", name, allowed));
}

}  // namespace

std::vector<double> page_rank(const Subgraph& g, const PageRankOptions& options) {
  expect_option(options.damping >= 0 && options.damping <= 1, "damping", "between 0 and 1");
  expect_option(options.iterations > 0, "iterations", "greater than 0");
  const uint32_t n = g.size();
  if (n == 0) return {};
  const std::vector<double> out = degree(g, options.weighted);
  std::vector<double> rank(n, 1.0 / n);
  std::vector<double> next(n);
  for (int round = 0; round < options.iterations; ++round) {
    if (options.poll) options.poll();
    double stranded = 0;
    for (uint32_t v = 0; v < n; ++v) stranded += out[v] == 0 ? rank[v] : 0;
    std::ranges::fill(next, (1 - options.damping) / n + options.damping * stranded / n);
    for (uint32_t v = 0; v < n; ++v) {
      if (out[v] == 0) continue;
      const double share = options.damping * rank[v] / out[v];
      const IdRange arcs = g.arcs(v);
      for (uint32_t a = arcs.begin; a < arcs.end; ++a) {
        next[g.target(a)] += options.weighted ? share * g.weight(a) : share;
      }
    }
    double change = 0;
    for (uint32_t v = 0; v < n; ++v) change += std::abs(next[v] - rank[v]);
    rank.swap(next);
    if (change < options.tolerance * n) break;
  }
  return rank;
}

std::vector<double> degree(const Subgraph& g, bool weighted) {
  std::vector<double> degrees(g.size());
  for (uint32_t v = 0; v < g.size(); ++v) {
    const IdRange arcs = g.arcs(v);
    if (!weighted) degrees[v] = arcs.size();
    for (uint32_t a = arcs.begin; weighted && a < arcs.end; ++a) degrees[v] += g.weight(a);
  }
  return degrees;
}

std::vector<double> betweenness(const Subgraph& g, const BetweennessOptions& options) {
  const uint32_t n = g.size();
  std::vector<double> scores(n);
  uint64_t writes = 0;
  const PollingScores map{&scores, &options.poll, &writes};
  std::vector<std::vector<bgl::SubgraphEdge>> incoming(n);
  std::vector<double> distance(n), dependency(n), path_count(n);
  if (options.weighted) {
    boost::brandes_betweenness_centrality(
        g, map, boost::dummy_property_map(), by_vertex(incoming), by_vertex(distance),
        by_vertex(dependency), by_vertex(path_count), boost::identity_property_map(),
        bgl::weight_map(g));
  } else {
    boost::brandes_betweenness_centrality(
        g, map, boost::dummy_property_map(), by_vertex(incoming), by_vertex(distance),
        by_vertex(dependency), by_vertex(path_count), boost::identity_property_map());
  }
  double scale = g.directed() ? 1 : 0.5;  // an undirected path was counted from both its ends
  if (options.normalised && n > 2) {
    const double pairs = double(n - 1) * (n - 2);
    scale = 1 / pairs;
  }
  for (double& score : scores) score *= scale;
  return scores;
}

std::vector<uint32_t> connected_components(const Subgraph& g) {
  std::vector<uint32_t> rank(g.size()), parent(g.size());
  boost::disjoint_sets sets(by_vertex(rank), by_vertex(parent));
  for (uint32_t v = 0; v < g.size(); ++v) sets.make_set(v);
  for (uint32_t v = 0; v < g.size(); ++v) {
    for (const uint32_t w : g.neighbours(v)) sets.union_set(v, w);
  }
  std::vector<uint32_t> group(g.size());
  for (uint32_t v = 0; v < g.size(); ++v) group[v] = sets.find_set(v);
  return number_groups(std::move(group));
}

std::vector<uint32_t> strong_components(const Subgraph& g) {
  std::vector<uint32_t> group(g.size());
  boost::strong_components(g, by_vertex(group));
  return number_groups(std::move(group));
}

std::vector<uint32_t> core_numbers(const Subgraph& g) {
  const Subgraph simple = undirected(g, Loops::kDrop);
  std::vector<uint32_t> cores(simple.size());
  boost::core_numbers(simple, by_vertex(cores));
  return cores;
}

std::vector<uint64_t> triangles(const Subgraph& g, const Poll& poll) {
  const Subgraph simple = undirected(g, Loops::kDrop);
  std::vector<uint64_t> count(simple.size());
  // Each triangle is found once, from the vertex of least degree: rows of vertices that point only
  // "upwards" are short, which bounds the work by arcs × √arcs.
  const auto below = [&](uint32_t a, uint32_t b) {
    const uint32_t x = simple.arcs(a).size();
    const uint32_t y = simple.arcs(b).size();
    return x != y ? x < y : a < b;
  };
  std::vector<std::vector<uint32_t>> up(simple.size());
  for (uint32_t v = 0; v < simple.size(); ++v) {
    for (const uint32_t w : simple.neighbours(v)) {
      if (below(v, w)) up[v].push_back(w);
    }
  }
  std::vector<uint32_t> mark(simple.size(), kNoId);
  for (uint32_t v = 0; v < simple.size(); ++v) {
    if (poll && v % 256 == 0) poll();
    for (const uint32_t w : up[v]) mark[w] = v;
    for (const uint32_t w : up[v]) {
      for (const uint32_t x : up[w]) {
        if (mark[x] != v) continue;
        ++count[v];
        ++count[w];
        ++count[x];
      }
    }
  }
  return count;
}

namespace {

struct PathTree {
  std::vector<double> distance;
  std::vector<uint32_t> predecessor;  // of an unreached vertex: itself
};

PathTree search(const Subgraph& g, uint32_t source, bool weighted) {
  PathTree tree{std::vector<double>(g.size(), kInfinity), std::vector<uint32_t>(g.size())};
  for (uint32_t v = 0; v < g.size(); ++v) tree.predecessor[v] = v;
  if (source >= g.size()) {
    throw InputError(fmt::format("vertex {} is not in a subgraph of {}", source, g.size()));
  }
  if (weighted) {
    boost::dijkstra_shortest_paths(g, source,
                                   boost::weight_map(bgl::weight_map(g))
                                       .distance_map(by_vertex(tree.distance))
                                       .predecessor_map(by_vertex(tree.predecessor))
                                       .distance_inf(kInfinity));
    return tree;
  }
  tree.distance[source] = 0;
  const auto record = boost::make_bfs_visitor(
      std::make_pair(boost::record_distances(by_vertex(tree.distance), boost::on_tree_edge()),
                     boost::record_predecessors(by_vertex(tree.predecessor),
                                                boost::on_tree_edge())));
  boost::breadth_first_search(g, source, boost::visitor(record));
  return tree;
}

}  // namespace

std::vector<double> distances(const Subgraph& g, uint32_t source, bool weighted) {
  return search(g, source, weighted).distance;
}

std::optional<std::vector<uint32_t>> shortest_path(const Subgraph& g, uint32_t source,
                                                   uint32_t target, bool weighted) {
  const PathTree tree = search(g, source, weighted);
  if (target >= g.size() || tree.distance[target] == kInfinity) return std::nullopt;
  std::vector<uint32_t> path = {target};
  while (path.back() != source) path.push_back(tree.predecessor[path.back()]);
  std::ranges::reverse(path);
  return path;
}

}  // namespace zhengmai
