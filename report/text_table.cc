// The `table` format: columns aligned by display width between lines.
#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "graph/model/unicode.h"
#include "report/cell.h"
#include "report/escape.h"
#include "report/row_writers.h"

namespace zhengmai::report {
namespace {

constexpr int kNarrowest = 6;  // columns that a cell keeps however small the terminal

struct Lines {
  std::string_view horizontal, vertical;
  std::string_view top[3], middle[3], bottom[3];  // left, between, right
  std::string_view ellipsis;
};

constexpr Lines kBox = {"─", "│", {"┌", "┬", "┐"}, {"├", "┼", "┤"}, {"└", "┴", "┘"}, "…"};
constexpr Lines kAscii = {"-", "|", {"+", "+", "+"}, {"+", "+", "+"}, {"+", "+", "+"}, "..."};

// The widest cap under which the columns fit: narrow columns stay whole, wide ones share the rest.
int width_cap(std::vector<int> widths, int room) {
  std::sort(widths.begin(), widths.end());
  for (size_t i = 0; i < widths.size(); ++i) {
    const int share = room / static_cast<int>(widths.size() - i);
    if (widths[i] > share) return std::max(share, kNarrowest);
    room -= widths[i];
  }
  return widths.empty() ? kNarrowest : widths.back();
}

class TextWriter : public RowWriter {
 public:
  TextWriter(const TableStyle& style, const Graph* graph, std::ostream& out)
      : style_(style), lines_(style.unicode ? kBox : kAscii), graph_(graph), out_(out) {}

  void begin(std::span<const std::string> columns) override {
    numeric_.assign(columns.size(), true);
    for (const std::string& column : columns) {
      std::string text;
      append_visible(text, column);
      cells_.push_back({std::move(text), false});
    }
    columns_ = columns.size();
  }

  void row(std::span<const Value> cells) override {
    for (size_t i = 0; i < cells.size(); ++i) {
      const bool null = cells[i].is_null();
      std::string text;
      append_visible(text, null ? "null" : cell_text(cells[i], graph_));
      if (!null && !cells[i].is_number()) numeric_[i] = false;
      cells_.push_back({std::move(text), null});
    }
  }

  void end() override {
    if (columns_ == 0) return;
    measure();
    rule(lines_.top);
    write_row(0);
    rule(lines_.middle);
    for (size_t row = 1; row * columns_ < cells_.size(); ++row) write_row(row);
    rule(lines_.bottom);
  }

 private:
  struct Cell {
    std::string text;
    bool null;
  };

  void measure() {
    widths_.assign(columns_, 1);
    for (size_t i = 0; i < cells_.size(); ++i) {
      int& width = widths_[i % columns_];
      width = std::max(width, display_width(cells_[i].text));
    }
    if (style_.width <= 0) return;
    const int frame = 3 * static_cast<int>(columns_) + 1;
    const int total = std::accumulate(widths_.begin(), widths_.end(), frame);
    if (total <= style_.width) return;
    const int cap = width_cap(widths_, style_.width - frame);
    for (int& width : widths_) width = std::min(width, cap);
  }

  void rule(const std::string_view (&corner)[3]) {
    std::string line(corner[0]);
    for (size_t i = 0; i < columns_; ++i) {
      if (i > 0) line += corner[1];
      for (int n = 0; n < widths_[i] + 2; ++n) line += lines_.horizontal;
    }
    line += corner[2];
    out_ << line << '\n';
  }

  void write_row(size_t row) {
    std::string line(lines_.vertical);
    for (size_t i = 0; i < columns_; ++i) {
      const Cell& cell = cells_[row * columns_ + i];
      const std::string text = shorten(cell.text, widths_[i], lines_.ellipsis);
      const std::string pad(size_t(std::max(0, widths_[i] - display_width(text))), ' ');
      const char* code = !style_.colour ? "" : row == 0 ? "\x1b[1m" : cell.null ? "\x1b[2m" : "";
      const char* reset = *code ? "\x1b[0m" : "";
      const bool right = numeric_[i] && row > 0;
      line += ' ';
      if (right) line += pad;
      line += code + text + reset;
      if (!right) line += pad;
      line += ' ';
      line += lines_.vertical;
    }
    out_ << line << '\n';
  }

  TableStyle style_;
  Lines lines_;
  const Graph* graph_;
  std::ostream& out_;
  size_t columns_ = 0;
  std::vector<Cell> cells_;    // the header row first
  std::vector<bool> numeric_;  // columns that hold nothing but numbers are set to the right
  std::vector<int> widths_;
};

}  // namespace

std::unique_ptr<RowWriter> make_text_writer(const TableStyle& style, const Graph* graph,
                                            std::ostream& out) {
  return std::make_unique<TextWriter>(style, graph, out);
}

}  // namespace zhengmai::report
