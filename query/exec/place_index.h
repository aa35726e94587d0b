// PlaceIndex: numbers the places of an array, which may be large and mostly empty, in the order in
// which they are first met.
//
//   PlaceIndex index;
//   index.reset(4000000);                         // no place has a number
//   index.find(places, next_number, fresh);       // each place becomes its number
//
// Few places are an array. Many are chunks of 64, made when one of their places is first met, and
// a directory of them: what is touched is what is used, which for pairs of nodes that belong
// together is a tenth of the array or less, and nothing else has to be cleared.
//
// Cost: a load a place, or two of which the first is from a table 64 times smaller than the array.
// Threads: one thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "query/exec/huge_pages.h"

namespace zhengmai::exec {

class PlaceIndex {
 public:
  void reset(uint64_t places) {
    clear();
    if (places <= kDirectPlaces) {
      numbers_.assign(places, kNone);
    } else {
      directory_.assign((places + kChunk - 1) / kChunk, kNone);
    }
  }
  void clear() {
    numbers_.clear();
    directory_.clear();
  }
  bool empty() const { return numbers_.empty() && directory_.empty(); }
  size_t bytes() const { return (numbers_.size() + directory_.size()) * sizeof(uint32_t); }

  // Writes each place's number over it. Those that are met for the first time are numbered from
  // `next` on, and `fresh` is what they were the i-th of. REQUIRES: every place is below what reset
  // was told.
  void find(std::span<uint32_t> places, uint32_t next, std::vector<uint32_t>& fresh) {
    fresh.clear();
    const auto number_of = [&](uint32_t& number, uint32_t i) {
      if (number == kNone) [[unlikely]] {
        number = next++;
        fresh.push_back(i);
      }
      return number;
    };
    const auto count = static_cast<uint32_t>(places.size());
    uint32_t* numbers = numbers_.data();
    if (directory_.empty()) {
      for (uint32_t i = 0; i < count; ++i) places[i] = number_of(numbers[places[i]], i);
      return;
    }
    uint32_t* const directory = directory_.data();
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t place = places[i];
      uint32_t& chunk = directory[place / kChunk];
      if (chunk == kNone) [[unlikely]] {
        chunk = static_cast<uint32_t>(numbers_.size());
        numbers_.resize(numbers_.size() + kChunk, kNone);
        numbers = numbers_.data();
      }
      places[i] = number_of(numbers[chunk + place % kChunk], i);
    }
  }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr uint64_t kDirectPlaces = uint64_t{1} << 16;
  static constexpr uint32_t kChunk = 64;

  std::vector<uint32_t, HugePages<uint32_t>> numbers_;
  std::vector<uint32_t> directory_;  // where each chunk begins in numbers_
};

}  // namespace zhengmai::exec
