// RowCopier: rows of a frozen graph, added to a builder column by column.
//
//   RowCopier copy(graph, builder);
//   const NodeId first = copy.add_nodes(set, {0, 100});         // the others follow upwards
//   copy.read_ends(type, positions, &starts, &ends);            // the graph's: to be made the builder's
//   copy.add_relationships(type, positions, starts, ends);
//
// The builder is afterwards as if each row had been added by add_node and add_relationship, in the
// order in which they were asked for, so that it freezes into the same bytes; without making values,
// looking names up or hashing what repeats.
//
// Cost: some nanoseconds a value. Errors: LimitError as the builder's. Threads: one. REQUIRES: graph
// and builder outlive the copier.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "graph/memory/builder.h"

namespace zhengmai {

struct Table;  // builder_state.h

class RowCopier {
 public:
  // wanted: which keys are copied; all of them when there is none.
  RowCopier(const Graph& from, GraphBuilder& to,
            std::function<bool(std::string_view key)> wanted = {});

  // Rows of a label set; the builder's id of the first.
  NodeId add_nodes(LabelSetId set, IdRange rows);

  // The builder's numbers of a label set and a type. REQUIRES: rows of it were added.
  LabelSetId label_set(LabelSetId set) const { return sets_[set].number; }
  TypeId type(TypeId type) const { return types_[type].number; }

  // What the relationships at these positions of a type (0: its first) start and end in, and the
  // same relationships, in this order, between nodes of the builder.
  void read_ends(TypeId type, std::span<const uint32_t> positions, std::vector<NodeId>* starts,
                 std::vector<NodeId>* ends) const;
  void add_relationships(TypeId type, std::span<const uint32_t> positions,
                         std::span<const NodeId> starts, std::span<const NodeId> ends);

 private:
  // Where the rows of a label set or type go.
  struct Target {
    static constexpr uint16_t kUnknown = UINT16_MAX;
    uint16_t number = kUnknown;                // the builder's
    std::vector<std::vector<uint32_t>> codes;  // of each column, what ColumnBuilder::add_rows keeps
  };
  template <typename ColumnOf>
  void add_values(Table& table, Target& target, std::span<const KeyId> keys,
                  ColumnOf column_of, std::span<const uint32_t> rows, uint32_t at);

  const Graph& from_;
  GraphBuilder& to_;
  std::vector<bool> wanted_;  // by key of the graph
  std::vector<Target> sets_;  // by label set
  std::vector<Target> types_;
};

}  // namespace zhengmai
