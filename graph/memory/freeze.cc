#include "graph/memory/freeze.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

#include "graph/memory/freeze_columns.h"
#include "graph/memory/freeze_rows.h"
#include "graph/memory/parallel.h"

namespace zhengmai {

namespace {

// Keys that people look nodes up by: their columns carry a saved index.
constexpr std::array<std::string_view, 2> kIndexedKeys = {"id", "name"};

// Names in byte order, and where each provisional id went.
struct SortedNames {
  std::vector<uint16_t> order;  // provisional ids by name
  std::vector<uint16_t> rank;   // provisional id → final id

  explicit SortedNames(const NameTable& table) : order(table.size()), rank(table.size()) {
    std::iota(order.begin(), order.end(), uint16_t{0});
    std::ranges::sort(order, {}, [&](uint16_t id) -> const std::string& { return table.name(id); });
    for (size_t i = 0; i < order.size(); ++i) rank[order[i]] = uint16_t(i);
  }
};

// Collects the elements of the small parts, then lays all parts out in one buffer.
class Layout {
 public:
  template <typename T>
  void put(Part part, const std::vector<T>& elements) {
    const auto* bytes = reinterpret_cast<const char*>(elements.data());
    small_[size_t(part)].assign(bytes, bytes + elements.size() * sizeof(T));
  }
  void reserve(Part part, uint64_t bytes) { large_[size_t(part)] = bytes; }

  void allocate(uint32_t nodes, uint32_t relationships, const Spill* spill) {
    LayoutHeader header{};
    header.magic = kLayoutMagic;
    header.version = kLayoutVersion;
    header.byte_order = kByteOrderMark;
    header.node_count = nodes;
    header.relationship_count = relationships;
    uint64_t end = sizeof(LayoutHeader);
    for (size_t p = 0; p < kPartCount; ++p) {
      end = (end + kPartAlignment - 1) / kPartAlignment * kPartAlignment;
      header.parts[p].offset = end;
      header.parts[p].size = small_[p].size() + large_[p];
      end += header.parts[p].size;
    }
    header.file_size = end;
    buffer_ = Buffer::allocate(end, spill);
    header_ = reinterpret_cast<LayoutHeader*>(buffer_.mutable_data());
    *header_ = header;
    for (size_t p = 0; p < kPartCount; ++p) {
      std::ranges::copy(small_[p], buffer_.mutable_data() + header.parts[p].offset);
    }
  }

  template <typename T>
  std::span<T> part(Part p) {
    const PartRecord& record = header_->parts[size_t(p)];
    return {reinterpret_cast<T*>(buffer_.mutable_data() + record.offset), record.size / sizeof(T)};
  }
  const Buffer& buffer() const { return buffer_; }
  Buffer take() && {
    buffer_.forget();
    return std::move(buffer_);
  }

 private:
  std::array<std::string, kPartCount> small_;
  std::array<uint64_t, kPartCount> large_{};
  Buffer buffer_;
  LayoutHeader* header_ = nullptr;
};

// Types are written together until they have so many relationships: enough for all cores, and a
// bound to what is in memory at once.
constexpr uint32_t kWave = 32u << 20;
// Numbers of a type's arcs that are written before their pages are given back.
constexpr size_t kArcsStep = size_t{4} << 20;

class Freezer {
 public:
  Freezer(GraphBuilder::State& state, GraphBuilder::Arrangement* arrangement)
      : state_(state), arrangement_(arrangement), labels_(state.labels), types_(state.types),
        keys_(state.keys) {}

  Buffer run(GraphBuilder::Renumbering* renumbering) {
    number_nodes();
    plan_rows();
    if (renumbering == nullptr) node_ids_ = {};
    if (arrangement_ != nullptr) note_numbers();
    plan_columns();
    lay_out();
    write_columns(0, relationship_columns_at_, {});
    const bool keep_orders = renumbering != nullptr && !renumbering->nodes_only;
    if (keep_orders) orders_.resize(type_begin_.size() - 1);
    for (uint32_t type = 0; type + 1 < type_begin_.size();) {
      uint32_t end = type + 1;
      while (end + 1 < type_begin_.size() && type_begin_[end + 1] - type_begin_[type] < kWave) ++end;
      write_types(type, end);
      type = end;
    }
    if (renumbering != nullptr) fill(*renumbering);
    return std::move(layout_).take();
  }

 private:
  void number_nodes();
  void note_numbers();
  void plan_rows();
  void plan_columns();
  void plan_table(Table& table, IdRange range, bool in_order, bool nodes);
  void fill(GraphBuilder::Renumbering& renumbering);
  void lay_out();
  // Gives back the pages of what was written of a part, from one element to another.
  template <typename T>
  void forget(std::span<T> written) const {
    const auto* const bytes = reinterpret_cast<const char*>(written.data());
    const auto begin = size_t(bytes - layout_.buffer().data());
    layout_.buffer().forget(begin, begin + written.size_bytes());
  }
  void put_names(const NameTable& table, const SortedNames& sorted, Part offsets, Part text);
  void put_label_sets();
  // Types from `first` to `last`: their arcs, then their columns.
  void write_types(uint32_t first, uint32_t last);
  void write_forward(uint32_t type, const ArcsPlan& arcs);
  void write_backward(uint32_t type, const ArcsPlan& arcs);
  RowsRecord write_rows(size_t row, std::span<const NodeId> nodes,
                        std::span<const uint32_t> order);
  // Columns from `first` to `last`; orders: of each one's rows, or none at all.
  void write_columns(uint32_t first, uint32_t last,
                     const std::vector<std::span<const uint32_t>>& orders);

  GraphBuilder::State& state_;
  GraphBuilder::Arrangement* arrangement_;         // or null
  SortedNames labels_, types_, keys_;
  std::vector<LabelSetId> set_order_;              // provisional label sets, as they will stand
  std::vector<std::vector<LabelId>> set_labels_;   // final, by provisional label set
  std::vector<uint32_t> set_begin_;                // by final label set, one more
  std::vector<NodeId> node_ids_;                   // provisional → final
  std::vector<bool> in_order_;                     // by final type: as added
  std::vector<std::vector<uint32_t>> orders_;      // by final type; kept for a renumbering only
  std::vector<uint32_t> type_begin_;               // by final type, one more
  std::vector<RowsPlan> rows_;                     // 2 a final type
  std::vector<uint64_t> row_words_at_;             // of each of rows_
  std::vector<ColumnPlan> columns_;                // of nodes, then of relationships
  uint32_t relationship_columns_at_ = 0;           // in columns_
  std::vector<uint32_t> node_column_begin_, relationship_column_begin_;
  std::vector<PoolSizes> columns_at_;
  Layout layout_;
};

void Freezer::number_nodes() {
  const size_t sets = state_.sets.size();
  for (const LabelSetTable& set : state_.sets) {
    std::vector<LabelId>& labels = set_labels_.emplace_back();
    for (const LabelId label : set.labels) labels.push_back(labels_.rank[label]);
    std::ranges::sort(labels);
  }
  set_order_.resize(sets);
  std::iota(set_order_.begin(), set_order_.end(), LabelSetId{0});
  std::ranges::sort(set_order_, {}, [&](LabelSetId s) -> const std::vector<LabelId>& {
    return set_labels_[s];
  });
  std::vector<NodeId> next(sets);
  set_begin_.push_back(0);
  for (const LabelSetId set : set_order_) {
    next[set] = set_begin_.back();
    set_begin_.push_back(set_begin_.back() + state_.sets[set].rows);
  }
  node_ids_.reserve(state_.node_sets.size());
  for (const LabelSetId set : state_.node_sets) {
    node_ids_.push_back(set == kPlaceholder ? kNoId : next[set]++);
  }
  for (const auto& [placeholder, node] : state_.bound) node_ids_[placeholder] = node_ids_[node];
  state_.node_sets.memory().forget();
}

void Freezer::note_numbers() {
  arrangement_->label_sets.resize(set_order_.size());
  for (size_t s = 0; s < set_order_.size(); ++s) {
    arrangement_->label_sets[set_order_[s]] = LabelSetId(s);
  }
  arrangement_->types.assign(types_.rank.begin(), types_.rank.end());
}

void Freezer::plan_rows() {
  const size_t types = state_.type_tables.size();
  std::vector<std::optional<RowsPlan>> plans(2 * types);  // as rows_
  parallel_for(plans.size(), [&](size_t i) {
    TypeTable& table = state_.type_tables[types_.order[i / 2]];
    GrowingArray<NodeId>& nodes = i % 2 == 0 ? table.starts : table.ends;
    for (NodeId& node : nodes) node = node_ids_[node];
    plans[i].emplace(nodes.span());
    nodes.memory().forget();
  });
  std::vector<char> ordered(types);
  parallel_for(types, [&](size_t t) {
    const TypeTable& table = state_.type_tables[types_.order[t]];
    ordered[t] = in_order(table.starts.span(), table.ends.span());
    table.forget_ends();
  });
  type_begin_.push_back(0);
  uint64_t words = 0;
  for (size_t t = 0; t < types; ++t) {
    in_order_.push_back(ordered[t] != 0);
    type_begin_.push_back(type_begin_.back() + state_.type_tables[types_.order[t]].rows);
    for (const RowsPlan& rows : {*plans[2 * t], *plans[2 * t + 1]}) {
      row_words_at_.push_back(words);
      words += rows.words();
      rows_.push_back(rows);
    }
  }
  layout_.reserve(Part::kRowWords, words * sizeof(uint32_t));
}

void Freezer::plan_table(Table& table, IdRange range, bool in_order, bool nodes) {
  const size_t first = columns_.size();
  for (NamedColumn& column : table.columns) {
    if (column.values.count() == 0) continue;
    const std::string& name = state_.keys.name(column.key);
    const bool indexed = nodes && std::ranges::find(kIndexedKeys, name) != kIndexedKeys.end();
    columns_.emplace_back(column.values, keys_.rank[column.key], range, in_order, indexed);
  }
  std::sort(columns_.begin() + ptrdiff_t(first), columns_.end(),
            [](const ColumnPlan& a, const ColumnPlan& b) { return a.key() < b.key(); });
}

void Freezer::plan_columns() {
  for (size_t s = 0; s < set_order_.size(); ++s) {
    node_column_begin_.push_back(uint32_t(columns_.size()));
    plan_table(state_.sets[set_order_[s]], {set_begin_[s], set_begin_[s + 1]}, true, true);
  }
  node_column_begin_.push_back(uint32_t(columns_.size()));
  relationship_columns_at_ = uint32_t(columns_.size());
  for (size_t t = 0; t + 1 < type_begin_.size(); ++t) {
    relationship_column_begin_.push_back(uint32_t(columns_.size()) - relationship_columns_at_);
    plan_table(state_.type_tables[types_.order[t]], {type_begin_[t], type_begin_[t + 1]},
               in_order_[t], false);
  }
  relationship_column_begin_.push_back(uint32_t(columns_.size()) - relationship_columns_at_);

  std::vector<uint32_t> by_weight(columns_.size());
  std::iota(by_weight.begin(), by_weight.end(), 0u);
  std::ranges::sort(by_weight, std::greater(), [&](uint32_t i) { return columns_[i].weight(); });
  parallel_for(columns_.size(), [&](size_t i) { columns_[by_weight[i]].choose(); });
  PoolSizes total;
  for (const ColumnPlan& column : columns_) {
    columns_at_.push_back(total);
    const PoolSizes size = column.sizes();
    total.cells += size.cells;
    total.bytes += size.bytes;
  }
  layout_.reserve(Part::kCells, total.cells);
  layout_.reserve(Part::kBytes, total.bytes);
}

void Freezer::fill(GraphBuilder::Renumbering& renumbering) {
  renumbering.nodes = std::move(node_ids_);
  renumbering.relationships.clear();
  if (renumbering.nodes_only) return;
  std::vector<std::vector<uint32_t>> position(orders_.size());  // of the i-th added, by final type
  for (size_t t = 0; t < orders_.size(); ++t) {
    position[t].resize(orders_[t].size());
    for (uint32_t i = 0; i < orders_[t].size(); ++i) position[t][orders_[t][i]] = i;
  }
  std::vector<uint32_t> next(orders_.size());
  renumbering.relationships.reserve(state_.relationship_types.size());
  for (const TypeId provisional : state_.relationship_types) {
    const TypeId type = types_.rank[provisional];
    const uint32_t added = next[type]++;
    renumbering.relationships.push_back(
        type_begin_[type] + (position[type].empty() ? added : position[type][added]));
  }
}

void Freezer::put_names(const NameTable& table, const SortedNames& sorted, Part offsets,
                        Part text) {
  std::vector<uint32_t> begins = {0};
  std::vector<char> bytes;
  for (const uint16_t id : sorted.order) {
    const std::string& name = table.name(id);
    bytes.insert(bytes.end(), name.begin(), name.end());
    begins.push_back(uint32_t(bytes.size()));
  }
  layout_.put(offsets, begins);
  layout_.put(text, bytes);
}

void Freezer::put_label_sets() {
  std::vector<uint32_t> set_label_begin = {0};
  std::vector<LabelId> set_labels;
  std::vector<std::vector<IdRange>> ranges(labels_.order.size());
  for (size_t s = 0; s < set_order_.size(); ++s) {
    const IdRange nodes{set_begin_[s], set_begin_[s + 1]};
    const bool empty = nodes.size() == 0;
    for (const LabelId label : set_labels_[set_order_[s]]) {
      set_labels.push_back(label);
      if (!empty) ranges[label].push_back(nodes);
    }
    set_label_begin.push_back(uint32_t(set_labels.size()));
  }
  std::vector<uint32_t> range_begin = {0};
  std::vector<IdRange> all_ranges;
  for (const auto& of_label : ranges) {
    all_ranges.insert(all_ranges.end(), of_label.begin(), of_label.end());
    range_begin.push_back(uint32_t(all_ranges.size()));
  }
  layout_.put(Part::kSetBegin, set_begin_);
  layout_.put(Part::kSetLabelBegin, set_label_begin);
  layout_.put(Part::kSetLabels, set_labels);
  layout_.put(Part::kLabelRangeBegin, range_begin);
  layout_.put(Part::kLabelRanges, all_ranges);
}

void Freezer::lay_out() {
  put_names(state_.labels, labels_, Part::kLabelNameOffsets, Part::kLabelNames);
  put_names(state_.types, types_, Part::kTypeNameOffsets, Part::kTypeNames);
  put_names(state_.keys, keys_, Part::kKeyNameOffsets, Part::kKeyNames);
  put_label_sets();
  layout_.put(Part::kTypeBegin, type_begin_);
  layout_.put(Part::kNodeColumnBegin, node_column_begin_);
  layout_.put(Part::kRelationshipColumnBegin, relationship_column_begin_);
  const auto relationships = uint32_t(state_.relationship_types.size());
  layout_.reserve(Part::kRows, rows_.size() * sizeof(RowsRecord));
  layout_.reserve(Part::kNodeColumns, node_column_begin_.back() * sizeof(ColumnRecord));
  layout_.reserve(Part::kRelationshipColumns,
                  relationship_column_begin_.back() * sizeof(ColumnRecord));
  for (const Part p : {Part::kEnds, Part::kBackwardStarts, Part::kBackwardRelationships}) {
    layout_.reserve(p, uint64_t{relationships} * sizeof(uint32_t));
  }
  layout_.allocate(set_begin_.back(), relationships, state_.spill.get());
}

void Freezer::write_types(uint32_t first, uint32_t last) {
  std::vector<std::unique_ptr<ArcsPlan>> arcs(last - first);
  parallel_for(arcs.size(), [&](size_t i) {
    const TypeTable& table = state_.type_tables[types_.order[first + i]];
    arcs[i] = std::make_unique<ArcsPlan>(table.starts.span(), table.ends.span());
  });
  // Two tasks a type, since one type often has most of the relationships.
  std::vector<uint32_t> by_size(2 * arcs.size());
  std::iota(by_size.begin(), by_size.end(), 0u);
  std::ranges::stable_sort(by_size, std::greater(),
                           [&](uint32_t i) { return arcs[i / 2]->ends().size(); });
  parallel_for(by_size.size(), [&](size_t n) {
    const uint32_t i = by_size[n] / 2;
    by_size[n] % 2 == 0 ? write_forward(first + i, *arcs[i]) : write_backward(first + i, *arcs[i]);
  });
  for (uint32_t t = first; t < last; ++t) {
    arcs[t - first]->drop_nodes();
    state_.type_tables[types_.order[t]].release_ends();
  }
  std::vector<std::span<const uint32_t>> orders;
  for (uint32_t t = first; t < last; ++t) {
    const std::span<const uint32_t> order = arcs[t - first]->order();
    const uint32_t columns = relationship_column_begin_[t + 1] - relationship_column_begin_[t];
    orders.insert(orders.end(), columns, order);
    if (!orders_.empty()) orders_[t].assign(order.begin(), order.end());
    if (arrangement_ != nullptr) arrangement_->on_order(TypeId(t), order);
  }
  write_columns(relationship_columns_at_ + relationship_column_begin_[first],
                relationship_columns_at_ + relationship_column_begin_[last], orders);
}

RowsRecord Freezer::write_rows(size_t row, std::span<const NodeId> nodes,
                               std::span<const uint32_t> order) {
  return rows_[row].write(nodes, order, type_begin_[row / 2], row_words_at_[row],
                          layout_.part<uint32_t>(Part::kRowWords));
}

void Freezer::write_forward(uint32_t type, const ArcsPlan& arcs) {
  const size_t row = 2 * size_t{type};
  const std::span<const NodeId> all = arcs.ends();
  for (size_t begin = 0; begin < all.size(); begin += kArcsStep) {
    const auto some = all.subspan(begin, std::min(kArcsStep, all.size() - begin));
    const size_t at = type_begin_[type] + begin;
    const auto written = layout_.part<NodeId>(Part::kEnds).subspan(at, some.size());
    std::ranges::copy(some, written.begin());
    forget(written);
  }
  layout_.part<RowsRecord>(Part::kRows)[row] = write_rows(row, arcs.starts(), {});
}

void Freezer::write_backward(uint32_t type, const ArcsPlan& arcs) {
  const size_t row = 2 * size_t{type} + 1;
  const uint32_t first = type_begin_[type];
  const auto starts = layout_.part<NodeId>(Part::kBackwardStarts).subspan(first);
  const auto relationships =
      layout_.part<RelationshipId>(Part::kBackwardRelationships).subspan(first);
  const std::vector<uint32_t> backward = arcs.backward();
  for (size_t begin = 0; begin < backward.size(); begin += kArcsStep) {
    const size_t end = std::min(begin + kArcsStep, backward.size());
    for (size_t i = begin; i < end; ++i) {
      starts[i] = arcs.starts()[backward[i]];
      relationships[i] = first + backward[i];
    }
    forget(starts.subspan(begin, end - begin));
    forget(relationships.subspan(begin, end - begin));
  }
  layout_.part<RowsRecord>(Part::kRows)[row] = write_rows(row, arcs.ends(), backward);
}

void Freezer::write_columns(uint32_t first, uint32_t last,
                            const std::vector<std::span<const uint32_t>>& orders) {
  const MutablePools pools{layout_.part<char>(Part::kCells), layout_.part<char>(Part::kBytes),
                           &layout_.buffer()};
  const auto node_records = layout_.part<ColumnRecord>(Part::kNodeColumns);
  const auto relationship_records = layout_.part<ColumnRecord>(Part::kRelationshipColumns);
  std::vector<uint32_t> by_weight(last - first);
  std::iota(by_weight.begin(), by_weight.end(), first);
  std::ranges::sort(by_weight, std::greater(), [&](uint32_t i) { return columns_[i].weight(); });
  parallel_for(by_weight.size(), [&](size_t n) {
    const uint32_t i = by_weight[n];
    const ColumnRecord record = columns_[i].write(
        columns_at_[i], pools, orders.empty() ? std::span<const uint32_t>() : orders[i - first]);
    columns_[i].release();
    if (i < node_records.size()) {
      node_records[i] = record;
    } else {
      relationship_records[i - node_records.size()] = record;
    }
  });
}

}  // namespace

std::unique_ptr<const Graph::Parts> freeze_parts(GraphBuilder::State& state,
                                                 GraphBuilder::Renumbering* renumbering,
                                                 GraphBuilder::Arrangement* arrangement) {
  return std::make_unique<const Graph::Parts>(Freezer(state, arrangement).run(renumbering));
}

}  // namespace zhengmai
