#include "extract/structure/list_tables.h"

#include <algorithm>
#include <optional>

#include "extract/structure/list_scanner.h"
#include "extract/text/normalise.h"
#include "extract/text/search.h"

namespace zhengmai {
namespace {

constexpr uint32_t kMaxHeaderCell = 12;
constexpr uint32_t kMinTask = 4;
constexpr uint32_t kMaxAsAbove = 4;  // 同上
constexpr size_t kMaxColumns = 8;
constexpr size_t kMaxCell = 400;  // of a stacked table
constexpr std::u32string_view kNumberColumn = U"\n序号\n";  // the header of the rows' numbers

struct Column {
  std::optional<ListScanner::LabelRole> label;  // none: text of the task, a number, a remark
};

// A cell as written, and where what it says stands: in the cell above for 〃 and 同上.
struct Cell {
  TextRange written;
  TextRange says;
};

class TableReader {
 public:
  TableReader(const ListReader& reader, const Normalised& text)
      : reader_(reader), normalised_(text), text_(text.text) {}

  std::vector<ListTable> read() {
    // Most documents have no table: one search for a tab tells.
    for (size_t tab = find_char(text_, U'\t'); tab != text_.npos;) {
      const TextRange line = line_around(tab);
      uint32_t next = line.end;
      const std::vector<TextRange> head = headers(line);
      if (const auto columns = header(head)) next = rows(line, head, *columns);
      tab = find_char(text_, U'\t', std::max<size_t>(next, tab + 1));
    }
    for (size_t at = find_word(text_, kNumberColumn); at != text_.npos;) {
      at = find_word(text_, kNumberColumn, stacked(at + 1));
    }
    std::ranges::sort(tables_, {}, [](const ListTable& t) { return t.range.begin; });
    return std::move(tables_);
  }

 private:
  TextRange line_around(size_t at) const {
    const size_t before = text_.rfind(U'\n', at);
    const size_t after = std::min(find_char(text_, U'\n', at), text_.size());
    return {static_cast<uint32_t>(before == text_.npos ? 0 : before + 1),
            static_cast<uint32_t>(after)};
  }

  std::vector<TextRange> cells(TextRange line) const {
    std::vector<TextRange> out;
    for (uint32_t begin = line.begin; begin <= line.end;) {
      const auto end = static_cast<uint32_t>(std::min<size_t>(find_char(text_, U'\t', begin), line.end));
      out.push_back({begin, end});
      begin = end + 1;
    }
    return out;
  }

  // The cells of a row below others, which say `above`.
  std::vector<Cell> cells_below(const std::vector<TextRange>& written,
                                const std::vector<TextRange>& above) const {
    std::vector<Cell> out;
    for (size_t i = 0; i < written.size(); ++i) {
      const TextRange cell = written[i];
      const bool same = i < above.size() && cell.size() <= kMaxAsAbove &&
                        reader_.says_as_above(text_.substr(cell.begin, cell.size()));
      out.push_back({cell, same ? above[i] : cell});
    }
    return out;
  }

  static std::vector<TextRange> what_they_say(const std::vector<Cell>& cells) {
    std::vector<TextRange> out;
    for (const Cell& cell : cells) out.push_back(cell.says);
    return out;
  }

  // The cells of a header row, 工 作 任 务 as one.
  std::vector<TextRange> headers(TextRange line) const {
    std::vector<TextRange> out;
    bool spaced = false;
    for (const TextRange cell : cells(line)) {
      if (spaced && cell.size() == 1) {
        out.back().end = cell.end;
      } else {
        out.push_back(cell);
      }
      spaced = cell.size() == 1;
    }
    return out;
  }

  // The columns of a header row: short words, one of them a label of bodies behind one that is none.
  std::optional<std::vector<Column>> header(const std::vector<TextRange>& row) const {
    using Kind = ListScanner::LabelRole;
    const ListScanner scanner(reader_, normalised_, ListScanner::Mode::kLabelled);
    std::vector<Column> out;
    bool task = false;
    bool bodies = false;
    for (const TextRange cell : row) {
      if (cell.size() > kMaxHeaderCell) return std::nullopt;
      const auto label = scanner.label_at(cell.begin, cell.end);
      out.emplace_back();
      if (label && label->end == cell.end) {
        out.back().label = label->role;
        bodies = bodies || (task && label->role != Kind::kDeadline && label->role != Kind::kPerson);
        continue;
      }
      const auto words = text_.substr(cell.begin, cell.size());
      // 2022年度任务目标 is a header, 2022 and 3、 are none.
      const bool han = std::ranges::any_of(words, [](char32_t c) { return is_han(c); });
      if (words.find(U'、') != words.npos) return std::nullopt;
      if (!han && words.find_first_of(U"0123456789") != words.npos) return std::nullopt;
      task = task || cell.size() >= 2;
    }
    if (!bodies) return std::nullopt;
    return out;
  }

  // Whether the line says nothing but the number `n` of a row.
  bool numbers(TextRange line, uint32_t n) const {
    uint32_t value = 0;
    for (uint32_t i = line.begin; i < line.end; ++i) {
      if (!list_internal::is_digit(text_[i]) || value > 10000) return false;
      value = value * 10 + (text_[i] - U'0');
    }
    return !line.empty() && value == n;
  }

  // A table whose cells stand one a line, as pages are often copied: 序号 ⏎ 任务 ⏎ 责任单位 ⏎ 1 ⏎ ….
  // The numbers tell its rows. Returns where to look on.
  uint32_t stacked(size_t first) {
    std::vector<TextRange> head{line_around(first)};
    TextRange line = line_around(head.back().end + 1);
    while (line.end < text_.size() && head.size() <= kMaxColumns && !numbers(line, 1)) {
      head.push_back(line);
      line = line_around(line.end + 1);
    }
    const uint32_t after = head.front().end;
    const auto columns = numbers(line, 1) ? header(head) : std::nullopt;
    if (!columns) return after;
    ListTable table;
    table.range = {head.front().begin, line.begin};
    TextRange task;
    std::vector<TextRange> above;
    for (uint32_t n = 1; numbers(line, n); ++n) {
      std::vector<TextRange> row_cells;
      TextRange cell = line;
      do {
        if (row_cells.size() < columns->size()) row_cells.push_back(cell);
        if (cell.end >= text_.size()) break;
        cell = line_around(cell.end + 1);
      } while (!numbers(cell, n + 1) && cell.size() <= kMaxCell &&
               row_cells.size() < columns->size());
      line = cell;
      const std::vector<Cell> all = cells_below(row_cells, above);
      above = what_they_say(all);
      ResponsibilityList list = row(row_cells.back(), all, *columns, task);
      if (!list.agencies.empty()) table.rows.push_back(std::move(list));
      table.range.end = row_cells.back().end;
      while (line.end < text_.size() && !numbers(line, n + 1) && line.size() <= kMaxHeaderCell * 2 &&
             numbers(line_around(line.end + 1), n + 1)) {
        line = line_around(line.end + 1);  // a title between two rows
      }
    }
    const uint32_t end = table.range.end;
    if (!table.rows.empty()) tables_.push_back(std::move(table));
    return std::max(after, end);
  }

  // Reads the rows under a header; returns where the table ends.
  uint32_t rows(TextRange line, std::vector<TextRange> above, std::vector<Column> columns) {
    ListTable table;
    table.range = line;
    TextRange task;
    while (table.range.end + 1 < text_.size()) {
      line = line_around(table.range.end + 1);
      const auto written = cells(line);
      if (written.size() < 2 && !interrupts(line)) break;
      if (header(written)) break;
      const std::vector<Cell> all = cells_below(written, above);
      above = what_they_say(all);
      table.range.end = line.end;
      if (auto lower = header(above); lower && table.rows.empty()) {  // 责任单位 over 牵头 and 配合
        columns = std::move(*lower);
        continue;
      }
      ResponsibilityList list = row(line, all, columns, task);
      if (!list.agencies.empty()) table.rows.push_back(std::move(list));
    }
    const uint32_t end = table.range.end;
    if (!table.rows.empty()) tables_.push_back(std::move(table));
    return end;
  }

  // A short line between two rows: the title of the rows after it.
  bool interrupts(TextRange line) const {
    if (line.size() > kMaxHeaderCell * 2 || line.end >= text_.size()) return false;
    return cells(line_around(line.end + 1)).size() >= 2;
  }

  // How many of the first cells a short row lacks: empty cells at both ends of a line are lost.
  // Bodies tell: they must lie in their columns.
  size_t lacking(const std::vector<Cell>& all, const std::vector<Column>& columns) const {
    using Kind = ListScanner::LabelRole;
    size_t best = 0;
    int most = -1;
    size_t used = all.size();
    while (used > 1 && all[used - 1].says.empty()) --used;
    for (size_t shift = 0; shift + used <= std::max(columns.size(), all.size()); ++shift) {
      int score = 0;
      for (size_t i = shift; i < columns.size() && i - shift < all.size(); ++i) {
        const bool bodies = columns[i].label && *columns[i].label != Kind::kDeadline &&
                            *columns[i].label != Kind::kPerson;
        if (bodies == opens_with_body(all[i - shift].says)) ++score;
      }
      if (score <= most) continue;
      most = score;
      best = shift;
    }
    return best;
  }

  bool opens_with_body(TextRange cell) const {
    ResponsibilityList list;
    list.form = ListForm::kLabelledLine;
    ListScanner scanner(reader_, normalised_, ListScanner::Mode::kLabelled);
    scanner.read(cell.begin, cell.end, list);
    return !list.agencies.empty() && list.agencies.front().range.begin == cell.begin;
  }

  // `task` is that of the row before, which an empty cell repeats.
  ResponsibilityList row(TextRange line, const std::vector<Cell>& all,
                         const std::vector<Column>& columns, TextRange& task) const {
    using Kind = ListScanner::LabelRole;
    ResponsibilityList list;
    list.form = ListForm::kLabelledBracket;  // what cannot be read is passed over
    list.rule = "L.table";
    list.range = {line.end, line.end};
    const size_t shift = lacking(all, columns);
    TextRange longest;
    bool behind = false;  // the bodies: what stands there is progress and remarks, where a task stands before
    for (size_t i = shift; i < columns.size() && i - shift < all.size(); ++i) {
      const auto& [written, cell] = all[i - shift];
      const auto& label = columns[i].label;
      if (!label) {
        if (behind && !longest.empty()) continue;
        if (cell.size() >= kMinTask && cell.size() > longest.size()) longest = cell;
      } else if (*label == Kind::kDeadline) {
        if (!cell.empty()) list.deadline = cell;
      } else if (*label != Kind::kPerson) {
        ListScanner scanner(reader_, normalised_, ListScanner::Mode::kLabelled);
        scanner.read_cell(cell.begin, cell.end, *label, list);
        behind = true;
        list.range.begin = std::min(list.range.begin, written.begin);
      }
    }
    if (!longest.empty()) task = longest;
    list.task = task;
    list.form = ListForm::kTableRow;
    if (task.empty()) list.agencies.clear();
    return list;
  }

  const ListReader& reader_;
  const Normalised& normalised_;
  const std::u32string_view text_;
  std::vector<ListTable> tables_;
};

}  // namespace

std::vector<ListTable> read_list_tables(const ListReader& reader, const Normalised& text) {
  return TableReader(reader, text).read();
}

}  // namespace zhengmai
