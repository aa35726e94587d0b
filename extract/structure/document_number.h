// Document numbers (发文字号): 国办发〔2016〕24号 in every way that documents write it.
//
//   find_document_numbers(U"(国办发[2016]24号)")   // {range of the number, "国办发〔2016〕24号"}
//
// Read are 〔 〕 【 】 [ ] ( ) around the year, of two kinds or lost altogether, 第 before the
// number, orders (国务院令第588号) and announcements (公告2016年第12号). The digits of a longer
// number are none.
//
// Units: indices of the matching buffer. Cost: linear. Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/structure/structure.h"

namespace zhengmai {

struct DocumentNumber {
  TextRange range;
  std::string canonical;  // UTF-8, hexagonal brackets, no 第
  std::string prefix;     // UTF-8: 国办发
  int year = 0;           // 0 for orders, which are numbered through
};

// In order, without overlap.
std::vector<DocumentNumber> find_document_numbers(std::u32string_view text);

}  // namespace zhengmai
