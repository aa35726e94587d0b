// Distinct: numbers what it is given, in the order in which each is first seen: ids of a document's
// facts, the tables at the head of a block. clear() keeps its memory.
//
// Shape: texts are not copied, and must live until clear(). Cost: a multiplication for eight bytes, and
// a comparison; 8 bytes an entry beside it. Threads: one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace zhengmai {

inline uint64_t hash_of(uint64_t number) {
  number *= 0x9E3779B97F4A7C15u;
  return number ^ number >> 32;
}
inline uint64_t hash_of(std::string_view text) {
  uint64_t hash = text.size();
  for (; text.size() > 8; text.remove_prefix(8)) {
    uint64_t word;
    std::memcpy(&word, text.data(), 8);
    hash = hash_of(hash ^ word);
  }
  uint64_t rest = 0;
  std::memcpy(&rest, text.data(), text.size());
  return hash_of(hash ^ rest);
}

template <typename T>
class Distinct {
 public:
  uint32_t index(const T& item) {
    const uint32_t slot = slot_of(item);
    return slots_[slot] != 0 ? slots_[slot] - 1 : add(item, slot);
  }
  // The same for an item that has to be copied to stay: `keep` makes what is kept.
  template <typename Keep>
  uint32_t index(const T& item, Keep&& keep) {
    const uint32_t slot = slot_of(item);
    return slots_[slot] != 0 ? slots_[slot] - 1 : add(keep(item), slot);
  }
  const std::vector<T>& items() const { return items_; }
  void clear() {
    items_.clear();
    std::ranges::fill(slots_, 0u);
  }

 private:
  static constexpr size_t kFirstSlots = 256;

  // The slot that holds it, or the free one where it would.
  uint32_t slot_of(const T& item) const {
    const auto mask = static_cast<uint32_t>(slots_.size() - 1);
    auto slot = static_cast<uint32_t>(hash_of(item)) & mask;
    while (slots_[slot] != 0 && items_[slots_[slot] - 1] != item) slot = (slot + 1) & mask;
    return slot;
  }
  uint32_t add(const T& item, uint32_t slot) {
    items_.push_back(item);
    slots_[slot] = static_cast<uint32_t>(items_.size());
    if (2 * items_.size() > slots_.size()) grow();
    return static_cast<uint32_t>(items_.size() - 1);
  }
  void grow() {
    slots_.assign(slots_.size() * 2, 0);
    for (uint32_t i = 0; i < items_.size(); ++i) slots_[slot_of(items_[i])] = i + 1;
  }

  std::vector<T> items_;
  std::vector<uint32_t> slots_ = std::vector<uint32_t>(kFirstSlots);  // number of an item + 1, or 0
};

}  // namespace zhengmai
