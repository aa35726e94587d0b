// What a GraphBuilder holds: for each label set and each type, columns that grow row by row.
//
// Shared by the builder, freezing and the bulk importer. Ids here are provisional: names, label
// sets and types are numbered as they are first seen.
//
// Threads: one.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/memory/builder.h"
#include "graph/memory/column_builder.h"

namespace zhengmai {

// Names numbered in the order they were first seen.
class NameTable {
 public:
  explicit NameTable(const char* what) : what_(what) {}
  uint16_t intern(std::string_view name);  // LimitError beyond 65 534
  const std::string& name(uint16_t id) const { return names_[id]; }
  size_t size() const { return names_.size(); }

 private:
  uint16_t look_up(std::string_view name);

  const char* what_;
  uint16_t last_ = UINT16_MAX;  // the same again and again: a type's relationships come in runs
  std::deque<std::string> names_;  // never moves: the map's keys point in
  std::unordered_map<std::string_view, uint16_t> ids_;
};

struct NamedColumn {
  KeyId key;
  std::string_view name;  // the NameTable's
  ColumnBuilder values;
};

// The rows of a label set or of a type.
struct Table {
  explicit Table(const Spill* s) : spill(s) {}

  const Spill* spill;
  uint32_t rows = 0;
  std::vector<NamedColumn> columns;
  std::unordered_map<KeyId, uint32_t> by_key;

  // Made when missing; references last until the next is made. REQUIRES: `keys` is always the same.
  ColumnBuilder& column(std::string_view name, NameTable& keys);
  // REQUIRES: row is the last one.
  void set(uint32_t row, std::span<const Property> properties, NameTable& keys);
};

struct LabelSetTable : Table {
  using Table::Table;
  std::vector<LabelId> labels;  // provisional, ascending
};

struct TypeTable : Table {
  explicit TypeTable(const Spill* s) : Table(s), starts(s), ends(s) {}

  GrowingArray<NodeId> starts, ends;  // provisional

  void forget_ends() const {
    starts.memory().forget();
    ends.memory().forget();
  }
  void release_ends() {
    starts.memory().check_written();
    ends.memory().check_written();
    starts = GrowingArray<NodeId>();
    ends = GrowingArray<NodeId>();
  }
};

inline constexpr LabelSetId kPlaceholder = UINT16_MAX;  // no label set has this number

struct GraphBuilder::State {
  explicit State(const std::filesystem::path& spill_folder = {})
      : spill(spill_folder.empty() ? nullptr : std::make_unique<Spill>(spill_folder)),
        node_sets(spill.get()), relationship_types(spill.get()) {}

  std::unique_ptr<const Spill> spill;                 // outlives the arrays below
  NameTable labels{"labels"};
  NameTable types{"relationship types"};
  NameTable keys{"property keys"};
  std::deque<LabelSetTable> sets;
  std::deque<TypeTable> type_tables;                  // by provisional type
  GrowingArray<LabelSetId> node_sets;                 // by provisional node, or kPlaceholder
  std::unordered_map<NodeId, NodeId> bound;           // placeholder → its node
  GrowingArray<TypeId> relationship_types;            // by provisional relationship
  std::unordered_map<std::u16string, LabelSetId> set_ids;

  LabelSetId label_set(std::span<const std::string_view> names);
  TypeId type(std::string_view name);
  NodeId add_node(LabelSetId set) { return add_nodes(set, 1); }
  RelationshipId add_relationship(TypeId type, NodeId start, NodeId end) {
    return add_relationships(type, {&start, 1}, {&end, 1});
  }
  // Many at once, numbered upwards from the result.
  NodeId add_nodes(LabelSetId set, uint32_t count);
  RelationshipId add_relationships(TypeId type, std::span<const NodeId> starts,
                                   std::span<const NodeId> ends);

 private:
  std::u16string scratch_;
};

}  // namespace zhengmai
