#include "extract/structure/document_number.h"

#include <algorithm>
#include <array>

#include "extract/text/normalise.h"
#include "extract/text/search.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr size_t kLongestPrefix = 12;
constexpr size_t kLongestSerial = 5;

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_open(char32_t c) {
  return c == U'〔' || c == U'[' || c == U'(' || c == U'【' || c == U'﹝';
}
bool is_close(char32_t c) {
  return c == U'〕' || c == U']' || c == U')' || c == U'】' || c == U'﹞';
}

// Words that stand before a number in running text and are no part of it.
constexpr std::array<std::u32string_view, 22> kBefore = {
    U"根据", U"按照", U"依据", U"参照", U"依照", U"遵照", U"落实", U"贯彻",
    U"执行", U"废止", U"以",   U"见",   U"为",   U"的",   U"和",   U"与",
    U"及",   U"号",   U"文号", U"关于", U"原",   U"附件"};

// Where the Han prefix that ends at `end` begins.
size_t prefix_begin(std::u32string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0 && end - begin < kLongestPrefix && is_han(text[begin - 1])) --begin;
  for (size_t i = end; i > begin; --i) {
    for (const std::u32string_view word : kBefore) {
      if (i >= begin + word.size() && text.substr(i - word.size(), word.size()) == word) return i;
    }
  }
  return begin;
}

// Four digits before `end` that are a year of this era, as a number; 0 when there are none.
int year_before(std::u32string_view text, size_t end) {
  if (end < 4) return 0;
  int year = 0;
  for (size_t i = end - 4; i < end; ++i) {
    if (!is_digit(text[i])) return 0;
    year = year * 10 + static_cast<int>(text[i] - U'0');
  }
  return year >= 1949 && year < 2100 ? year : 0;
}

DocumentNumber make(std::u32string_view text, size_t begin, size_t prefix_end, size_t serial,
                    size_t serial_end, int year) {
  DocumentNumber number;
  number.range = {static_cast<uint32_t>(begin), static_cast<uint32_t>(serial_end + 1)};
  number.prefix = to_utf8(text.substr(begin, prefix_end - begin));
  number.year = year;
  const std::string digits = to_utf8(text.substr(serial, serial_end - serial));
  number.canonical = year == 0 ? number.prefix + "第" + digits + "号"
                               : number.prefix + "〔" + std::to_string(year) + "〕" + digits + "号";
  return number;
}

// The number whose 号 stands at `at`, beginning no earlier than `from`.
bool read_number(std::u32string_view text, size_t from, size_t at, DocumentNumber* number) {
  const std::u32string_view seen = text.substr(0, at);
  size_t serial = at;
  while (serial > from && is_digit(seen[serial - 1])) --serial;
  if (serial == at) return false;
  size_t i = serial;
  const bool ordinal = i > from && seen[i - 1] == U'第';
  if (ordinal) --i;
  const auto accept = [&](size_t prefix_end, int year, size_t serial_begin) {
    const size_t begin = std::max(from, prefix_begin(text, prefix_end));
    if (prefix_end < begin + 2 || at - serial_begin > kLongestSerial) return false;
    *number = make(text, begin, prefix_end, serial_begin, at, year);
    return true;
  };
  if (i > from && is_close(seen[i - 1])) {  // 〔2016〕24号, 2016〕24号
    const int year = year_before(seen, i - 1);
    if (year == 0 || i < from + 5) return false;
    const size_t open = i - 5;
    return accept(open > from && is_open(seen[open - 1]) ? open - 1 : open, year, serial);
  }
  if (ordinal && i > from && seen[i - 1] == U'年') {  // 公告2016年第12号
    const int year = year_before(seen, i - 1);
    return year != 0 && i >= from + 5 && accept(i - 5, year, serial);
  }
  if (ordinal && i > from && seen[i - 1] == U'令') return accept(i, 0, serial);
  // Brackets lost: 国办发201624号, 〔201624号.
  const size_t digits = at - serial;
  if (digits < 5 || digits > 4 + 3) return false;
  const int year = year_before(seen, serial + 4);
  if (year == 0 || serial == from) return false;
  const bool opened = is_open(seen[serial - 1]);
  const size_t prefix_end = opened ? serial - 1 : serial;
  if (prefix_end == from) return false;
  constexpr std::u32string_view kSeries = U"发函办字政令电规";
  if (!opened && kSeries.find(seen[prefix_end - 1]) == std::u32string_view::npos) return false;
  return accept(prefix_end, year, serial + 4);
}

}  // namespace

std::vector<DocumentNumber> find_document_numbers(std::u32string_view text) {
  std::vector<DocumentNumber> numbers;
  size_t from = 0;
  for (size_t at = find_char(text, U'号'); at != text.npos; at = find_char(text, U'号', at + 1)) {
    DocumentNumber number;
    if (read_number(text, from, at, &number)) {
      from = number.range.end;
      numbers.push_back(std::move(number));
    }
  }
  return numbers;
}

}  // namespace zhengmai
