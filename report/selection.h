// A selection: the nodes and relationships of a graph that an export is about.
//
// Both lists are sorted and free of repeats; both ends of a relationship are among the nodes. The
// order is the graph's own, so the same graph gives the same bytes.
//
// Cost: linear in the graph or in the result. Errors: InputError (65) when a result holds no part
// of the graph. Threads: plain data.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "graph/memory/graph.h"
#include "graph/model/value.h"

namespace zhengmai::report {

struct Selection {
  const Graph* graph = nullptr;
  std::vector<NodeId> nodes;
  std::vector<RelationshipId> relationships;
};

// Every node and relationship.
Selection select_all(const Graph& graph);

// Every node, relationship and path in a query's cells, also inside lists and maps.
Selection select_result(const Graph& graph, std::span<const Value> cells);

// The `limit` nodes with most relationships (ties: smaller id) and the relationships among them.
Selection most_connected(const Selection& selection, size_t limit);

}  // namespace zhengmai::report
