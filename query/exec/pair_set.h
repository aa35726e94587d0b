// PairSet: the numbers that each group has met, for count(DISTINCT x).
//
//   PairSet met;
//   met.prepare(groups, node_count);      // before each batch
//   counts[group] += met.insert(group, node);
//
// While groups and numbers are few it is a bit each, in chunks of 256 that are made when they are
// first met, with a directory of them; else a pair each, in one open-addressing table.
//
// Cost: an insert is two or three loads. Units: bytes(), as they are held. Threads: one thread.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "query/exec/huge_pages.h"

namespace zhengmai::exec {

class PairSet {
 public:
  // Groups and numbers to come are below these. A bound that is not known is UINT32_MAX.
  void prepare(uint64_t groups, uint64_t numbers) {
    if (!in_bits_) return;
    const uint64_t chunks = (numbers + kChunkBits - 1) / kChunkBits;
    if (directory_.empty()) chunks_a_group_ = chunks;
    if (chunks > chunks_a_group_ || groups * chunks_a_group_ > kMostChunks) {
      become_table();
    } else if (groups * chunks_a_group_ > directory_.size()) {
      directory_.resize(groups * chunks_a_group_, kNone);
    }
  }

  // Whether the pair is new. REQUIRES: prepare was told of both.
  bool insert(uint32_t group, uint32_t number) {
    return in_bits_ ? insert_bit(group, number) : insert_pair(uint64_t{group} << 32 | number);
  }

  // visit(group, number) for every pair, in no order.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (size_t at = 0; at < directory_.size(); ++at) {
      if (directory_[at] == kNone) continue;
      const auto group = static_cast<uint32_t>(at / chunks_a_group_);
      const auto first = static_cast<uint32_t>(at % chunks_a_group_ * kChunkBits);
      for (uint32_t word = 0; word < kChunkWords; ++word) {
        for (uint64_t bits = words_[directory_[at] + word]; bits != 0; bits &= bits - 1) {
          visit(group, first + word * 64 + static_cast<uint32_t>(std::countr_zero(bits)));
        }
      }
    }
    for (const uint64_t pair : pairs_) {
      if (pair != kEmpty) visit(static_cast<uint32_t>(pair >> 32), static_cast<uint32_t>(pair));
    }
  }

  void clear() { *this = PairSet(); }
  size_t bytes() const {
    return directory_.size() * sizeof(uint32_t) + (words_.size() + pairs_.size()) * sizeof(uint64_t);
  }

 private:
  static constexpr uint64_t kChunkWords = 4, kChunkBits = 64 * kChunkWords;
  static constexpr uint64_t kMostChunks = uint64_t{1} << 20;
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr uint64_t kEmpty = UINT64_MAX;

  bool insert_bit(uint32_t group, uint32_t number) {
    uint32_t& chunk = directory_[group * chunks_a_group_ + number / kChunkBits];
    if (chunk == kNone) [[unlikely]] {
      chunk = static_cast<uint32_t>(words_.size());
      words_.resize(words_.size() + kChunkWords);
    }
    uint64_t& word = words_[chunk + number % kChunkBits / 64];
    const uint64_t bit = uint64_t{1} << number % 64;
    const bool added = (word & bit) == 0;
    word |= bit;
    return added;
  }

  bool insert_pair(uint64_t pair) {
    if ((used_ + 1) * 2 > pairs_.size()) grow();
    const size_t at = place_of(pair);
    if (pairs_[at] == pair) return false;
    pairs_[at] = pair;
    ++used_;
    return true;
  }
  // Where the pair is, or the empty place where it would be.
  size_t place_of(uint64_t pair) const {
    const uint64_t mixed = pair * 0x9E3779B97F4A7C15ull;
    size_t at = (mixed ^ mixed >> 29) & (pairs_.size() - 1);
    while (pairs_[at] != kEmpty && pairs_[at] != pair) at = (at + 1) & (pairs_.size() - 1);
    return at;
  }
  void grow() {
    const auto old = std::move(pairs_);
    pairs_.assign(old.empty() ? 1024 : old.size() * 2, kEmpty);
    for (const uint64_t pair : old) {
      if (pair != kEmpty) pairs_[place_of(pair)] = pair;
    }
  }
  void become_table() {
    PairSet table;
    table.in_bits_ = false;
    for_each([&](uint32_t group, uint32_t number) { table.insert(group, number); });
    *this = std::move(table);
  }

  bool in_bits_ = true;
  uint64_t chunks_a_group_ = 0;
  std::vector<uint32_t> directory_;  // where each chunk begins in words_
  std::vector<uint64_t, HugePages<uint64_t>> words_;
  size_t used_ = 0;
  std::vector<uint64_t, HugePages<uint64_t>> pairs_;
};

}  // namespace zhengmai::exec
