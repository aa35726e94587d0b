#include "report/policy.h"

#include <algorithm>
#include <tuple>

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
  const auto key_of = [&](const MeasureRow& row) {
    return std::tuple(
        row.jurisdiction ? code_of(*row.jurisdiction) : "~",
        row.document ? cell_text(property(graph, *row.document, key::kDate), &graph) : "",
        row.document ? node_key(graph, *row.document) : "", row.ordinal);
  };
  std::stable_sort(measures_.begin(), measures_.end(), [&](const auto& a, const auto& b) {
    return key_of(a) < key_of(b);
  });
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
