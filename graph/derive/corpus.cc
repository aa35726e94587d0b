#include "graph/derive/corpus.h"

#include <algorithm>
#include <charconv>
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

Corpus::Corpus(const Graph& graph) {
  read_agencies(graph);
  read_documents(graph);
  read_measures(graph);
  read_references(graph);
}

void Corpus::read_agencies(const Graph& graph) {
  std::map<std::string_view, std::vector<std::string_view>> functions;
  const StringProperty ids(graph, key::kId);
  for_each_node(graph, label::kAgencyClass, [&](NodeId node) {
    std::string_view id = ids.of(node);
    id.remove_prefix(std::min(id.find(':') + 1, id.size()));
    functions[id] = functions_of(property(graph, node, key::kFunctions));
  });
  std::map<std::string_view, uint32_t> classes;
  const StringProperty class_names(graph, key::kClass);
  for_each_node(graph, label::kAgency, [&](NodeId node) {
    AgencyRow row;
    row.node = node;
    row.id = ids.of(node);
    if (row.id.empty()) return;
    row.jurisdiction = code_of(property(graph, node, key::kJurisdiction));
    if (const std::string_view name = class_names.of(node); !name.empty()) {
      row.agency_class = classes.emplace(name, uint32_t(classes.size())).first->second;
      const auto known = functions.find(name);
      if (known != functions.end()) row.functions = known->second;
    }
    agencies.push_back(std::move(row));
  });
  std::sort(agencies.begin(), agencies.end(),
            [](const AgencyRow& a, const AgencyRow& b) { return a.id < b.id; });
}

void Corpus::read_documents(const Graph& graph) {
  const StringProperty ids(graph, key::kId), titles(graph, key::kTitle);
  for_each_node(graph, label::kDocument, [&](NodeId node) {
    DocumentRow row;
    row.node = node;
    row.id = ids.of(node);
    row.title = titles.of(node);
    row.jurisdiction = code_of(property(graph, node, key::kJurisdiction));
    if (!row.id.empty()) documents.push_back(std::move(row));
  });
  std::sort(documents.begin(), documents.end(),
            [](const DocumentRow& a, const DocumentRow& b) { return a.id < b.id; });
  // The place a document applies in says where it is from when it has no property that does.
  const auto applies = find_type(graph, type::kAppliesIn);
  for (DocumentRow& row : documents) {
    if (row.jurisdiction != 0 || !applies) continue;
    for (const Arc arc : graph.arcs_out(row.node, *applies)) {
      std::string_view id = ids.of(arc.node);
      id.remove_prefix(std::min(id.find(':') + 1, id.size()));
      row.jurisdiction = code_of(Value::borrowed(id));
      if (row.jurisdiction != 0) break;
    }
  }
}

void Corpus::read_measures(const Graph& graph) {
  std::unordered_map<std::string_view, uint32_t> document_rows;
  for (uint32_t i = 0; i < documents.size(); ++i) {
    std::string_view id = documents[i].id;
    id.remove_prefix(std::min(id.find(':') + 1, id.size()));
    document_rows.emplace(id, i);
  }
  std::unordered_map<NodeId, uint32_t> agency_rows;
  for (uint32_t i = 0; i < agencies.size(); ++i) agency_rows.emplace(agencies[i].node, i);

  const StringProperty ids(graph, key::kId), texts(graph, key::kText);
  const auto assigned = find_type(graph, type::kAssignedTo);
  const auto theme = find_type(graph, type::kHasTheme);
  std::vector<uint32_t> agencies_of, themes_of;
  if (const auto label = graph.labels().find(label::kMeasure)) {
    measures.reserve(graph.count_with(*label));
  }
  for_each_node(graph, label::kMeasure, [&](NodeId node) {
    MeasureRow row;
    row.node = node;
    row.id = ids.of(node);
    if (row.id.empty()) return;
    row.text = texts.of(node);
    row.duplicate = !property(graph, node, key::kDuplicateOf).is_null();
    const auto document = document_rows.find(document_part(row.id));
    if (document != document_rows.end()) row.document = document->second;
    if (assigned) {
      for (const Arc arc : graph.arcs_out(node, *assigned)) {
        const auto agency = agency_rows.find(arc.node);
        if (agency != agency_rows.end()) agencies_of.push_back(agency->second);
      }
    }
    if (theme) {
      for (const Arc arc : graph.arcs_out(node, *theme)) themes_of.push_back(arc.node);
    }
    row.agencies = keep(agencies_of);
    row.themes = keep(themes_of);
    const Value ordinal = property(graph, node, key::kOrdinal);
    if (ordinal.is_integer()) row.ordinal = ordinal.as_integer();
    measures.push_back(row);
  });
  std::sort(measures.begin(), measures.end(), [](const MeasureRow& a, const MeasureRow& b) {
    return std::tie(a.document, a.ordinal, a.id) < std::tie(b.document, b.ordinal, b.id);
  });
  for (uint32_t row = 0; row < measures.size(); ++row) {
    if (measures[row].document != kNoId) documents[measures[row].document].measures.push_back(row);
  }
}

// Leaves `values` empty.
std::span<const uint32_t> Corpus::keep(std::vector<uint32_t>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (values.empty()) return {};
  auto* const kept = static_cast<uint32_t*>(
      lists_.allocate(values.size() * sizeof(uint32_t), alignof(uint32_t)));
  std::ranges::copy(values, kept);
  const size_t count = values.size();
  values.clear();
  return {kept, count};
}

void Corpus::read_references(const Graph& graph) {
  std::unordered_map<NodeId, uint32_t> rows;
  for (uint32_t i = 0; i < documents.size(); ++i) rows.emplace(documents[i].node, i);
  for (const std::string_view name : {type::kImplements, type::kCites}) {
    const auto type = find_type(graph, name);
    if (!type) continue;
    for (uint32_t i = 0; i < documents.size(); ++i) {
      for (const Arc arc : graph.arcs_out(documents[i].node, *type)) {
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
