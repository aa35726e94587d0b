#include "extract/lexicon/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "extract/text/normalise.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

void read_taiwan_words(const Table& table, TextWords* words) {
  for (size_t row = 0; row < table.rows(); ++row) {
    const std::string_view sign = table.at(row, "sign");
    if (!sign.empty()) words->taiwan_signs.push_back(to_utf32(sign));
    TextWords::Taiwan word = {canonical(to_utf32(table.at(row, "word"))),
                              canonical(to_utf32(table.at(row, "mainland")))};
    if (word.mainland.empty()) continue;
    if (word.mainland.size() > word.word.size()) {
      // Its characters would have no places in the document to stand at.
      throw Error(ExitCode::kConfig,
                  fmt::format("{}: '{}' has a longer word of the mainland's, '{}'", table.name(),
                              table.at(row, "word"), table.at(row, "mainland")),
                  "name one of its length at most");
    }
    words->taiwan.push_back(std::move(word));
  }
  std::ranges::stable_sort(words->taiwan, std::ranges::greater{},
                           [](const TextWords::Taiwan& word) { return word.word.size(); });
}

}  // namespace

std::vector<std::u32string> words_of(const Table& table, std::string_view use,
                                     std::string_view column) {
  std::vector<std::u32string> words;
  for (size_t row = 0; row < table.rows(); ++row) {
    if (std::ranges::count(Table::list(table.at(row, column)), use) > 0) {
      words.push_back(canonical(to_utf32(table.at(row, 0))));
    }
  }
  return words;
}

TextWords text_words(const Lexicon& lexicon) {
  const Table& lines = lexicon.table("line_words");
  TextWords words;
  words.metadata_tails = words_of(lines, "metadata_tail");
  words.duty_heads = words_of(lines, "duty_head");
  words.duty_tails = words_of(lines, "duty_tail");
  words.open_duty_tails = words_of(lines, "open_duty_tail");
  words.duty_ends = words_of(lines, "duty_end");
  words.title_tails = words_of(lines, "title_tail");
  words.list_tails = words_of(lines, "list_tail");
  read_taiwan_words(lexicon.table("taiwan_words"), &words);
  return words;
}

}  // namespace zhengmai
