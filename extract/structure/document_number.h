// Document numbers (发文字号): 国办发〔2016〕24号 in every way that documents write it.
//
//   DocumentNumbers numbers(lexicon);
//   numbers.find(U"(国办发[2016]24号)")   // {range of the number, "国办发〔2016〕24号"}
//
// Read are 〔 〕 【 】 [ ] ( ) { } < > around the year, of two kinds or lost altogether, blanks, years in Han
// numerals or with letters that a scan took for digits (2O16), 第 before the number, orders
// (国务院令第588号) and announcements (公告2016年第12号). The digits of a longer number are none.
//
// Units: indices of the matching buffer. Cost: linear. Threads: const access from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/lexicon/lexicon.h"
#include "extract/structure/structure.h"

namespace zhengmai {

struct DocumentNumber {
  TextRange range;
  std::string canonical;  // UTF-8, hexagonal brackets, no 第
  std::string prefix;     // UTF-8: 国办发
  int year = 0;           // 0 for orders, which are numbered through
};

class DocumentNumbers {
 public:
  // Reads citation_words.tsv.
  explicit DocumentNumbers(const Lexicon& lexicon);

  // In order, without overlap.
  std::vector<DocumentNumber> find(std::u32string_view text) const;

  // The number that is the whole of `text`, 号 or not: 国办发〔2016〕24 on a line of its own.
  std::optional<DocumentNumber> whole(std::u32string_view text) const;

 private:
  size_t prefix_begin(std::u32string_view text, size_t end) const;
  bool read(std::u32string_view text, size_t from, size_t at, DocumentNumber* number) const;

  std::vector<std::u32string> before_;  // words that are no part of the prefix behind them
  std::u32string series_;               // characters that a prefix ends in
};

}  // namespace zhengmai
