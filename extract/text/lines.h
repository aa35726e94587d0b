// Lines of a document, and which of their breaks stand inside a sentence.
//
// Documents come hard-wrapped, broken at page ends in the middle of words, or with one paragraph a
// line. find_lines() splits; mark_lines() decides from punctuation, numbering, open brackets and
// the widths of all lines. Nothing here knows agencies or themes; it knows layout.
//
// A break is kept after 。 ； ： ！ ？ and after a bracket that closes a list; before a numbered item,
// a label (责任单位：), a date line, a bracketed line and a table row; and after a heading, a title or
// a signature. Otherwise the sentence goes on: the break is not there.
//
// Internal to extract/text. Units: code points of the decoded text. Cost: linear.
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/text/char_table.h"
#include "extract/text/normalise.h"

namespace zhengmai::text_internal {

struct Line {
  uint32_t begin = 0;  // content without blanks and dropped characters at its ends
  uint32_t end = 0;
  uint32_t next = 0;   // where the next line begins
  uint16_t width = 0;  // columns up to `end`, leading blanks included, capped at 65 535
  bool dropped = false;      // page number or contents: not in the matching buffer
  bool joins_next = false;   // the break after it is inside a sentence
  bool page_break = false;   // a form feed follows
  bool cell = false;         // of a table whose cells stand one a line: stays, and so does its break
  bool bars = false;         // a row of a table whose cells stand between |
  bool wraps = false;        // a row of a table that goes on in the next line
  uint8_t gap = 0;           // of a row whose cells are that many columns apart; 0: no such row

  bool blank() const { return begin == end; }
};

std::vector<Line> find_lines(std::u32string_view text, const CharTable& table);

// Fills `dropped` and `joins_next`.
void mark_lines(std::u32string_view text, const CharTable& table, const TextWords& words,
                const NormaliseOptions& options, std::vector<Line>* lines);

}  // namespace zhengmai::text_internal
