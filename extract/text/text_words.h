// The words that normalise() goes by: how labels, titles and lists end, and what Taiwan says otherwise.
//
//   const TextWords words = text_words(lexicon);   // extract/lexicon/words.h
//   const Normalised text = normalise(decoded.text, words);
//
// They are rows of the lexicon (line_words.tsv says what each use is, taiwan_words.tsv), which stands
// above this room and fills this in.
//
// Shape: canonical characters; no word is empty. Threads: const access from any thread.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace zhengmai {

struct TextWords {
  using Words = std::vector<std::u32string>;

  Words metadata_tails;
  Words duty_heads;
  Words duty_tails;
  Words open_duty_tails;
  Words duty_ends;
  Words title_tails;
  Words list_tails;

  struct Taiwan {
    std::u32string word;      // in simplified characters
    std::u32string mainland;  // of its size at most
  };
  std::vector<Taiwan> taiwan;  // longer ones before their beginnings
  Words taiwan_signs;          // as they are written there: a text that has one has the others too
};

}  // namespace zhengmai
