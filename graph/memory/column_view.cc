#include "graph/memory/column_view.h"

#include <algorithm>
#include <cassert>

#include "graph/model/error.h"
#include "graph/model/value_codec.h"

namespace zhengmai {

namespace {

[[noreturn]] void damaged(const char* what) {
  throw StoreError(ExitCode::kIoError, std::string("damaged graph: ") + what,
                   "delete the saved image; it is rebuilt from the store");
}

// `count` elements of `width` bytes from byte `at` of the cells, or StoreError.
const char* slice(std::span<const char> cells, uint64_t at, uint64_t count, unsigned width) {
  if (at % 8 != 0 || at > cells.size() || count > (cells.size() - at) / width) {
    damaged("a column points outside its part");
  }
  return cells.data() + at;
}

template <typename T>
std::span<const T> slice_of(std::span<const char> cells, uint64_t at, uint64_t count) {
  return {reinterpret_cast<const T*>(slice(cells, at, count, sizeof(T))), size_t(count)};
}

void expect_width(bool fits) {
  if (!fits) damaged("a column's numbers are of an unknown width");
}

}  // namespace

ColumnView::ColumnView(const ColumnRecord& record, const ColumnPools& pools) : record_(record) {
  const uint64_t rows = record.range.size();
  if (flag(kColumnSparse)) {
    presence_ = slice(pools.cells, record.presence, record.count, sizeof(uint32_t));
  } else if (!dense()) {
    presence_ = slice(pools.cells, record.presence, (rows + 63) / 64, sizeof(uint64_t));
  }
  if (record.heap > pools.bytes.size() || record.heap_size > pools.bytes.size() - record.heap) {
    damaged("a column points outside its part");
  }
  heap_ = {pools.bytes.data() + record.heap, record.heap_size};
  open_data(pools);
  if (flag(kColumnIndexed)) index_ = slice_of<uint64_t>(pools.cells, record.index, record.count);
}

void ColumnView::open_data(const ColumnPools& pools) {
  const uint64_t rows = record_.range.size();
  const unsigned width = record_.width;
  const auto offsets = [&](uint64_t at, uint64_t count) {
    expect_width(record_.offset_width == 4 || record_.offset_width == 8);
    return Packed<uint64_t>(slice(pools.cells, at, count, record_.offset_width), count,
                            record_.offset_width);
  };
  switch (kind()) {
    case ColumnKind::kInteger: expect_width(width == 1 || width == 2 || width == 4 || width == 8); break;
    case ColumnKind::kFloat:
      expect_width(flag(kColumnCoded) ? width == 1 || width == 2 : width == 8);
      if (flag(kColumnCoded)) {
        float_table_ = slice_of<double>(pools.cells, record_.dictionary, record_.dictionary_size);
      }
      break;
    case ColumnKind::kBoolean: expect_width(width == 1); break;
    case ColumnKind::kString:
    case ColumnKind::kMixed:
      offsets_ = offsets(record_.data, (flag(kColumnSparse) ? record_.count : rows) + 1);
      return;
    case ColumnKind::kDictionary:
      expect_width(width == 1 || width == 2 || width == 4);
      dictionary_ = offsets(record_.dictionary, uint64_t{record_.dictionary_size} + 1);
      break;
    default: damaged("a column of an unknown kind");
  }
  data_ = slice(pools.cells, record_.data, rows, width);
}

bool ColumnView::has(uint32_t row) const {
  if (dense()) return true;
  if (flag(kColumnSparse)) return std::ranges::binary_search(sparse_rows(), row);
  return (static_cast<const uint64_t*>(presence_)[row >> 6] >> (row & 63) & 1) != 0;
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
    case ColumnKind::kBoolean: return Value::boolean(booleans()[slot] != 0);
    case ColumnKind::kString: return Value::borrowed(text(offsets_, slot));
    case ColumnKind::kDictionary: return Value::borrowed(dictionary_entry(codes()[slot]));
    case ColumnKind::kMixed: {
      std::string_view bytes = text(offsets_, slot);
      return decode_value(bytes, Strings::kBorrowed);
    }
  }
  return {};
}

Packed<int64_t> ColumnView::integers() const {
  assert(kind() == ColumnKind::kInteger);
  return {data_, record_.range.size(), record_.width};
}
PackedFloats ColumnView::floats() const {
  assert(kind() == ColumnKind::kFloat);
  const size_t rows = record_.range.size();
  if (!flag(kColumnCoded)) return PackedFloats({static_cast<const double*>(data_), rows});
  return {Packed<uint32_t>(data_, rows, record_.width), float_table_};
}
std::span<const uint8_t> ColumnView::booleans() const {
  assert(kind() == ColumnKind::kBoolean);
  return {static_cast<const uint8_t*>(data_), record_.range.size()};
}
Packed<uint32_t> ColumnView::codes() const {
  assert(kind() == ColumnKind::kDictionary);
  return {data_, record_.range.size(), record_.width};
}
Packed<uint64_t> ColumnView::offsets() const {
  assert(kind() == ColumnKind::kString);
  return offsets_;
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
