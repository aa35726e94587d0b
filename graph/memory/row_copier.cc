#include "graph/memory/row_copier.h"

#include <algorithm>
#include <numeric>

#include "graph/memory/builder_state.h"

namespace zhengmai {

RowCopier::RowCopier(const Graph& from, GraphBuilder& to,
                     std::function<bool(std::string_view)> wanted)
    : from_(from), to_(to), sets_(from.label_set_count()), types_(from.types().size()) {
  for (KeyId key = 0; key < from.keys().size(); ++key) {
    wanted_.push_back(!wanted || wanted(from.keys().name(key)));
  }
}

template <typename ColumnOf>
void RowCopier::add_values(Table& table, Target& target, std::span<const KeyId> keys,
                           ColumnOf column_of, std::span<const uint32_t> rows, uint32_t at) {
  target.codes.resize(keys.size());
  for (size_t k = 0; k < keys.size(); ++k) {
    if (!wanted_[keys[k]]) continue;
    const Column& column = *column_of(keys[k]);
    // The key of a column that no row has is no key of the builder.
    const bool any = column.dense() || std::ranges::any_of(rows, [&](uint32_t row) {
      return column.has(row);
    });
    if (!any) continue;
    table.column(from_.keys().name(keys[k]), to_.state().keys)
        .add_rows(column, rows, at, &target.codes[k]);
  }
}

NodeId RowCopier::add_nodes(LabelSetId set, IdRange range) {
  constexpr uint32_t kStep = 1u << 16;  // rows listed at a time
  GraphBuilder::State& state = to_.state();
  Target& target = sets_[set];
  if (target.number == Target::kUnknown) {
    std::vector<std::string_view> names;
    for (const LabelId label : from_.labels_of(set)) names.push_back(from_.labels().name(label));
    target.number = state.label_set(names);
  }
  LabelSetTable& table = state.sets[target.number];
  const NodeId first = state.add_nodes(target.number, range.size());
  uint32_t at = table.rows - range.size();
  std::vector<uint32_t> rows;
  for (uint32_t begin = range.begin; begin < range.end; begin += kStep) {
    rows.resize(std::min(kStep, range.end - begin));
    std::iota(rows.begin(), rows.end(), begin);
    add_values(table, target, from_.node_keys(set),
               [&](KeyId key) { return from_.node_column(set, key); }, rows, at);
    at += uint32_t(rows.size());
  }
  return first;
}

void RowCopier::read_ends(TypeId type, std::span<const uint32_t> positions,
                          std::vector<NodeId>* starts, std::vector<NodeId>* ends) const {
  const Rows& rows = from_.rows_out(type);
  const std::span<const uint32_t> offsets = rows.offsets();
  const uint32_t first = from_.relationships_of(type).begin;
  starts->clear();
  ends->clear();
  size_t row = 0;
  for (const uint32_t position : positions) {
    const uint32_t at = first + position;
    // Mostly the row of the one before, or the next.
    if (at >= offsets[row + 1]) ++row;
    if (row + 1 >= offsets.size() || at < offsets[row] || at >= offsets[row + 1]) {
      row = size_t(std::ranges::upper_bound(offsets, at) - offsets.begin()) - 1;
    }
    starts->push_back(rows.node_of_row(uint32_t(row)));
    ends->push_back(rows.ends()[at]);
  }
}

void RowCopier::add_relationships(TypeId type, std::span<const uint32_t> positions,
                                  std::span<const NodeId> starts, std::span<const NodeId> ends) {
  GraphBuilder::State& state = to_.state();
  Target& target = types_[type];
  if (target.number == Target::kUnknown) target.number = state.type(from_.types().name(type));
  TypeTable& table = state.type_tables[target.number];
  const uint32_t at = table.rows;
  state.add_relationships(target.number, starts, ends);
  add_values(table, target, from_.relationship_keys(type),
             [&](KeyId key) { return from_.relationship_column(type, key); }, positions, at);
}

}  // namespace zhengmai
