#include "query/exec/property_reader.h"

#include <algorithm>

#include "graph/model/schema.h"

namespace zhengmai::exec {

PropertyReader::PropertyReader(const Graph& graph, const std::string& key)
    : graph_(graph), key_(graph.keys().find(key)) {
  if (!key_) key_ = graph.keys().find(canonical_key(key));
}

const PropertyReader::Place& PropertyReader::place_of_node(NodeId node) {
  if (!node_place_.range.contains(node)) {
    const LabelSetId set = graph_.label_set_of(node);
    node_place_ = {graph_.nodes_of(set), graph_.node_column(set, *key_)};
  }
  return node_place_;
}

const PropertyReader::Place& PropertyReader::place_of_relationship(RelationshipId relationship) {
  if (!relationship_place_.range.contains(relationship)) {
    const TypeId type = graph_.type_of(relationship);
    relationship_place_ = {graph_.relationships_of(type), graph_.relationship_column(type, *key_)};
  }
  return relationship_place_;
}

Value PropertyReader::of_node(NodeId node) {
  if (!key_) return {};
  const Place& place = place_of_node(node);
  return place.column ? place.column->get(node - place.column->range().begin) : Value();
}

Value PropertyReader::of_relationship(RelationshipId relationship) {
  if (!key_) return {};
  const Place& place = place_of_relationship(relationship);
  return place.column ? place.column->get(relationship - place.column->range().begin) : Value();
}

void PropertyReader::nodes(std::span<const NodeId> ids, Vector& out) {
  read(ids, [this](uint32_t id) -> const Place& { return place_of_node(id); }, out);
}

void PropertyReader::relationships(std::span<const RelationshipId> ids, Vector& out) {
  read(ids, [this](uint32_t id) -> const Place& { return place_of_relationship(id); }, out);
}

const Column* PropertyReader::column_of_nodes(std::span<const NodeId> ids) {
  if (!key_ || ids.empty()) return nullptr;
  const auto [low, high] = std::minmax_element(ids.begin(), ids.end());
  if (*high == kNoId) return nullptr;
  const Place& place = place_of_node(*low);
  return place.range.contains(*high) ? place.column : nullptr;
}

namespace {

bool all_within(IdRange range, std::span<const uint32_t> ids) {
  const uint32_t begin = range.begin, size = range.size();
  uint32_t outside = 0;
  for (const uint32_t id : ids) outside |= id - begin >= size;
  return outside == 0;
}

}  // namespace

template <typename PlaceOf>
void PropertyReader::read(std::span<const uint32_t> ids, PlaceOf place_of, Vector& out) {
  out.reset(VectorType::kValue);
  if (!key_) {
    out.values().resize(ids.size());
    return;
  }
  if (ids.empty()) return;
  if (ids[0] != kNoId) {
    const Place& place = place_of(ids[0]);
    if (all_within(place.range, ids)) {
      if (!place.column) {
        out.values().resize(ids.size());
        return;
      }
      return read_column(*place.column, ids, out);
    }
  }
  out.values().reserve(ids.size());
  for (const uint32_t id : ids) {
    if (id == kNoId) {
      out.values().emplace_back();
      continue;
    }
    const Place& place = place_of(id);
    out.values().push_back(place.column ? place.column->get(id - place.column->range().begin)
                                        : Value());
  }
}

void PropertyReader::read_column(const Column& column, std::span<const uint32_t> ids,
                                 Vector& out) {
  const uint32_t base = column.range().begin;
  const size_t n = ids.size();
  if (column.kind() == ColumnKind::kDictionary) {
    out.reset_codes(&column);
    out.ids().resize(n);
    column.codes().visit([&](auto codes) {
      for (size_t i = 0; i < n; ++i) out.ids()[i] = codes[ids[i] - base];
    });
    if (!column.dense()) {
      for (size_t i = 0; i < n; ++i) {
        if (!column.has(ids[i] - base)) out.ids()[i] = kNoId;
      }
    }
    return;
  }
  if (column.dense() && column.kind() == ColumnKind::kInteger) {
    out.reset(VectorType::kInteger);
    out.integers().resize(n);
    column.integers().visit([&](auto integers) {
      for (size_t i = 0; i < n; ++i) out.integers()[i] = integers[ids[i] - base];
    });
    return;
  }
  if (column.dense() && column.kind() == ColumnKind::kFloat) {
    out.reset(VectorType::kFloat);
    out.floats().resize(n);
    const auto floats = column.floats();
    for (size_t i = 0; i < n; ++i) out.floats()[i] = floats[ids[i] - base];
    return;
  }
  out.values().reserve(n);
  for (const uint32_t id : ids) out.values().push_back(column.get(id - base));
}

}  // namespace zhengmai::exec
