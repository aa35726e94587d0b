#include "extract/text/numerals.h"

#include <algorithm>

namespace zhengmai {
namespace {

constexpr int64_t kTooLarge = 10'000'000'000'000'000;

// ASCII and full-width digits.
int decimal_digit(char32_t c) {
  if (c >= U'0' && c <= U'9') return int(c - U'0');
  if (c >= U'０' && c <= U'９') return int(c - U'０');
  return -1;
}

int chinese_digit(char32_t c) {
  switch (c) {
    case U'〇': case U'零': case U'○': case U'◯': case U'Ｏ': return 0;
    case U'一': case U'壹': return 1;
    case U'二': case U'贰': case U'貳': case U'两': case U'兩': return 2;
    case U'三': case U'叁': case U'參': return 3;
    case U'四': case U'肆': return 4;
    case U'五': case U'伍': return 5;
    case U'六': case U'陆': case U'陸': return 6;
    case U'七': case U'柒': return 7;
    case U'八': case U'捌': return 8;
    case U'九': case U'玖': return 9;
    default: return -1;
  }
}

int64_t small_unit(char32_t c) {
  switch (c) {
    case U'十': case U'拾': return 10;
    case U'百': case U'佰': return 100;
    case U'千': case U'仟': return 1000;
    default: return 0;
  }
}

int64_t large_unit(char32_t c) {
  switch (c) {
    case U'万': case U'萬': return 10'000;
    case U'亿': case U'億': return 100'000'000;
    default: return 0;
  }
}

bool is_chinese_numeral(char32_t c) {
  return chinese_digit(c) >= 0 || small_unit(c) > 0 || large_unit(c) > 0;
}

std::optional<int64_t> parse_decimal(std::u32string_view text) {
  int64_t value = 0;
  for (const char32_t c : text) {
    const int digit = decimal_digit(c);
    if (digit < 0 || value >= kTooLarge / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

std::optional<int64_t> parse_digit_by_digit(std::u32string_view text) {
  int64_t value = 0;
  for (const char32_t c : text) {
    const int digit = chinese_digit(c);
    if (digit < 0 || value >= kTooLarge / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

// 三千零二十万五百: sections below 万 and 亿, each of digit-unit pairs.
std::optional<int64_t> parse_with_units(std::u32string_view text) {
  int64_t total = 0, section = 0, last_unit = 0;
  int digit = -1;
  bool zero_before = false;
  for (const char32_t c : text) {
    if (const int d = chinese_digit(c); d >= 0) {
      if (digit > 0) return std::nullopt;  // 三五百 is no numeral
      zero_before |= d == 0;
      digit = d;
      continue;
    }
    if (const int64_t unit = small_unit(c)) {
      if (digit < 0 && (section != 0 || unit != 10)) return std::nullopt;
      if (last_unit && unit >= last_unit) return std::nullopt;
      section += (digit < 0 ? 1 : digit) * unit;
      last_unit = unit;
    } else if (const int64_t large = large_unit(c)) {
      section += std::max(digit, 0);
      if (section == 0 && total == 0) return std::nullopt;
      total = large == 10'000 ? total + section * large : (total + section) * large;
      section = 0;
      last_unit = large;
      if (total >= kTooLarge) return std::nullopt;
    } else {
      return std::nullopt;
    }
    digit = -1;
    zero_before = false;
  }
  // 三百六 is 360: a last digit right behind a unit counts that unit's tenths.
  if (digit > 0) section += !zero_before && last_unit >= 100 ? digit * (last_unit / 10) : digit;
  return total + section;
}

size_t run_of_digits(std::u32string_view text, size_t i) {
  size_t n = 0;
  while (i + n < text.size() && decimal_digit(text[i + n]) >= 0) ++n;
  return n;
}

size_t run_of_numerals(std::u32string_view text, size_t i) {
  size_t n = 0;
  while (i + n < text.size() && is_chinese_numeral(text[i + n])) ++n;
  return n;
}

bool is_separator(char32_t c) {
  return c == U'-' || c == U'－' || c == U'/' || c == U'／' || c == U'.' || c == U'．';
}

int days_in(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

// A numeral of 1 … 2 characters (3 for 二十一, 三十一) that is in [1, limit]; 0 when there is none.
int part_at(std::u32string_view text, size_t i, int limit, size_t* length) {
  *length = numeral_length(text, i);
  const bool decimal = *length > 0 && decimal_digit(text[i]) >= 0;
  if (*length == 0 || *length > (decimal ? 2 : 3)) return 0;
  const auto value = parse_numeral(text.substr(i, *length));
  return value && *value >= 1 && *value <= limit ? int(*value) : 0;
}

size_t skip_blanks(std::u32string_view text, size_t i) {
  while (i < text.size() && (text[i] == U' ' || text[i] == U'　')) ++i;
  return i;
}

// 月 and 日 behind a year that ends in 年.
void read_chinese_tail(std::u32string_view text, DateMention* date) {
  size_t length = 0;
  size_t i = skip_blanks(text, date->end);
  const int month = part_at(text, i, 12, &length);
  i = skip_blanks(text, i + length);
  if (month == 0 || i >= text.size() || text[i] != U'月') return;
  date->month = month;
  date->end = i + 1;
  i = skip_blanks(text, i + 1);
  const int day = part_at(text, i, days_in(date->year, month), &length);
  i = skip_blanks(text, i + length);
  if (day == 0 || i >= text.size() || (text[i] != U'日' && text[i] != U'号')) return;
  date->day = day;
  date->end = i + 1;
}

// -11-24 behind a year. False when what follows is no month and day.
bool read_separated_tail(std::u32string_view text, size_t i, DateMention* date) {
  const char32_t separator = text[i];
  size_t length = 0;
  date->month = part_at(text, i + 1, 12, &length);
  i += 1 + length;
  if (date->month == 0 || i >= text.size() || text[i] != separator) return false;
  date->day = part_at(text, i + 1, days_in(date->year, date->month), &length);
  date->end = i + 1 + length;
  return date->day != 0;
}

}  // namespace

std::optional<int64_t> parse_numeral(std::u32string_view text) {
  if (text.empty() || text.size() > 32) return std::nullopt;
  if (decimal_digit(text[0]) >= 0) return parse_decimal(text);
  const bool units = std::any_of(text.begin(), text.end(), [](char32_t c) {
    return small_unit(c) > 0 || large_unit(c) > 0;
  });
  return units ? parse_with_units(text) : parse_digit_by_digit(text);
}

size_t numeral_length(std::u32string_view text, size_t position) {
  const size_t digits = run_of_digits(text, position);
  return digits > 0 ? digits : run_of_numerals(text, position);
}

Date DateMention::date() const {
  // Days of the proleptic Gregorian calendar since 1970-01-01, by counting from 1 March 0000.
  const int64_t y = year - (month <= 2);
  const int64_t era = y / 400;
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return {era * 146097 + day_of_era - 719468};
}

std::optional<DateMention> date_at(std::u32string_view text, size_t position) {
  const size_t length = numeral_length(text, position);
  if (length != 4) return std::nullopt;
  const auto year = parse_numeral(text.substr(position, 4));
  if (!year || *year < 1000 || *year > 9999) return std::nullopt;
  DateMention date{position, position + 4, int(*year), 0, 0};
  size_t i = skip_blanks(text, date.end);
  if (i >= text.size()) return std::nullopt;
  if (text[i] == U'年') {
    date.end = i + 1;
    read_chinese_tail(text, &date);
    return date;
  }
  if (i == date.end && is_separator(text[i]) && decimal_digit(text[position]) >= 0 &&
      read_separated_tail(text, i, &date)) {
    return date;
  }
  return std::nullopt;
}

std::vector<DateMention> find_dates(std::u32string_view text) {
  std::vector<DateMention> dates;
  for (size_t i = 0; i < text.size();) {
    const size_t length = numeral_length(text, i);
    if (length == 0) {
      ++i;
    } else if (const auto date = length == 4 ? date_at(text, i) : std::nullopt) {
      dates.push_back(*date);
      i = date->end;
    } else {
      i += length;
    }
  }
  return dates;
}

}  // namespace zhengmai
