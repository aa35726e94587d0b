#include "extract/text/rows.h"

#include <algorithm>

#include "extract/text/layout.h"
#include "extract/text/search.h"

namespace zhengmai::text_internal {
namespace {

constexpr size_t kMinColumns = 3;
constexpr size_t kMaxColumns = 8;
constexpr size_t kMaxHeader = 12;   // of a column
constexpr size_t kMaxRowLines = 12;

// The rows of one table whose cells blanks hold apart.
class FlatTable {
 public:
  FlatTable(std::u32string_view text, const CharTable& table, const std::vector<Line*>& used)
      : text_(text), table_(table), used_(used) {}

  // Marks the table whose headers stand in line `head`; returns where to look on.
  size_t mark(size_t head) {
    columns_ = headers(head).size();
    if (!is_header(head)) return head + 1;
    std::vector<Row> rows;
    size_t at = head + 1;
    for (size_t number = 1; at < used_.size(); ++number) {
      const size_t begin = find_number(at, number);
      if (begin == used_.size()) break;
      at = begin + 1;
      if (const Row row = row_at(begin, find_number(at, number + 1)); row.gap > 0) {
        rows.push_back(row);
        at = row.end;
      }
    }
    if (rows.empty()) return head + 1;
    for (size_t i = head; i < rows.back().end; ++i) {
      if (is_header(i)) used_[i]->gap = 1;  // pages repeat the headers
    }
    for (const Row& row : rows) {
      for (size_t i = row.begin; i < row.end; ++i) {
        used_[i]->gap = row.gap;
        used_[i]->wraps = i + 1 < row.end;
      }
    }
    return rows.back().end;
  }

 private:
  struct Row {
    size_t begin = 0;
    size_t end = 0;
    uint8_t gap = 0;  // 0: no row
  };

  std::vector<LineText> cells(size_t i, uint8_t gap) const {
    const Line& line = *used_[i];
    std::vector<LineText> out;
    size_t begin = line.begin;
    for (size_t at = line.begin; at < line.end; ++at) {
      if (table_[text_[at]].char_class() != CharClass::kBlank) continue;
      size_t next = at;
      while (next < line.end && table_[text_[next]].char_class() == CharClass::kBlank) ++next;
      if (ends_cell(text_, table_, at, next, gap)) {
        out.emplace_back(text_.substr(begin, at - begin), table_);
        begin = next;
      }
      at = next;
    }
    out.emplace_back(text_.substr(begin, line.end - begin), table_);
    return out;
  }

  // The words of a line, 工 作 任 务 as one.
  std::vector<LineText> headers(size_t i) const {
    std::vector<LineText> out;
    bool spaced = false;
    for (const LineText word : cells(i, 1)) {
      if (word.size() > 1 || !spaced) out.push_back(word);
      spaced = word.size() == 1;
    }
    return out;
  }

  // Short words, 序号 first.
  bool is_header(size_t i) const {
    if (columns_ < kMinColumns || columns_ > kMaxColumns) return false;
    const auto words = headers(i);
    return words.size() == columns_ && is_number_header(words.front()) &&
           std::all_of(words.begin(), words.end(), [](LineText word) {
             if (word.size() > kMaxHeader) return false;
             for (size_t k = 0; k < word.size(); ++k) {
               if (word.char_class(k) != CharClass::kHan) return false;
             }
             return true;
           });
  }

  // The next line near `from` that the number `n` of a row opens; the last of all when none does.
  size_t find_number(size_t from, size_t n) const {
    const size_t end = std::min(used_.size(), from + kMaxRowLines);
    for (size_t i = from; i < end; ++i) {
      if (is_row_number(cells(i, 1).front(), n)) return i;
    }
    return used_.size();
  }

  // The row that begins in line `begin` and ends before line `limit`, in as few lines as have a cell
  // for each column.
  Row row_at(size_t begin, size_t limit) const {
    size_t wide = 0, single = 0;
    limit = std::min(limit, begin + kMaxRowLines);
    for (size_t i = begin; i < limit; ++i) {
      wide += cells(i, 2).size() - (i > begin);
      single += cells(i, 1).size() - (i > begin);
      if (wide == columns_) return {begin, i + 1, 2};
      if (single == columns_) return {begin, i + 1, 1};
      if (single > columns_ && wide > columns_) break;
    }
    return {};
  }

  const std::u32string_view text_;
  const CharTable& table_;
  const std::vector<Line*>& used_;
  size_t columns_ = 0;
};

// What stands before the first bar of a line.
LineText first_cell(std::u32string_view text, const CharTable& table, const Line& line) {
  size_t end = line.begin;
  while (end < line.end && table[text[end]].canonical() != U'|') ++end;
  while (end > line.begin && table[text[end - 1]].char_class() == CharClass::kBlank) --end;
  return {text.substr(line.begin, end - line.begin), table};
}

}  // namespace

void mark_stacked_cells(std::u32string_view text, const CharTable& table,
                        std::vector<Line>* lines) {
  if (find_char(text, U'序') == text.npos) return;
  std::vector<Line*> used;
  for (Line& line : *lines) {
    if (!line.blank()) used.push_back(&line);
  }
  const auto words = [&](size_t i) {
    return text.substr(used[i]->begin, used[i]->end - used[i]->begin);
  };
  const auto numbers = [&](size_t i, size_t n) {
    return i < used.size() && words(i).size() <= 4 && is_row_number({words(i), table}, n);
  };
  for (size_t i = 0; i < used.size(); ++i) {
    if (!is_number_header({words(i), table})) continue;
    size_t at = i + 1;
    while (at < used.size() && at - i <= kMaxColumns && words(at).size() <= kMaxHeader &&
           !numbers(at, 1)) {
      ++at;
    }
    const size_t columns = at - i;
    if (columns < 3 || !numbers(at, 1)) continue;
    size_t end = at;
    for (size_t n = 1; numbers(at, n); ++n) {
      end = std::min(at + columns, used.size());
      size_t next = at + 1;
      while (next < used.size() && next <= at + columns + 1 && !numbers(next, n + 1)) ++next;
      if (numbers(next, n + 1)) end = next;
      at = next;
    }
    for (size_t k = i; k < end; ++k) used[k]->cell = true;
    i = end - 1;
  }
}

void mark_bars(std::u32string_view text, const CharTable& table, std::vector<Line>* lines) {
  constexpr size_t kMinBars = 3;       // of a row that opens with one
  constexpr size_t kMinClosing = 2;    // of a row that only closes with one
  constexpr size_t kMinInner = 2;      // of headers without either, which 序号 begins
  const auto is_bar = [&](size_t i) { return table[text[i]].canonical() == U'|'; };
  const auto is_blank = [&](size_t i) { return table[text[i]].char_class() == CharClass::kBlank; };
  size_t inner = 0;  // bars of each row, of a table that has none around its rows
  for (Line& line : *lines) {
    if (line.blank()) continue;
    size_t bars = 0;
    bool rule = true;
    for (size_t i = line.begin; i < line.end; ++i) {
      const bool bar = is_bar(i);
      bars += bar;
      rule = rule && (bar || is_blank(i) || text[i] == U'-' || text[i] == U':');
    }
    const bool opens = is_bar(line.begin), closes = is_bar(line.end - 1);
    if (opens || closes) {
      if (bars < (opens ? kMinBars : kMinClosing)) continue;
    } else {
      if (bars >= kMinInner && is_number_header(first_cell(text, table, line))) inner = bars;
      if (bars != inner) inner = 0;
      if (inner == 0) continue;
    }
    line.bars = true;
    line.dropped |= rule;
    if (closes) --line.end;
    line.begin += opens;
  }
}

void mark_flat_rows(std::u32string_view text, const CharTable& table, std::vector<Line>* lines) {
  if (find_char(text, U'序') == text.npos) return;
  std::vector<Line*> used;
  for (Line& line : *lines) {
    const bool tabs = find_char(text.substr(0, line.end), U'\t', line.begin) != text.npos;
    if (!line.blank() && !line.dropped && !line.cell && !line.bars && !tabs) used.push_back(&line);
  }
  for (size_t i = 0; i < used.size();) {
    i = table[text[used[i]->begin]].canonical() == U'序' ? FlatTable(text, table, used).mark(i)
                                                         : i + 1;
  }
}

bool ends_cell(std::u32string_view text, const CharTable& table, size_t begin, size_t end,
               uint8_t gap) {
  size_t columns = 0;
  for (size_t i = begin; i < end; ++i) columns += text[i] >= 0x1100 ? 2 : 1;
  if (gap > 1 || columns > 1) return columns >= gap;
  const char32_t left = table[text[begin - 1]].canonical();
  const char32_t right = table[text[end]].canonical();
  const bool unit = is_digit(left) && std::u32string_view(U"年月日号").find(right) != text.npos;
  const bool digits = is_digit(right) && std::u32string_view(U"年月").find(left) != text.npos;
  return !unit && !digits;
}

}  // namespace zhengmai::text_internal
