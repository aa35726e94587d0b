#include "graph/memory/parts.h"

#include <algorithm>

#include "graph/memory/index.h"
#include "graph/model/error.h"

namespace zhengmai {

namespace {

// A column is scanned this often before it is worth an index: hashing and sorting a row costs
// about as much as reading it that many times.
constexpr uint32_t kScansBeforeIndex = 16;

void expect(bool holds, const char* what) {
  if (!holds) {
    throw StoreError(ExitCode::kIoError, std::string("damaged graph: ") + what,
                     "delete the saved image; it is rebuilt from the store");
  }
}

// Begins-of-ranges: ascending from 0 to `total`.
void expect_ascending(std::span<const uint32_t> begins, uint64_t total, const char* what) {
  expect(!begins.empty() && begins.front() == 0 && begins.back() == total &&
             std::ranges::is_sorted(begins),
         what);
}

}  // namespace

std::optional<uint16_t> NameList::find(std::string_view wanted) const {
  size_t low = 0;
  size_t high = size();
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (name(uint16_t(middle)) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == size() || name(uint16_t(low)) != wanted) return std::nullopt;
  return uint16_t(low);
}

uint32_t ColumnTable::find(uint32_t owner, KeyId key) const {
  const auto owned = keys_of(owner);
  const auto found = std::ranges::lower_bound(owned, key);
  if (found == owned.end() || *found != key) return kNoId;
  return begin[owner] + uint32_t(found - owned.begin());
}

Graph::Parts::Parts(Buffer b) : buffer(std::move(b)) {
  check_header();
  labels = {part<uint32_t>(Part::kLabelNameOffsets), part<char>(Part::kLabelNames)};
  types = {part<uint32_t>(Part::kTypeNameOffsets), part<char>(Part::kTypeNames)};
  keys = {part<uint32_t>(Part::kKeyNameOffsets), part<char>(Part::kKeyNames)};
  set_begin = part<uint32_t>(Part::kSetBegin);
  set_label_begin = part<uint32_t>(Part::kSetLabelBegin);
  set_labels = part<LabelId>(Part::kSetLabels);
  label_range_begin = part<uint32_t>(Part::kLabelRangeBegin);
  label_ranges = part<IdRange>(Part::kLabelRanges);
  type_begin = part<uint32_t>(Part::kTypeBegin);
  ends = part<NodeId>(Part::kEnds);
  check_directory();
  for (size_t label = 0; label < labels.size(); ++label) {
    uint32_t count = 0;
    for (const IdRange range : ranges_of(LabelId(label))) count += range.size();
    label_counts.push_back(count);
  }
  open_rows();
  open_columns(node_columns, Part::kNodeColumnBegin, Part::kNodeColumns, set_begin);
  open_columns(relationship_columns, Part::kRelationshipColumnBegin, Part::kRelationshipColumns,
               type_begin);
  indexes_ = std::make_unique<LazyIndex[]>(node_columns.columns.size());
}

void Graph::Parts::check_header() const {
  expect(buffer.size() >= sizeof(LayoutHeader), "it is shorter than its header");
  const LayoutHeader& h = header();
  expect(h.magic == kLayoutMagic, "it does not begin as a graph does");
  expect(h.byte_order == kByteOrderMark, "it was written on a machine of another byte order");
  expect(h.version == kLayoutVersion, "it is of another version");
  expect(h.file_size == buffer.size(), "it is not as long as its header says");
  expect(h.stamp_size <= kMaxStamp, "its stamp is too long");
  for (const PartRecord& p : h.parts) {
    expect(p.offset % kPartAlignment == 0 && p.offset <= buffer.size() &&
               p.size <= buffer.size() - p.offset,
           "a part lies outside it");
  }
}

void Graph::Parts::check_directory() const {
  const LayoutHeader& h = header();
  const auto names = [&](Part offsets, Part text) {
    expect_ascending(part<uint32_t>(offsets), part<char>(text).size(), "a list of names");
  };
  names(Part::kLabelNameOffsets, Part::kLabelNames);
  names(Part::kTypeNameOffsets, Part::kTypeNames);
  names(Part::kKeyNameOffsets, Part::kKeyNames);
  expect_ascending(set_begin, h.node_count, "the label sets");
  expect_ascending(set_label_begin, set_labels.size(), "the labels of label sets");
  expect(set_label_begin.size() == set_begin.size(), "the label sets");
  expect_ascending(label_range_begin, label_ranges.size(), "the ranges of labels");
  expect(label_range_begin.size() == labels.size() + 1, "the ranges of labels");
  for (const LabelId label : set_labels) expect(label < labels.size(), "a label set");
  for (const IdRange r : label_ranges) {
    expect(r.begin <= r.end && r.end <= h.node_count, "the ranges of labels");
  }
  expect_ascending(type_begin, h.relationship_count, "the relationship types");
  expect(type_begin.size() == types.size() + 1, "the relationship types");
  expect(part<RowsRecord>(Part::kRows).size() == 2 * types.size(), "the rows");
  for (const Part p : {Part::kEnds, Part::kBackwardStarts, Part::kBackwardRelationships}) {
    expect(part<uint32_t>(p).size() == h.relationship_count, "the relationships");
  }
}

void Graph::Parts::open_rows() {
  const auto words = part<uint32_t>(Part::kRowWords);
  const auto records = part<RowsRecord>(Part::kRows);
  for (size_t i = 0; i < records.size(); ++i) {
    const RowsRecord& r = records[i];
    const uint64_t nodes = r.sparse ? r.row_count : 0;
    const uint64_t size = nodes + (r.row_count > 0 ? uint64_t{r.row_count} + 1 : 0);
    expect(r.words <= words.size() && size <= words.size() - r.words, "the rows");
    expect(r.range.begin <= r.range.end && r.range.end <= header().node_count, "the rows");
    expect(r.sparse || r.row_count == r.range.size(), "the rows");
    const auto sparse_nodes = words.subspan(r.words, nodes);
    const auto offsets = words.subspan(r.words + nodes, size - nodes);
    const bool forward = i % 2 == 0;
    const auto ends_of_rows = forward ? ends : part<NodeId>(Part::kBackwardStarts);
    (forward ? out : in).emplace_back(
        r.range, offsets, sparse_nodes, ends_of_rows.data(),
        forward ? nullptr : part<RelationshipId>(Part::kBackwardRelationships).data());
  }
}

void Graph::Parts::open_columns(ColumnTable& table, Part begin, Part records,
                                std::span<const uint32_t> owners) {
  const auto column_records = part<ColumnRecord>(records);
  table.begin = part<uint32_t>(begin);
  expect_ascending(table.begin, column_records.size(), "the columns");
  expect(table.begin.size() == owners.size(), "the columns");
  const ColumnPools pools{part<char>(Part::kCells), part<char>(Part::kBytes)};
  table.columns.reserve(column_records.size());
  for (uint32_t owner = 0; owner + 1 < owners.size(); ++owner) {
    for (uint32_t i = table.begin[owner]; i < table.begin[owner + 1]; ++i) {
      const ColumnRecord& record = column_records[i];
      expect(record.range.begin == owners[owner] && record.range.end == owners[owner + 1] &&
                 record.key < keys.size(),
             "a column");
      table.columns.emplace_back(record, pools);
      table.keys.push_back(record.key);
    }
  }
}

void Graph::Parts::find_rows(uint32_t column, const Value& value, std::vector<NodeId>& out) const {
  const ColumnView& view = node_columns.columns[column];
  if (view.ascending()) return find_by_order(view, value, out);
  if (!view.saved_index().empty()) return find_by_index(view, view.saved_index(), value, out);
  LazyIndex& index = indexes_[column];
  const std::vector<uint64_t>* ready = index.ready.load(std::memory_order_acquire);
  if (ready == nullptr) {
    if (index.scans.fetch_add(1, std::memory_order_relaxed) < kScansBeforeIndex) {
      return find_by_scan(view, value, out);
    }
    const std::lock_guard lock(index_mutex_);
    ready = index.ready.load(std::memory_order_relaxed);
    if (ready == nullptr) {
      index.entries = build_index(view);
      ready = &index.entries;
      index.ready.store(ready, std::memory_order_release);
    }
  }
  find_by_index(view, *ready, value, out);
}

}  // namespace zhengmai
