// The amounts that a text writes, before anything is known of their unit.
//
//   quantity_at(text, i, end)
//     1.5亿 → 1.5e8 (scale 1e8)   三百 → 300   二〇二五 → 2025   百分之三十 → 30 %   翻两番 → 4 x
//
// Units: indices of Normalised.text. Cost: linear in the amount. Threads: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "extract/structure/structure.h"
#include "extract/text/char_set.h"

namespace zhengmai {

struct Quantity {
  TextRange range;
  double value = 0;           // with its 万 or 亿 in it
  double scale = 1;           // that 万 or 亿; 1 when there is none
  bool chinese = false;       // written in Chinese numerals
  std::string_view unit;      // of those that carry their own: %, x; else empty
};

// Whether an amount may begin with `c`: a digit, a Chinese numeral, 翻.
inline constexpr CharSet kQuantityStarts(U"0123456789零〇一二三四五六七八九两十百千翻");
inline bool begins_quantity(char32_t c) { return kQuantityStarts.contains(c); }

// The amount that starts at `at` and ends before `end`. Nothing for 百家, 三五 and numerals that are
// no number. REQUIRES: the numeral does not begin before `at`.
std::optional<Quantity> quantity_at(std::u32string_view text, uint32_t at, uint32_t end);

// “十四五”末: the year a five-year plan ends (2025), and where the words end; nothing elsewhere.
std::optional<Quantity> plan_end_at(std::u32string_view text, uint32_t at, uint32_t end);

}  // namespace zhengmai
