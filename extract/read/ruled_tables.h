// Tables that a page draws with lines: rules and words with their places → rows of text.
//
//   for (const RuledTable& table : find_ruled_tables(rules, words))
//     lines_of(table)                              // "1\t修好渡口\t省水利厅", "2\t清淤\t〃"
//
// Rules that meet others at both ends make a grid; what does not (underlines, the line under a
// letterhead) is no part of one. Where three or more end side by side, a side of the table is open.
// Neighbours that no rule parts are one cell. A word belongs to the cell that holds the middle of
// its first letter: what is too long for its cell flows over others. A row is written as
// table_rows.h says. Lines of one cell are joined: without anything where the line was full, with a
// blank where what begins the next one would have fitted between the cell's margins, or where both
// ends are Latin. A table whose words stand on their side is none.
//
// Units: points (1/72 inch), y downwards; lines less than 3 points apart are one.
// Limits: a page with more than 20 000 rules, and a table with more than 20 000 places for cells,
// has no table. Cost: about a tenth of a millisecond for a page of a ledger; at the limits about ten
// milliseconds. Errors: none. Threads: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhengmai {

struct PageBox {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

// A line from one point to another; only level and upright ones count.
struct PageRule {
  double x0 = 0;
  double y0 = 0;
  double x1 = 0;
  double y1 = 0;
};

struct PageWord {
  PageBox box;
  std::string text;  // UTF-8
};

struct RuledCell {
  size_t column = 0;  // its first
  size_t wide = 1;    // columns
  size_t high = 1;    // rows
  bool cut = false;   // no rule at the top or bottom of the table, as when a page break parts it
  std::string text;
  double size = 0;   // of the letters of its last line; 0: no text
  double room = 0;   // that its last line leaves
  double first = 0;  // width of what its first line cannot break
};

using RuledRow = std::vector<RuledCell>;  // the cells that begin in it, from the left

struct RuledTable {
  PageBox box;
  std::vector<double> columns;  // where its upright lines stand: one more than columns
  std::vector<RuledRow> rows;   // at least two
  std::vector<size_t> words;    // that lie in it: indexes, sorted; never empty
};

// The tables of at least two rows and two columns, from the top of the page downwards.
std::vector<RuledTable> find_ruled_tables(const std::vector<PageRule>& rules,
                                          const std::vector<PageWord>& words);

// Makes the table at the top of a page go on with the one at the bottom of the page before: rows of
// the header that it repeats go, a row that the page break parted is one again (at the end of
// `above`: its first cell is empty, and what its other cells go on with had no room left), and a
// merged cell that the break parted says 〃. Of several pages the last two are joined first, since
// headers go. False, and nothing is changed, when their columns differ.
bool continue_table(RuledTable* above, RuledTable* below);

// The rows as lines of text, without line ends.
std::vector<std::string> lines_of(const RuledTable& table);

// Where the words of a page, which are in the order of its text, stand in it; nothing when the text is
// not that of the words.
std::optional<std::vector<std::string_view>> find_words(std::string_view text,
                                                        const std::vector<PageWord>& words);

// The text of a page with the rows of its tables in the place of their words: a table stands where
// its first word stood, all else is as it was. `words` are what find_words found in it.
std::string with_tables(std::string_view text, const std::vector<std::string_view>& words,
                        const std::vector<RuledTable>& tables);

}  // namespace zhengmai
