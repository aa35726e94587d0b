#include "graph/memory/freeze_columns.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <numeric>

#include "graph/memory/index.h"

namespace zhengmai {

namespace {

constexpr uint32_t kSparseFromRows = 1024;   // below this a full column is small anyway
constexpr uint32_t kSparseRatio = 16;        // rows a value, from which a column is sparse
constexpr uint32_t kDictionaryRatio = 4;     // values a distinct string, from which a dictionary
constexpr uint64_t kForgetEvery = uint64_t{128} << 20;  // bytes of text copied
constexpr uint32_t kIndexFromValues = 64;    // below this a scan is as fast

}  // namespace

ColumnPlan::ColumnPlan(ColumnBuilder& values, KeyId key, IdRange range, bool in_order,
                       bool indexed)
    : values_(&values), key_(key), range_(range), in_order_(in_order), indexed_(indexed) {}

void ColumnPlan::choose() {
  const uint32_t count = values_->count();
  const uint32_t rows = range_.size();
  kind_ = values_->kind();
  dense_ = count == rows;
  sparse_ = rows >= kSparseFromRows && count < rows / kSparseRatio;
  if (sparse_) {
    if (kind_ != ColumnKind::kMixed) {
      *values_ = values_->encoded();
    }
    kind_ = ColumnKind::kMixed;
  } else if (kind_ == ColumnKind::kString && choose_dictionary()) {
    kind_ = ColumnKind::kDictionary;
  } else if (kind_ == ColumnKind::kInteger) {
    ascending_ = is_ascending();
  }
  indexed_ = indexed_ && !ascending_ && count >= kIndexFromValues;
}

bool ColumnPlan::choose_dictionary() {
  const DistinctTexts* const distinct = values_->distinct();
  if (distinct == nullptr || distinct->size() > values_->count() / kDictionaryRatio) return false;
  // A value that was taken back may have left a text that no row has.
  std::vector<bool> used(distinct->size());
  for (uint32_t i = 0; i < values_->count(); ++i) used[values_->code(i)] = true;
  for (uint32_t code = 0; code < distinct->size(); ++code) {
    if (used[code]) entries_.push_back(code);
  }
  std::ranges::sort(entries_, {}, [&](uint32_t code) { return distinct->text(code); });
  rank_.resize(distinct->size());
  for (uint32_t i = 0; i < entries_.size(); ++i) rank_[entries_[i]] = i;
  return true;
}

bool ColumnPlan::is_ascending() const {
  if (!dense_ || !in_order_) return false;
  for (uint32_t i = 1; i < values_->count(); ++i) {
    if (int64_t(values_->word(i - 1)) >= int64_t(values_->word(i))) return false;
  }
  return true;
}

PoolSizes ColumnPlan::sizes() const {
  const uint64_t rows = range_.size();
  const uint64_t count = values_->count();
  PoolSizes s;
  if (sparse_) {
    s.codes += count;
  } else if (!dense_) {
    s.words += (rows + 63) / 64;
  }
  switch (kind_) {
    case ColumnKind::kInteger:
    case ColumnKind::kFloat: s.words += rows; break;
    case ColumnKind::kBoolean: s.bytes += rows; break;
    case ColumnKind::kString:
    case ColumnKind::kMixed:
      s.words += (sparse_ ? count : rows) + 1;
      s.bytes += values_->heap_size();
      break;
    case ColumnKind::kDictionary:
      s.codes += rows;
      s.words += entries_.size() + 1;
      for (const uint32_t e : entries_) s.bytes += values_->distinct()->text(e).size();
      break;
  }
  if (indexed_) s.words += count;
  return s;
}

// For each row, the builder's value, or kNoId. Empty when row i simply has value i.
std::span<const uint32_t> ColumnPlan::slots(std::span<const uint32_t> order,
                                            std::vector<uint32_t>& storage) const {
  const uint32_t rows = range_.size();
  if (values_->gapless() && values_->count() == rows) return order;
  storage.assign(rows, kNoId);
  for (uint32_t i = 0; i < values_->count(); ++i) storage[values_->row(i)] = i;
  if (!order.empty()) {
    std::vector<uint32_t> ordered(rows);
    for (uint32_t i = 0; i < rows; ++i) ordered[i] = storage[order[i]];
    storage = std::move(ordered);
  }
  return storage;
}

namespace {

// f(row, value) for every row, value being kNoId where there is none.
template <typename F>
void for_each_row(std::span<const uint32_t> slots, uint32_t rows, F f) {
  if (slots.empty()) {
    for (uint32_t row = 0; row < rows; ++row) f(row, row);
  } else {
    for (uint32_t row = 0; row < rows; ++row) f(row, slots[row]);
  }
}

}  // namespace

void ColumnPlan::write_presence(std::span<const uint32_t> slots, uint64_t* bits) const {
  for_each_row(slots, range_.size(), [&](uint32_t row, uint32_t value) {
    if (value != kNoId) bits[row >> 6] |= uint64_t{1} << (row & 63);
  });
}

void ColumnPlan::write_text(std::span<const uint32_t> slots, uint64_t* offsets, char* heap,
                            const MutablePools& pools) const {
  uint64_t end = 0, forgotten = 0;
  for_each_row(slots, range_.size(), [&](uint32_t row, uint32_t value) {
    offsets[row] = end;
    if (value == kNoId) return;
    const std::string_view text = values_->text(value);
    std::memcpy(heap + end, text.data(), text.size());
    end += text.size();
    if (end - forgotten < kForgetEvery) return;
    forgotten = end;
    values_->forget();
    pools.buffer->forget();
  });
  offsets[range_.size()] = end;
}

void ColumnPlan::write_sparse(std::span<const uint32_t> slots, const PoolSizes& at,
                              const MutablePools& pools) const {
  uint64_t end = 0;
  uint32_t n = 0;
  for_each_row(slots, range_.size(), [&](uint32_t row, uint32_t value) {
    if (value == kNoId) return;
    pools.codes[at.codes + n] = row;
    pools.words[at.words + n++] = end;
    const std::string_view text = values_->text(value);
    std::memcpy(pools.bytes.data() + at.bytes + end, text.data(), text.size());
    end += text.size();
  });
  pools.words[at.words + n] = end;
}

void ColumnPlan::write_dictionary(std::span<const uint32_t> slots, uint64_t* offsets,
                                  uint32_t* codes, char* heap) const {
  uint64_t end = 0;
  for (const uint32_t code : entries_) {
    const std::string_view entry = values_->distinct()->text(code);
    *offsets++ = end;
    std::memcpy(heap + end, entry.data(), entry.size());
    end += entry.size();
  }
  *offsets = end;
  for_each_row(slots, range_.size(), [&](uint32_t row, uint32_t value) {
    codes[row] = value == kNoId ? 0 : rank_[values_->code(value)];
  });
}

void ColumnPlan::write_index(const ColumnRecord& record, const MutablePools& pools) const {
  ColumnRecord unindexed = record;
  unindexed.flags &= uint8_t(~kColumnIndexed);
  const ColumnView view(unindexed, {pools.words, pools.codes, pools.bytes});
  std::ranges::copy(build_index(view), pools.words.begin() + ptrdiff_t(record.index));
}

ColumnRecord ColumnPlan::write(const PoolSizes& start, const MutablePools& pools,
                               std::span<const uint32_t> order) const {
  PoolSizes at = start;
  ColumnRecord r{};
  r.key = key_;
  r.kind = uint8_t(kind_);
  r.flags = uint8_t((dense_ ? kColumnDense : 0) | (sparse_ ? kColumnSparse : 0) |
                    (ascending_ ? kColumnAscending : 0) | (indexed_ ? kColumnIndexed : 0));
  r.range = range_;
  r.count = values_->count();
  r.heap = at.bytes;
  std::vector<uint32_t> storage;
  const std::span<const uint32_t> slots = this->slots(order, storage);
  if (sparse_) {
    r.presence = at.codes;
    r.data = at.words;
    r.heap_size = values_->heap_size();
    write_sparse(slots, at, pools);
    at.words += r.count + 1;
  } else {
    if (!dense_) {
      r.presence = at.words;
      write_presence(slots, &pools.words[at.words]);
      at.words += (uint64_t{range_.size()} + 63) / 64;
    }
    write_values(slots, pools, at, r);
  }
  if (indexed_) {
    r.index = at.words;
    write_index(r, pools);
  }
  return r;
}

void ColumnPlan::release() {
  values_->check_written();
  *values_ = ColumnBuilder();
  rank_ = {};
  entries_ = {};
}

void ColumnPlan::write_values(std::span<const uint32_t> slots, const MutablePools& pools,
                              PoolSizes& at, ColumnRecord& r) const {
  const uint64_t rows = range_.size();
  r.data = at.words;
  switch (kind_) {
    case ColumnKind::kInteger:
    case ColumnKind::kFloat:
      for_each_row(slots, range_.size(), [&](uint32_t row, uint32_t value) {
        if (value != kNoId) pools.words[at.words + row] = values_->word(value);
      });
      at.words += rows;
      break;
    case ColumnKind::kBoolean:
      r.data = at.bytes;
      for_each_row(slots, range_.size(), [&](uint32_t row, uint32_t value) {
        if (value != kNoId) pools.bytes[at.bytes + row] = char(values_->word(value));
      });
      break;
    case ColumnKind::kString:
    case ColumnKind::kMixed:
      r.heap_size = values_->heap_size();
      write_text(slots, &pools.words[at.words], pools.bytes.data() + at.bytes, pools);
      at.words += rows + 1;
      break;
    case ColumnKind::kDictionary:
      r.data = at.codes;
      r.dictionary = at.words;
      r.dictionary_size = uint32_t(entries_.size());
      for (const uint32_t e : entries_) r.heap_size += values_->distinct()->text(e).size();
      write_dictionary(slots, &pools.words[at.words], &pools.codes[at.codes],
                       pools.bytes.data() + at.bytes);
      at.words += entries_.size() + 1;
      break;
  }
}

}  // namespace zhengmai
