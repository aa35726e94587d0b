#include "extract/lexicon/table.h"

#include <algorithm>

#include <fmt/format.h>

#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

[[noreturn]] void fail(std::string_view table, size_t line, const std::string& what,
                       std::string hint) {
  throw Error(ExitCode::kConfig, fmt::format("{}:{}: {}", table, line, what), std::move(hint));
}

std::vector<std::string> split(std::string_view line, char separator) {
  std::vector<std::string> cells;
  for (size_t at = 0;;) {
    const size_t end = line.find(separator, at);
    cells.emplace_back(line.substr(at, end - at));
    if (end == std::string_view::npos) return cells;
    at = end + 1;
  }
}

}  // namespace

Table Table::parse(std::string name, std::string_view bytes) {
  Table table;
  table.name_ = std::move(name);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  size_t line_number = 0;
  while (!bytes.empty()) {
    ++line_number;
    const size_t end = bytes.find('\n');
    std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (find_invalid_utf8(line)) {
      fail(table.name_, line_number, "not valid UTF-8", "save the table as UTF-8");
    }
    if (table.columns_.empty()) {
      if (line.starts_with('#')) {
        table.comments_.emplace_back(line.substr(1));
      } else if (!line.empty()) {
        table.columns_ = split(line, '\t');
      }
      continue;
    }
    if (line.empty()) fail(table.name_, line_number, "an empty line", "take the line out");
    auto cells = split(line, '\t');
    if (cells.size() != table.columns_.size()) {
      fail(table.name_, line_number,
           fmt::format("{} cells where the header has {}", cells.size(), table.columns_.size()),
           "cells are separated by one tab each; empty cells keep their tab");
    }
    if (cells[0].empty()) fail(table.name_, line_number, "the key is empty", "give the row a key");
    if (!table.rows_.empty() && cells[0] <= table.rows_.back()[0]) {
      const bool same = cells[0] == table.rows_.back()[0];
      fail(table.name_, line_number,
           fmt::format("key '{}' {} '{}'", cells[0], same ? "repeats" : "comes after",
                       table.rows_.back()[0]),
           "sort the rows by the bytes of the first column (LC_ALL=C sort), each key once");
    }
    table.rows_.push_back(std::move(cells));
  }
  if (table.columns_.empty()) {
    fail(table.name_, line_number, "no header line", "the first line names the columns");
  }
  return table;
}

size_t Table::column(std::string_view name) const {
  const auto it = std::ranges::find(columns_, name);
  if (it == columns_.end()) {
    throw Error(ExitCode::kConfig, fmt::format("{}: no column '{}'", name_, name),
                fmt::format("the header has: {}", fmt::join(columns_, ", ")));
  }
  return static_cast<size_t>(it - columns_.begin());
}

std::optional<size_t> Table::find(std::string_view key) const {
  const auto it = std::ranges::lower_bound(
      rows_, key, {}, [](const std::vector<std::string>& row) { return std::string_view(row[0]); });
  if (it == rows_.end() || (*it)[0] != key) return std::nullopt;
  return static_cast<size_t>(it - rows_.begin());
}

void Table::merge(const Table& other) {
  if (other.columns_ != columns_) {
    throw Error(ExitCode::kConfig,
                fmt::format("{}: columns differ from the table it adds to", other.name_),
                fmt::format("expected the header: {}", fmt::join(columns_, "\t")));
  }
  for (const auto& row : other.rows_) {
    if (const auto at = find(row[0])) {
      rows_[*at] = row;
    } else {
      const auto place = std::ranges::lower_bound(
          rows_, row[0], {}, [](const std::vector<std::string>& r) { return r[0]; });
      rows_.insert(place, row);
    }
  }
}

std::vector<std::string_view> Table::list(std::string_view cell) {
  std::vector<std::string_view> out;
  while (!cell.empty()) {
    const size_t end = cell.find('|');
    if (end != 0) out.push_back(cell.substr(0, end));
    cell.remove_prefix(end == std::string_view::npos ? cell.size() : end + 1);
  }
  return out;
}

}  // namespace zhengmai
