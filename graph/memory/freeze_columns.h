// How a ColumnBuilder becomes a column: choosing its kind, measuring it, writing it.
//
// Kinds: what the builder holds, but for two cases. Strings that repeat (the builder numbers them,
// and four rows or more share one) become a dictionary. Values that few rows of many have (fewer
// than one in sixteen) become a sparse mixed column, which costs what is present, not what could be.
// Numbers, codes and offsets take the width that the largest of them needs; floats of which few
// differ become codes.
//
// Threads: a plan is made and written by one thread; different plans by different threads.
#pragma once

#include "graph/memory/buffer.h"
#include "graph/memory/column_builder.h"
#include "graph/memory/layout.h"

namespace zhengmai {

// Bytes of the pools: how many a column takes, or where they begin.
struct PoolSizes {
  uint64_t cells = 0;
  uint64_t bytes = 0;
};

// The pools of a graph that is being written, and the buffer they lie in.
struct MutablePools {
  std::span<char> cells;
  std::span<char> bytes;
  const Buffer* buffer;

  // Lets the kernel take the pages of a column that lies at `at`.
  void forget(const PoolSizes& at, const PoolSizes& size) const;
};

// The distinct values of a column of floats, by their bits, while they are few enough for codes.
class FloatTable {
 public:
  // False: there are too many, and the table is of no use.
  bool add(uint64_t bits);
  void sort();
  uint32_t size() const { return uint32_t(values_.size()); }
  std::span<const uint64_t> values() const { return values_; }
  uint32_t code_of(uint64_t bits) const { return slots_[slot_of(bits)]; }  // REQUIRES: sorted, added

 private:
  size_t slot_of(uint64_t bits) const;  // that holds its number, or the free one where it belongs
  void grow();

  std::vector<uint64_t> values_;
  std::vector<uint32_t> slots_;  // open addressing, at most half full
};

class ColumnPlan {
 public:
  // in_order: rows stay as they are. REQUIRES: values (not empty) outlive the plan.
  ColumnPlan(ColumnBuilder& values, KeyId key, IdRange range, bool in_order, bool indexed);

  KeyId key() const { return key_; }
  uint64_t weight() const { return values_->heap_size() + 8 * uint64_t{range_.size()}; }

  void choose();              // decides; the expensive half, run in parallel
  PoolSizes sizes() const { return sizes_; }  // REQUIRES: choose() was called
  // Writes the elements, starting at `at` of each pool, and returns the record.
  // order: the builder's row that becomes row i; empty when they are in order.
  // Pages of files, those of the values and those written to, are given back on the way: of a large
  // column a window is in memory.
  ColumnRecord write(const PoolSizes& at, const MutablePools& pools,
                     std::span<const uint32_t> order) const;
  // Gives back the memory of the values, the builder's own, once they are written.
  void release();

 private:
  class Window;

  void choose_kind();
  bool choose_dictionary();
  bool choose_float_codes();
  unsigned integer_width() const;
  bool is_ascending() const;
  void lay_out();
  void lay_out_values();
  uint64_t take(uint64_t count, unsigned width);  // room for an array in the cells: where it begins
  std::span<const uint32_t> slots(std::span<const uint32_t> order,
                                  std::vector<uint32_t>& storage) const;
  void write_presence(std::span<const uint32_t> slots, uint64_t* bits) const;
  template <typename Offset>
  void write_text(std::span<const uint32_t> slots, Offset* offsets, char* heap,
                  Window& window) const;
  template <typename Offset>
  void write_sparse(std::span<const uint32_t> slots, uint32_t* rows, Offset* offsets,
                    char* heap) const;
  template <typename Offset>
  void write_entries(Offset* offsets, char* heap) const;
  void write_values(std::span<const uint32_t> slots, const ColumnRecord& r,
                    const MutablePools& pools, Window& window) const;
  // cell(i) is what the row that has value i holds.
  template <typename F>
  void write_cells(std::span<const uint32_t> slots, const ColumnRecord& r,
                   const MutablePools& pools, Window& window, F cell) const;
  void write_index(const ColumnRecord& record, const MutablePools& pools, Window& window) const;

  ColumnBuilder* values_;
  KeyId key_;
  IdRange range_;
  bool in_order_;
  bool indexed_;
  ColumnKind kind_ = ColumnKind::kMixed;
  bool dense_ = false;
  bool sparse_ = false;
  bool ascending_ = false;
  ColumnRecord record_{};          // places count from the column's own beginning
  PoolSizes sizes_;
  FloatTable floats_;              // of a coded column
  std::vector<uint32_t> entries_;  // kDictionary: the builder's codes, by their texts
  std::vector<uint32_t> rank_;     // kDictionary: of each of the builder's codes
};

}  // namespace zhengmai
