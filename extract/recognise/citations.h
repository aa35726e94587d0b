// Citations: the other documents that a document names.
//
//   CitationReader reader(lexicon, structure.numbers());
//   for (const Citation& c : reader.read(text, metadata, preamble_end)) …
//     // 国务院办公厅关于…的意见, 国办发〔2016〕24号, IMPLEMENTS
//
// Read are 《…》, with or without a number in brackets behind it, and a number in brackets behind
// words that end like a title (促进…六条措施（闽政办〔2016〕134号）). What the preamble says it
// 贯彻落实 is implemented; everything else is cited. A short name (以下简称《意见》) stands for the title that it
// was given to; the document's own titles, and kinds of documents without more (《方案》), are not citations.
//
// Units: indices of Normalised.text. Cost: linear. Threads: const access from any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "extract/structure/document_number.h"
#include "extract/structure/structure.h"

namespace zhengmai {

struct Citation {
  TextRange range;     // with 《》 and the bracketed number
  std::string title;   // UTF-8, readable, without 《》
  std::string number;  // canonical; empty when none is given
  bool implements = false;
  bool bracketed = true;  // false: a title without 《》
};

class CitationReader {
 public:
  // Reads citation_words.tsv and document_types.tsv. REQUIRES: `numbers` outlive the reader.
  CitationReader(const Lexicon& lexicon, const DocumentNumbers& numbers);

  // `preamble_end`: where the numbered sections begin.
  std::vector<Citation> read(std::u32string_view text, const Metadata& metadata,
                             uint32_t preamble_end) const;

 private:
  struct Bracket {
    uint32_t end = 0;
    std::string number;
    std::u32string_view short_name;  // 以下简称《意见》
  };

  Bracket bracket_at(std::u32string_view text, uint32_t at) const;
  bool implemented(std::u32string_view text, uint32_t at) const;
  uint32_t bare_title_begin(std::u32string_view text, uint32_t end) const;
  bool ends_like_title(std::u32string_view words) const;

  const DocumentNumbers& numbers_;
  std::vector<std::u32string> implements_, before_title_, title_ends_, short_for_;
  std::set<std::u32string, std::less<>> kinds_;  // 意见, 实施方案: no title on their own
};

}  // namespace zhengmai
