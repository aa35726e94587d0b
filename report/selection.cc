#include "report/selection.h"

#include <algorithm>
#include <numeric>

#include "graph/model/error.h"

namespace zhengmai::report {
namespace {

template <typename T>
void sort_unique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

// Depth is bounded by the language's own limit on nesting.
void collect(const Value& value, Selection& out) {
  if (value.is_node()) {
    out.nodes.push_back(value.as_node());
  } else if (value.is_relationship()) {
    out.relationships.push_back(value.as_relationship());
  } else if (value.is_path()) {
    const Path& path = value.as_path();
    out.nodes.insert(out.nodes.end(), path.nodes.begin(), path.nodes.end());
    out.relationships.insert(out.relationships.end(), path.relationships.begin(),
                             path.relationships.end());
  } else if (value.is_list()) {
    for (const Value& item : value.as_list()) collect(item, out);
  } else if (value.is_map()) {
    for (const auto& entry : value.as_map()) collect(entry.second, out);
  }
}

}  // namespace

Selection select_all(const Graph& graph) {
  Selection out;
  out.graph = &graph;
  out.nodes.resize(graph.node_count());
  std::iota(out.nodes.begin(), out.nodes.end(), NodeId{0});
  out.relationships.resize(graph.relationship_count());
  std::iota(out.relationships.begin(), out.relationships.end(), RelationshipId{0});
  return out;
}

Selection select_result(const Graph& graph, std::span<const Value> cells) {
  Selection out;
  out.graph = &graph;
  for (const Value& cell : cells) collect(cell, out);
  if (out.nodes.empty() && out.relationships.empty()) {
    throw InputError("the query returns no nodes, relationships or paths to export",
                     "return the pattern's variables, for example RETURN m, r, a");
  }
  sort_unique(out.relationships);
  for (const RelationshipId id : out.relationships) {
    out.nodes.push_back(graph.start_of(id));
    out.nodes.push_back(graph.end_of(id));
  }
  sort_unique(out.nodes);
  return out;
}

Selection most_connected(const Selection& selection, size_t limit) {
  if (selection.nodes.size() <= limit) return selection;
  const Graph& graph = *selection.graph;
  std::vector<uint32_t> degree(graph.node_count(), 0);
  for (const RelationshipId id : selection.relationships) {
    ++degree[graph.start_of(id)];
    ++degree[graph.end_of(id)];
  }
  Selection out;
  out.graph = selection.graph;
  out.nodes = selection.nodes;
  std::stable_sort(out.nodes.begin(), out.nodes.end(),
                   [&](NodeId a, NodeId b) { return degree[a] > degree[b]; });
  out.nodes.resize(limit);
  std::sort(out.nodes.begin(), out.nodes.end());
  std::vector<bool> kept(graph.node_count(), false);
  for (const NodeId node : out.nodes) kept[node] = true;
  for (const RelationshipId id : selection.relationships) {
    if (kept[graph.start_of(id)] && kept[graph.end_of(id)]) out.relationships.push_back(id);
  }
  return out;
}

}  // namespace zhengmai::report
