// Tables whose marks a copy has lost: cells one a line, or rows whose cells blanks hold apart; and those of
// Markdown, whose cells stand between bars.
//
//   序号        序号  重点任务        责任单位              完成时限
//   重点任务    1     新建渡口3处，    市水利局、市交通局    2024 年底
//   责任单位          方便出行
//   1           2     …
//   …
//
// Both are told by short headers behind 序号 and by rows that begin with 1, 2, 3. The cells of a row of
// blanks must be as many as its headers, by blanks two columns wide or, where those are too few, by
// single ones; the blanks inside 2024 年 5 月 end no cell. A row may go on over several lines, as long as
// that is so of the row as a whole: cells that were wrapped side by side are no row.
//
// Internal to extract/text. Units: code points of the decoded text. Cost: linear.
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/text/char_table.h"
#include "extract/text/lines.h"

namespace zhengmai::text_internal {

// Marks rows that open or close with | and have more of them (Line::bars), and those that have as many between
// their cells as headers that 序号 begins; takes the outer bars off, and drops the rule under the headers (| --- | --- |).
void mark_bars(std::u32string_view text, const CharTable& table, std::vector<Line>* lines);

// Marks cells that stand one a line (Line::cell).
void mark_stacked_cells(std::u32string_view text, const CharTable& table, std::vector<Line>* lines);

// Marks rows whose cells blanks hold apart (Line::gap, Line::wraps). REQUIRES: `dropped` is filled.
void mark_flat_rows(std::u32string_view text, const CharTable& table, std::vector<Line>* lines);

// Whether the blanks [begin, end) inside a line stand between two cells of a row whose cells are
// `gap` columns apart at least.
bool ends_cell(std::u32string_view text, const CharTable& table, size_t begin, size_t end,
               uint8_t gap);

}  // namespace zhengmai::text_internal
