// Numbers and dates as documents write them.
//
//   parse_numeral(U"一百二十三") == 123     parse_numeral(U"二〇一六") == 2016
//   find_dates(U"到2020年,…")               // {begin 1, end 6, year 2020, month 0, day 0}
//
// Works on the matching buffer and on decoded text alike: full-width digits and punctuation are
// read as their half-width forms, formal numerals (壹贰叁) as plain ones.
// Units: positions are code points of the text given.
// Cost: linear. Errors: none; what is no number or no date is not found. Threads: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "graph/model/temporal.h"

namespace zhengmai {

// A whole numeral: Chinese with units (两千零五, 三百六, 十二, 1.2万 not), Chinese digit by digit
// (二〇一六), or decimal digits. Nothing when the text is no numeral, is empty or is ≥ 10^16.
std::optional<int64_t> parse_numeral(std::u32string_view text);

// The length of the numeral that starts at `position`: the longest run of Chinese numerals or the
// longest run of decimal digits. 0 when there is none.
size_t numeral_length(std::u32string_view text, size_t position);

struct DateMention {
  size_t begin = 0;  // half-open, code points
  size_t end = 0;
  int year = 0;   // 1 … 9999
  int month = 0;  // 1 … 12; 0: the text names only the year
  int day = 0;    // 1 … 31 as the month has; 0: the text names no day

  bool complete() const { return day != 0; }
  Date date() const;           // REQUIRES: complete()
};

// The date that starts at `position`: 2016年11月24日, 二〇一六年四月十五日, 2016-10-10, 2016/10/10,
// 2016.10.10; 2020年, 2019年12月. A day that does not exist (2月30日) ends the date at the month.
std::optional<DateMention> date_at(std::u32string_view text, size_t position);

// All of them, in order, without overlap.
std::vector<DateMention> find_dates(std::u32string_view text);

}  // namespace zhengmai
