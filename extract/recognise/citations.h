// Citations: the other documents that a document names.
//
//   for (const Citation& c : find_citations(text, within, metadata)) …
//     // 国务院办公厅关于…的意见, 国办发〔2016〕24号, IMPLEMENTS
//
// Read are 《…》, with or without a number in brackets behind it, and a number in brackets behind
// words that end like a title (促进…六条措施（闽政办〔2016〕134号）). What the preamble says it
// 贯彻落实 is implemented; everything else is cited. The document's own titles are not citations.
//
// Units: indices of Normalised.text. Cost: linear. Threads: pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/structure/structure.h"

namespace zhengmai {

struct Citation {
  TextRange range;     // with 《》 and the bracketed number
  std::string title;   // UTF-8, readable, without 《》
  std::string number;  // canonical; empty when none is given
  bool implements = false;
  bool bracketed = true;  // false: a title without 《》
};

// `preamble_end`: where the numbered sections begin.
std::vector<Citation> find_citations(std::u32string_view text, const Metadata& metadata,
                                     uint32_t preamble_end);

}  // namespace zhengmai
