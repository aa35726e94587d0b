// How a ColumnBuilder becomes a column: choosing its kind, measuring it, writing it.
//
// Kinds: what the builder holds, but for two cases. Strings that repeat (the builder numbers them,
// and four rows or more share one) become a dictionary. Values that few rows of many have (fewer
// than one in sixteen) become a sparse mixed column, which costs what is present, not what could be.
//
// Threads: a plan is made and written by one thread; different plans by different threads.
#pragma once

#include "graph/memory/buffer.h"
#include "graph/memory/column_builder.h"
#include "graph/memory/layout.h"

namespace zhengmai {

// Where a column's elements lie in the pools, or how many there are.
struct PoolSizes {
  uint64_t words = 0;
  uint64_t codes = 0;
  uint64_t bytes = 0;
};

// The pools of a graph that is being written, and the buffer they lie in.
struct MutablePools {
  std::span<uint64_t> words;
  std::span<uint32_t> codes;
  std::span<char> bytes;
  const Buffer* buffer;
};

class ColumnPlan {
 public:
  // in_order: rows stay as they are. REQUIRES: values (not empty) outlive the plan.
  ColumnPlan(ColumnBuilder& values, KeyId key, IdRange range, bool in_order, bool indexed);

  KeyId key() const { return key_; }
  uint64_t weight() const { return values_->heap_size() + 8 * uint64_t{range_.size()}; }

  void choose();              // decides; the expensive half, run in parallel
  PoolSizes sizes() const;    // REQUIRES: choose() was called
  // Writes the elements, starting at `at` of each pool, and returns the record.
  // order: the builder's row that becomes row i; empty when they are in order.
  ColumnRecord write(const PoolSizes& at, const MutablePools& pools,
                     std::span<const uint32_t> order) const;
  // Gives back the memory of the values, the builder's own, once they are written.
  void release();

 private:
  bool choose_dictionary();
  bool is_ascending() const;
  std::span<const uint32_t> slots(std::span<const uint32_t> order,
                                  std::vector<uint32_t>& storage) const;
  void write_presence(std::span<const uint32_t> slots, uint64_t* bits) const;
  void write_text(std::span<const uint32_t> slots, uint64_t* offsets, char* heap,
                  const MutablePools& pools) const;
  void write_sparse(std::span<const uint32_t> slots, const PoolSizes& at,
                    const MutablePools& pools) const;
  void write_dictionary(std::span<const uint32_t> slots, uint64_t* offsets, uint32_t* codes,
                        char* heap) const;
  // Values of a column that is not sparse; `at` moves past the words they take.
  void write_values(std::span<const uint32_t> slots, const MutablePools& pools, PoolSizes& at,
                    ColumnRecord& r) const;
  void write_index(const ColumnRecord& record, const MutablePools& pools) const;

  ColumnBuilder* values_;
  KeyId key_;
  IdRange range_;
  bool in_order_;
  bool indexed_;
  ColumnKind kind_ = ColumnKind::kMixed;
  bool dense_ = false;
  bool sparse_ = false;
  bool ascending_ = false;
  std::vector<uint32_t> entries_;  // kDictionary: the builder's codes, by their texts
  std::vector<uint32_t> rank_;     // kDictionary: of each of the builder's codes
};

}  // namespace zhengmai
