// What poppler's programs say of a PDF's pages, as words and rules with their places; and the PDF's
// text with its ruled tables written as rows.
//
// `pdftotext -bbox-layout` gives the words: XHTML, <page>, <word xMin yMin xMax yMax>. `pdftocairo
// -svg` gives the lines: SVG as cairo writes it, a <page> each, or the root when there is but one.
// Rules are stroked lines, edges of stroked rectangles, and filled rectangles less than 3 points
// thick. White ones are none; nor is what lies in definitions, clip paths and glyphs.
//
// Units: points from the upper left corner of the page. Cost: linear, about ten times the size of
// what is parsed in memory. Errors: none; what is not understood gives fewer pages, words or rules.
// Threads: pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/read/ruled_tables.h"

namespace zhengmai {

std::vector<std::vector<PageWord>> parse_page_words(std::string_view xhtml);
std::vector<std::vector<PageRule>> parse_page_rules(std::string_view svg);

// Gives a poppler program's output for the pages `first` to `last` (from 1); empty when it has none
// to give.
using PageOutput = std::function<std::string(size_t first, size_t last)>;

// The text of a PDF (UTF-8, each page with a form feed behind it) with its tables as rows. Only
// pages that may hold one are asked for: at least five short pieces of text (up to 12 letters, no
// punctuation) that stand on lines of nothing else, as cells do when they are scattered. All other
// pages are as they were.
std::string with_ruled_tables(std::string_view text, const PageOutput& words,
                              const PageOutput& rules);

}  // namespace zhengmai
