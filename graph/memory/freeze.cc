#include "graph/memory/freeze.h"

#include <algorithm>
#include <array>
#include <numeric>

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

  void allocate(uint32_t nodes, uint32_t relationships) {
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
    buffer_ = Buffer::allocate(end);
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
  Buffer take() && { return std::move(buffer_); }

 private:
  std::array<std::string, kPartCount> small_;
  std::array<uint64_t, kPartCount> large_{};
  Buffer buffer_;
  LayoutHeader* header_ = nullptr;
};

class Freezer {
 public:
  explicit Freezer(GraphBuilder::State& state)
      : state_(state), labels_(state.labels), types_(state.types), keys_(state.keys) {}

  Buffer run(GraphBuilder::Renumbering* renumbering) {
    number_nodes();
    order_relationships();
    plan_columns();
    if (renumbering != nullptr) fill(*renumbering);
    lay_out();
    write_rows();
    write_columns();
    return std::move(layout_).take();
  }

 private:
  void number_nodes();
  void order_relationships();
  void plan_columns();
  void plan_table(Table& table, IdRange range, std::span<const uint32_t> order,
                  bool nodes, std::vector<ColumnPlan>& plans);
  void fill(GraphBuilder::Renumbering& renumbering) const;
  void lay_out();
  void put_names(const NameTable& table, const SortedNames& sorted, Part offsets, Part text);
  void put_label_sets();
  void write_rows();
  void write_columns();

  GraphBuilder::State& state_;
  SortedNames labels_, types_, keys_;
  std::vector<LabelSetId> set_order_;              // provisional label sets, as they will stand
  std::vector<std::vector<LabelId>> set_labels_;   // final, by provisional label set
  std::vector<uint32_t> set_begin_;                // by final label set, one more
  std::vector<NodeId> node_ids_;                   // provisional → final
  std::vector<ArcsPlan> arcs_;                     // by final type
  std::vector<uint32_t> type_begin_;               // by final type, one more
  std::vector<RowsPlan> rows_;                     // 2 a final type
  std::vector<uint64_t> row_words_at_;             // of each of rows_
  std::vector<ColumnPlan> columns_;                // of nodes, then of relationships
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
}

void Freezer::order_relationships() {
  const auto renumbered = [&](std::vector<NodeId>& nodes) {
    for (NodeId& node : nodes) node = node_ids_[node];
    return std::move(nodes);
  };
  const size_t types = state_.type_tables.size();
  std::vector<std::unique_ptr<ArcsPlan>> plans(types);
  parallel_for(types, [&](size_t t) {
    TypeTable& table = state_.type_tables[types_.order[t]];
    plans[t] = std::make_unique<ArcsPlan>(renumbered(table.starts), renumbered(table.ends));
  });
  type_begin_.push_back(0);
  uint64_t words = 0;
  for (auto& plan : plans) {
    type_begin_.push_back(type_begin_.back() + uint32_t(plan->starts.size()));
    rows_.emplace_back(plan->starts);
    rows_.emplace_back(plan->backward_ends);
    arcs_.push_back(std::move(*plan));
  }
  for (const RowsPlan& rows : rows_) {
    row_words_at_.push_back(words);
    words += rows.words();
  }
  layout_.reserve(Part::kRowWords, words * sizeof(uint32_t));
}

void Freezer::plan_table(Table& table, IdRange range, std::span<const uint32_t> order,
                         bool nodes, std::vector<ColumnPlan>& plans) {
  const size_t first = plans.size();
  for (NamedColumn& column : table.columns) {
    if (column.values.count() == 0) continue;
    const std::string& name = state_.keys.name(column.key);
    const bool indexed = nodes && std::ranges::find(kIndexedKeys, name) != kIndexedKeys.end();
    plans.emplace_back(column.values, keys_.rank[column.key], range, order, indexed);
  }
  std::sort(plans.begin() + ptrdiff_t(first), plans.end(),
            [](const ColumnPlan& a, const ColumnPlan& b) { return a.key() < b.key(); });
}

void Freezer::plan_columns() {
  for (size_t s = 0; s < set_order_.size(); ++s) {
    node_column_begin_.push_back(uint32_t(columns_.size()));
    plan_table(state_.sets[set_order_[s]], {set_begin_[s], set_begin_[s + 1]}, {}, true, columns_);
  }
  node_column_begin_.push_back(uint32_t(columns_.size()));
  const auto node_columns = uint32_t(columns_.size());
  for (size_t t = 0; t < arcs_.size(); ++t) {
    relationship_column_begin_.push_back(uint32_t(columns_.size()) - node_columns);
    plan_table(state_.type_tables[types_.order[t]], {type_begin_[t], type_begin_[t + 1]},
               arcs_[t].order, false, columns_);
  }
  relationship_column_begin_.push_back(uint32_t(columns_.size()) - node_columns);

  std::vector<uint32_t> by_weight(columns_.size());
  std::iota(by_weight.begin(), by_weight.end(), 0u);
  std::ranges::sort(by_weight, std::greater(), [&](uint32_t i) { return columns_[i].weight(); });
  parallel_for(columns_.size(), [&](size_t i) { columns_[by_weight[i]].choose(); });
  PoolSizes total;
  for (const ColumnPlan& column : columns_) {
    columns_at_.push_back(total);
    const PoolSizes size = column.sizes();
    total.words += size.words;
    total.codes += size.codes;
    total.bytes += size.bytes;
  }
  layout_.reserve(Part::kWords, total.words * sizeof(uint64_t));
  layout_.reserve(Part::kCodes, total.codes * sizeof(uint32_t));
  layout_.reserve(Part::kBytes, total.bytes);
}

void Freezer::fill(GraphBuilder::Renumbering& renumbering) const {
  renumbering.nodes = node_ids_;
  std::vector<std::vector<uint32_t>> position(arcs_.size());  // of the i-th added, by final type
  for (size_t t = 0; t < arcs_.size(); ++t) {
    const std::vector<uint32_t>& order = arcs_[t].order;
    position[t].resize(order.size());
    for (uint32_t i = 0; i < order.size(); ++i) position[t][order[i]] = i;
  }
  std::vector<uint32_t> next(arcs_.size());
  renumbering.relationships.clear();
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
  layout_.allocate(set_begin_.back(), relationships);
}

void Freezer::write_rows() {
  const auto ends = layout_.part<NodeId>(Part::kEnds);
  const auto starts = layout_.part<NodeId>(Part::kBackwardStarts);
  const auto relationships = layout_.part<RelationshipId>(Part::kBackwardRelationships);
  const auto words = layout_.part<uint32_t>(Part::kRowWords);
  const auto records = layout_.part<RowsRecord>(Part::kRows);
  parallel_for(arcs_.size(), [&](size_t t) {
    ArcsPlan& arcs = arcs_[t];
    const uint32_t first = type_begin_[t];
    std::ranges::copy(arcs.ends, ends.begin() + first);
    for (size_t i = 0; i < arcs.backward.size(); ++i) {
      starts[first + i] = arcs.starts[arcs.backward[i]];
      relationships[first + i] = first + arcs.backward[i];
    }
    records[2 * t] = rows_[2 * t].write(arcs.starts, first, row_words_at_[2 * t], words);
    records[2 * t + 1] =
        rows_[2 * t + 1].write(arcs.backward_ends, first, row_words_at_[2 * t + 1], words);
    arcs.starts = arcs.ends = arcs.backward_ends = {};
    arcs.backward = {};  // the order is still needed, by the columns
  });
}

void Freezer::write_columns() {
  const MutablePools pools{layout_.part<uint64_t>(Part::kWords),
                           layout_.part<uint32_t>(Part::kCodes), layout_.part<char>(Part::kBytes)};
  const auto node_records = layout_.part<ColumnRecord>(Part::kNodeColumns);
  const auto relationship_records = layout_.part<ColumnRecord>(Part::kRelationshipColumns);
  std::vector<uint32_t> by_weight(columns_.size());
  std::iota(by_weight.begin(), by_weight.end(), 0u);
  std::ranges::sort(by_weight, std::greater(), [&](uint32_t i) { return columns_[i].weight(); });
  parallel_for(columns_.size(), [&](size_t n) {
    const uint32_t i = by_weight[n];
    const ColumnRecord record = columns_[i].write(columns_at_[i], pools);
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
                                                 GraphBuilder::Renumbering* renumbering) {
  return std::make_unique<const Graph::Parts>(Freezer(state).run(renumbering));
}

}  // namespace zhengmai
