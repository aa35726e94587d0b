#include "report/property_table.h"

#include <algorithm>
#include <map>
#include <optional>

namespace zhengmai::report {
namespace {

bool is_text_list(const Value& value) {
  return value.is_list() && std::all_of(value.as_list().begin(), value.as_list().end(),
                                        [](const Value& v) { return v.is_string(); });
}

PropertyType type_of(const Value& value) {
  if (value.is_boolean()) return PropertyType::kBoolean;
  if (value.is_integer()) return PropertyType::kInteger;
  if (value.is_float()) return PropertyType::kFloat;
  return is_text_list(value) ? PropertyType::kStringList : PropertyType::kString;
}

PropertyType unite(PropertyType a, PropertyType b) {
  if (a == b) return a;
  const auto numeric = [](PropertyType t) {
    return t == PropertyType::kInteger || t == PropertyType::kFloat;
  };
  return numeric(a) && numeric(b) ? PropertyType::kFloat : PropertyType::kString;
}

class Collector {
 public:
  void add(KeyId key, const Value& value) {
    if (value.is_null()) return;
    const PropertyType type = type_of(value);
    const auto [at, fresh] = types_.emplace(key, type);
    if (!fresh) at->second = unite(at->second, type);
  }

  std::vector<PropertyColumn> columns(const Graph& graph) const {
    std::vector<PropertyColumn> out;
    // Keys are numbered in the order of their names, so the map is in the order we want.
    for (const auto& entry : types_) {
      out.push_back({entry.first, std::string(graph.keys().name(entry.first)), entry.second});
    }
    return out;
  }

 private:
  std::map<KeyId, PropertyType> types_;
};

}  // namespace

std::vector<PropertyColumn> node_columns(const Graph& graph, std::span<const NodeId> nodes) {
  Collector collector;
  for (const NodeId node : nodes) {
    for (const KeyId key : graph.node_keys(graph.label_set_of(node))) {
      collector.add(key, graph.node_property(node, key));
    }
  }
  return collector.columns(graph);
}

std::vector<PropertyColumn> relationship_columns(const Graph& graph,
                                                 std::span<const RelationshipId> relationships) {
  Collector collector;
  for (const RelationshipId id : relationships) {
    for (const KeyId key : graph.relationship_keys(graph.type_of(id))) {
      collector.add(key, graph.relationship_property(id, key));
    }
  }
  return collector.columns(graph);
}

}  // namespace zhengmai::report
