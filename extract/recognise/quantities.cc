#include "extract/recognise/quantities.h"

#include <string>

#include "extract/text/numerals.h"

namespace zhengmai {
namespace {

constexpr std::u32string_view kUnits = U"十百千万亿";

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool starts_with(std::u32string_view text, uint32_t at, std::u32string_view word) {
  return text.substr(at, word.size()) == word;
}

double scale_of(char32_t c) {
  return c == U'万' ? 1e4 : c == U'亿' ? 1e8 : 1;
}

// 1.5亿, 2万亿, 12,000
std::optional<Quantity> decimal_at(std::u32string_view text, uint32_t at, uint32_t end) {
  Quantity q;
  uint32_t i = at;
  std::string digits;
  while (i < end && (is_digit(text[i]) || (i > at && i + 1 < end && is_digit(text[i + 1]) &&
                                           (text[i] == U'.' || text[i] == U',')))) {
    if (text[i] == U'.') digits += '.';
    if (is_digit(text[i])) digits += static_cast<char>(text[i]);
    ++i;
  }
  if (digits.empty() || digits.size() > 15) return std::nullopt;
  while (i < end && scale_of(text[i]) != 1) q.scale *= scale_of(text[i++]);
  q.value = std::strtod(digits.c_str(), nullptr) * q.scale;
  q.range = {at, i};
  return q;
}

// 三百, 两万亿, 十; 二〇二五 only as a year, since 三五年 is no number of years.
std::optional<Quantity> numeral_at(std::u32string_view text, uint32_t at, uint32_t end) {
  const auto n = static_cast<uint32_t>(numeral_length(text.substr(0, end), at));
  if (n == 0 || (kUnits.find(text[at]) != kUnits.npos && text[at] != U'十')) return std::nullopt;
  const std::u32string_view numeral = text.substr(at, n);
  if (n > 1 && n != 4 && numeral.find_first_of(kUnits) == numeral.npos) return std::nullopt;
  const auto value = parse_numeral(numeral);
  if (!value) return std::nullopt;
  Quantity q;
  q.range = {at, at + n};
  q.value = static_cast<double>(*value);
  q.chinese = true;
  q.scale = scale_of(text[at + n - 1]);
  return q;
}

// 百分之三十, 千分之五
std::optional<Quantity> share_at(std::u32string_view text, uint32_t at, uint32_t end) {
  const bool percent = starts_with(text, at, U"百分之");
  if (!percent && !starts_with(text, at, U"千分之")) return std::nullopt;
  const uint32_t from = at + 3;
  if (from >= end) return std::nullopt;
  auto q = is_digit(text[from]) ? decimal_at(text, from, end)
           : starts_with(text, from, U"百") ? Quantity{{from, from + 1}, 100, 1, true, {}}
                                            : numeral_at(text, from, end);
  if (!q) return std::nullopt;
  if (!percent) q->value /= 10;
  q->range.begin = at;
  q->unit = "%";
  return q;
}

// 翻番, 翻一番, 翻两番
std::optional<Quantity> doubling_at(std::u32string_view text, uint32_t at, uint32_t end) {
  Quantity q;
  q.unit = "x";
  q.chinese = true;
  q.value = 2;
  uint32_t i = at + 1;
  if (i < end && text[i] != U'番') {
    const auto times = parse_numeral(text.substr(i, 1));
    if (!times || *times < 1 || *times > 9) return std::nullopt;
    q.value = static_cast<double>(int64_t{1} << *times);
    ++i;
  }
  if (i >= end || text[i] != U'番') return std::nullopt;
  q.range = {at, i + 1};
  return q;
}

}  // namespace

std::optional<Quantity> quantity_at(std::u32string_view text, uint32_t at, uint32_t end) {
  if (text[at] == U'翻') return doubling_at(text, at, end);
  if (is_digit(text[at])) return decimal_at(text, at, end);
  if (auto share = share_at(text, at, end)) return share;
  return numeral_at(text, at, end);
}

std::optional<Quantity> plan_end_at(std::u32string_view text, uint32_t at, uint32_t end) {
  if (at + 3 >= end || text[at] != U'十' || text[at + 2] != U'五') return std::nullopt;
  const auto plan = parse_numeral(text.substr(at + 1, 1));
  if (!plan || *plan < 1 || *plan > 9) return std::nullopt;
  uint32_t i = at + 3;
  for (const std::u32string_view word : {U"”", U"规划", U"时期", U"期"}) {
    if (starts_with(text.substr(0, end), i, word)) i += static_cast<uint32_t>(word.size());
  }
  if (i >= end || text[i] != U'末') return std::nullopt;
  Quantity q;
  q.range = {at > 0 && text[at - 1] == U'“' ? at - 1 : at, i + 1};
  q.value = static_cast<double>(1955 + 5 * (10 + *plan));  // each plan since the sixth is five years
  q.chinese = true;
  return q;
}

}  // namespace zhengmai
