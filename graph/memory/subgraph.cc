#include "graph/memory/subgraph.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "graph/model/error.h"

namespace zhengmai {

namespace {

std::vector<NodeId> nodes_of(const Graph& g, const std::vector<LabelId>& labels) {
  std::vector<NodeId> nodes;
  if (labels.empty()) {
    for (NodeId n = 0; n < g.node_count(); ++n) nodes.push_back(n);
    return nodes;
  }
  // Label sets, not labels: a node with two of the labels is one vertex.
  for (LabelSetId set = 0; set < g.label_set_count(); ++set) {
    const auto of_set = g.labels_of(set);
    const bool wanted = std::ranges::any_of(
        labels, [&](LabelId label) { return std::ranges::binary_search(of_set, label); });
    if (!wanted) continue;
    const IdRange range = g.nodes_of(set);
    for (NodeId n = range.begin; n < range.end; ++n) nodes.push_back(n);
  }
  return nodes;
}

std::vector<TypeId> types_of(const Graph& g, const std::vector<TypeId>& types) {
  if (!types.empty()) return types;
  std::vector<TypeId> all;
  for (TypeId t = 0; t < g.types().size(); ++t) all.push_back(t);
  return all;
}

double weight_of(const Graph& g, RelationshipId r, const Column* column) {
  if (column == nullptr) return 1;
  const Value value = column->get(r - column->range().begin);
  if (value.is_null()) return 1;
  if (!value.is_number() || !std::isfinite(value.as_number()) || value.as_number() < 0) {
    throw InputError(
        fmt::format("a weight of a relationship of type {} is {}", g.types().name(g.type_of(r)),
                    value.is_number() ? fmt::format("{}", value.as_number())
                                      : fmt::format("a {}", kind_name(value.kind()))),
        "weights must be numbers, 0 or greater");
  }
  return value.as_number();
}

}  // namespace

Subgraph::Subgraph(const Graph& g, const Projection& p)
    : nodes_(nodes_of(g, p.labels)), directed_(p.direction != Direction::kBoth) {
  std::vector<uint32_t> vertex(g.node_count(), kNoId);
  for (uint32_t i = 0; i < nodes_.size(); ++i) vertex[nodes_[i]] = i;
  std::vector<Edge> edges;
  for (const TypeId type : types_of(g, p.types)) {
    const Rows& rows = g.rows_out(type);
    const Column* const weights = p.weight ? g.relationship_column(type, *p.weight) : nullptr;
    for (uint32_t row = 0; row < rows.row_count(); ++row) {
      const NodeId start = rows.node_of_row(row);
      if (vertex[start] == kNoId) continue;
      for (const Arc arc : rows[start]) {
        if (vertex[arc.node] == kNoId) continue;
        Edge edge{vertex[start], vertex[arc.node], weight_of(g, arc.relationship, weights)};
        if (p.direction == Direction::kIn) std::swap(edge.start, edge.end);
        edges.push_back(edge);
      }
    }
  }
  set_edges(edges, p.merge);
}

Subgraph::Subgraph(std::vector<NodeId> nodes, const std::vector<Edge>& edges, bool directed,
                   Projection::Merge merge)
    : nodes_(std::move(nodes)), directed_(directed) {
  set_edges(edges, merge);
}

Subgraph Subgraph::shared(const Graph& g, TypeId type, Direction direction) {
  const Rows& rows = direction == Direction::kOut ? g.rows_out(type) : g.rows_in(type);
  const IdRange range = direction == Direction::kOut ? g.end_range(type) : g.start_range(type);
  const Rows& back = direction == Direction::kOut ? g.rows_in(type) : g.rows_out(type);
  Subgraph network;
  network.directed_ = false;
  std::vector<uint32_t> vertex(range.size(), kNoId);
  for (NodeId n = range.begin; n < range.end; ++n) {
    if (back.degree(n) == 0) continue;
    vertex[n - range.begin] = network.size();
    network.nodes_.push_back(n);
  }
  std::vector<Edge> edges;
  std::vector<NodeId> members;
  for (uint32_t row = 0; row < rows.row_count(); ++row) {
    const auto nodes = rows[rows.node_of_row(row)].nodes();
    members.assign(nodes.begin(), nodes.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    for (size_t i = 0; i < members.size(); ++i) {
      for (size_t j = i + 1; j < members.size(); ++j) {
        edges.push_back({vertex[members[i] - range.begin], vertex[members[j] - range.begin], 1});
      }
    }
  }
  network.set_edges(edges, Projection::Merge::kSum);
  return network;
}

std::optional<uint32_t> Subgraph::vertex_of(NodeId node) const {
  const auto found = std::ranges::lower_bound(nodes_, node);
  if (found == nodes_.end() || *found != node) return std::nullopt;
  return uint32_t(found - nodes_.begin());
}

// Two counting sorts (by target, then by source) and one pass that merges neighbours.
void Subgraph::set_edges(const std::vector<Edge>& edges, Projection::Merge merge) {
  std::vector<Edge> arcs;
  arcs.reserve(directed_ ? edges.size() : 2 * edges.size());
  for (const Edge& e : edges) {
    arcs.push_back(e);
    if (!directed_ && e.start != e.end) arcs.push_back({e.end, e.start, e.weight});
  }
  std::vector<Edge> sorted(arcs.size());
  const auto sort_by = [&](auto key) {
    std::vector<uint32_t> begin(nodes_.size() + 1);
    for (const Edge& e : arcs) ++begin[key(e) + 1];
    for (size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
    for (const Edge& e : arcs) sorted[begin[key(e)]++] = e;
    arcs.swap(sorted);
  };
  sort_by([](const Edge& e) { return e.end; });
  sort_by([](const Edge& e) { return e.start; });
  offsets_.assign(nodes_.size() + 1, 0);
  for (size_t i = 0; i < arcs.size(); ++i) {
    const Edge& e = arcs[i];
    if (i > 0 && arcs[i - 1].start == e.start && arcs[i - 1].end == e.end) {
      double& weight = weights_.back();
      weight = merge == Projection::Merge::kSum ? weight + e.weight : std::min(weight, e.weight);
      continue;
    }
    targets_.push_back(e.end);
    weights_.push_back(e.weight);
    ++offsets_[e.start + 1];
  }
  for (size_t i = 1; i < offsets_.size(); ++i) offsets_[i] += offsets_[i - 1];
}

}  // namespace zhengmai
