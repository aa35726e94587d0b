#include "graph/memory/column_view.h"

#include <algorithm>
#include <cassert>

#include "graph/model/error.h"
#include "graph/model/value_codec.h"

namespace zhengmai {

namespace {

// The `count` elements of `pool` from `index`, or StoreError.
template <typename T>
const T* slice(std::span<const T> pool, uint64_t index, uint64_t count) {
  if (index > pool.size() || count > pool.size() - index) {
    throw StoreError(ExitCode::kIoError, "damaged graph: a column points outside its part",
                     "delete the saved image; it is rebuilt from the store");
  }
  return pool.data() + index;
}

}  // namespace

ColumnView::ColumnView(const ColumnRecord& record, const ColumnPools& pools) : record_(record) {
  const uint64_t rows = record.range.size();
  const bool sparse = flag(kColumnSparse);
  if (sparse) {
    codes_ = slice(pools.codes, record.presence, record.count);
  } else if (!dense()) {
    presence_ = slice(pools.words, record.presence, (rows + 63) / 64);
  }
  switch (kind()) {
    case ColumnKind::kInteger:
    case ColumnKind::kFloat: words_ = slice(pools.words, record.data, rows); break;
    case ColumnKind::kBoolean:
      booleans_ = reinterpret_cast<const uint8_t*>(slice(pools.bytes, record.data, rows));
      break;
    case ColumnKind::kString:
    case ColumnKind::kMixed:
      words_ = slice(pools.words, record.data, (sparse ? record.count : rows) + 1);
      break;
    case ColumnKind::kDictionary:
      codes_ = slice(pools.codes, record.data, rows);
      dictionary_ = slice(pools.words, record.dictionary, uint64_t{record.dictionary_size} + 1);
      break;
    default:
      throw StoreError(ExitCode::kIoError, "damaged graph: a column of an unknown kind",
                       "delete the saved image; it is rebuilt from the store");
  }
  heap_ = {slice(pools.bytes, record.heap, record.heap_size), record.heap_size};
  if (flag(kColumnIndexed)) {
    index_ = {slice(pools.words, record.index, record.count), record.count};
  }
}

bool ColumnView::has(uint32_t row) const {
  if (dense()) return true;
  if (flag(kColumnSparse)) return std::ranges::binary_search(sparse_rows(), row);
  return (presence_[row >> 6] >> (row & 63) & 1) != 0;
}

Value ColumnView::get(uint32_t row) const {
  assert(row < record_.range.size());
  size_t slot = row;
  if (flag(kColumnSparse)) {
    const auto rows = sparse_rows();
    const auto found = std::ranges::lower_bound(rows, row);
    if (found == rows.end() || *found != row) return {};
    slot = size_t(found - rows.begin());
  } else if (!has(row)) {
    return {};
  }
  switch (kind()) {
    case ColumnKind::kInteger: return Value::integer(integers()[slot]);
    case ColumnKind::kFloat: return Value::floating(floats()[slot]);
    case ColumnKind::kBoolean: return Value::boolean(booleans_[slot] != 0);
    case ColumnKind::kString: return Value::borrowed(text(words_, slot));
    case ColumnKind::kDictionary: return Value::borrowed(dictionary_entry(codes_[slot]));
    case ColumnKind::kMixed: {
      std::string_view bytes = text(words_, slot);
      return decode_value(bytes, Strings::kBorrowed);
    }
  }
  return {};
}

std::span<const int64_t> ColumnView::integers() const {
  assert(kind() == ColumnKind::kInteger);
  return {reinterpret_cast<const int64_t*>(words_), record_.range.size()};
}
std::span<const double> ColumnView::floats() const {
  assert(kind() == ColumnKind::kFloat);
  return {reinterpret_cast<const double*>(words_), record_.range.size()};
}
std::span<const uint8_t> ColumnView::booleans() const {
  assert(kind() == ColumnKind::kBoolean);
  return {booleans_, record_.range.size()};
}
std::span<const uint32_t> ColumnView::codes() const {
  assert(kind() == ColumnKind::kDictionary);
  return {codes_, record_.range.size()};
}
std::span<const uint64_t> ColumnView::offsets() const {
  assert(kind() == ColumnKind::kString);
  return {words_, size_t{record_.range.size()} + 1};
}

std::string_view ColumnView::dictionary_entry(uint32_t code) const {
  assert(code < record_.dictionary_size);
  return text(dictionary_, code);
}

std::optional<uint32_t> ColumnView::find_code(std::string_view text) const {
  uint32_t low = 0;
  uint32_t high = record_.dictionary_size;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (dictionary_entry(middle) < text) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == record_.dictionary_size || dictionary_entry(low) != text) return std::nullopt;
  return low;
}

}  // namespace zhengmai
