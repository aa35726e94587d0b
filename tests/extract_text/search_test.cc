#include "extract/text/search.h"

#include <catch2/catch.hpp>

#include <string>

using zhengmai::find_char;
using zhengmai::find_word;

TEST_CASE("searching finds what the standard library finds, from every place") {
  const std::u32string text = U"不再列出。不列出,不再分工。";
  for (size_t from = 0; from <= text.size() + 1; ++from) {
    CAPTURE(from);
    for (const char32_t c : {U'不', U'。', U'工', U'无'}) {
      CHECK(find_char(text, c, from) == text.find(c, from));
    }
    for (const std::u32string_view word : {U"不再", U"。", U"不再分", U"工。", U"工。无", U"没有"}) {
      CHECK(find_word(text, word, from) == text.find(word, from));
    }
  }
  CHECK(find_char(U"", U'不') == std::u32string_view::npos);
}
