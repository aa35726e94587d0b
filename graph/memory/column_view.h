// ColumnView: a Column over the parts of a graph; a record, resolved to addresses.
//
// Threads: immutable.
#pragma once

#include "graph/memory/layout.h"

namespace zhengmai {

// The parts that hold what columns refer to.
struct ColumnPools {
  std::span<const char> cells;
  std::span<const char> bytes;
};

class ColumnView final : public Column {
 public:
  // Throws StoreError when the record points outside the pools.
  ColumnView(const ColumnRecord& record, const ColumnPools& pools);

  KeyId key() const { return record_.key; }
  ColumnKind kind() const override { return ColumnKind(record_.kind); }
  IdRange range() const override { return record_.range; }
  bool has(uint32_t row) const override;
  bool dense() const override { return flag(kColumnDense); }
  Value get(uint32_t row) const override;

  Packed<int64_t> integers() const override;
  PackedFloats floats() const override;
  std::span<const uint8_t> booleans() const override;
  Packed<uint32_t> codes() const override;
  std::string_view dictionary_entry(uint32_t code) const override;
  uint32_t dictionary_size() const override { return record_.dictionary_size; }
  std::optional<uint32_t> find_code(std::string_view text) const override;
  Packed<uint64_t> offsets() const override;
  std::string_view heap() const override { return heap_; }

  // For the index: how many rows are present, and which.
  uint32_t present_count() const { return record_.count; }
  bool ascending() const { return flag(kColumnAscending); }
  std::span<const uint64_t> saved_index() const { return index_; }
  template <typename F>  // f(row) for each row that is present, ascending
  void for_each_present(F f) const {
    if (flag(kColumnSparse)) {
      for (const uint32_t row : sparse_rows()) f(row);
    } else {
      for (uint32_t row = 0; row < record_.range.size(); ++row) {
        if (has(row)) f(row);
      }
    }
  }

 private:
  bool flag(ColumnFlags f) const { return (record_.flags & f) != 0; }
  std::span<const uint32_t> sparse_rows() const {
    return {static_cast<const uint32_t*>(presence_), record_.count};
  }
  std::string_view text(const Packed<uint64_t>& offsets, size_t i) const {
    const uint64_t begin = offsets[i];
    return heap_.substr(begin, offsets[i + 1] - begin);
  }
  void open_data(const ColumnPools& pools);

  ColumnRecord record_;
  const void* presence_ = nullptr;        // bits, or the rows of a sparse column; null when dense
  const void* data_ = nullptr;            // numbers or codes, one a row
  Packed<uint64_t> offsets_;              // of strings and mixed values
  Packed<uint64_t> dictionary_;           // offsets of the entries
  std::span<const double> float_table_;   // of a coded column
  std::string_view heap_;
  std::span<const uint64_t> index_;
};

}  // namespace zhengmai
