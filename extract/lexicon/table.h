// A table of the lexicon: a TSV file that people keep by hand.
//
//   # What the table holds, and where the facts come from
//   id<TAB>name<TAB>aliases
//   commerce<TAB>商务<TAB>商务厅|商务局
//
// Shape: UTF-8; lines that begin with # are comments and stand before the header line; one row a
// line, as many cells as the header; the first column is the key. Keys are sorted by their bytes
// and differ, so that a table has one form and two rows never fight. Lists inside a cell are
// separated by |.
// Errors: Error with ExitCode::kConfig, "file:line: what is wrong".
// Threads: const access from any thread.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhengmai {

class Table {
 public:
  // `name` is what messages call the table. The bytes are copied.
  static Table parse(std::string name, std::string_view bytes);

  const std::string& name() const { return name_; }
  size_t rows() const { return rows_.size(); }
  const std::vector<std::string>& columns() const { return columns_; }
  // The comment lines before the header, without their #.
  const std::vector<std::string>& comments() const { return comments_; }

  // The number of a column. Throws when the table has none of that name.
  size_t column(std::string_view name) const;
  std::string_view at(size_t row, size_t column) const { return rows_[row][column]; }
  std::string_view at(size_t row, std::string_view column_name) const {
    return at(row, column(column_name));
  }
  // The row whose first cell is `key`. Cost: a binary search.
  std::optional<size_t> find(std::string_view key) const;

  // Rows of `other` replace those with the same key and join the rest. Throws when the columns
  // differ.
  void merge(const Table& other);

  // The cells of a list: "a|b" → a, b. Empty for an empty cell.
  static std::vector<std::string_view> list(std::string_view cell);

 private:
  std::string name_;
  std::vector<std::string> comments_;
  std::vector<std::string> columns_;
  std::deque<std::vector<std::string>> rows_;  // sorted by first cell
};

}  // namespace zhengmai
