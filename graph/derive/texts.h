// The letters of every measure, read from the graph once.
//
//   const MeasureTexts texts(corpus);
//   std::u32string letters;
//   texts.read(row, &letters);
//
// Derivations meet texts again and again, in the order of what these have in common. As a column of
// the graph nearly all of it would be in memory, at three bytes a letter with what is none between.
//
// Memory: 2 bytes a letter (4 beyond the first 65 536), 8 a measure. Cost: one pass over the column;
// to read, a copy of the letters. Internal to graph/derive. Threads: immutable once built.
#pragma once

#include <string>

#include "graph/derive/corpus.h"
#include "graph/memory/growing_array.h"

namespace zhengmai::derive_internal {

class MeasureTexts {
 public:
  explicit MeasureTexts(const Corpus& corpus);

  // What letters_of (wording.h) says of the measure's text; of a duplicate, nothing.
  void read(uint32_t measure, std::u32string* letters) const;

 private:
  void append(std::u32string_view letters);

  GrowingArray<char16_t> letters_;  // UTF-16
  GrowingArray<uint64_t> ends_;     // of each measure's letters
  bool surrogates_ = false;         // some letter takes two elements
};

}  // namespace zhengmai::derive_internal
