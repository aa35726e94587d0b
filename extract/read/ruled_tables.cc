#include "extract/read/ruled_tables.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr double kSnap = 3;                 // lines nearer than this are one
constexpr double kLevel = 1;                // a rule may lean this much
constexpr size_t kMaxRules = 20'000;        // of a page
constexpr size_t kMaxMeetings = 1'000'000;  // pairs of merged rules
constexpr size_t kMaxPlaces = 20'000;       // rows times columns
constexpr size_t kMinEnds = 3;              // that make an open side
constexpr double kMaxMargin = 15;           // inside a cell's side
constexpr int kMaxRounds = 16;              // of taking loose rules away

struct Span {
  double begin = 0;
  double end = 0;
};

// A level or upright line after merging: `at` is its y or x, `span` its extent along the other
// axis.
struct Line {
  double at = 0;
  Span span;
};

bool holds(const Span& span, double value) {
  return value >= span.begin - kSnap && value <= span.end + kSnap;
}

// Lines less than kSnap apart become one, at their middle; of each, the stretches without gaps.
std::vector<Line> merged(std::vector<Line> lines) {
  std::ranges::sort(lines, {}, &Line::at);
  std::vector<Line> out;
  for (size_t i = 0; i < lines.size();) {
    size_t end = i;
    while (end < lines.size() && lines[end].at - lines[i].at < kSnap) ++end;
    const double at = (lines[i].at + lines[end - 1].at) / 2;
    std::sort(lines.begin() + long(i), lines.begin() + long(end),
              [](const Line& a, const Line& b) { return a.span.begin < b.span.begin; });
    const size_t first = out.size();
    for (; i < end; ++i) {
      if (out.size() > first && lines[i].span.begin <= out.back().span.end + kSnap) {
        out.back().span.end = std::max(out.back().span.end, lines[i].span.end);
      } else {
        out.push_back({at, lines[i].span});
      }
    }
  }
  return out;
}

// Whether a level and an upright line meet.
bool meet(const Line& level, const Line& upright) {
  return holds(level.span, upright.at) && holds(upright.span, level.at);
}

// Leaves the lines that at least two others cross.
void drop_loose(std::vector<Line>* levels, std::vector<Line>* uprights) {
  const auto loose = [](const Line& line, const std::vector<Line>& others, bool level) {
    const Line* first = nullptr;
    for (const Line& other : others) {
      if (!(level ? meet(line, other) : meet(other, line))) continue;
      if (first != nullptr && std::abs(first->at - other.at) >= kSnap) return false;
      if (first == nullptr) first = &other;
    }
    return true;
  };
  for (int round = 0; round < kMaxRounds; ++round) {
    const size_t before = levels->size() + uprights->size();
    std::erase_if(*levels, [&](const Line& line) { return loose(line, *uprights, true); });
    std::erase_if(*uprights, [&](const Line& line) { return loose(line, *levels, false); });
    if (levels->size() + uprights->size() == before) return;
  }
}

// Sets of numbers 0 … n-1 that are joined step by step.
class Sets {
 public:
  explicit Sets(size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), size_t{0}); }
  size_t of(size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  // The smaller number stands for both.
  void join(size_t a, size_t b) {
    a = of(a);
    b = of(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<size_t> parent_;
};

size_t place_of(const std::vector<double>& lines, double value) {
  return size_t(std::ranges::upper_bound(lines, value) - lines.begin());
}

double height(const PageBox& box) {
  return box.bottom - box.top;
}
double width(const PageBox& box) {
  return box.right - box.left;
}

constexpr std::string_view kOpening = "“‘（《〈【〔「『";
constexpr std::string_view kClosing = "”’）》〉】〕」』、。，；：！？…";

std::vector<std::string_view> letters_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t begin = 0, end = 1; begin < text.size(); begin = end++) {
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    out.push_back(text.substr(begin, end - begin));
  }
  return out;
}

bool is_one_of(std::string_view letter, std::string_view marks) {
  return letter.size() > 1 && marks.find(letter) != marks.npos;
}

// The text of one cell from its words, line by line.
class CellText {
 public:
  CellText(const std::vector<PageWord>& all, std::vector<size_t> words, double width)
      : all_(all), width_(width) {
    std::ranges::stable_sort(words, {}, [&](size_t w) { return middle(w); });
    double at = 0;
    for (const size_t w : words) {
      if (lines_.empty() || middle(w) - at > height(all_[w].box) / 2) {
        lines_.emplace_back();
        at = middle(w);
      }
      lines_.back().push_back(w);
    }
    for (auto& line : lines_) {
      std::ranges::stable_sort(line, {}, [&](size_t w) { return all_[w].box.left; });
      widest_ = std::max(widest_, extent(line));
    }
  }

  // What `cell` says, and how another page's lines would go on with it.
  void write(RuledCell* cell) const {
    if (lines_.empty()) return;
    std::string& out = cell->text;
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (i > 0 && (needs(lines_[i].front()) < room(lines_[i - 1]) ||
                    latin(lines_[i - 1].back(), lines_[i].front()))) {
        out += ' ';
      }
      for (size_t k = 0; k < lines_[i].size(); ++k) {
        if (k > 0 && blank_between(lines_[i][k - 1], lines_[i][k])) out += ' ';
        for (const char c : all_[lines_[i][k]].text) out += c == '\t' || c == '\n' ? ' ' : c;
      }
    }
    cell->size = size_of(lines_.back().back());
    cell->room = room(lines_.back());
    cell->first = needs(lines_.front().front());
  }

 private:
  double middle(size_t w) const { return (all_[w].box.top + all_[w].box.bottom) / 2; }
  double extent(const std::vector<size_t>& line) const {
    return all_[line.back()].box.right - all_[line.front()].box.left;
  }

  bool latin(size_t left, size_t right) const {
    return is_ascii(all_[left].text.back()) && is_ascii(all_[right].text.front());
  }

  // A typesetter leaves up to a quarter of a character between a number and Han, less between two
  // Han.
  bool blank_between(size_t left, size_t right) const {
    if (latin(left, right)) return true;
    const bool mixed = is_ascii(all_[left].text.back()) || is_ascii(all_[right].text.front());
    const double gap = all_[right].box.left - all_[left].box.right;
    return gap > size_of(left) * (mixed ? 0.5 : 0.2);
  }

  // The size of a word's letters. Boxes are up to a third higher than the letters.
  double size_of(size_t w) const { return height(all_[w].box) / 1.2; }

  // The width of what cannot be parted at the beginning of a line: a Latin word; of Han, a
  // character with the brackets that open before it and the marks that close behind it.
  double needs(size_t w) const {
    const PageWord& word = all_[w];
    if (is_ascii(word.text.front())) return width(word.box);
    const std::vector<std::string_view> letters = letters_of(word.text);
    size_t count = 0;
    while (count < letters.size() && is_one_of(letters[count], kOpening)) ++count;
    ++count;
    while (count < letters.size() && is_one_of(letters[count], kClosing)) ++count;
    return width(word.box) * double(std::min(count, letters.size())) / double(letters.size());
  }

  // The room that a line leaves for sure.
  double room(const std::vector<size_t>& line) const {
    return std::max(widest_, width_) - extent(line) - size_of(line.back()) / 2;
  }

  const std::vector<PageWord>& all_;
  const double width_;  // of the cell between its margins
  std::vector<std::vector<size_t>> lines_;
  double widest_ = 0;  // of the lines
};

// A set of lines that hang together, as rows and columns of places.
class Grid {
 public:
  Grid(std::vector<Line> levels, std::vector<Line> uprights)
      : levels_(std::move(levels)), uprights_(std::move(uprights)) {
    close_sides(levels_, &uprights_);
    close_sides(uprights_, &levels_);
    xs_ = places(uprights_);
    ys_ = places(levels_);
  }

  bool is_table() const {
    return xs_.size() > 2 && ys_.size() > 2 && (xs_.size() - 1) * (ys_.size() - 1) <= kMaxPlaces;
  }

  RuledTable read(const std::vector<PageWord>& words) {
    columns_ = xs_.size() - 1;
    rows_ = ys_.size() - 1;
    join_places();
    RuledTable table;
    std::vector<std::vector<size_t>> held(columns_ * rows_);
    for (size_t w = 0; w < words.size(); ++w) {
      const PageBox& box = words[w].box;
      const double letter = std::min(width(box), height(box));
      const size_t column = place_of(xs_, box.left + letter / 2);
      const size_t row = place_of(ys_, (box.top + box.bottom) / 2);
      if (column == 0 || column > columns_ || row == 0 || row > rows_ || words[w].text.empty())
        continue;
      const size_t place = (row - 1) * columns_ + column - 1;
      if (open_[place]) continue;
      held[cell_[place]].push_back(w);
      table.words.push_back(w);
    }
    table.box = {xs_.front(), ys_.front(), xs_.back(), ys_.back()};
    table.columns = xs_;
    const double margin = margin_of(words, held);
    for (size_t row = 0; row < rows_; ++row) {
      table.rows.emplace_back();
      for (size_t column = 0; column < columns_; ++column) {
        const size_t place = row * columns_ + column;
        if (cell_[place] != place) continue;
        const auto [wide, high] = extent_[place];
        RuledCell& cell = table.rows.back().emplace_back();
        cell.column = column;
        cell.wide = wide;
        cell.high = high;
        cell.cut = cut_[place] || cut_[place + (high - 1) * columns_];
        CellText(words, std::move(held[place]), xs_[column + wide] - xs_[column] - 2 * margin)
            .write(&cell);
      }
    }
    return table;
  }

 private:
  struct Extent {
    size_t wide = 1;
    size_t high = 1;
  };

  // The margin inside the cells' sides: the least that the text of one leaves.
  double margin_of(const std::vector<PageWord>& words,
                   const std::vector<std::vector<size_t>>& held) const {
    double least = kMaxMargin;
    for (size_t place = 0; place < held.size(); ++place) {
      for (const size_t w : held[place]) {
        least = std::min(least, words[w].box.left - xs_[place % columns_]);
      }
    }
    return std::max(least, 0.0);
  }

  // Adds a line across the ends of three or more that go beyond all that cross them.
  static void close_sides(const std::vector<Line>& lines, std::vector<Line>* crossing) {
    const auto [first, last] = std::ranges::minmax(*crossing, {}, &Line::at);
    double begin = first.at;
    double end = last.at;
    for (const Line& line : lines) {
      begin = std::min(begin, line.span.begin);
      end = std::max(end, line.span.end);
    }
    const auto close = [&](double at, double edge, auto end_of) {
      if (std::abs(at - edge) <= kSnap) return;
      Line closing{at, {HUGE_VAL, -HUGE_VAL}};
      size_t ends = 0;
      for (const Line& line : lines) {
        if (std::abs(end_of(line) - at) > kSnap) continue;
        closing.span.begin = std::min(closing.span.begin, line.at);
        closing.span.end = std::max(closing.span.end, line.at);
        ++ends;
      }
      if (ends >= kMinEnds) crossing->push_back(closing);
    };
    close(begin, first.at, [](const Line& line) { return line.span.begin; });
    close(end, last.at, [](const Line& line) { return line.span.end; });
  }

  // Where lines stand; they are merged already, so equal ones are the same.
  static std::vector<double> places(const std::vector<Line>& lines) {
    std::vector<double> out;
    for (const Line& line : lines) out.push_back(line.at);
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  // For each line of the grid and each stretch between two crossing ones, whether a rule covers it.
  static std::vector<char> walls(const std::vector<Line>& lines, const std::vector<double>& along,
                                 const std::vector<double>& across) {
    const size_t stretches = across.size() - 1;
    std::vector<char> out(along.size() * stretches);
    for (const Line& line : lines) {
      const size_t at = size_t(std::ranges::lower_bound(along, line.at) - along.begin());
      for (size_t i = 0; i < stretches; ++i) {
        if (holds(line.span, across[i]) && holds(line.span, across[i + 1]))
          out[at * stretches + i] = 1;
      }
    }
    return out;
  }

  // Joins the places that no rule parts. A cell that is no rectangle falls apart into its places;
  // one that has no rule to the left or right outside is none (a table's corner that is cut out).
  // Upwards and downwards it may be open: a page break parts it.
  void join_places() {
    const std::vector<char> level = walls(levels_, ys_, xs_);
    const std::vector<char> upright = walls(uprights_, xs_, ys_);
    const size_t outside = columns_ * rows_;
    Sets sets(outside + 1);
    std::vector<char> leaks(outside + 1);
    cut_.assign(outside, false);
    for (size_t row = 0; row < rows_; ++row) {
      for (size_t column = 0; column < columns_; ++column) {
        const size_t place = row * columns_ + column;
        const bool below = level[(row + 1) * columns_ + column] != 0;
        const bool right = upright[(column + 1) * rows_ + row] != 0;
        if (!below && row + 1 < rows_) sets.join(place, place + columns_);
        if (!right && column + 1 < columns_) sets.join(place, place + 1);
        if ((row == 0 && level[column] == 0) || (!below && row + 1 == rows_)) cut_[place] = true;
        if ((!right && column + 1 == columns_) || (column == 0 && upright[row] == 0))
          leaks[place] = 1;
      }
    }
    std::vector<Extent> far(outside, Extent{0, 0});
    std::vector<size_t> count(outside);
    std::vector<char> leaking(outside);
    for (size_t place = 0; place < outside; ++place) {
      const size_t set = sets.of(place);
      far[set].wide = std::max(far[set].wide, place % columns_ + 1);
      far[set].high = std::max(far[set].high, place / columns_ + 1);
      ++count[set];
      if (leaks[place] != 0) leaking[set] = 1;
    }
    cell_.resize(outside);
    extent_.assign(outside, Extent{});
    open_.assign(outside, false);
    for (size_t place = 0; place < outside; ++place) {
      const size_t set = sets.of(place);
      open_[place] = leaking[set] != 0;
      const size_t column = set % columns_, row = set / columns_;
      // The smallest place of a rectangle is its corner: all others lie to the right of it and
      // below.
      const bool rectangle = far[set].wide > column && far[set].high > row &&
                             (far[set].wide - column) * (far[set].high - row) == count[set] &&
                             place % columns_ >= column;
      cell_[place] = rectangle && !open_[place] ? set : place;
      if (cell_[place] == set && rectangle && !open_[place]) {
        extent_[set] = {far[set].wide - column, far[set].high - row};
      }
    }
  }

  std::vector<Line> levels_;
  std::vector<Line> uprights_;
  std::vector<double> xs_;
  std::vector<double> ys_;
  size_t columns_ = 0;
  size_t rows_ = 0;
  std::vector<size_t> cell_;    // by place: the first place of its cell
  std::vector<Extent> extent_;  // by first place
  std::vector<bool> open_;      // by place: not inside the table
  std::vector<bool> cut_;       // by place: no rule at the table's top or bottom
};

// Whether most words of a table stand on their side, so that its lines are not those of reading.
bool sideways(const RuledTable& table, const std::vector<PageWord>& words) {
  long balance = 0;
  for (const size_t w : table.words) {
    const std::string& text = words[w].text;
    if (text.size() < (is_ascii(text.front()) ? 3 : 6))
      continue;  // of a letter or two nothing tells
    balance += height(words[w].box) > 1.5 * width(words[w].box) ? 1 : -1;
  }
  return balance > 0;
}

}  // namespace

std::vector<RuledTable> find_ruled_tables(const std::vector<PageRule>& rules,
                                          const std::vector<PageWord>& words) {
  if (rules.size() > kMaxRules) return {};
  std::vector<Line> levels;
  std::vector<Line> uprights;
  for (const PageRule& rule : rules) {
    const auto [left, right] = std::minmax(rule.x0, rule.x1);
    const auto [top, bottom] = std::minmax(rule.y0, rule.y1);
    if (!(std::isfinite(left) && std::isfinite(right) && std::isfinite(top) &&
          std::isfinite(bottom)))
      continue;
    if (bottom - top <= kLevel) {
      levels.push_back({(top + bottom) / 2, {left, right}});
    } else if (right - left <= kLevel) {
      uprights.push_back({(left + right) / 2, {top, bottom}});
    }
  }
  levels = merged(std::move(levels));
  uprights = merged(std::move(uprights));
  if (levels.size() * uprights.size() > kMaxMeetings) return {};
  drop_loose(&levels, &uprights);

  Sets sets(levels.size() + uprights.size());
  for (size_t i = 0; i < levels.size(); ++i) {
    for (size_t k = 0; k < uprights.size(); ++k) {
      if (meet(levels[i], uprights[k])) sets.join(i, levels.size() + k);
    }
  }
  std::vector<RuledTable> found;
  std::vector<std::vector<Line>> level_sets(levels.size());
  std::vector<std::vector<Line>> upright_sets(levels.size());
  for (size_t i = 0; i < levels.size(); ++i) level_sets[sets.of(i)].push_back(levels[i]);
  for (size_t k = 0; k < uprights.size(); ++k) {
    upright_sets[sets.of(levels.size() + k)].push_back(
        uprights[k]);  // met by a level one, which is before it
  }
  for (size_t i = 0; i < levels.size(); ++i) {
    if (level_sets[i].empty() || upright_sets[i].empty()) continue;
    Grid grid(std::move(level_sets[i]), std::move(upright_sets[i]));
    if (!grid.is_table()) continue;
    RuledTable table = grid.read(words);
    if (!table.words.empty() && !sideways(table, words)) found.push_back(std::move(table));
  }
  std::ranges::stable_sort(found, [](const auto& a, const auto& b) {
    return std::pair(a.box.top, a.box.left) < std::pair(b.box.top, b.box.left);
  });
  std::vector<RuledTable> out;
  std::vector<char> taken(words.size());
  for (RuledTable& table : found) {
    // Of a table in a cell of another, the outer one has the words.
    if (std::ranges::any_of(table.words, [&](size_t w) { return taken[w] != 0; })) continue;
    for (const size_t w : table.words) taken[w] = 1;
    out.push_back(std::move(table));
  }
  return out;
}

}  // namespace zhengmai
