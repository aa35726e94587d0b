#include "graph/memory/index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "graph/memory/crc32c.h"
#include "graph/model/value_codec.h"

namespace zhengmai {

namespace {

// The integer that a number equals exactly, or nothing.
std::optional<int64_t> exact_integer(const Value& value) {
  if (value.is_integer()) return value.as_integer();
  if (!value.is_float()) return std::nullopt;
  const double d = value.as_float();
  if (!(d >= -0x1p63 && d < 0x1p63) || std::trunc(d) != d) return std::nullopt;
  return static_cast<int64_t>(d);
}

uint32_t hash_key(const Value& value, std::string& scratch) {
  if (value.is_string()) return crc32c(value.as_string());
  scratch.clear();
  if (const auto integer = exact_integer(value)) {
    encode_value(Value::integer(*integer), scratch);
  } else {
    encode_value(value, scratch);
  }
  return crc32c(scratch);
}

// Entries come in ascending by row, so sorting by the upper half, stably, sorts them wholly.
void sort_by_hash(std::vector<uint64_t>& entries) {
  if (entries.size() < 4096) {
    std::ranges::sort(entries);
    return;
  }
  std::vector<uint64_t> other(entries.size());
  for (int shift = 32; shift < 64; shift += 11) {
    std::array<uint32_t, 2049> begin{};
    for (const uint64_t e : entries) ++begin[(e >> shift & 2047) + 1];
    for (size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
    for (const uint64_t e : entries) other[begin[e >> shift & 2047]++] = e;
    entries.swap(other);
  }
}

}  // namespace

bool same_key(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number() && a.kind() != b.kind()) {
    const auto x = exact_integer(a);
    return x && x == exact_integer(b);
  }
  if (a.is_float() && b.is_float()) return a.as_float() == b.as_float();
  return a == b;
}

std::vector<uint64_t> build_index(const ColumnView& column,
                                  const std::function<void(uint64_t)>& read) {
  constexpr uint64_t kTellEvery = uint64_t{1} << 20;
  std::vector<uint64_t> entries;
  entries.reserve(column.present_count());
  std::string scratch;
  uint64_t untold = 0;
  column.for_each_present([&](uint32_t row) {
    const Value value = column.get(row);
    entries.push_back(uint64_t{hash_key(value, scratch)} << 32 | row);
    untold += sizeof(uint64_t) + (value.is_string() ? value.as_string().size() : 0);
    if (untold >= kTellEvery && read) read(std::exchange(untold, 0));
  });
  sort_by_hash(entries);
  return entries;
}

void find_by_index(const ColumnView& column, std::span<const uint64_t> index, const Value& value,
                   std::vector<NodeId>& out) {
  std::string scratch;
  const uint64_t hash = hash_key(value, scratch);
  for (auto entry = std::ranges::lower_bound(index, hash << 32);
       entry != index.end() && *entry >> 32 == hash; ++entry) {
    const auto row = static_cast<uint32_t>(*entry);
    if (same_key(column.get(row), value)) out.push_back(column.range().begin + row);
  }
}

void find_by_scan(const ColumnView& column, const Value& value, std::vector<NodeId>& out) {
  const NodeId first = column.range().begin;
  if (column.kind() == ColumnKind::kDictionary) {
    if (!value.is_string()) return;
    const auto code = column.find_code(value.as_string());
    if (!code) return;
    column.codes().visit([&](auto codes) {
      for (uint32_t row = 0; row < codes.size(); ++row) {
        if (codes[row] == *code && column.has(row)) out.push_back(first + row);
      }
    });
    return;
  }
  if (column.kind() == ColumnKind::kString) {
    if (!value.is_string()) return;
    const std::string_view text = value.as_string();
    const auto offsets = column.offsets();
    for (uint32_t row = 0; row + 1 < offsets.size(); ++row) {
      if (offsets[row + 1] - offsets[row] == text.size() && column.has(row) &&
          column.heap().substr(offsets[row], text.size()) == text) {
        out.push_back(first + row);
      }
    }
    return;
  }
  column.for_each_present([&](uint32_t row) {
    if (same_key(column.get(row), value)) out.push_back(first + row);
  });
}

void find_by_order(const ColumnView& column, const Value& value, std::vector<NodeId>& out) {
  const auto integer = exact_integer(value);
  if (!integer) return;
  column.integers().visit([&](auto integers) {
    const auto found = std::ranges::lower_bound(integers, *integer);
    if (found != integers.end() && *found == *integer) {
      out.push_back(column.range().begin + NodeId(found - integers.begin()));
    }
  });
}

}  // namespace zhengmai
