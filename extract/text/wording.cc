#include "extract/text/wording.h"

#include <algorithm>

#include "extract/text/char_table.h"

namespace zhengmai::text_internal {
namespace {

bool is_traditional(std::u32string_view text) {
  const CharTable& table = CharTable::instance();
  const std::u32string_view sample = text.substr(0, 2000);
  const auto changed = std::count_if(sample.begin(), sample.end(), [&](char32_t c) {
    return c >= 0x4E00 && c <= 0x9FFF && table[c].canonical() != c;
  });
  return size_t(changed) * 20 > sample.size();
}

bool shows_taiwan_words(std::u32string_view text, const TextWords& words) {
  return std::ranges::any_of(words.taiwan_signs, [&](std::u32string_view sign) {
    return text.find(sign) != std::u32string_view::npos;
  });
}

const TextWords::Taiwan* word_at(std::u32string_view text, size_t i, const TextWords& words) {
  const auto it = std::ranges::find_if(words.taiwan, [&](const TextWords::Taiwan& known) {
    return text[i] == known.word[0] && text.substr(i, known.word.size()) == known.word;
  });
  return it == words.taiwan.end() ? nullptr : &*it;
}

}  // namespace

void replace_taiwan_words(std::u32string_view text, const TextWords& words,
                          Normalised* normalised) {
  if (!is_traditional(text) || !shows_taiwan_words(text, words)) return;
  std::u32string& out = normalised->text;
  std::vector<uint32_t>& source = normalised->source;
  const size_t size = out.size();
  size_t used = 0;
  for (size_t i = 0; i < size;) {
    const auto* word = word_at(out, i, words);
    const size_t from = word ? word->word.size() : 1;
    const size_t to = word ? word->mainland.size() : 1;
    const uint32_t last = source[i + from - 1];
    for (size_t k = 0; k < to; ++k) {
      // The last character stands for the end of the phrase, so that spans cover all of it.
      source[used] = k + 1 == to ? last : source[i + k];
      out[used++] = word ? word->mainland[k] : out[i];
    }
    i += from;
  }
  source[used] = source[size];
  out.resize(used);
  source.resize(used + 1);
}

}  // namespace zhengmai::text_internal
