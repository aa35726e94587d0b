#include "graph/memory/freeze_columns.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>

#include "graph/memory/index.h"

namespace zhengmai {

namespace {

constexpr uint32_t kSparseFromRows = 1024;   // below this a full column is small anyway
constexpr uint32_t kSparseRatio = 16;        // rows a value, from which a column is sparse
constexpr uint32_t kDictionaryRatio = 4;     // values a distinct string, from which a dictionary
constexpr uint64_t kForgetEvery = uint64_t{16} << 20;  // bytes written; about as many are read
constexpr uint32_t kIndexFromValues = 64;    // below this a scan is as fast
constexpr uint32_t kMostFloats = 1u << 16;   // distinct ones that codes of two bytes tell apart
constexpr uint32_t kFloatRatio = 4;          // rows a distinct float, from which codes are smaller

unsigned code_width(uint64_t codes) { return codes <= 1 << 8 ? 1 : codes <= 1 << 16 ? 2 : 4; }
unsigned offset_width(uint64_t heap) { return heap <= UINT32_MAX ? 4 : 8; }

// f with a null pointer to the unsigned type of that width.
template <typename F>
void with_width(unsigned width, F f) {
  switch (width) {
    case 1: return f(static_cast<uint8_t*>(nullptr));
    case 2: return f(static_cast<uint16_t*>(nullptr));
    case 4: return f(static_cast<uint32_t*>(nullptr));
    default: return f(static_cast<uint64_t*>(nullptr));
  }
}

template <typename T>
T* cells_at(const MutablePools& pools, uint64_t at) {
  return reinterpret_cast<T*>(pools.cells.data() + at);
}

}  // namespace

void MutablePools::forget(const PoolSizes& at, const PoolSizes& size) const {
  const auto give_back = [&](const char* data, uint64_t bytes) {
    const auto begin = size_t(data - buffer->data());
    buffer->forget(begin, begin + bytes);
  };
  give_back(cells.data() + at.cells, size.cells);
  give_back(bytes.data() + at.bytes, size.bytes);
}

// Counts what is written of a column, and gives its pages back from time to time.
class ColumnPlan::Window {
 public:
  Window(const ColumnPlan& plan, const PoolSizes& at, const MutablePools& pools)
      : plan_(plan), at_(at), pools_(pools) {}
  ~Window() { forget(); }

  void passed(uint64_t bytes) {
    passed_ += bytes;
    if (passed_ >= kForgetEvery) forget();
  }

 private:
  void forget() {
    passed_ = 0;
    plan_.values_->forget();
    pools_.forget(at_, plan_.sizes_);
  }

  const ColumnPlan& plan_;
  const PoolSizes at_;
  const MutablePools& pools_;
  uint64_t passed_ = 0;
};

bool FloatTable::add(uint64_t bits) {
  if (2 * (values_.size() + 1) > slots_.size()) grow();
  uint32_t& slot = slots_[slot_of(bits)];
  if (slot != kNoId) return true;
  if (values_.size() == kMostFloats) return false;
  slot = size();
  values_.push_back(bits);
  return true;
}

void FloatTable::sort() {
  std::ranges::sort(values_);
  std::ranges::fill(slots_, kNoId);
  for (uint32_t i = 0; i < values_.size(); ++i) slots_[slot_of(values_[i])] = i;
}

size_t FloatTable::slot_of(uint64_t bits) const {
  const size_t mask = slots_.size() - 1;
  size_t i = (bits * 0x9E3779B97F4A7C15u >> 40) & mask;
  while (slots_[i] != kNoId && values_[slots_[i]] != bits) i = (i + 1) & mask;
  return i;
}

void FloatTable::grow() {
  slots_.assign(std::max<size_t>(64, 2 * slots_.size()), kNoId);
  for (uint32_t i = 0; i < values_.size(); ++i) slots_[slot_of(values_[i])] = i;
}

ColumnPlan::ColumnPlan(ColumnBuilder& values, KeyId key, IdRange range, bool in_order,
                       bool indexed)
    : values_(&values), key_(key), range_(range), in_order_(in_order), indexed_(indexed) {}

void ColumnPlan::choose() {
  choose_kind();
  lay_out();
  values_->forget();
}

void ColumnPlan::choose_kind() {
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

bool ColumnPlan::choose_float_codes() {
  for (uint32_t i = 0; i < values_->count(); ++i) {
    if (!floats_.add(values_->word(i))) return false;
    if (i % kMostFloats == kMostFloats - 1 && floats_.size() > i / kFloatRatio) return false;
  }
  if (floats_.size() > values_->count() / kFloatRatio) return false;
  floats_.sort();
  return true;
}

unsigned ColumnPlan::integer_width() const {
  int64_t low = 0, high = 0;
  for (uint32_t i = 0; i < values_->count(); ++i) {
    const auto value = int64_t(values_->word(i));
    low = std::min(low, value);
    high = std::max(high, value);
  }
  const auto fits = [&](auto type) {
    using Limits = std::numeric_limits<decltype(type)>;
    return Limits::min() <= low && high <= Limits::max();
  };
  return fits(int8_t{}) ? 1 : fits(int16_t{}) ? 2 : fits(int32_t{}) ? 4 : 8;
}

uint64_t ColumnPlan::take(uint64_t count, unsigned width) {
  constexpr uint64_t kAlignment = 8;
  const uint64_t at = sizes_.cells;
  sizes_.cells += (count * width + kAlignment - 1) / kAlignment * kAlignment;
  return at;
}

void ColumnPlan::lay_out() {
  const uint64_t rows = range_.size();
  record_.key = key_;
  record_.kind = uint8_t(kind_);
  record_.range = range_;
  record_.count = values_->count();
  if (sparse_) {
    record_.presence = take(record_.count, sizeof(uint32_t));
  } else if (!dense_) {
    record_.presence = take((rows + 63) / 64, sizeof(uint64_t));
  }
  record_.flags = uint8_t((dense_ ? kColumnDense : 0) | (sparse_ ? kColumnSparse : 0) |
                          (ascending_ ? kColumnAscending : 0) | (indexed_ ? kColumnIndexed : 0));
  lay_out_values();
  if (indexed_) record_.index = take(record_.count, sizeof(uint64_t));
  sizes_.bytes = record_.heap_size;
}

void ColumnPlan::lay_out_values() {
  const uint64_t rows = range_.size();
  ColumnRecord& r = record_;
  switch (kind_) {
    case ColumnKind::kInteger: r.width = uint8_t(integer_width()); break;
    case ColumnKind::kFloat:
      r.width = sizeof(double);
      if (!choose_float_codes()) break;
      r.flags |= kColumnCoded;
      r.width = uint8_t(code_width(floats_.size()));
      r.dictionary_size = floats_.size();
      r.dictionary = take(floats_.size(), sizeof(double));
      break;
    case ColumnKind::kBoolean: r.width = 1; break;
    case ColumnKind::kString:
    case ColumnKind::kMixed:
      r.heap_size = values_->heap_size();
      r.offset_width = uint8_t(offset_width(r.heap_size));
      r.data = take((sparse_ ? r.count : rows) + 1, r.offset_width);
      return;
    case ColumnKind::kDictionary:
      for (const uint32_t e : entries_) r.heap_size += values_->distinct()->text(e).size();
      r.offset_width = uint8_t(offset_width(r.heap_size));
      r.width = uint8_t(code_width(entries_.size()));
      r.dictionary_size = uint32_t(entries_.size());
      r.dictionary = take(entries_.size() + 1, r.offset_width);
      break;
  }
  r.data = take(rows, r.width);
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

// f(row, value) for the rows of a range, value being kNoId where there is none.
template <typename F>
void for_each_row(std::span<const uint32_t> slots, IdRange rows, F f) {
  if (slots.empty()) {
    for (uint32_t row = rows.begin; row < rows.end; ++row) f(row, row);
  } else {
    for (uint32_t row = rows.begin; row < rows.end; ++row) f(row, slots[row]);
  }
}
template <typename F>
void for_each_row(std::span<const uint32_t> slots, uint32_t rows, F f) {
  for_each_row(slots, IdRange{0, rows}, f);
}

}  // namespace

void ColumnPlan::write_presence(std::span<const uint32_t> slots, uint64_t* bits) const {
  for_each_row(slots, range_.size(), [&](uint32_t row, uint32_t value) {
    if (value != kNoId) bits[row >> 6] |= uint64_t{1} << (row & 63);
  });
}

template <typename Offset>
void ColumnPlan::write_text(std::span<const uint32_t> slots, Offset* offsets, char* heap,
                            Window& window) const {
  uint64_t end = 0;
  for_each_row(slots, range_.size(), [&](uint32_t row, uint32_t value) {
    offsets[row] = Offset(end);
    if (value == kNoId) return;
    const std::string_view text = values_->text(value);
    std::memcpy(heap + end, text.data(), text.size());
    end += text.size();
    window.passed(text.size() + sizeof(Offset));
  });
  offsets[range_.size()] = Offset(end);
}

template <typename Offset>
void ColumnPlan::write_sparse(std::span<const uint32_t> slots, uint32_t* rows, Offset* offsets,
                              char* heap) const {
  uint64_t end = 0;
  for_each_row(slots, range_.size(), [&](uint32_t row, uint32_t value) {
    if (value == kNoId) return;
    *rows++ = row;
    *offsets++ = Offset(end);
    const std::string_view text = values_->text(value);
    std::memcpy(heap + end, text.data(), text.size());
    end += text.size();
  });
  *offsets = Offset(end);
}

template <typename Offset>
void ColumnPlan::write_entries(Offset* offsets, char* heap) const {
  uint64_t end = 0;
  for (const uint32_t code : entries_) {
    const std::string_view entry = values_->distinct()->text(code);
    *offsets++ = Offset(end);
    std::memcpy(heap + end, entry.data(), entry.size());
    end += entry.size();
  }
  *offsets = Offset(end);
}

void ColumnPlan::write_index(const ColumnRecord& record, const MutablePools& pools,
                             Window& window) const {
  ColumnRecord unindexed = record;
  unindexed.flags &= uint8_t(~kColumnIndexed);
  const ColumnView view(unindexed, {pools.cells, pools.bytes});
  const auto read = [&](uint64_t bytes) { window.passed(bytes); };
  std::ranges::copy(build_index(view, read), cells_at<uint64_t>(pools, record.index));
}

ColumnRecord ColumnPlan::write(const PoolSizes& at, const MutablePools& pools,
                               std::span<const uint32_t> order) const {
  ColumnRecord r = record_;
  for (uint64_t* place : {&r.presence, &r.data, &r.dictionary, &r.index}) *place += at.cells;
  r.heap = at.bytes;
  Window window(*this, at, pools);
  std::vector<uint32_t> storage;
  const std::span<const uint32_t> slots = this->slots(order, storage);
  if (!sparse_ && !dense_) write_presence(slots, cells_at<uint64_t>(pools, r.presence));
  write_values(slots, r, pools, window);
  if (indexed_) write_index(r, pools, window);
  return r;
}

void ColumnPlan::release() {
  values_->check_written();
  *values_ = ColumnBuilder();
  rank_ = {};
  entries_ = {};
  floats_ = {};
}

template <typename F>
void ColumnPlan::write_cells(std::span<const uint32_t> slots, const ColumnRecord& r,
                             const MutablePools& pools, Window& window, F cell) const {
  constexpr uint32_t kStep = 1u << 20;
  with_width(r.width, [&](auto* type) {
    using Cell = std::remove_pointer_t<decltype(type)>;
    Cell* const cells = cells_at<Cell>(pools, r.data);
    for (uint32_t begin = 0; begin < range_.size(); begin += kStep) {
      const IdRange rows{begin, begin + std::min(kStep, range_.size() - begin)};
      for_each_row(slots, rows, [&](uint32_t row, uint32_t value) {
        if (value != kNoId) cells[row] = Cell(cell(value));
      });
      window.passed(uint64_t{rows.size()} * sizeof(uint64_t));
    }
  });
}

void ColumnPlan::write_values(std::span<const uint32_t> slots, const ColumnRecord& r,
                              const MutablePools& pools, Window& window) const {
  char* const heap = pools.bytes.data() + r.heap;
  const auto with_offsets = [&](uint64_t at, auto write) {
    if (r.offset_width == 4) return write(cells_at<uint32_t>(pools, at));
    write(cells_at<uint64_t>(pools, at));
  };
  switch (kind_) {
    case ColumnKind::kFloat:
      if (r.flags & kColumnCoded) {
        std::ranges::copy(floats_.values(), cells_at<uint64_t>(pools, r.dictionary));
        write_cells(slots, r, pools, window,
                    [&](uint32_t i) { return floats_.code_of(values_->word(i)); });
        break;
      }
      [[fallthrough]];
    case ColumnKind::kInteger:
    case ColumnKind::kBoolean:
      write_cells(slots, r, pools, window, [&](uint32_t i) { return values_->word(i); });
      break;
    case ColumnKind::kString:
    case ColumnKind::kMixed:
      with_offsets(r.data, [&](auto* offsets) {
        if (!sparse_) return write_text(slots, offsets, heap, window);
        write_sparse(slots, cells_at<uint32_t>(pools, r.presence), offsets, heap);
      });
      break;
    case ColumnKind::kDictionary:
      with_offsets(r.dictionary, [&](auto* offsets) { write_entries(offsets, heap); });
      write_cells(slots, r, pools, window,
                  [&](uint32_t i) { return rank_[values_->code(i)]; });
      break;
  }
}

}  // namespace zhengmai
