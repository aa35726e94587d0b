// Rows of tables as lines of text: a tab between two cells, and marks that keep merged cells in their columns.
//
//   TableRows rows;
//   rows.begin_row();
//   rows.begin_cell(&line, 1, 2);  line += "省商务厅";     // covers two rows
//   rows.end_row(&line);
//   rows.begin_row();
//   rows.end_row(&line);                                   // "〃": as above
//
// A cell that covers several columns is followed by empty ones. One that covers several rows is written
// in the first; in the others stands 〃, the sign for "as above" (kAsAbove), so that what reads the text knows
// that the cell is not empty, and where what it says is written.
//
// Limits: 1 000 columns and rows a cell; 16 384 columns a table, and 2 000 000 columns of all rows
// together, beyond which there is an InputError: a few bytes of a page can ask for any number.
// Threads: one.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "graph/model/error.h"

namespace zhengmai {

inline constexpr const char* kAsAbove = "〃";

class TableRows {
 public:
  // A new table: nothing covers its first row.
  void begin_table() {
    covered_.clear();
    begin_row();
  }
  void begin_row() { column_ = written_ = 0; }

  // Writes what stands before the text of a cell.
  void begin_cell(std::string* line, uint32_t columns, uint32_t rows) {
    while (column_ < covered_.size() && covered_[column_] > 0) write_covered(line);
    separate(line);
    const uint32_t end = column_ + std::clamp(columns, 1U, kMost);
    if (end > kMostColumns) {
      throw InputError(fmt::format("a table of more than {} columns", kMostColumns), kHint);
    }
    count(end - column_);
    if (covered_.size() < end) covered_.resize(end);
    std::fill(covered_.begin() + column_, covered_.begin() + end, std::clamp(rows, 1U, kMost) - 1);
    column_ = end;
  }

  // Writes what stands behind the last cell of a row: up to the last one that is covered from above.
  // Rows without cells have to be ended too: they count for those that cover them.
  void end_row(std::string* line) {
    const auto last = std::find_if(covered_.rbegin(), covered_.rend(), [](uint32_t n) { return n > 0; });
    const auto end = static_cast<uint32_t>(covered_.rend() - last);
    while (column_ < end) write_covered(line);
    covered_.resize(end);  // nothing covers what is to the right
  }

 private:
  static constexpr uint32_t kMost = 1000;  // of a cell
  static constexpr uint32_t kMostColumns = 16'384;
  static constexpr size_t kMostCells = 2'000'000;
  static constexpr const char* kHint = "split the document, or save its text";

  void count(size_t columns) {
    cells_ += columns;
    if (cells_ > kMostCells) {
      throw InputError(fmt::format("tables of more than {} cells", kMostCells), kHint);
    }
  }

  // The cell at the column at hand, which is not the row's own.
  void write_covered(std::string* line) {
    count(1);
    separate(line);
    if (covered_[column_] > 0) {
      --covered_[column_];
      *line += kAsAbove;
    }
    ++column_;
  }

  // Tabs up to the column at hand.
  void separate(std::string* line) {
    for (; written_ < column_; ++written_) *line += '\t';
  }

  std::vector<uint32_t> covered_;  // by column: so many rows from here on are covered from above
  uint32_t column_ = 0;            // where the next cell begins
  uint32_t written_ = 0;           // tabs that the line has
  size_t cells_ = 0;               // of all tables
};

}  // namespace zhengmai
