#include "extract/text/lines.h"

#include <algorithm>
#include <array>

#include "extract/text/layout.h"
#include "extract/text/search.h"
#include "extract/text/rows.h"

namespace zhengmai::text_internal {
namespace {

// A numbered line up to this long without a full stop is a heading, and goes on its own.
constexpr size_t kLongestHeading = 45;
constexpr size_t kShortHeading = 25;  // the same where lines break anywhere
constexpr size_t kLongestTitle = 60;
constexpr size_t kLongestSpan = 300;  // how far a bracket may stay open over a break

// The line as its break is judged: one or more lines of text already joined.
struct Sentence {
  size_t length = 0;
  bool punctuated = false;  // 、 , : ; seen: running text
  bool stopped = false;     // 。 seen
  bool numbered = false;
  bool metadata = false;
  bool duty = false;
  bool about = false;       // 关于: a title that wants its kind (通知, 意见 …)
  char32_t open = 0;        // the bracket that is open, 0 for none
  size_t open_for = 0;      // code points since it opened

  void extend(LineText line, const TextWords& words);
};

char32_t closing_of(char32_t open) {
  switch (open) {
    case U'(': return U')';
    case U'[': return U']';
    case U'〔': return U'〕';
    case U'【': return U'】';
    case U'《': return U'》';
    case U'“': return U'”';
    case U'‘': return U'’';
    default: return 0;
  }
}

void Sentence::extend(LineText line, const TextWords& words) {
  if (length == 0) {
    numbered = begins_numbered(line);
    metadata = begins_metadata(line, words);
    duty = begins_duty(line, words);
  }
  for (size_t i = 0; i < line.size(); ++i) {
    const CharClass k = line.char_class(i);
    if (k == CharClass::kHan || k == CharClass::kPlain) {
      if (open) ++open_for;
      continue;
    }
    const char32_t c = line[i];
    if (k == CharClass::kStop || c == U'?') {
      punctuated = true;
      stopped |= c != U':' && c != U';';
      if (c == U'。') open = 0;
    } else if (k == CharClass::kPause) {
      // The 、 of 一、 is numbering.
      punctuated |= !(numbered && length + i < 5);
    } else if (k == CharClass::kOpen && open == 0 && !(numbered && length + i < 2)) {
      open = closing_of(c) ? c : 0;
      open_for = 0;
    } else if (open && c == closing_of(open)) {
      open = 0;
    }
    if (open) ++open_for;
  }
  about = about || contains_letters(line, U"关于");
  length += line.size();
}

// How the document as a whole is laid out.
struct Layout {
  uint16_t wrap_width = 0;  // columns at which lines are wrapped; 0: they are not
  bool ragged = false;      // lines break in the middle of sentences at any width
};

class Joiner {
 public:
  Joiner(std::u32string_view text, const CharTable& table, const TextWords& words,
         std::vector<Line>* lines)
      : text_(text), table_(table), words_(words), lines_(*lines) {}

  void run() {
    collect();
    survey();
    Sentence sentence;
    for (size_t i = 0; i < used_.size(); ++i) {
      Line& line = lines_[used_[i]];
      const LineText current = content(line);
      const bool done = is_row(line) || (looks_[i].ends_sentence && !ends_with_label(current, words_));
      if (!done) sentence.extend(current, words_);
      const bool joined = i + 1 < used_.size() && goes_on(sentence, line, done, i + 1);
      line.joins_next = joined;
      if (!joined) {
        sentence = {};
      } else if (done) {
        sentence.extend(current, words_);
      }
    }
  }

 private:
  LineText content(const Line& line) const {
    return {text_.substr(line.begin, line.end - line.begin), table_};
  }

  bool is_row(const Line& line) const {
    return line.cell || line.bars || line.gap > 0 ||
           find_char(text_.substr(0, line.end), U'\t', line.begin) != text_.npos;
  }

  void collect() {
    used_.reserve(lines_.size());
    looks_.reserve(lines_.size());
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].blank() || lines_[i].dropped) continue;
      used_.push_back(uint32_t(i));
      const LineText line = content(lines_[i]);
      looks_.push_back(
          {ends_sentence(line, words_), begins_block(line, words_), begins_inside(line)});
    }
  }

  // Finds the wrap width: most lines that end inside a sentence end within a few columns of it.
  void survey() {
    std::array<uint32_t, 256> count{};
    uint32_t open = 0, inside = 0;
    for (size_t i = 0; i + 1 < used_.size(); ++i) {
      const Line& line = lines_[used_[i]];
      const Look& next = looks_[i + 1];
      if (looks_[i].ends_sentence || line.width < 12 || next.begins_block) continue;
      ++open;
      const LineText current = content(line);
      inside += next.begins_inside || ends_open(current) || has_pause(current);
      if (line.width < count.size()) ++count[line.width];
    }
    uint32_t best = 0;
    for (size_t w = 24; w < count.size(); ++w) {
      uint32_t within = 0;
      for (size_t k = w - 6; k <= w; ++k) within += count[k];
      if (within > best && count[w] > 0) {
        best = within;
        layout_.wrap_width = uint16_t(w);
      }
    }
    if (best < 5 || best * 2 < open) layout_.wrap_width = 0;
    layout_.ragged = inside >= 4 && size_t(inside) * 5 >= used_.size();
  }

  static bool has_pause(LineText line) {
    for (size_t i = 0; i < line.size(); ++i) {
      if (line.char_class(i) == CharClass::kPause) return true;
    }
    return false;
  }

  // REQUIRES: `next` begins no block.
  bool closes_soon(const Sentence& sentence, LineText next) const {
    const char32_t closing = closing_of(sentence.open);
    if (!closing || sentence.open_for > kLongestSpan) return false;
    const size_t reach = std::min(next.size(), kLongestSpan);
    for (size_t i = 0; i < reach; ++i) {
      if (next[i] == closing) return true;
      if (next[i] == U'。' && sentence.open != U'(') return false;
    }
    return next.size() < kLongestSpan && sentence.open == U'(';
  }

  // 一、总体要求: numbered and no sentence. Where lines break anywhere, a comma says that it is one.
  bool ends_heading(const Sentence& sentence) const {
    if (!sentence.numbered || sentence.stopped) return false;
    if (!layout_.ragged) return sentence.length <= kLongestHeading;
    return !sentence.punctuated && sentence.length <= kShortHeading;
  }

  // Whether `line`, which ends `sentence`, goes on in the used line `next_index`.
  bool goes_on(const Sentence& sentence, const Line& line, bool done, size_t next_index) const {
    const Line& next_line = lines_[used_[next_index]];
    const Look& look = looks_[next_index];
    if (line.wraps) return true;
    if (is_row(line) || is_row(next_line)) return false;
    const LineText current = content(line);
    const LineText next = content(next_line);
    if (look.begins_inside) return true;
    if (done) return false;
    if (is_split_label(current, next, words_)) return true;
    if (look.begins_block) return false;
    if (ends_with_label(current, words_) || ends_open(current)) return true;
    if (closes_soon(sentence, next)) return true;
    if (layout_.wrap_width && line.width + 6 >= layout_.wrap_width &&
        line.width <= layout_.wrap_width) {
      return true;
    }
    if (sentence.metadata) return false;
    if (sentence.duty && !layout_.ragged && ends_duty(current, words_)) return false;
    if (is_date_line(current) || is_number_line(current)) return false;
    if (ends_heading(sentence)) return false;
    const bool bare = !sentence.punctuated;
    if (bare && current.ends_with(U"的通知")) return false;
    if (bare && sentence.length <= kLongestTitle) {
      if (ends_title(current, words_)) return false;
      // 安徽省人民政府办公厅 ⏎ 关于印发 ⏎ 若干措施的通知
      if (sentence.about || (begins_title(next) && ends_duty(current, words_))) return true;
    }
    if (!bare) return true;
    return layout_.ragged || sentence.length > kLongestTitle;
  }

  std::u32string_view text_;
  const CharTable& table_;
  const TextWords& words_;
  std::vector<Line>& lines_;
  std::vector<uint32_t> used_;  // lines with content
  // What is asked of a line more than once.
  struct Look {
    bool ends_sentence, begins_block, begins_inside;
  };
  std::vector<Look> looks_;  // of the lines of used_
  Layout layout_;
};

void drop_contents(std::u32string_view text, const CharTable& table, std::vector<Line>* lines) {
  std::vector<size_t> entries;
  for (size_t i = 0; i < lines->size(); ++i) {
    const Line& line = (*lines)[i];
    if (!line.blank() && line.end - line.begin <= 120 &&
        is_contents_entry({text.substr(line.begin, line.end - line.begin), table})) {
      entries.push_back(i);
    }
  }
  if (entries.size() < 2) return;  // one line of dots is a form to fill in
  for (const size_t i : entries) (*lines)[i].dropped = true;
  for (size_t i = entries.front(); i-- > 0;) {
    Line& line = (*lines)[i];
    if (line.blank()) continue;
    line.dropped |= is_contents_title({text.substr(line.begin, line.end - line.begin), table});
    break;
  }
}

void drop_page_numbers(std::u32string_view text, const CharTable& table, const TextWords& words,
                       std::vector<Line>* lines) {
  bool inside_sentence = false;
  for (size_t i = 0; i < lines->size(); ++i) {
    Line& line = (*lines)[i];
    if (line.blank() || line.cell) continue;
    const LineText content(text.substr(line.begin, line.end - line.begin), table);
    if (content.size() <= 24) {
      // A bare number is a page's when a page ends there or it stands in the middle of a sentence.
      const bool bare = is_bare_number(content) && (line.page_break || inside_sentence);
      line.dropped |= bare || is_page_number(content);
    }
    if (!line.dropped) inside_sentence = content.size() >= 8 && !ends_sentence(content, words);
  }
}

}  // namespace

std::vector<Line> find_lines(std::u32string_view text, const CharTable& table) {
  std::vector<Line> lines;
  const auto size = uint32_t(text.size());
  uint32_t i = 0;
  while (i < size) {
    Line line;
    uint32_t width = 0;
    uint32_t first = UINT32_MAX;
    uint32_t last = i;
    uint32_t last_width = 0;
    const auto columns = [&] { return text[i] >= 0x1100 ? 2 : 1; };
    while (i < size) {
      const CharClass k = table[text[i]].char_class();
      if (k == CharClass::kBreak) break;
      if (k >= CharClass::kBlank) {
        if (k != CharClass::kDrop) width += columns();
        ++i;
        continue;
      }
      if (first == UINT32_MAX) first = i;
      for (; i < size && table[text[i]].char_class() < CharClass::kBlank; ++i) width += columns();
      last = i;
      last_width = width;
    }
    line.begin = first == UINT32_MAX ? last : first;
    line.end = last;
    line.width = uint16_t(std::min<uint32_t>(last_width, UINT16_MAX));
    while (i < size && table[text[i]].char_class() == CharClass::kBreak) {
      line.page_break |= text[i] == U'\f';
      ++i;
    }
    line.next = i;
    lines.push_back(line);
  }
  return lines;
}

void mark_lines(std::u32string_view text, const CharTable& table, const TextWords& words,
                const NormaliseOptions& options, std::vector<Line>* lines) {
  if (options.drop_contents) drop_contents(text, table, lines);
  if (options.join_lines) {
    mark_bars(text, table, lines);
    mark_stacked_cells(text, table, lines);
    drop_page_numbers(text, table, words, lines);
    mark_flat_rows(text, table, lines);
    Joiner(text, table, words, lines).run();
  }
}

}  // namespace zhengmai::text_internal
