#include "graph/derive/corpus.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <tuple>
#include <unordered_map>

#include "graph/model/schema.h"

namespace zhengmai::derive_internal {
namespace {

std::optional<TypeId> find_type(const Graph& graph, std::string_view name) {
  return graph.types().find(name);
}

template <typename F>
void for_each_node(const Graph& graph, std::string_view label_name, F f) {
  const auto label = graph.labels().find(label_name);
  if (!label) return;
  for (const IdRange range : graph.nodes_with(*label)) {
    for (NodeId node = range.begin; node < range.end; ++node) f(node);
  }
}

Value property(const Graph& graph, NodeId node, std::string_view key_name) {
  const auto key = graph.keys().find(key_name);
  return key ? graph.node_property(node, *key) : Value::null();
}

// measure:<document>/<n> → <document>
std::string_view document_part(std::string_view measure_id) {
  const size_t colon = measure_id.find(':');
  const size_t slash = measure_id.rfind('/');
  if (colon == std::string_view::npos || slash == std::string_view::npos || slash < colon)
    return {};
  return measure_id.substr(colon + 1, slash - colon - 1);
}

// The functions of a class, given as a list or as one string with bars.
std::vector<std::string_view> functions_of(const Value& value) {
  std::vector<std::string_view> out;
  if (value.is_list()) {
    for (const Value& item : value.as_list()) {
      if (item.is_string()) out.push_back(item.as_string());
    }
  } else if (value.is_string()) {
    std::string_view rest = value.as_string();
    while (!rest.empty()) {
      const size_t bar = std::min(rest.find_first_of("|,;"), rest.size());
      if (bar > 0) out.push_back(rest.substr(0, bar));
      rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace

StringProperty::StringProperty(const Graph& graph, std::string_view key)
    : graph_(graph), key_(graph.keys().find(key)) {}

std::string_view StringProperty::of(NodeId node) const {
  if (!key_) return {};
  const Value value = graph_.node_property(node, *key_);
  // Strings of a graph are borrowed from its columns, so the view outlives the Value.
  return value.is_string() ? value.as_string() : std::string_view();
}

int code_of(const Value& value) {
  if (value.is_integer()) return int(value.as_integer());
  if (!value.is_string()) return 0;
  const std::string_view text = value.as_string();
  int code = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
  return error == std::errc() && end == text.data() + text.size() ? code : 0;
}

Corpus::Corpus(const Graph& graph)
    : graph_(graph), ids_(graph, key::kId), texts_(graph, key::kText),
      assigned_(find_type(graph, type::kAssignedTo)), theme_(find_type(graph, type::kHasTheme)) {
  read_agencies();
  read_documents();
  read_measures();
  read_references();
}

void Corpus::read_agencies() {
  std::map<std::string_view, std::vector<std::string_view>> functions;
  for_each_node(graph_, label::kAgencyClass, [&](NodeId node) {
    std::string_view id = ids_.of(node);
    id.remove_prefix(std::min(id.find(':') + 1, id.size()));
    functions[id] = functions_of(property(graph_, node, key::kFunctions));
  });
  std::map<std::string_view, uint32_t> classes;
  const StringProperty class_names(graph_, key::kClass);
  for_each_node(graph_, label::kAgency, [&](NodeId node) {
    AgencyRow row;
    row.node = node;
    row.id = ids_.of(node);
    if (row.id.empty()) return;
    row.jurisdiction = code_of(property(graph_, node, key::kJurisdiction));
    if (const std::string_view name = class_names.of(node); !name.empty()) {
      row.agency_class = classes.emplace(name, uint32_t(classes.size())).first->second;
      const auto known = functions.find(name);
      if (known != functions.end()) row.functions = known->second;
    }
    agencies.push_back(std::move(row));
  });
  std::sort(agencies.begin(), agencies.end(),
            [](const AgencyRow& a, const AgencyRow& b) { return a.id < b.id; });
  if (agencies.empty()) return;
  const auto [first, last] = std::ranges::minmax_element(agencies, {}, &AgencyRow::node);
  first_agency_ = first->node;
  agency_rows_.assign(last->node - first_agency_ + 1, kNoId);
  for (uint32_t i = 0; i < agencies.size(); ++i) agency_rows_[agencies[i].node - first_agency_] = i;
}

void Corpus::read_documents() {
  const StringProperty titles(graph_, key::kTitle);
  for_each_node(graph_, label::kDocument, [&](NodeId node) {
    DocumentRow row;
    row.node = node;
    row.id = ids_.of(node);
    row.title = titles.of(node);
    row.jurisdiction = code_of(property(graph_, node, key::kJurisdiction));
    if (!row.id.empty()) documents.push_back(std::move(row));
  });
  std::sort(documents.begin(), documents.end(),
            [](const DocumentRow& a, const DocumentRow& b) { return a.id < b.id; });
  // The place a document applies in says where it is from when it has no property that does.
  const auto applies = find_type(graph_, type::kAppliesIn);
  for (DocumentRow& row : documents) {
    if (row.jurisdiction != 0 || !applies) continue;
    for (const Arc arc : graph_.arcs_out(row.node, *applies)) {
      std::string_view id = ids_.of(arc.node);
      id.remove_prefix(std::min(id.find(':') + 1, id.size()));
      row.jurisdiction = code_of(Value::borrowed(id));
      if (row.jurisdiction != 0) break;
    }
  }
}

void Corpus::read_measures() {
  std::unordered_map<std::string_view, uint32_t> document_rows;
  for (uint32_t i = 0; i < documents.size(); ++i) {
    std::string_view id = documents[i].id;
    id.remove_prefix(std::min(id.find(':') + 1, id.size()));
    document_rows.emplace(id, i);
  }
  struct Place {
    uint32_t document;
    NodeId node;
    int64_t ordinal;
  };
  std::vector<Place> places;
  if (const auto label = graph_.labels().find(label::kMeasure)) {
    places.reserve(graph_.count_with(*label));
  }
  for_each_node(graph_, label::kMeasure, [&](NodeId node) {
    const std::string_view id = ids_.of(node);
    if (id.empty()) return;
    const auto document = document_rows.find(document_part(id));
    const Value ordinal = property(graph_, node, key::kOrdinal);
    places.push_back({document == document_rows.end() ? kNoId : document->second, node,
                      ordinal.is_integer() ? ordinal.as_integer() : 0});
  });
  std::ranges::sort(places, [&](const Place& a, const Place& b) {
    if (a.document != b.document) return a.document < b.document;
    if (a.ordinal != b.ordinal) return a.ordinal < b.ordinal;
    return ids_.of(a.node) < ids_.of(b.node);
  });
  measures.reserve(places.size());
  for (const Place& place : places) {
    const auto row = uint32_t(measures.size());
    measures.push_back({place.node, place.document,
                        !property(graph_, place.node, key::kDuplicateOf).is_null()});
    if (place.document == kNoId) continue;
    IdRange& rows = documents[place.document].measures;
    if (rows.size() == 0) rows.begin = row;
    rows.end = row + 1;
  }
}

void Corpus::agencies_of(uint32_t measure, std::vector<uint32_t>* rows) const {
  rows->clear();
  if (!assigned_) return;
  for (const NodeId node : graph_.arcs_out(measures[measure].node, *assigned_).nodes()) {
    const uint32_t at = node - first_agency_;  // wraps for a node before the first
    if (at < agency_rows_.size() && agency_rows_[at] != kNoId) rows->push_back(agency_rows_[at]);
  }
  std::ranges::sort(*rows);
  rows->erase(std::unique(rows->begin(), rows->end()), rows->end());
}

void Corpus::themes_of(uint32_t measure, std::vector<NodeId>* nodes) const {
  nodes->clear();
  if (!theme_) return;
  const auto ends = graph_.arcs_out(measures[measure].node, *theme_).nodes();  // ascending
  std::unique_copy(ends.begin(), ends.end(), std::back_inserter(*nodes));
}

void Corpus::read_references() {
  std::unordered_map<NodeId, uint32_t> rows;
  for (uint32_t i = 0; i < documents.size(); ++i) rows.emplace(documents[i].node, i);
  for (const std::string_view name : {type::kImplements, type::kCites}) {
    const auto type = find_type(graph_, name);
    if (!type) continue;
    for (uint32_t i = 0; i < documents.size(); ++i) {
      for (const Arc arc : graph_.arcs_out(documents[i].node, *type)) {
        const auto to = rows.find(arc.node);
        if (to != rows.end()) references.push_back({i, to->second, name == type::kImplements});
      }
    }
  }
  std::stable_sort(references.begin(), references.end(), [](const auto& a, const auto& b) {
    return std::tie(a.from, a.to) < std::tie(b.from, b.to);
  });
  references.erase(std::unique(references.begin(), references.end(),
                               [](const auto& a, const auto& b) {
                                 return a.from == b.from && a.to == b.to;
                               }),
                   references.end());
}

}  // namespace zhengmai::derive_internal
