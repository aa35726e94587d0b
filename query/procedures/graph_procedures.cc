// graph.*: algorithms over the part of the graph that a configuration names.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "graph/memory/algorithms.h"
#include "query/procedures/configuration.h"
#include "query/procedures/procedure_tables.h"
#include "query/procedures/similarity.h"
#include "query/values/error.h"

namespace zhengmai {
namespace {

using Arguments = ProcedureBody::Arguments;
using Rows = ProcedureBody::Rows;

Value to_value(double v) { return Value::floating(v); }
Value to_value(uint32_t v) { return Value::integer(v); }
Value to_value(uint64_t v) { return Value::integer(static_cast<int64_t>(v)); }

// The part of the graph to work on. Building it and the algorithms that cannot be interrupted are
// linear in it; the clock is looked at in between.
Subgraph part_of(const Graph& graph, const Projection& projection, const Poll& poll) {
  if (poll) poll();
  Subgraph part(graph, projection);
  if (poll) poll();
  return part;
}

// One row a vertex: the node and its number.
template <typename T>
Rows rows_of(const Subgraph& part, const std::vector<T>& numbers) {
  Rows rows;
  rows.reserve(part.size());
  for (uint32_t v = 0; v < part.size(); ++v)
    rows.push_back({Value::node(part.node(v)), to_value(numbers[v])});
  return rows;
}

Rows run_page_rank(const Graph& graph, const Arguments& args, const Poll& poll) {
  const Configuration c(graph, args[0], "graph.pageRank", {"damping", "iterations", "tolerance"});
  PageRankOptions options;
  options.damping = c.number("damping", options.damping, 0, 1);
  options.iterations = static_cast<int>(c.integer("iterations", options.iterations, 1, 100'000));
  options.tolerance = c.number("tolerance", options.tolerance, 0, 1);
  options.weighted = c.weighted();
  options.poll = poll;
  const Subgraph part = part_of(graph, c.projection(Direction::kOut), poll);
  return rows_of(part, page_rank(part, options));
}

Rows run_degree(const Graph& graph, const Arguments& args, const Poll& poll) {
  const Configuration c(graph, args[0], "graph.degree", {});
  const Subgraph part = part_of(graph, c.projection(Direction::kBoth), poll);
  return rows_of(part, degree(part, c.weighted()));
}

Rows run_betweenness(const Graph& graph, const Arguments& args, const Poll& poll) {
  const Configuration c(graph, args[0], "graph.betweenness", {"normalised"});
  Projection projection = c.projection(Direction::kBoth);
  projection.merge = Projection::Merge::kLeast;  // weights are lengths
  const Subgraph part = part_of(graph, projection, poll);
  return rows_of(part, betweenness(part, {.weighted = c.weighted(),
                                                    .normalised = c.boolean("normalised", false),
                                                    .poll = poll}));
}

Rows run_components(const Graph& graph, const Arguments& args, const Poll& poll) {
  const Configuration c(graph, args[0], "graph.components", {"strong"});
  const bool strong = c.boolean("strong", false);
  const Subgraph part =
      part_of(graph, c.projection(strong ? Direction::kOut : Direction::kBoth), poll);
  return rows_of(part, strong ? strong_components(part) : connected_components(part));
}

Rows run_louvain(const Graph& graph, const Arguments& args, const Poll& poll) {
  const Configuration c(graph, args[0], "graph.louvain", {"resolution"});
  const Subgraph part = part_of(graph, c.projection(Direction::kBoth), poll);
  return rows_of(part, communities(part, {.weighted = c.weighted(),
                                          .resolution = c.number("resolution", 1, 1e-6, 1e6),
                                          .poll = poll}));
}

Rows run_k_core(const Graph& graph, const Arguments& args, const Poll& poll) {
  const Configuration c(graph, args[0], "graph.kCore", {});
  const Subgraph part = part_of(graph, c.projection(Direction::kBoth), poll);
  return rows_of(part, core_numbers(part));
}

Rows run_triangles(const Graph& graph, const Arguments& args, const Poll& poll) {
  const Configuration c(graph, args[0], "graph.triangles", {});
  const Subgraph part = part_of(graph, c.projection(Direction::kBoth), poll);
  return rows_of(part, triangles(part, poll));
}

uint32_t vertex_of(const Subgraph& part, const Value& node, std::string_view procedure) {
  if (!node.is_node()) throw_wrong_kind(std::string(procedure) + "()", "a node", node);
  if (const auto vertex = part.vertex_of(node.as_node())) return *vertex;
  throw_bad_argument(std::string(procedure) + "(): the node is not in the part of the graph that "
                     "the labels name");
}

Projection lengths(const Configuration& c) {
  Projection projection = c.projection(Direction::kBoth);
  projection.merge = Projection::Merge::kLeast;
  return projection;
}

// Distances from one node to all that it reaches, nearest first.
Rows run_shortest_paths(const Graph& graph, const Arguments& args, const Poll& poll) {
  const Configuration c(graph, args[1], "graph.shortestPaths", {});
  const Subgraph part = part_of(graph, lengths(c), poll);
  const uint32_t source = vertex_of(part, args[0], "graph.shortestPaths");
  const std::vector<double> far = distances(part, source, c.weighted());
  std::vector<uint32_t> reached;
  for (uint32_t v = 0; v < part.size(); ++v)
    if (std::isfinite(far[v])) reached.push_back(v);
  std::stable_sort(reached.begin(), reached.end(),
                   [&](uint32_t a, uint32_t b) { return far[a] < far[b]; });
  Rows rows;
  for (const uint32_t v : reached)
    rows.push_back({Value::node(part.node(v)), Value::floating(far[v])});
  return rows;
}

// One row with the nodes of the way, or none.
Rows run_shortest_path(const Graph& graph, const Arguments& args, const Poll& poll) {
  const Configuration c(graph, args[2], "graph.shortestPath", {});
  const Subgraph part = part_of(graph, lengths(c), poll);
  const uint32_t source = vertex_of(part, args[0], "graph.shortestPath");
  const uint32_t target = vertex_of(part, args[1], "graph.shortestPath");
  const auto way = shortest_path(part, source, target, c.weighted());
  if (!way) return {};
  List nodes;
  for (const uint32_t v : *way) nodes.push_back(Value::node(part.node(v)));
  const double length = distances(part, source, c.weighted())[target];
  return {{Value::list(std::move(nodes)), Value::floating(length)}};
}

Rows run_similarity(const Graph& graph, const Arguments& args, const Poll& poll) {
  const Configuration c(graph, args[0], "graph.similarity", {"minimum", "top"});
  const Subgraph part = part_of(graph, c.projection(Direction::kOut), poll);
  SimilarityOptions options;
  options.minimum = c.number("minimum", options.minimum, 0, 1);
  options.top = static_cast<uint32_t>(c.integer("top", options.top, 1, 1'000'000));
  options.poll = poll;
  Rows rows;
  for (const SimilarPair& pair : similar_pairs(part, options))
    rows.push_back({Value::node(part.node(pair.first)), Value::node(part.node(pair.second)),
                    Value::floating(pair.similarity), Value::integer(pair.shared)});
  return rows;
}

const Procedure::Field kOptions{"configuration", "MAP?"};

Procedure over_nodes(std::string name, std::string output, std::string type, ProcedureBody body,
                     std::string summary) {
  return {std::move(name), {kOptions}, {{"node", "NODE"}, {std::move(output), std::move(type)}},
          std::move(body), std::move(summary), 0};
}

}  // namespace

std::vector<Procedure> graph_procedures() {
  return {
      over_nodes("graph.betweenness", "score", "FLOAT", run_betweenness,
                 "How many shortest paths lead through each node"),
      over_nodes("graph.components", "component", "INTEGER", run_components,
                 "Which nodes hang together; {strong: true} in both directions"),
      over_nodes("graph.degree", "score", "FLOAT", run_degree,
                 "How many relationships each node has, or the sum of their weights"),
      over_nodes("graph.kCore", "core", "INTEGER", run_k_core,
                 "The largest k such that the node lies among nodes with k neighbours each"),
      over_nodes("graph.louvain", "community", "INTEGER", run_louvain,
                 "Communities: groups more tightly joined inside than out"),
      over_nodes("graph.pageRank", "score", "FLOAT", run_page_rank,
                 "PageRank: how likely a random walk along relationships is at each node"),
      {"graph.shortestPath",
       {{"source", "NODE"}, {"target", "NODE"}, kOptions},
       {{"nodes", "LIST? OF NODE"}, {"distance", "FLOAT"}},
       run_shortest_path,
       "The nodes of one shortest path, and its length; no row where there is none",
       2},
      {"graph.shortestPaths",
       {{"source", "NODE"}, kOptions},
       {{"node", "NODE"}, {"distance", "FLOAT"}},
       run_shortest_paths,
       "Distances from one node to every node that it reaches, nearest first",
       1},
      {"graph.similarity",
       {kOptions},
       {{"first", "NODE"}, {"second", "NODE"}, {"similarity", "FLOAT"}, {"shared", "INTEGER"}},
       run_similarity,
       "Pairs of nodes that lead to the same nodes, by Jaccard's index",
       0},
      over_nodes("graph.triangles", "triangles", "INTEGER", run_triangles,
                 "How many triangles each node is part of"),
  };
}

}  // namespace zhengmai
