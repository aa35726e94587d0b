#include "extract/recognise/citations.h"

#include <algorithm>
#include <map>

#include "extract/lexicon/words.h"
#include "extract/text/char_set.h"
#include "extract/text/normalise.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr CharSet kCitationStarts(U"《(");
constexpr CharSet kParticles(U"的 \n“”《》<>");  // 〈〉 too: see canonical()
constexpr uint32_t kLongestTitle = 150;
// With both brackets. Nothing further is searched: one open bracket does not read the whole text.
constexpr uint32_t kLongestBracket = 70;
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

// Where the ')' of the '(' at `at` stands, past brackets inside (国发(2018)5号); `at` when there is none near.
uint32_t end_of_bracket(std::u32string_view text, uint32_t at) {
  int depth = 0;
  for (uint32_t i = at; i < std::min<size_t>(text.size(), at + kLongestBracket); ++i) {
    if (text[i] == U'(') ++depth;
    if (text[i] == U')') --depth;
    if (depth == 0) return i;
  }
  return at;
}

// A title that was read, with its number.
struct Titled {
  TextRange title;
  std::string number;
  bool own = false;  // of the document that is read
};

// A title as it is compared: one document writes its own with 的 or without, and titles inside in 《》, 〈〉 or bare.
std::u32string without_particles(std::u32string_view title) {
  std::u32string out;
  for (const char32_t c : title) {
    if (!kParticles.contains(c)) out += c;
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
  implements_ = words_of(words, "implements");
  before_title_ = words_of(words, "before_title");
  title_ends_ = words_of(words, "title_end");
  short_for_ = words_of(words, "short_for");
  const Table& types = lexicon.table("document_types");
  for (size_t row = 0; row < types.rows(); ++row) kinds_.insert(canonical(to_utf32(types.at(row, 0))));
}

// What the bracket at `at` says of the title before it. Nothing, and `at` for its end, when it says neither
// number nor short name.
CitationReader::Bracket CitationReader::bracket_at(std::u32string_view text, uint32_t at) const {
  Bracket bracket = {at, {}, {}};
  const uint32_t close = end_of_bracket(text, at);
  if (close == at) return bracket;
  const std::u32string_view inside = text.substr(at + 1, close - at - 1);
  const size_t stop = std::min(inside.find_first_of(U",;"), inside.size());
  const auto numbers = numbers_.find(inside.substr(0, stop));
  if (!numbers.empty() && numbers.front().range.begin <= kNumberLead &&
      numbers.back().range.end == stop) {
    bracket.number = numbers.front().canonical;
  } else if (is_standard_number(inside)) {
    bracket.number = to_utf8(inside);
  }
  for (const std::u32string& word : short_for_) {
    size_t open = inside.find(word);
    if (open == inside.npos) continue;
    open += word.size();
    if (open < inside.size() && inside[open] == U'“') ++open;
    if (open == inside.size() || inside[open] != U'《') continue;
    const size_t end = inside.find(U'》', open);
    if (end != inside.npos) bracket.short_name = inside.substr(open + 1, end - open - 1);
  }
  if (!bracket.number.empty() || !bracket.short_name.empty()) {
    bracket.end = close + 1;
  }
  return bracket;
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
  std::map<std::u32string_view, Titled, std::less<>> short_names;
  const auto add = [&](TextRange range, const Titled& titled, bool bracketed) {
    if (titled.own) return;
    const bool early = range.begin < preamble_end;
    citations.push_back({range, readable(text, titled.title), titled.number,
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
      const std::u32string_view words = text.substr(i + 1, close - i - 1);
      Titled titled = {{i + 1, close}, {}, is_own(text, words, metadata)};
      uint32_t end = close + 1;
      std::u32string_view short_name;
      for (Bracket b = bracket_at(text, end); b.end > end; b = bracket_at(text, end)) {
        if (titled.number.empty()) titled.number = b.number;
        if (!b.short_name.empty()) short_name = b.short_name;
        end = b.end;
      }
      const auto known = short_names.find(words);
      const bool stands_alone = titled.number.empty() && short_name.empty();
      if (stands_alone && known != short_names.end()) {
        add({i, end}, known->second, true);
      } else if (!stands_alone || !kinds_.contains(words)) {
        add({i, end}, titled, true);
      }
      if (!short_name.empty()) short_names[short_name] = titled;
      i = end - 1;
    } else if (i > 0 && is_han(text[i - 1])) {
      const Bracket bracket = bracket_at(text, i);
      if (bracket.number.empty()) continue;
      const uint32_t begin = bare_title_begin(text, i);
      const std::u32string_view words = text.substr(begin, i - begin);
      if (ends_like_title(words)) {
        const Titled titled = {{begin, i}, bracket.number, is_own(text, words, metadata)};
        add({begin, bracket.end}, titled, false);
        if (!bracket.short_name.empty()) short_names[bracket.short_name] = titled;
      }
      i = bracket.end - 1;
    }
  }
  return citations;
}

}  // namespace zhengmai
