#include "extract/recognise/citations.h"

#include <algorithm>

#include "extract/text/char_set.h"
#include "extract/text/normalise.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr CharSet kCitationStarts(U"《(");
constexpr uint32_t kLongestTitle = 150;
// With both brackets. Nothing further is searched: one open bracket does not read the whole text.
constexpr uint32_t kLongestNumber = 41;
constexpr uint32_t kLongestStandard = 30;
constexpr uint32_t kNumberLead = 3;  // （文号国发〔2018〕5号）

// GB/T 4754—2011, DB34/T 1234-2020: a standard's number.
bool is_standard_number(std::u32string_view s) {
  size_t i = 0;
  while (i < s.size() && ((s[i] >= U'A' && s[i] <= U'Z') || s[i] == U'/' ||
                          (i > 0 && s[i] >= U'0' && s[i] <= U'9' && i < 4)))
    ++i;
  if (i < 2) return false;
  return std::all_of(s.begin() + static_cast<std::ptrdiff_t>(i), s.end(),
                     [](char32_t c) {
                       return (c >= U'0' && c <= U'9') || c == U'-' || c == U'—' || c == U'–' ||
                              c == U'.' || c == U' ';
                     }) &&
         s.size() > i + 4;
}

std::u32string without_particles(std::u32string_view title) {
  std::u32string out;
  for (const char32_t c : title) {
    if (c != U'的' && c != U' ' && c != U'\n' && c != U'“' && c != U'”') out += c;
  }
  return out;
}

bool is_own(std::u32string_view text, std::u32string_view title, const Metadata& metadata) {
  const std::u32string bare = without_particles(title);
  for (const Quoted* own : {&metadata.title, &metadata.attachment_title}) {
    if (own->empty()) continue;
    const std::u32string name = without_particles(text.substr(own->range.begin, own->range.size()));
    if (bare.size() >= 4 && (name == bare || name.find(U"印发" + bare) != name.npos)) return true;
  }
  return false;
}

}  // namespace

CitationReader::CitationReader(const Lexicon& lexicon, const DocumentNumbers& numbers)
    : numbers_(numbers) {
  const Table& words = lexicon.table("citation_words");
  for (size_t row = 0; row < words.rows(); ++row) {
    const std::u32string word = to_utf32(words.at(row, "word"));
    for (const std::string_view use : Table::list(words.at(row, "uses"))) {
      if (use == "implements") implements_.push_back(word);
      if (use == "before_title") before_title_.push_back(word);
      if (use == "title_end") title_ends_.push_back(word);
    }
  }
}

// The number in brackets at `at`; where the bracket ends, or `at`.
uint32_t CitationReader::bracketed_number(std::u32string_view text, uint32_t at,
                                          std::string* number) const {
  if (at >= text.size() || text[at] != U'(') return at;
  const size_t close = text.substr(0, at + kLongestNumber).find(U"号)", at);
  if (close != text.npos) {
    const auto found = numbers_.find(text.substr(at + 1, close - at));
    // The number is all that is in the brackets; a later one belongs to other brackets.
    if (!found.empty() && found.front().range.begin <= kNumberLead) {
      *number = found.front().canonical;
      return static_cast<uint32_t>(close + 2);
    }
  }
  const size_t end = text.substr(0, at + kLongestStandard).find(U')', at);
  if (end != text.npos && is_standard_number(text.substr(at + 1, end - at - 1))) {
    *number = to_utf8(text.substr(at + 1, end - at - 1));
    return static_cast<uint32_t>(end + 1);
  }
  return at;
}

// Whether 贯彻, 落实, 根据 … governs the title that begins at `at`, in the same sentence.
bool CitationReader::implemented(std::u32string_view text, uint32_t at) const {
  uint32_t from = at;
  while (from > 0 && text[from - 1] != U'。' && text[from - 1] != U'\n' && at - from < 160) --from;
  const std::u32string_view before = text.substr(from, at - from);
  return std::ranges::any_of(
      implements_, [&](const std::u32string& w) { return before.find(w) != before.npos; });
}

// A title without 《》 before a bracketed number: back to the verb or mark that it follows.
uint32_t CitationReader::bare_title_begin(std::u32string_view text, uint32_t end) const {
  static constexpr std::u32string_view kMarks = U",。;:\n()《》、";
  uint32_t begin = end;
  while (begin > 0 && end - begin < 40 && kMarks.find(text[begin - 1]) == kMarks.npos) {
    const std::u32string_view before = text.substr(0, begin);
    if (std::ranges::any_of(before_title_,
                            [&](const std::u32string& w) { return before.ends_with(w); })) {
      return begin;
    }
    --begin;
  }
  return begin;
}

bool CitationReader::ends_like_title(std::u32string_view words) const {
  return std::ranges::any_of(title_ends_, [&](const std::u32string& tail) {
    return words.size() > tail.size() + 2 && words.ends_with(tail);
  });
}

std::vector<Citation> CitationReader::read(std::u32string_view text, const Metadata& metadata,
                                           uint32_t preamble_end) const {
  std::vector<Citation> citations;
  const auto add = [&](TextRange range, TextRange title, std::string number, bool bracketed) {
    const std::u32string_view words = text.substr(title.begin, title.size());
    if (is_own(text, words, metadata)) return;
    const bool early = range.begin < preamble_end;
    citations.push_back({range, readable(text, title), std::move(number),
                         early && bracketed && implemented(text, range.begin), bracketed});
  };
  for (uint32_t i = 0; i < text.size(); ++i) {
    i = static_cast<uint32_t>(kCitationStarts.next(text, i));
    if (i == text.size()) break;
    if (text[i] == U'《') {
      int depth = 0;
      uint32_t close = i;
      for (; close < text.size() && close - i < kLongestTitle; ++close) {
        if (text[close] == U'《') ++depth;
        if (text[close] == U'》' && --depth == 0) break;
      }
      if (close >= text.size() || text[close] != U'》' || close < i + 3) continue;
      std::string number;
      const uint32_t end = bracketed_number(text, close + 1, &number);
      add({i, std::max(end, close + 1)}, {i + 1, close}, std::move(number), true);
      i = std::max(end, close + 1) - 1;
    } else if (i > 0 && is_han(text[i - 1])) {
      std::string number;
      const uint32_t end = bracketed_number(text, i, &number);
      if (end == i) continue;
      const uint32_t begin = bare_title_begin(text, i);
      if (ends_like_title(text.substr(begin, i - begin))) {
        add({begin, end}, {begin, i}, std::move(number), false);
      }
      i = end - 1;
    }
  }
  return citations;
}

}  // namespace zhengmai
