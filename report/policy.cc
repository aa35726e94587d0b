#include "report/policy.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "graph/model/schema.h"
#include "report/cell.h"

namespace zhengmai::report {
namespace {

std::string after_colon(const std::string& id) { return id.substr(id.find(':') + 1); }

template <typename Visit>
void for_each_node(const Graph& graph, std::string_view label, Visit visit) {
  const auto id = graph.labels().find(label);
  if (!id) return;
  for (const IdRange range : graph.nodes_with(*id)) {
    for (NodeId node = range.begin; node < range.end; ++node) visit(node);
  }
}

int64_t integer_or_zero(const Value& value) { return value.is_integer() ? value.as_integer() : 0; }

}  // namespace

Policy::Policy(const Graph& graph) : graph_(graph) {
  for_each_node(graph, label::kDocument,
                [&](NodeId node) { documents_[node_key(graph, node)] = node; });
  for_each_node(graph, label::kJurisdiction, [&](NodeId node) {
    jurisdictions_[after_colon(node_key(graph, node))] = node;
  });
  for_each_node(graph, label::kMeasure, [&](NodeId node) {
    MeasureRow row{node, {}, {}, integer_or_zero(property(graph, node, key::kOrdinal))};
    // measure:<12 hex>/<n> belongs to doc:<12 hex>.
    const std::string id = after_colon(node_key(graph, node));
    const auto document = documents_.find("doc:" + id.substr(0, id.find('/')));
    if (document != documents_.end()) row.document = document->second;
    const std::vector<NodeId> adopters = in(node, type::kAdopts);
    if (!adopters.empty()) row.jurisdiction = adopters.front();
    measures_.push_back(row);
  });
  sort_measures();
}

// The keys of the order are texts of few documents and places: those are sorted, measures by their ranks.
void Policy::sort_measures() {
  std::vector<std::tuple<std::string, std::string, NodeId>> documents;  // date, id
  for (const auto& [id, node] : documents_) {
    documents.emplace_back(cell_text(property(graph_, node, key::kDate), &graph_), id, node);
  }
  std::ranges::sort(documents);
  std::unordered_map<NodeId, size_t> ranks;  // nodes without one come first, places without one last
  for (const auto& entry : documents) ranks.emplace(std::get<NodeId>(entry), ranks.size() + 1);
  for (const auto& entry : jurisdictions_) ranks.emplace(entry.second, ranks.size() + 1);
  const auto rank_of = [&](std::optional<NodeId> node, size_t none) {
    const auto it = node ? ranks.find(*node) : ranks.end();
    return it == ranks.end() ? none : it->second;
  };
  std::vector<std::tuple<size_t, size_t, int64_t, size_t>> order;  // the last: where it stood
  for (size_t i = 0; i < measures_.size(); ++i) {
    const MeasureRow& row = measures_[i];
    order.emplace_back(rank_of(row.jurisdiction, SIZE_MAX), rank_of(row.document, 0), row.ordinal, i);
  }
  std::ranges::sort(order);
  std::vector<MeasureRow> sorted;
  sorted.reserve(measures_.size());
  for (const auto& entry : order) sorted.push_back(measures_[std::get<3>(entry)]);
  measures_ = std::move(sorted);
}

std::vector<Assignment> Policy::assignments(NodeId measure) const {
  std::vector<Assignment> out;
  const auto type = graph_.types().find(type::kAssignedTo);
  if (!type) return out;
  for (const Arc arc : graph_.arcs_out(measure, *type)) {
    Assignment a{arc.node, arc.relationship, 0, {}, false};
    a.order = integer_or_zero(relationship_property(graph_, arc.relationship, key::kOrder));
    a.role = cell_text(relationship_property(graph_, arc.relationship, key::kRole), &graph_);
    const Value prose = relationship_property(graph_, arc.relationship, key::kProse);
    a.prose = prose.is_boolean() && prose.as_boolean();
    out.push_back(std::move(a));
  }
  std::stable_sort(out.begin(), out.end(), [](const Assignment& a, const Assignment& b) {
    return std::tie(a.prose, a.order, a.relationship) < std::tie(b.prose, b.order, b.relationship);
  });
  return out;
}

std::vector<NodeId> Policy::out(NodeId node, std::string_view type) const {
  std::vector<NodeId> ends;
  if (const auto id = graph_.types().find(type)) {
    for (const Arc arc : graph_.arcs_out(node, *id)) ends.push_back(arc.node);
  }
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

std::vector<NodeId> Policy::in(NodeId node, std::string_view type) const {
  std::vector<NodeId> starts;
  if (const auto id = graph_.types().find(type)) {
    for (const Arc arc : graph_.arcs_in(node, *id)) starts.push_back(arc.node);
  }
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  return starts;
}

std::string Policy::code_of(NodeId jurisdiction) const {
  return after_colon(node_key(graph_, jurisdiction));
}

std::string Policy::name_of(NodeId node, bool english) const {
  if (english) {
    const std::string_view name = text_property(graph_, node, key::kNameEn);
    if (!name.empty()) return std::string(name);
  }
  const std::string_view name = text_property(graph_, node, key::kName);
  return name.empty() ? node_key(graph_, node) : std::string(name);
}

std::optional<NodeId> Policy::jurisdiction(const std::string& code) const {
  const auto found = jurisdictions_.find(code);
  if (found == jurisdictions_.end()) return std::nullopt;
  return found->second;
}

}  // namespace zhengmai::report
