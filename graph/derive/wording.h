// The wording of measures, made comparable: letters only, as runs (n-grams) of code points.
//
// Punctuation, blanks, line breaks and width make no difference; words and script do. Internal to
// graph/derive. Threads: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zhengmai::derive_internal {

// The ideographs, letters and digits of UTF-8 text, full-width ones as half-width, letters lower.
// Cost: linear; about 0.5 ns a byte.
std::u32string letters_of(std::string_view utf8);
void letters_of(std::string_view utf8, std::u32string* letters);  // reuses its memory

// The finaliser of MurmurHash3: every bit of the input moves every bit of the output.
inline uint64_t mix(uint64_t h) {
  h = (h ^ h >> 33) * 0xFF51AFD7ED558CCDull;
  h = (h ^ h >> 33) * 0xC4CEB9FE1A85EC53ull;
  return h ^ h >> 33;
}

// Calls f with the hash of each run of `n` code points, in order, repeated ones again.
template <typename F>
void for_each_run(std::u32string_view letters, size_t n, F f) {
  constexpr uint64_t kBase = 0x9E3779B97F4A7C15ull;
  if (n == 0 || letters.size() < n) return;
  uint64_t leaving = 1;  // kBase^n: what the oldest character weighs when it leaves
  for (size_t i = 0; i < n; ++i) leaving *= kBase;
  uint64_t rolling = 0;
  for (size_t i = 0; i < letters.size(); ++i) {
    rolling = rolling * kBase + letters[i];
    if (i >= n) rolling -= leaving * letters[i - n];
    if (i + 1 >= n) f(mix(rolling));
  }
}

// Hashes of all runs of `n` code points, sorted, distinct. Empty for a shorter text.
std::vector<uint64_t> runs_of(std::u32string_view letters, size_t n);

// How many values two sorted, distinct lists share.
template <typename T>
size_t count_shared(std::span<const T> a, std::span<const T> b) {
  size_t common = 0;
  for (size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    common += a[i] == b[k];
    const bool step_a = a[i] <= b[k], step_b = b[k] <= a[i];
    i += step_a;
    k += step_b;
  }
  return common;
}

// The distinct runs of one text, for counting how many of them others have.
class RunSet {
 public:
  explicit RunSet(size_t n) : n_(n) {}
  RunSet(std::u32string_view letters, size_t n) : RunSet(n) { assign(letters); }

  // The runs of another text, in the memory that is there.
  void assign(std::u32string_view letters);
  size_t size() const { return size_; }
  template <typename F>  // f(run) for each distinct run, in no order that means anything
  void for_each(F f) const {
    for (const Slot& slot : slots_) {
      if (slot.round != 0) f(slot.run);
    }
  }
  // Distinct runs of `letters` that are in the set. Cost: a probe a letter, no allocation.
  size_t count_shared(std::u32string_view letters);

 private:
  struct Slot {
    uint64_t run = 0;
    uint32_t round = 0;  // of the count that last met it; 0: the slot is free
  };
  Slot& find(uint64_t run);

  // A run of another text is mostly not in the set: a bit says so before a slot is looked at.
  static constexpr size_t kFilterBits = 8192;
  size_t filter_word(uint64_t run) const { return run >> 32 & (kFilterBits / 64 - 1); }
  uint64_t filter_bit(uint64_t run) const { return uint64_t{1} << (run >> 58); }

  size_t n_;
  size_t size_ = 0;
  uint32_t round_ = 1;
  std::array<uint64_t, kFilterBits / 64> filter_{};
  std::vector<Slot> slots_;  // open addressing, at most half full
};

}  // namespace zhengmai::derive_internal
