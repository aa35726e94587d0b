// Graph::Parts: a graph's buffer and the views into it; what freezing and mapping both produce.
//
// Opening costs time in proportion to the label sets, types and columns, not to the nodes.
// Threads: immutable, but for the indexes that find_nodes builds behind a lock.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "graph/memory/buffer.h"
#include "graph/memory/column_view.h"
#include "graph/memory/layout.h"

namespace zhengmai {

class NameList final : public Dictionary {
 public:
  NameList() = default;
  NameList(std::span<const uint32_t> offsets, std::span<const char> text)
      : offsets_(offsets), text_(text) {}
  size_t size() const override { return offsets_.empty() ? 0 : offsets_.size() - 1; }
  std::string_view name(uint16_t id) const override {
    return {text_.data() + offsets_[id], offsets_[id + 1] - offsets_[id]};
  }
  std::optional<uint16_t> find(std::string_view name) const override;

 private:
  std::span<const uint32_t> offsets_;
  std::span<const char> text_;
};

// The columns of every label set (or type), sorted by key within each.
struct ColumnTable {
  std::span<const uint32_t> begin;  // one more than owners
  std::vector<ColumnView> columns;
  std::vector<KeyId> keys;          // of each column

  std::span<const KeyId> keys_of(uint32_t owner) const {
    return std::span(keys).subspan(begin[owner], begin[owner + 1] - begin[owner]);
  }
  // The column's position in `columns`, or kNoId. Cost: log of the owner's keys.
  uint32_t find(uint32_t owner, KeyId key) const;
};

// An index that is built when look-ups have scanned more than it costs.
struct LazyIndex {
  std::atomic<uint32_t> scans{0};
  std::atomic<const std::vector<uint64_t>*> ready{nullptr};
  std::vector<uint64_t> entries;
};

struct Graph::Parts {
  // Throws StoreError when the buffer is not a whole graph of this version. Checks the header and
  // that everything lies inside the buffer; checksums are the image's business (image.h).
  explicit Parts(Buffer buffer);

  const LayoutHeader& header() const {
    return *reinterpret_cast<const LayoutHeader*>(buffer.data());
  }
  template <typename T>
  std::span<const T> part(Part p) const {
    const PartRecord& record = header().parts[size_t(p)];
    return {reinterpret_cast<const T*>(buffer.data() + record.offset), record.size / sizeof(T)};
  }
  std::span<const IdRange> ranges_of(LabelId label) const {
    return label_ranges.subspan(label_range_begin[label],
                                label_range_begin[label + 1] - label_range_begin[label]);
  }
  void find_rows(uint32_t column, const Value& value, std::vector<NodeId>& out) const;

  Buffer buffer;
  NameList labels, types, keys;
  std::span<const uint32_t> set_begin;        // label sets + 1
  std::span<const uint32_t> set_label_begin;  // label sets + 1
  std::span<const LabelId> set_labels;
  std::span<const uint32_t> label_range_begin;
  std::span<const IdRange> label_ranges;
  std::vector<uint32_t> label_counts;
  std::span<const uint32_t> type_begin;       // types + 1
  std::vector<Rows> out, in;
  std::span<const NodeId> ends;
  ColumnTable node_columns, relationship_columns;

 private:
  void check_header() const;
  void check_directory() const;
  void open_rows();
  void open_columns(ColumnTable& table, Part begin, Part records, std::span<const uint32_t> owners);

  mutable std::mutex index_mutex_;
  mutable std::unique_ptr<LazyIndex[]> indexes_;  // one a node column
};

}  // namespace zhengmai
