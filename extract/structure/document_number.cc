#include "extract/structure/document_number.h"

#include <algorithm>

#include "extract/text/normalise.h"
#include "extract/text/search.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr size_t kLongestPrefix = 12;
constexpr size_t kLongestSerial = 5;
constexpr size_t kLongestNumber = 28;

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_open(char32_t c) {
  return std::u32string_view(U"〔[(【﹝{<").find(c) != std::u32string_view::npos;
}
bool is_close(char32_t c) {
  return std::u32string_view(U"〕])】﹞}>").find(c) != std::u32string_view::npos;
}

size_t without_blanks(std::u32string_view text, size_t from, size_t end) {
  while (end > from && text[end - 1] == U' ') --end;
  return end;
}

// A figure of a year, also as a scan or an old hand writes it: 2O16, 20l6, 二〇一六; -1 for anything else.
int year_figure(char32_t c) {
  if (is_digit(c)) return static_cast<int>(c - U'0');
  if (c == U'O' || c == U'o' || c == U'○' || c == U'零') return 0;
  if (c == U'l' || c == U'I') return 1;
  const size_t numeral = std::u32string_view(U"〇一二三四五六七八九").find(c);
  return numeral == std::u32string_view::npos ? -1 : static_cast<int>(numeral);
}

struct Year {
  int value = 0;  // 0: none
  size_t begin = 0;
};

// The year of this era that ends at `end`.
Year year_before(std::u32string_view text, size_t from, size_t end) {
  Year year{0, end};
  for (int figures = 0, unit = 1; figures < 4; ++figures, unit *= 10) {
    year.begin = without_blanks(text, from, year.begin);
    const int figure = year.begin == from ? -1 : year_figure(text[year.begin - 1]);
    if (figure < 0) return {};
    year.value += figure * unit;
    --year.begin;
  }
  return year.value >= 1949 && year.value < 2100 ? year : Year{};
}

DocumentNumber make(std::u32string_view text, size_t begin, size_t prefix_end, size_t serial,
                    size_t serial_end, size_t sign, int year) {
  DocumentNumber number;
  number.range = {static_cast<uint32_t>(begin), static_cast<uint32_t>(sign + 1)};
  number.prefix = to_utf8(text.substr(begin, prefix_end - begin));
  number.year = year;
  const std::string digits = to_utf8(text.substr(serial, serial_end - serial));
  number.canonical = year == 0 ? number.prefix + "第" + digits + "号"
                               : number.prefix + "〔" + std::to_string(year) + "〕" + digits + "号";
  return number;
}

}  // namespace

DocumentNumbers::DocumentNumbers(const Lexicon& lexicon) {
  const Table& words = lexicon.table("citation_words");
  for (size_t row = 0; row < words.rows(); ++row) {
    const std::u32string word = to_utf32(words.at(row, "word"));
    for (const std::string_view use : Table::list(words.at(row, "uses"))) {
      if (use == "before_number") before_.push_back(word);
      if (use == "series") series_ += word;
    }
  }
}

// Where the Han prefix that ends at `end` begins.
size_t DocumentNumbers::prefix_begin(std::u32string_view text, size_t end) const {
  size_t begin = end;
  while (begin > 0 && end - begin < kLongestPrefix && is_han(text[begin - 1])) --begin;
  for (size_t i = end; i > begin; --i) {
    const std::u32string_view words = text.substr(begin, i - begin);
    for (const std::u32string& word : before_) {
      if (words.ends_with(word)) return i;
    }
  }
  return begin;
}

// The number whose 号 stands at `at`, beginning no earlier than `from`.
bool DocumentNumbers::read(std::u32string_view text, size_t from, size_t at,
                           DocumentNumber* number) const {
  const std::u32string_view seen = text.substr(0, at);
  const size_t serial_end = without_blanks(seen, from, at);
  size_t serial = serial_end;
  while (serial > from && is_digit(seen[serial - 1])) --serial;
  if (serial == serial_end) return false;
  size_t i = without_blanks(seen, from, serial);
  const bool ordinal = i > from && seen[i - 1] == U'第';
  if (ordinal) i = without_blanks(seen, from, i - 1);
  const auto accept = [&](size_t prefix_end, int year, size_t serial_begin) {
    prefix_end = without_blanks(seen, from, prefix_end);
    const size_t begin = std::max(from, prefix_begin(text, prefix_end));
    if (prefix_end < begin + 2 || serial_end - serial_begin > kLongestSerial) return false;
    *number = make(text, begin, prefix_end, serial_begin, serial_end, at, year);
    return true;
  };
  const auto in_series = [&](size_t prefix_end) {
    prefix_end = without_blanks(seen, from, prefix_end);
    return prefix_end > from && series_.find(seen[prefix_end - 1]) != series_.npos;
  };
  if (i > from && is_close(seen[i - 1])) {  // 〔2016〕24号, 2016〕24号
    const Year year = year_before(seen, from, i - 1);
    if (year.value == 0) return false;
    const size_t open = without_blanks(seen, from, year.begin);
    return accept(open > from && is_open(seen[open - 1]) ? open - 1 : open, year.value, serial);
  }
  if (i > from && seen[i - 1] == U'年') {  // 公告2016年第12号, 国办发2016年24号
    const Year year = year_before(seen, from, i - 1);
    return year.value != 0 && (ordinal || in_series(year.begin)) && accept(year.begin, year.value, serial);
  }
  if (ordinal && i > from && seen[i - 1] == U'令') return accept(i, 0, serial);
  // Brackets lost: 国办发2016第24号, 国办发201624号, 〔201624号.
  const bool apart = i < serial;
  const Year year = year_before(seen, from, apart ? i : std::min(serial + 4, serial_end));
  if (year.value == 0 || (!apart && year.begin != serial)) return false;
  if (!apart && (serial_end - serial < 5 || serial_end - serial > 4 + 3)) return false;
  const bool opened = year.begin > from && is_open(seen[year.begin - 1]);
  if (!opened && !in_series(year.begin)) return false;
  return accept(opened ? year.begin - 1 : year.begin, year.value, apart ? serial : serial + 4);
}

std::vector<DocumentNumber> DocumentNumbers::find(std::u32string_view text) const {
  std::vector<DocumentNumber> numbers;
  size_t from = 0;
  for (size_t at = find_char(text, U'号'); at != text.npos; at = find_char(text, U'号', at + 1)) {
    DocumentNumber number;
    if (read(text, from, at, &number)) {
      from = number.range.end;
      numbers.push_back(std::move(number));
    }
  }
  return numbers;
}

std::optional<DocumentNumber> DocumentNumbers::whole(std::u32string_view text) const {
  if (text.empty() || text.size() > kLongestNumber) return std::nullopt;
  const bool unsigned_ = is_digit(text.back());
  if (!unsigned_ && text.back() != U'号') return std::nullopt;
  const std::u32string written = std::u32string(text) + (unsigned_ ? U"号" : U"");
  DocumentNumber number;
  if (!read(written, 0, written.size() - 1, &number) || number.range.begin != 0) return std::nullopt;
  number.range.end = static_cast<uint32_t>(text.size());
  return number;
}

}  // namespace zhengmai
