#include "graph/memory/builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "graph/memory/builder_state.h"
#include "graph/memory/freeze.h"
#include "graph/model/error.h"

namespace zhengmai {

namespace {

constexpr size_t kMaxNames = 65'534;  // ids are 16 bits, and their count must fit too
constexpr uint32_t kMaxIds = kNoId - 1;

[[noreturn]] void too_many(const char* what, uint64_t limit) {
  throw LimitError(fmt::format("a graph cannot hold more than {} {}", limit, what),
                   "split the data into several stores");
}

}  // namespace

uint16_t NameTable::intern(std::string_view name) {
  if (last_ < names_.size() && names_[last_] == name) return last_;
  return last_ = look_up(name);
}

uint16_t NameTable::look_up(std::string_view name) {
  if (const auto found = ids_.find(name); found != ids_.end()) return found->second;
  if (names_.size() == kMaxNames) too_many(what_, kMaxNames);
  const auto id = uint16_t(names_.size());
  ids_.emplace(names_.emplace_back(name), id);
  return id;
}

ColumnBuilder& Table::column(std::string_view name, NameTable& keys) {
  const KeyId key = keys.intern(name);
  const auto [found, added] = by_key.try_emplace(key, uint32_t(columns.size()));
  if (added) columns.push_back({key, keys.name(key), ColumnBuilder(spill)});
  return columns[found->second].values;
}

void Table::set(uint32_t row, std::span<const Property> properties, NameTable& keys) {
  for (size_t i = 0; i < properties.size(); ++i) {
    const std::string_view name = properties[i].key;
    const Value& value = properties[i].value;
    // Rows of one table tend to bring the same keys in the same order, so the i-th column is the
    // likely one, and no name need be hashed.
    const bool as_before = i < columns.size() && columns[i].name == name;
    if (value.is_null() && !as_before) {
      // Null is no property; but it overrides an earlier value of the same key.
      const bool earlier = std::any_of(properties.begin(), properties.begin() + ptrdiff_t(i),
                                       [&](const Property& p) { return p.key == name; });
      if (!earlier) continue;
    }
    ColumnBuilder& values = as_before ? columns[i].values : column(name, keys);
    if (values.count() > 0 && values.last_row() == row) values.pop();
    if (!value.is_null()) values.set(row, value);
  }
}

LabelSetId GraphBuilder::State::label_set(std::span<const std::string_view> names) {
  scratch_.clear();
  for (const std::string_view name : names) scratch_.push_back(char16_t(labels.intern(name)));
  std::ranges::sort(scratch_);
  scratch_.erase(std::unique(scratch_.begin(), scratch_.end()), scratch_.end());
  if (const auto found = set_ids.find(scratch_); found != set_ids.end()) return found->second;
  if (sets.size() == kMaxNames) too_many("sets of labels", kMaxNames);
  const auto id = LabelSetId(sets.size());
  sets.emplace_back(spill.get()).labels.assign(scratch_.begin(), scratch_.end());
  set_ids.emplace(scratch_, id);
  return id;
}

TypeId GraphBuilder::State::type(std::string_view name) {
  const TypeId id = types.intern(name);
  if (id == type_tables.size()) type_tables.emplace_back(spill.get());
  return id;
}

NodeId GraphBuilder::State::add_nodes(LabelSetId set, uint32_t count) {
  if (node_sets.size() + uint64_t{count} > kMaxIds) too_many("nodes", kMaxIds);
  const auto first = NodeId(node_sets.size());
  node_sets.append(count, set);
  sets[set].rows += count;
  return first;
}

RelationshipId GraphBuilder::State::add_relationships(TypeId type, std::span<const NodeId> starts,
                                                      std::span<const NodeId> ends) {
  if (relationship_types.size() + starts.size() > kMaxIds) too_many("relationships", kMaxIds);
  const auto first = RelationshipId(relationship_types.size());
  relationship_types.append(starts.size(), type);
  TypeTable& table = type_tables[type];
  table.starts.append(starts);
  table.ends.append(ends);
  table.rows += uint32_t(starts.size());
  return first;
}

GraphBuilder::GraphBuilder(const std::filesystem::path& spill_folder)
    : state_(std::make_unique<State>(spill_folder)) {}
GraphBuilder::GraphBuilder(GraphBuilder&&) noexcept = default;
GraphBuilder& GraphBuilder::operator=(GraphBuilder&&) noexcept = default;
GraphBuilder::~GraphBuilder() = default;

namespace {

void copy_column(const Column& from, ColumnBuilder& to) {
  for (uint32_t row = 0; row < from.range().size(); ++row) {
    const Value value = from.get(row);
    if (!value.is_null()) to.set(row, value);
  }
}

}  // namespace

GraphBuilder GraphBuilder::from(const Graph& graph) {
  GraphBuilder builder;
  State& state = *builder.state_;
  std::vector<std::string_view> names;
  for (LabelSetId s = 0; s < graph.label_set_count(); ++s) {
    names.clear();
    for (const LabelId label : graph.labels_of(s)) names.push_back(graph.labels().name(label));
    const LabelSetId set = state.label_set(names);
    for (uint32_t i = 0; i < graph.nodes_of(s).size(); ++i) state.add_node(set);
    for (const KeyId key : graph.node_keys(s)) {
      copy_column(*graph.node_column(s, key),
                  state.sets[set].column(graph.keys().name(key), state.keys));
    }
  }
  for (TypeId t = 0; t < graph.types().size(); ++t) {
    const TypeId type = state.type(graph.types().name(t));
    const Rows& rows = graph.rows_out(t);
    for (uint32_t row = 0; row < rows.row_count(); ++row) {
      const NodeId start = rows.node_of_row(row);
      for (const NodeId end : rows[start].nodes()) state.add_relationship(type, start, end);
    }
    for (const KeyId key : graph.relationship_keys(t)) {
      copy_column(*graph.relationship_column(t, key),
                  state.type_tables[type].column(graph.keys().name(key), state.keys));
    }
  }
  return builder;
}

NodeId GraphBuilder::add_node(std::span<const std::string_view> labels,
                              std::span<const Property> properties) {
  const LabelSetId set = state_->label_set(labels);
  const NodeId node = state_->add_node(set);
  LabelSetTable& table = state_->sets[set];
  table.set(table.rows - 1, properties, state_->keys);
  return node;
}

RelationshipId GraphBuilder::add_relationship(std::string_view type, NodeId start, NodeId end,
                                              std::span<const Property> properties) {
  const TypeId id = state_->type(type);
  assert(start < node_count() && end < node_count());
  const RelationshipId relationship = state_->add_relationship(id, start, end);
  TypeTable& table = state_->type_tables[id];
  table.set(table.rows - 1, properties, state_->keys);
  return relationship;
}

NodeId GraphBuilder::add_placeholder() {
  if (state_->node_sets.size() == kMaxIds) too_many("nodes", kMaxIds);
  state_->node_sets.push_back(kPlaceholder);
  return NodeId(state_->node_sets.size() - 1);
}

void GraphBuilder::bind(NodeId placeholder, NodeId node) {
  assert(state_->node_sets[placeholder] == kPlaceholder);
  assert(state_->node_sets[node] != kPlaceholder);
  state_->bound.emplace(placeholder, node);
}

uint32_t GraphBuilder::node_count() const { return uint32_t(state_->node_sets.size()); }
uint32_t GraphBuilder::relationship_count() const {
  return uint32_t(state_->relationship_types.size());
}

void GraphBuilder::count_rows(RowCounts* rows) const {
  rows->nodes.clear();
  rows->relationships.clear();
  for (const LabelSetTable& set : state_->sets) rows->nodes.push_back(set.rows);
  for (const TypeTable& type : state_->type_tables) rows->relationships.push_back(type.rows);
}

GraphBuilder::Place GraphBuilder::last_place() const {
  const LabelSetId set = state_->node_sets.back();
  assert(set != kPlaceholder);
  return {set, state_->sets[set].rows - 1};
}

Graph GraphBuilder::freeze(Renumbering* renumbering, Arrangement* arrangement) && {
  Graph graph(freeze_parts(*state_, renumbering, arrangement));
  state_ = std::make_unique<State>();
  return graph;
}

}  // namespace zhengmai
