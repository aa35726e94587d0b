#include "extract/text/normalise.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "extract/text/char_table.h"
#include "extract/text/lines.h"
#include "extract/text/rows.h"
#include "extract/text/wording.h"
#include "graph/model/error.h"

namespace zhengmai {
namespace {

using text_internal::CharClass;
using text_internal::CharEntry;
using text_internal::CharTable;
using text_internal::Line;

constexpr std::pair<std::u32string_view, char32_t> kEntities[] = {
    {U"ldquo", U'“'}, {U"rdquo", U'”'}, {U"lsquo", U'‘'}, {U"rsquo", U'’'}, {U"mdash", U'—'},
    {U"ndash", U'–'}, {U"hellip", U'…'}, {U"middot", U'·'}, {U"bull", U'·'}, {U"quot", U'"'},
    {U"amp", U'&'}, {U"lt", U'<'}, {U"gt", U'>'}, {U"times", U'×'}, {U"deg", U'°'},
    {U"nbsp", U' '}, {U"ensp", U' '}, {U"emsp", U' '}, {U"thinsp", U' '}};

bool is_lower_letter(char32_t c) { return c >= U'a' && c <= U'z'; }

struct Entity {
  size_t length = 0;  // of the source text; 0: no entity here
  char32_t value = 0;
};

std::optional<char32_t> numeric_entity(std::u32string_view digits) {
  const bool hex = !digits.empty() && (digits[0] == U'x' || digits[0] == U'X');
  if (hex) digits.remove_prefix(1);
  if (digits.empty() || digits.size() > 6) return std::nullopt;
  char32_t value = 0;
  for (const char32_t c : digits) {
    const char32_t lower = c | 0x20;
    if (c >= U'0' && c <= U'9') {
      value = value * (hex ? 16 : 10) + (c - U'0');
    } else if (hex && lower >= U'a' && lower <= U'f') {
      value = value * 16 + (lower - U'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  const bool scalar = value >= 0x20 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  return scalar ? std::optional(value) : std::nullopt;
}

// An entity that a converter left behind: &ldquo; &#8220; and, the & lost, ?ldquo;
Entity entity_at(std::u32string_view text, size_t i) {
  const std::u32string_view window = text.substr(i + 1, 9);
  const size_t end = window.find(U';');
  if (end == std::u32string_view::npos || end < 2) return {};
  const std::u32string_view name = window.substr(0, end);
  for (const auto& [known, value] : kEntities) {
    if (name == known) return {end + 2, value};
  }
  if (text[i] == U'&' && name[0] == U'#') {
    if (const auto value = numeric_entity(name.substr(1))) return {end + 2, *value};
  }
  return {};
}

// Writes one document's matching buffer, line by line.
class Writer {
 public:
  Writer(std::u32string_view text, const CharTable& table, const NormaliseOptions& options)
      : text_(text), table_(table), options_(options) {
    out_.text.resize(text.size());
    out_.source.resize(text.size() + 1);
  }

  void line(const Line& line) {
    row_ = false;
    gap_ = line.gap;
    if (line.bars) {
      cells(line);
    } else {
      stretch(skip_markdown(line.begin, line.end), line.end);
    }
  }

  void line_break(size_t source) { put(U'\n', source); }

  Normalised finish() && {
    out_.text.resize(size_);
    out_.source.resize(size_ + 1);
    out_.source[size_] = uint32_t(text_.size());
    return std::move(out_);
  }

 private:
  void stretch(size_t i, size_t end) {
    while (i < end) {
      i = plain(i, end);
      if (i < end) i = slow(i, end, table_[text_[i]]);
    }
  }

  // The cells of a row, without the blanks around the bars between them.
  void cells(const Line& line) {
    for (size_t begin = line.begin; begin <= line.end;) {
      size_t bar = begin;
      while (bar < line.end && table_[text_[bar]].canonical() != U'|') ++bar;
      size_t end = bar;
      while (begin < end && class_at(begin) == CharClass::kBlank) ++begin;
      while (end > begin && class_at(end - 1) == CharClass::kBlank) --end;
      stretch(begin, end);
      if (bar < line.end) put(U'\t', bar);
      begin = bar + 1;
    }
  }

  // A run of characters that stand for themselves. Returns where it ends.
  size_t plain(size_t i, size_t end) {
    char32_t* out = out_.text.data() + size_;
    uint32_t* source = out_.source.data() + size_;
    const size_t begin = i;
    for (; i < end; ++i) {
      const CharEntry e = table_[text_[i]];
      if (e.char_class() > CharClass::kClose) break;
      *out++ = e.canonical();
      *source++ = static_cast<uint32_t>(i);
    }
    size_ += i - begin;
    return i;
  }

  void put(char32_t c, size_t source) {
    out_.text[size_] = c;
    out_.source[size_] = uint32_t(source);
    ++size_;
  }

  bool at_line_start() const { return size_ == 0 || out_.text[size_ - 1] == U'\n'; }

  CharClass class_at(size_t i) const { return table_[text_[i]].char_class(); }

  size_t skip_markdown(size_t i, size_t end) const {
    size_t k = i;
    while (k < end && text_[k] == U'#' && k - i < 6) ++k;
    if (k == i || k == end || class_at(k) != CharClass::kBlank) return i;
    while (k < end && class_at(k) == CharClass::kBlank) ++k;
    return k;
  }

  // A character that may not stand for itself. Returns where to go on.
  size_t slow(size_t i, size_t end, CharEntry e) {
    switch (e.char_class()) {
      case CharClass::kDrop:
      case CharClass::kBreak: return i + 1;
      case CharClass::kBlank:
      case CharClass::kTab: return blanks(i, end);
      case CharClass::kTone: return tone(i, end, e);
      default: return special(i, end, e);
    }
  }

  size_t blanks(size_t i, size_t end) {
    const size_t begin = i;
    size_t k = i;
    size_t tabs = 0;
    for (; k < end; ++k) {
      const CharClass c = class_at(k);
      if (c != CharClass::kBlank && c != CharClass::kTab && c != CharClass::kDrop) break;
      if (c == CharClass::kTab && tabs++ == 0) i = k;
    }
    bool tab = tabs > 0;
    tab = tab || (gap_ > 0 && k < end && text_internal::ends_cell(text_, table_, i, k, gap_));
    row_ |= tab && gap_ == 0;
    if (tabs > 1 && !at_line_start() && k < end) {  // empty cells between others
      for (size_t t = begin; t < k; ++t) {
        if (class_at(t) == CharClass::kTab) put(U'\t', t);
      }
    } else if (tab) {
      put(U'\t', i);
    } else if (!at_line_start() && k < end) {
      const bool ascii = out_.text[size_ - 1] < 0x80 && table_[text_[k]].canonical() < 0x80 &&
                         !splits_number(k, end);
      if (row_ || (ascii && out_.text[size_ - 1] != U'\t')) put(U' ', i);
    }
    return k;
  }

  // 2 4日, 〔201 6〕, 2016-1 0-10: a blank inside a number that what stands around it makes whole.
  bool splits_number(size_t k, size_t end) const {
    const auto is_digit = [](char32_t c) { return c >= U'0' && c <= U'9'; };
    const auto at = [&](size_t i) { return i < end ? table_[text_[i]].canonical() : U'\n'; };
    size_t left = 0, right = 0;
    while (left < size_ && left < 6 && is_digit(out_.text[size_ - 1 - left])) ++left;
    while (right < 6 && is_digit(at(k + right))) ++right;
    if (left == 0 || right == 0) return false;
    const char32_t before = left < size_ ? out_.text[size_ - 1 - left] : U'\n';
    const size_t digits = left + right;
    size_t next = k + right;
    while (next < end && class_at(next) == CharClass::kBlank) ++next;
    switch (at(next)) {
      case U'年':
      case U'〕':
      case U']': return digits == 4;
      case U'月':
      case U'日': return digits == 2;
      case U'号': return digits <= 5;
      case U'-':
      case U'/': return digits == 4 || (digits == 2 && before == at(next));
      default: return digits == 2 && (before == U'-' || before == U'/');
    }
  }

  // 省(shěng)商(shāng) and 省shěng商shāng: letters behind a Han character that carry a tone.
  size_t tone(size_t i, size_t end, CharEntry e) {
    const auto is_letter = [&](size_t k) {
      return is_lower_letter(table_[text_[k]].canonical()) || class_at(k) == CharClass::kTone;
    };
    size_t begin = size_;  // of the gloss in what has been written
    while (begin > 0 && is_lower_letter(out_.text[begin - 1])) --begin;
    const bool bracket = begin > 0 && out_.text[begin - 1] == U'(';
    if (bracket) --begin;
    size_t k = i + 1;
    while (k < end && (is_letter(k) || (bracket && class_at(k) == CharClass::kBlank))) ++k;
    const bool closed = !bracket || (k < end && table_[text_[k]].canonical() == U')');
    if (!options_.drop_glosses || begin == 0 || !is_han(out_.text[begin - 1]) || !closed) {
      put(e.canonical(), i);
      return i + 1;
    }
    size_ = begin;
    return bracket ? k + 1 : k;
  }

  size_t special(size_t i, size_t end, CharEntry e) {
    const char32_t c = e.canonical();
    if (c == U'&' || c == U'?') {
      const Entity entity = entity_at(text_.substr(0, end), i);
      if (entity.length > 0) {
        if (entity.value != U' ') put(canonical(entity.value), i);
        return i + entity.length;
      }
    }
    const bool doubled = i + 1 < end && table_[text_[i + 1]].canonical() == c;
    if ((c == U'@' || c == U'*') && doubled) {
      size_t k = i;
      while (k < end && table_[text_[k]].canonical() == c) ++k;
      return k;
    }
    put(c, i);
    return i + 1;
  }

  std::u32string_view text_;
  const CharTable& table_;
  const NormaliseOptions& options_;
  Normalised out_;
  size_t size_ = 0;
  bool row_ = false;  // a tab was seen in this line
  uint8_t gap_ = 0;   // Line::gap
};

}  // namespace

Normalised normalise(std::u32string_view text, const TextWords& words,
                     const NormaliseOptions& options) {
  if (text.size() >= UINT32_MAX - 1) {
    throw LimitError(
        fmt::format("document of {} characters; the limit is 4294967293", text.size()));
  }
  const CharTable& table = CharTable::instance();
  std::vector<Line> lines = text_internal::find_lines(text, table);
  text_internal::mark_lines(text, table, words, options, &lines);
  const auto last_used = std::find_if(lines.rbegin(), lines.rend(), [](const Line& line) {
    return !line.blank() && !line.dropped;
  });
  Writer writer(text, table, options);
  for (const Line& line : lines) {
    if (line.blank() || line.dropped) continue;
    writer.line(line);
    if (!line.joins_next && &line != &*last_used) writer.line_break(line.next - 1);
  }
  Normalised normalised = std::move(writer).finish();
  text_internal::replace_taiwan_words(text, words, &normalised);
  return normalised;
}

}  // namespace zhengmai
