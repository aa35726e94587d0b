// What one line looks like: the predicates that the line joiner decides by.
//
// All take a line's content (blanks at the ends taken off) and compare canonical characters, so
// width and script do not matter. Internal to extract/text. Threads: pure functions.
#pragma once

#include <string_view>

#include "extract/text/char_table.h"
#include "extract/text/text_words.h"

namespace zhengmai::text_internal {

inline bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

// A line's content, read through the character table.
class LineText {
 public:
  LineText(std::u32string_view text, const CharTable& table) : text_(text), table_(&table) {}

  size_t size() const { return text_.size(); }
  bool empty() const { return text_.empty(); }
  char32_t operator[](size_t i) const { return (*table_)[text_[i]].canonical(); }
  CharClass char_class(size_t i) const { return (*table_)[text_[i]].char_class(); }
  char32_t back() const { return (*this)[size() - 1]; }
  LineText substr(size_t from) const { return {text_.substr(from), *table_}; }
  LineText substr(size_t from, size_t n) const { return {text_.substr(from, n), *table_}; }
  bool ends_with(std::u32string_view tail) const;

 private:
  std::u32string_view text_;
  const CharTable* table_;
};

// Whether `needle` stands in the line, blanks left aside.
bool contains_letters(LineText line, std::u32string_view needle);

// — 3 —, - 3 -, 第3页, 第 3 页 共 10 页, 3/10. A bare number is none: it may be a table's cell.
bool is_page_number(LineText line);
bool is_bare_number(LineText line);
// Of a table whose cells stand one a line: the header 序号, and the number `n` of a row.
bool is_number_header(LineText line);
bool is_row_number(LineText line, size_t n);
// 一、总体要求 …………… 1
bool is_contents_entry(LineText line);
// 目录
bool is_contents_title(LineText line);

// Ends a sentence or a list, looking through closing quotation marks.
bool ends_sentence(LineText line, const TextWords& words);
// Ends in a way no sentence ends: 、 , an opening bracket, 的 和 与 …
bool ends_open(LineText line);
// Begins in a way no line begins: 、 , 。 ) …
bool begins_inside(LineText line);
// Begins a block of its own: numbering, a label, a bullet, a date, a bracketed note, 附件.
bool begins_block(LineText line, const TextWords& words);
// 2016年11月24日 and nothing else; 国办发〔2016〕24号 and nothing else.
bool is_date_line(LineText line);
bool is_number_line(LineText line);
bool begins_numbered(LineText line);
// 发文字号: …, 来源: …: a line of metadata.
bool begins_metadata(LineText line, const TextWords& words);
// 责任单位: …, 完成时限: …
bool begins_duty(LineText line, const TextWords& words);
// The break stands inside a label: 责 ⏎ 任单位：…
bool is_split_label(LineText line, LineText next, const TextWords& words);
// Ends like the content of a duty's label does: with a body, a date or 等. REQUIRES: not empty.
bool ends_duty(LineText line, const TextWords& words);
// … 责任单位: at the end of a line; what follows is the label's content.
bool ends_with_label(LineText line, const TextWords& words);
// 关于 …
bool begins_title(LineText line);
// The end of a title: 通知, 意见, 实施方案 …
bool ends_title(LineText line, const TextWords& words);

}  // namespace zhengmai::text_internal
