// Rows that are found: over page breaks, as lines, and in their place in a page's text.
#include <algorithm>
#include <cmath>
#include <utility>

#include "extract/read/ruled_tables.h"
#include "extract/read/table_rows.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr double kSameColumn = 3;  // columns of two pages differ by less

bool same_columns(const RuledTable& a, const RuledTable& b) {
  if (a.columns.size() != b.columns.size()) return false;
  for (size_t i = 0; i < a.columns.size(); ++i) {  // pages may have other margins
    if (std::abs((a.columns[i] - a.columns[0]) - (b.columns[i] - b.columns[0])) > kSameColumn)
      return false;
  }
  return true;
}

bool same_row(const RuledRow& a, const RuledRow& b) {
  return std::ranges::equal(a, b, [](const RuledCell& x, const RuledCell& y) {
    return x.column == y.column && x.wide == y.wide && x.high == y.high && x.text == y.text;
  });
}

// By column, the cell of the last row that lies there, wherever it begins; null where a row above
// has none.
std::vector<RuledCell*> last_cells(RuledTable* table) {
  std::vector<RuledCell*> out(table->columns.size() - 1);
  for (size_t row = 0; row < table->rows.size(); ++row) {
    for (RuledCell& cell : table->rows[row]) {
      if (row + cell.high < table->rows.size()) continue;
      for (size_t i = 0; i < cell.wide && cell.column + i < out.size(); ++i)
        out[cell.column + i] = &cell;
    }
  }
  return out;
}

// Whether the row is the rest of the one that ends in `above`.
bool is_rest(const RuledRow& row, const std::vector<RuledCell*>& above) {
  bool any = false;
  if (row.empty() || row.front().column != 0 || !row.front().text.empty()) return false;
  for (const RuledCell& cell : row) {
    const RuledCell* whole = above[cell.column];
    if (whole == nullptr || whole->column != cell.column || whole->wide != cell.wide) return false;
    if (cell.text.empty()) continue;
    if (cell.high > 1 || whole->text.empty() || whole->text == kAsAbove || cell.first < whole->room)
      return false;
    any = true;
  }
  return any;
}

}  // namespace

bool continue_table(RuledTable* above, RuledTable* below) {
  if (!same_columns(*above, *below)) return false;
  size_t repeated = 0;
  while (repeated < std::min(above->rows.size(), below->rows.size()) &&
         same_row(above->rows[repeated], below->rows[repeated])) {
    ++repeated;
  }
  below->rows.erase(below->rows.begin(), below->rows.begin() + long(repeated));
  if (below->rows.empty()) return true;
  const std::vector<RuledCell*> last = last_cells(above);
  RuledRow& row = below->rows.front();
  if (is_rest(row, last)) {
    RuledRow merged;  // cells that go on below the rest of the row
    for (RuledCell& cell : row) {
      RuledCell& whole = *last[cell.column];
      if (!cell.text.empty()) {
        if (is_ascii(whole.text.back()) && is_ascii(cell.text.front())) whole.text += ' ';
        whole.text += cell.text;
      } else if (cell.high > 1) {
        --cell.high;
        cell.text = kAsAbove;
        merged.push_back(std::move(cell));
      }
    }
    below->rows.erase(below->rows.begin());
    if (below->rows.empty() || merged.empty()) return true;
    RuledRow& next = below->rows.front();
    next.insert(next.end(), merged.begin(), merged.end());
    std::ranges::sort(next, {}, &RuledCell::column);
    return true;
  }
  for (RuledCell& cell : row) {
    const RuledCell* whole = last[cell.column];
    if (!cell.text.empty() || whole == nullptr || whole->column != cell.column ||
        whole->wide != cell.wide)
      continue;
    const bool parted = cell.high > 1 || whole->high > 1 || cell.cut || whole->cut;
    if (parted && !whole->text.empty()) cell.text = kAsAbove;
  }
  return true;
}

std::vector<std::string> lines_of(const RuledTable& table) {
  std::vector<std::string> out;
  TableRows writer;
  writer.begin_table();
  for (const RuledRow& row : table.rows) {
    std::string& line = out.emplace_back();
    writer.begin_row();
    for (const RuledCell& cell : row) {
      writer.begin_cell(&line, uint32_t(cell.wide), uint32_t(cell.high));
      line += cell.text;
    }
    writer.end_row(&line);
  }
  return out;
}

std::optional<std::vector<std::string_view>> find_words(std::string_view text,
                                                        const std::vector<PageWord>& words) {
  std::vector<std::string_view> out;
  const auto skip = [&](std::string_view what) {
    text.remove_prefix(std::min(text.find_first_not_of(what), text.size()));
  };
  for (const PageWord& placed : words) {
    skip(" \n");
    std::string_view word = placed.text;
    // A hyphen at the end of a line is not in the text.
    if (!text.starts_with(word) && word.ends_with('-')) word.remove_suffix(1);
    if (!text.starts_with(word)) return std::nullopt;
    out.push_back(text.substr(0, word.size()));
    text.remove_prefix(word.size());
  }
  skip(" \n\f");
  return text.empty() ? std::optional(std::move(out)) : std::nullopt;
}

std::string with_tables(std::string_view text, const std::vector<std::string_view>& words,
                        const std::vector<RuledTable>& tables) {
  constexpr size_t kNone = size_t(-1);
  std::vector<size_t> table_of(words.size(), kNone);
  for (size_t t = 0; t < tables.size(); ++t) {
    for (const size_t w : tables[t].words) table_of[w] = t;
  }
  std::vector<char> written(tables.size());
  std::string out;
  const char* at = text.data();  // behind the word before
  bool kept = true;              // which stays
  const auto begin_line = [&] {
    while (!out.empty() && (out.back() == ' ' || out.back() == '\n')) out.pop_back();
    if (!out.empty()) out += '\n';
  };
  for (size_t w = 0; w < words.size(); ++w) {
    const size_t t = table_of[w];
    if (t == kNone) {
      if (kept) {
        out.append(at, words[w].data());
      } else {
        begin_line();
      }
      out += words[w];
    } else if (written[t] == 0) {
      written[t] = 1;
      begin_line();
      for (const std::string& row : lines_of(tables[t])) out += row + '\n';
    }
    kept = t == kNone;
    at = words[w].data() + words[w].size();
  }
  return out.append(at, text.data() + text.size());
}

}  // namespace zhengmai
