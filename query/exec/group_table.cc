#include "query/exec/group_table.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace zhengmai::exec {

GroupTable::GroupTable(MemoryAccount& memory, size_t keys)
    : memory_(memory), keys_(keys), codings_(keys), row_numbers_(keys), group_numbers_(keys) {}

void GroupTable::clear() {
  size_ = 0;
  for (size_t k = 0; k < keys_; ++k) {
    codings_[k] = Coding();
    group_numbers_[k].clear();
  }
  array_ = true;
  stale_ = false;
  places_.clear();
  hash_.clear();
  weighed_bytes_ = 0;
}

void GroupTable::find(std::span<const Vector* const> columns, size_t rows,
                      std::vector<uint32_t>& groups) {
  groups.resize(rows);
  if (keys_ == 0) {
    if (rows > 0) size_ = 1;
    std::fill(groups.begin(), groups.end(), 0);
    return;
  }
  if (rows == 0) return;
  for (size_t k = 0; k < keys_; ++k) agree_on_coding(k, *columns[k]);
  if (array_ && !stale_ && !places_.empty() && find_plain(columns, rows, groups)) return;
  for (size_t k = 0; k < keys_; ++k) encode(k, *columns[k], rows);
  if (stale_ || (places_.empty() && hash_.empty())) rebuild();
  if (array_ && !combine(row_numbers_, rows, groups)) {
    for (size_t k = 0; k < keys_; ++k) widen(k, row_numbers_[k]);
    rebuild();
    if (array_) combine(row_numbers_, rows, groups);
  }
  if (array_) {
    places_.find(groups, static_cast<uint32_t>(size_), fresh_);
    for (size_t k = 0; k < keys_; ++k) {
      for (const uint32_t row : fresh_) group_numbers_[k].push_back(row_numbers_[k][row]);
    }
    count_groups(fresh_.size());
  } else {
    find_by_hash(rows, groups);
  }
}

namespace {

bool holds_ids(VectorType type) {
  return type == VectorType::kNode || type == VectorType::kRelationship ||
         type == VectorType::kCode;
}

}  // namespace

// The short way for keys that are all ids, codes or integers within the array's domains: no numbers
// are written down but the place in the array. False, and nothing done, when it does not apply.
bool GroupTable::find_plain(std::span<const Vector* const> columns, size_t rows,
                            std::vector<uint32_t>& groups) {
  for (const Coding& coding : codings_) {
    if (coding.type == VectorType::kValue || coding.low > coding.high) return false;
  }
  for (size_t k = 0; k < keys_; ++k) {
    const bool inside =
        holds_ids(codings_[k].type)
            ? add_places(columns[k]->ids().data(), 1, k, rows, groups.data())
            : add_places(columns[k]->integers().data(), kSign, k, rows, groups.data());
    if (!inside) return false;
  }
  places_.find(groups, static_cast<uint32_t>(size_), fresh_);
  for (size_t k = 0; k < keys_; ++k) {
    std::vector<uint64_t>& numbers = group_numbers_[k];
    if (holds_ids(codings_[k].type)) {
      const uint32_t* const ids = columns[k]->ids().data();
      for (const uint32_t row : fresh_) numbers.push_back(static_cast<uint32_t>(ids[row] + 1));
    } else {
      const int64_t* const integers = columns[k]->integers().data();
      for (const uint32_t row : fresh_) {
        numbers.push_back(static_cast<uint64_t>(integers[row]) + kSign);
      }
    }
  }
  count_groups(fresh_.size());
  return true;
}

// Makes each row's place that among places with key k too; the last key lies closest, for mostly it
// was bound last and differs where the others stay as they are. `shift` makes a number of the
// value. The span of a domain is below 2^31, so the difference to its low end says it all, in the
// width of the values.
template <typename T>
bool GroupTable::add_places(const T* values, uint64_t shift, size_t k, size_t rows,
                            uint32_t* places) const {
  using Unsigned = std::make_unsigned_t<T>;
  const Unsigned low = static_cast<Unsigned>(codings_[k].low - shift);
  const Unsigned span = static_cast<Unsigned>(codings_[k].high - codings_[k].low);
  Unsigned outside = 0;  // the sign bit: spans are far below it
  const auto at = [&](size_t row) {
    const Unsigned distance = static_cast<Unsigned>(values[row]) - low;
    outside |= distance | (span - distance);
    return static_cast<uint32_t>(distance);
  };
  if (k == 0) {
    for (size_t i = 0; i < rows; ++i) places[i] = at(i);
  } else {
    const uint32_t extent = static_cast<uint32_t>(span) + 1;
    for (size_t i = 0; i < rows; ++i) places[i] = places[i] * extent + at(i);
  }
  return static_cast<std::make_signed_t<T>>(outside) >= 0;
}

void GroupTable::agree_on_coding(size_t k, const Vector& column) {
  Coding& coding = codings_[k];
  const bool plain = holds_ids(column.type()) || column.type() == VectorType::kInteger;
  if (!coding.known) {
    coding.known = true;
    coding.type = plain ? column.type() : VectorType::kValue;
    coding.dictionary = column.dictionary();
  } else if (coding.type != VectorType::kValue &&
             (coding.type != column.type() || coding.dictionary != column.dictionary())) {
    become_values(k);
  }
}

// Ids and codes count from 1, so that null (kNoId) wraps to 0.
void GroupTable::encode(size_t k, const Vector& column, size_t rows) {
  Coding& coding = codings_[k];
  std::vector<uint64_t>& out = row_numbers_[k];
  out.resize(rows);
  if (coding.type == VectorType::kValue) return intern(coding, column, rows, out);
  if (coding.type == VectorType::kInteger) {
    // Shifted so that the order of unsigned numbers is the integers' order.
    for (size_t i = 0; i < rows; ++i) {
      out[i] = static_cast<uint64_t>(column.integers()[i]) ^ kSign;
    }
    return;
  }
  const uint32_t* ids = column.ids().data();
  for (size_t i = 0; i < rows; ++i) out[i] = static_cast<uint32_t>(ids[i] + 1);
}

void GroupTable::intern(Coding& coding, const Vector& column, size_t rows,
                        std::vector<uint64_t>& out) {
  for (size_t i = 0; i < rows; ++i) {
    Value v = column.value(i);
    const auto [it, added] =
        coding.numbers.try_emplace(v, static_cast<uint32_t>(coding.values.size()));
    if (added) {
      coding.values.push_back(std::move(v));
      const int64_t bytes = 96 + (coding.values.back().is_string()
                                      ? int64_t(coding.values.back().as_string().size())
                                      : 0);
      memory_.add(bytes);
    }
    out[i] = it->second;
  }
}

Value GroupTable::decode(const Coding& coding, uint64_t number) const {
  if (coding.type == VectorType::kValue) return coding.values[number];
  if (coding.type == VectorType::kInteger) {
    return Value::integer(static_cast<int64_t>(number ^ kSign));
  }
  if (number == 0) return {};
  const uint32_t id = static_cast<uint32_t>(number - 1);
  if (coding.type == VectorType::kNode) return Value::node(id);
  if (coding.type == VectorType::kRelationship) return Value::relationship(id);
  return Value::borrowed(coding.dictionary->dictionary_entry(id));
}

// A column of another kind has come: from now on this key is coded by its Values.
void GroupTable::become_values(size_t k) {
  Coding old = std::move(codings_[k]);
  Vector values;
  values.reset(VectorType::kValue);
  for (const uint64_t number : group_numbers_[k]) values.values().push_back(decode(old, number));
  codings_[k] = Coding();
  codings_[k].known = true;
  group_numbers_[k].resize(values.size());
  intern(codings_[k], values, values.size(), group_numbers_[k]);
  stale_ = true;
}

void GroupTable::widen(size_t k, const std::vector<uint64_t>& numbers) {
  Coding& coding = codings_[k];
  const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
  if (*low >= coding.low && *high <= coding.high) return;
  coding.low = std::min(coding.low, *low);
  coding.high = std::max(coding.high, *high);
  // Take in all that is likely to come: the whole label set, the whole dictionary.
  if (coding.type == VectorType::kNode && coding.low > 0) {
    const Graph& graph = memory_.run().graph();
    const IdRange first = graph.nodes_of(graph.label_set_of(NodeId(coding.low - 1)));
    const IdRange last = graph.nodes_of(graph.label_set_of(NodeId(coding.high - 1)));
    coding.low = std::min<uint64_t>(coding.low, first.begin + 1);
    coding.high = std::max<uint64_t>(coding.high, last.end);
  } else if (coding.type == VectorType::kCode) {
    coding.low = 0;
    coding.high = std::max<uint64_t>(coding.high, coding.dictionary->dictionary_size());
  } else {
    coding.high += std::min<uint64_t>((coding.high - coding.low) / 2 + 16, UINT64_MAX - coding.high);
  }
  stale_ = true;
}

// Whether all keys together number few enough combinations.
bool GroupTable::index_by_array() {
  uint64_t combinations = 1;
  for (const Coding& coding : codings_) {
    const uint64_t span = coding.high - coding.low;
    if (span >= kArrayLimit) return false;
    combinations *= span + 1;
    if (combinations > kArrayLimit) return false;
  }
  places_.reset(combinations);
  return true;
}

void GroupTable::rebuild() {
  stale_ = false;
  if (array_) {
    for (size_t k = 0; k < keys_; ++k) {
      if (!group_numbers_[k].empty()) widen(k, group_numbers_[k]);
    }
    stale_ = false;
    array_ = index_by_array();
  }
  if (!array_) {
    places_ = PlaceIndex();
    hash_.clear();
    grow_hash();
    return;
  }
  std::vector<uint32_t> places(size_);
  combine(group_numbers_, size_, places);
  places_.find(places, 0, fresh_);  // all are, in their order
}

uint32_t GroupTable::add_group(size_t row) {
  for (size_t k = 0; k < keys_; ++k) group_numbers_[k].push_back(row_numbers_[k][row]);
  count_groups(1);
  return static_cast<uint32_t>(size_ - 1);
}

void GroupTable::count_groups(size_t added) {
  size_ += added;
  weigh();
}

// Tells the account what has come since it was last told, once that is worth telling.
void GroupTable::weigh() {
  constexpr int64_t kWorthTelling = 4096;
  const auto bytes = int64_t(places_.bytes() + hash_.size() * sizeof(uint32_t) +
                             size_ * (keys_ * sizeof(uint64_t) + 24));
  if (bytes - weighed_bytes_ < kWorthTelling) return;
  memory_.add(bytes - std::exchange(weighed_bytes_, bytes));
}

// Writes the place of each row of numbers; false when one lies outside of the domains.
bool GroupTable::combine(const std::vector<std::vector<uint64_t>>& numbers, size_t rows,
                         std::vector<uint32_t>& places) const {
  for (size_t k = 0; k < keys_; ++k) {
    if (codings_[k].low > codings_[k].high) return rows == 0;
    if (!add_places(numbers[k].data(), 0, k, rows, places.data())) return false;
  }
  return true;
}

uint64_t GroupTable::hash_row(const uint64_t* numbers) const {
  uint64_t h = 0x9E3779B97F4A7C15ull;
  for (size_t k = 0; k < keys_; ++k) {
    h ^= numbers[k];
    h *= 0xD6E8FEB86659FD93ull;
    h ^= h >> 32;
  }
  return h;
}

void GroupTable::grow_hash() {
  size_t capacity = std::max<size_t>(hash_.size() * 2, 1024);
  while (capacity < size_ * 2) capacity *= 2;
  hash_.assign(capacity, kEmpty);
  weigh();
  std::vector<uint64_t> numbers(keys_);
  for (uint32_t g = 0; g < size_; ++g) {
    for (size_t k = 0; k < keys_; ++k) numbers[k] = group_numbers_[k][g];
    size_t at = hash_row(numbers.data()) & (capacity - 1);
    while (hash_[at] != kEmpty) at = (at + 1) & (capacity - 1);
    hash_[at] = g;
  }
}

void GroupTable::find_by_hash(size_t rows, std::vector<uint32_t>& groups) {
  std::vector<uint64_t> numbers(keys_);
  for (size_t i = 0; i < rows; ++i) {
    if ((size_ + 1) * 2 > hash_.size()) grow_hash();
    for (size_t k = 0; k < keys_; ++k) numbers[k] = row_numbers_[k][i];
    const size_t mask = hash_.size() - 1;
    size_t at = hash_row(numbers.data()) & mask;
    while (true) {
      const uint32_t g = hash_[at];
      if (g == kEmpty) {
        groups[i] = hash_[at] = add_group(i);
        break;
      }
      bool same = true;
      for (size_t k = 0; k < keys_; ++k) same &= group_numbers_[k][g] == numbers[k];
      if (same) {
        groups[i] = g;
        break;
      }
      at = (at + 1) & mask;
    }
  }
}

void GroupTable::key(size_t k, size_t begin, size_t end, Vector& out) const {
  const Coding& coding = codings_[k];
  const uint64_t* numbers = group_numbers_[k].data();
  switch (coding.type) {
    case VectorType::kNode:
    case VectorType::kRelationship:
    case VectorType::kCode:
      if (coding.type == VectorType::kCode) {
        out.reset_codes(coding.dictionary);
      } else {
        out.reset(coding.type);
      }
      for (size_t g = begin; g < end; ++g) out.ids().push_back(uint32_t(numbers[g]) - 1);
      return;
    case VectorType::kInteger:
      out.reset(VectorType::kInteger);
      for (size_t g = begin; g < end; ++g) {
        out.integers().push_back(static_cast<int64_t>(numbers[g] ^ kSign));
      }
      return;
    default: break;
  }
  out.reset(VectorType::kValue);
  for (size_t g = begin; g < end; ++g) out.values().push_back(coding.values[numbers[g]]);
}

}  // namespace zhengmai::exec
