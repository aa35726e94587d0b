// The words of the built-in lexicon that normalise() goes by, for tests of what comes behind it.
#pragma once

#include "extract/lexicon/words.h"

namespace zhengmai::test {

inline const TextWords& builtin_words() {
  static const TextWords words = text_words(Lexicon::builtin());
  return words;
}

}  // namespace zhengmai::test
