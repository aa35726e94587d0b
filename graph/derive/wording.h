// The wording of measures, made comparable: letters only, as runs (n-grams) of code points.
//
// Punctuation, blanks, line breaks and width make no difference; words and script do. Internal to
// graph/derive. Threads: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zhengmai::derive_internal {

// The ideographs, letters and digits of UTF-8 text, full-width ones as half-width, letters lower.
// Cost: linear; about 0.5 ns a byte.
std::u32string letters_of(std::string_view utf8);
void letters_of(std::string_view utf8, std::u32string* letters);  // reuses its memory

// Hashes of all runs of `n` code points, sorted, distinct. Empty for a shorter text.
std::vector<uint64_t> runs_of(std::u32string_view letters, size_t n);

// The distinct runs of one text, for counting how many of them others have.
class RunSet {
 public:
  RunSet(std::u32string_view letters, size_t n);

  size_t size() const { return size_; }
  // Distinct runs of `letters` that are in the set. Cost: a probe a letter, no allocation.
  size_t count_shared(std::u32string_view letters);

 private:
  struct Slot {
    uint64_t run = 0;
    uint32_t round = 0;  // of the count that last met it; 0: the slot is free
  };
  Slot& find(uint64_t run);

  size_t n_;
  size_t size_ = 0;
  uint32_t round_ = 1;
  std::vector<Slot> slots_;  // open addressing, at most half full
};

// How many values two sorted, distinct lists share.
size_t count_shared(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b);

}  // namespace zhengmai::derive_internal
