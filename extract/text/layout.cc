#include "extract/text/layout.h"

#include <algorithm>
#include <array>

#include "extract/text/normalise.h"
#include "extract/text/numerals.h"

namespace zhengmai::text_internal {
namespace {

bool is_small_numeral(char32_t c) {
  return std::u32string_view(U"一二三四五六七八九十百").find(c) != std::u32string_view::npos;
}

size_t skip_blanks(LineText line, size_t i) {
  while (i < line.size() && (line.char_class(i) == CharClass::kBlank ||
                             line.char_class(i) == CharClass::kTab)) {
    ++i;
  }
  return i;
}

size_t count_digits(LineText line, size_t i) {
  size_t n = 0;
  while (i + n < line.size() && is_digit(line[i + n])) ++n;
  return n;
}

bool is_dash(char32_t c) { return c == U'-' || c == U'—' || c == U'–' || c == U'_' || c == U'·'; }

bool has_tail(LineText line, const TextWords::Words& tails) {
  return std::ranges::any_of(tails, [&](std::u32string_view tail) { return line.ends_with(tail); });
}
bool has_tail(std::u32string_view text, const TextWords::Words& tails) {
  return std::ranges::any_of(tails, [&](std::u32string_view tail) { return text.ends_with(tail); });
}
bool has_head(std::u32string_view text, const TextWords::Words& heads) {
  return std::ranges::any_of(heads, [&](std::u32string_view head) { return text.starts_with(head); });
}

// A few characters of a line, off the heap. REQUIRES: no more than `Most` are added.
template <size_t Most>
class Letters {
 public:
  void add(char32_t c) { items_[size_++] = c; }
  std::u32string_view view() const { return {items_.data(), size_}; }

 private:
  std::array<char32_t, Most> items_;
  size_t size_ = 0;
};

constexpr size_t kLongestLabel = 14;
constexpr size_t kLongestHead = 24;
using Head = Letters<kLongestHead>;

struct Label {
  size_t length = 0;  // with its ':'; 0: no label
  bool metadata = false;
};

// The text before a ':' in the first characters of a line, or inside 【】, when it ends like a label. A
// duty's may have a ';' instead, a slip of the keyboard.
Label label_of(LineText line, const TextWords& known) {
  Letters<kLongestLabel> label;
  const bool bracket = !line.empty() && line[0] == U'【';
  const auto ends = [&](char32_t c) {
    return bracket ? c == U'】' : c == U':' || c == U';';
  };
  size_t i = bracket ? 1 : 0;
  size_t word = 0;  // where the last of several words begins
  for (; i < std::min(line.size(), kLongestLabel) && !ends(line[i]); ++i) {
    const CharClass k = line.char_class(i);
    if (k != CharClass::kHan && k != CharClass::kBlank) return {};
    if (k == CharClass::kHan) label.add(line[i]);
    if (k == CharClass::kBlank) word = label.view().size();
  }
  const std::u32string_view words = label.view();
  // 财政厅  配合单位： is the end of one label's content and then another label.
  if (word > 0 && has_head(words.substr(word), known.duty_heads)) return {};
  if (words.empty() || i >= line.size() || !ends(line[i])) return {};
  if (line[i] == U';' && !has_head(words, known.duty_heads)) return {};
  if (has_tail(words, known.metadata_tails)) return {i + 1, true};
  return {has_tail(words, known.duty_tails) ? i + 1 : 0, false};
}

// A bracket at the end that holds a list of bodies, not a qualifier like （园区） or （市、区）.
bool closes_list(LineText line, const TextWords& words) {
  size_t depth = 0;
  size_t i = line.size();
  while (i > 0) {
    --i;
    if (line[i] == U')' || line[i] == U']') ++depth;
    if ((line[i] == U'(' || line[i] == U'[') && --depth == 0) break;
    if (line.size() - i > 400) return true;
  }
  if (depth != 0) return line.size() > 1;  // opened on an earlier line: long, so a list
  const LineText inside = line.substr(i + 1, line.size() - i - 2);
  if (i == 0) return true;  // the bracket is the whole line
  bool divisions_only = true;
  bool separated = false;
  for (size_t k = 0; k < inside.size() && (divisions_only || !separated); ++k) {
    const CharClass c = inside.char_class(k);
    separated |= c == CharClass::kPause || c == CharClass::kStop;
    divisions_only = divisions_only && std::u32string_view(U"省市县区州旗盟、,〔〕[]各自治").find(
                                           inside[k]) != std::u32string_view::npos;
  }
  if (divisions_only) return false;
  return separated || has_tail(inside, words.list_tails);
}

// The first characters that are not blank, as a line's numbering is read: （ 二 ） is （二）.
Head head_of(LineText line) {
  Head head;
  for (size_t i = 0; i < line.size() && head.view().size() < kLongestHead; ++i) {
    const CharClass k = line.char_class(i);
    if (k < CharClass::kBlank) head.add(line[i]);
  }
  return head;
}

size_t run_of_digits(std::u32string_view text, size_t i) {
  size_t n = 0;
  while (i + n < text.size() && is_digit(text[i + n])) ++n;
  return n;
}

size_t run_of_numerals(std::u32string_view text, size_t i) {
  size_t n = 0;
  while (i + n < text.size() && is_small_numeral(text[i + n])) ++n;
  return n;
}

// 一、 but not the enumeration 一、二、三产业.
bool is_numeral_item(std::u32string_view head) {
  const size_t n = run_of_numerals(head, 0);
  if (n == 0 || n > 4 || n >= head.size() || head[n] != U'、') return false;
  const size_t more = run_of_numerals(head, n + 1);
  const size_t after = n + 1 + more;
  return more == 0 || after >= head.size() ||
         std::u32string_view(U"、产线级").find(head[after]) == std::u32string_view::npos;
}

// 一、 （一） (1) 1. 1、 1) ① 第一章 第二条
bool is_numbered(std::u32string_view head) {
  if (head.size() < 2) return false;
  if (is_numeral_item(head) || (head[0] >= U'①' && head[0] <= U'⑳')) return true;
  if (head[0] == U'(') {
    size_t n = run_of_numerals(head, 1);
    if (n == 0) n = std::min<size_t>(run_of_digits(head, 1), 2);
    return n > 0 && 1 + n < head.size() && head[1 + n] == U')';
  }
  if (head[0] == U'第') {
    const size_t n = std::max(run_of_numerals(head, 1), run_of_digits(head, 1));
    return n > 0 && n <= 4 && 1 + n < head.size() &&
           std::u32string_view(U"章节条篇").find(head[1 + n]) != std::u32string_view::npos;
  }
  const size_t digits = run_of_digits(head, 0);
  if (digits == 0 || digits > 2 || digits >= head.size()) return false;
  const bool decimal = digits + 1 < head.size() && is_digit(head[digits + 1]);
  return head[digits] == U'、' || (!decimal && (head[digits] == U'.' || head[digits] == U')'));
}

}  // namespace

bool LineText::ends_with(std::u32string_view tail) const {
  if (tail.size() > size()) return false;
  for (size_t i = 0; i < tail.size(); ++i) {
    if ((*this)[size() - tail.size() + i] != tail[i]) return false;
  }
  return true;
}

bool contains_letters(LineText line, std::u32string_view needle) {
  size_t matched = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line.char_class(i) >= CharClass::kBlank) continue;
    if (line[i] != needle[matched]) matched = 0;
    if (line[i] == needle[matched] && ++matched == needle.size()) return true;
  }
  return false;
}

bool is_bare_number(LineText line) {
  return !line.empty() && line.size() <= 4 && count_digits(line, 0) == line.size();
}

bool is_row_number(LineText line, size_t n) {
  size_t value = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const size_t digits = count_digits(line, i);
    if (digits == 0) return false;
    value = value * 10 + (line[i] >= U'０' ? line[i] - U'０' : line[i] - U'0');
  }
  return !line.empty() && value == n;
}

bool is_number_header(LineText line) {
  return line.size() <= 5 && head_of(line).view() == U"序号";
}

bool is_page_number(LineText line) {
  if (line.empty() || line.size() > 24) return false;
  size_t i = 0;
  size_t dashes = 0;
  while (i < line.size() && is_dash(line[i])) ++i, ++dashes;
  i = skip_blanks(line, i);
  const bool di = i < line.size() && line[i] == U'第';
  if (di) i = skip_blanks(line, i + 1);
  size_t digits = 0;
  while (const size_t more = count_digits(line, i)) {  // — 1 4 —
    digits += more;
    i = skip_blanks(line, i + more);
  }
  if (digits == 0 || digits > 4) return false;
  if (di) {
    if (i >= line.size() || line[i] != U'页') return false;
    for (; i < line.size(); ++i) {  // ( 共 12 页 )
      const char32_t c = line[i];
      if (!is_digit(c) && line.char_class(i) != CharClass::kBlank &&
          std::u32string_view(U"页共,、/()").find(c) == std::u32string_view::npos) {
        return false;
      }
    }
    return true;
  }
  if (i < line.size() && line[i] == U'/') {  // 3 / 10
    i = skip_blanks(line, i + 1);
    const size_t total = count_digits(line, i);
    return total > 0 && total <= 4 && i + total == line.size();
  }
  const size_t tail = i;
  while (i < line.size() && is_dash(line[i])) ++i;
  return i == line.size() && dashes > 0 && i > tail;
}

bool is_contents_entry(LineText line) {
  size_t i = line.size();
  while (i > 0 && (is_digit(line[i - 1]) || line.char_class(i - 1) == CharClass::kBlank ||
                   line[i - 1] == U'-' || line[i - 1] == U')' || line[i - 1] == U'(')) {
    --i;
  }
  if (i == line.size() || i < 4) return false;
  size_t leader = 0;
  for (; i > 0; --i) {
    const char32_t c = line[i - 1];
    if (c == U'.' || c == U'·' || c == U'_') {
      ++leader;
    } else if (c == U'…' || c == U'⋯' || c == U'‥') {
      leader += 3;
    } else if (line.char_class(i - 1) != CharClass::kBlank) {
      break;
    }
  }
  return leader >= 5 && i > 0;
}

bool is_contents_title(LineText line) {
  std::u32string letters;
  for (size_t i = 0; i < line.size() && letters.size() < 3; ++i) {
    if (line.char_class(i) != CharClass::kBlank) letters += line[i];
  }
  return letters == U"目录" || letters == U"目次";
}

bool ends_sentence(LineText line, const TextWords& words) {
  size_t n = line.size();
  while (n > 0 && (line[n - 1] == U'”' || line[n - 1] == U'’')) --n;
  if (n == 0) return false;
  const CharClass last = line.char_class(n - 1);
  if (last == CharClass::kStop || line[n - 1] == U'?') return true;
  if (n < line.size()) return false;  // “智慧市场” is no end
  if (line[n - 1] != U')' && line[n - 1] != U']') return false;
  if (n >= 2 && line.char_class(n - 2) == CharClass::kStop) return true;
  return closes_list(line, words);
}

bool ends_open(LineText line) {
  if (line.empty()) return false;
  const CharClass last = line.char_class(line.size() - 1);
  if (last == CharClass::kPause || last == CharClass::kOpen) return true;
  return std::u32string_view(U"的和与及或在对为以将把被向从于由并其等该+/").find(line.back()) !=
         std::u32string_view::npos;
}

bool begins_inside(LineText line) {
  if (line.empty()) return false;
  const CharClass first = line.char_class(0);
  return first == CharClass::kPause || first == CharClass::kClose || first == CharClass::kStop;
}

bool begins_numbered(LineText line) { return is_numbered(head_of(line).view()); }

bool begins_block(LineText line, const TextWords& words) {
  const Head letters = head_of(line);
  const std::u32string_view head = letters.view();
  if (head.empty()) return false;
  if (is_numbered(head) || label_of(line, words).length > 0) return true;
  if (std::u32string_view(U"#●■◆▲★◇□▪►➢·*").find(head[0]) != std::u32string_view::npos) return true;
  if (head.size() >= 3 && head.starts_with(U"附件") &&
      (is_digit(head[2]) || is_small_numeral(head[2]) || head[2] == U':')) {
    return true;
  }
  if (head.starts_with(U"(此件") && line.back() == U')') return true;
  return is_date_line(line) || is_number_line(line);
}

bool is_date_line(LineText line) {
  if (line.size() > 24) return false;
  // 2016-08-10 09:12:33: the time of day is not looked at.
  size_t end = 0;
  while (end < line.size() && line[end] != U':') ++end;
  if (end < line.size()) {
    while (end > 0 && is_digit(line[end - 1])) --end;
  }
  const Head letters = head_of(line.substr(0, end));
  const std::u32string_view head = letters.view();
  const auto date = date_at(head, 0);
  return date && date->complete() && date->end == head.size();
}

bool is_number_line(LineText line) {
  if (line.size() > 24) return false;
  const Head letters = head_of(line);
  const std::u32string_view head = letters.view();
  size_t i = 0;
  while (i < head.size() && is_han(head[i])) ++i;
  const bool bracket = i > 0 && i < head.size() &&
                       std::u32string_view(U"〔[(【").find(head[i]) != std::u32string_view::npos;
  if (!bracket) return false;
  const size_t year = run_of_digits(head, i + 1);
  const size_t number = run_of_digits(head, i + year + 2);
  return year == 4 && number > 0 && i + year + number + 3 == head.size() && head.back() == U'号';
}

bool ends_with_label(LineText line, const TextWords& words) {
  if (line.empty() || line.back() != U':') return false;
  const LineText text = line.substr(0, line.size() - 1);
  return std::ranges::any_of(words.open_duty_tails, [&](std::u32string_view tail) {
    return text.ends_with(tail) &&
           has_tail(text.substr(0, text.size() - tail.size()), words.duty_heads);
  });
}

bool is_split_label(LineText line, LineText next, const TextWords& words) {
  const Head letters = head_of(next);
  const std::u32string_view head = letters.view();
  const size_t colon = head.find(U':');
  if (colon == 0 || colon == std::u32string::npos || colon > 5) return false;
  // The label as it was before the break: up to four characters of `line`, then what stands in
  // `next`.
  std::u32string label(head.substr(0, colon));
  const auto is_label = [&](std::u32string_view first) {
    return label.starts_with(first) &&
           std::ranges::count(words.duty_tails, std::u32string_view(label).substr(first.size())) > 0;
  };
  for (size_t i = line.size(), taken = 0; i > 0 && taken < 4; --i) {
    if (line.char_class(i - 1) >= CharClass::kBlank) continue;
    label.insert(label.begin(), line[i - 1]);
    ++taken;
    if (std::ranges::any_of(words.duty_heads, is_label)) return true;
  }
  return false;
}

bool ends_duty(LineText line, const TextWords& words) { return has_tail(line, words.duty_ends); }

bool begins_metadata(LineText line, const TextWords& words) { return label_of(line, words).metadata; }

bool begins_duty(LineText line, const TextWords& words) {
  const Label label = label_of(line, words);
  return label.length > 0 && !label.metadata;
}

bool begins_title(LineText line) { return head_of(line).view().starts_with(U"关于"); }

bool ends_title(LineText line, const TextWords& words) {
  size_t n = line.size();
  if (n > 0 && line[n - 1] == U')') {  // （试行）, （2016—2020年）
    while (n > 0 && line[n - 1] != U'(') --n;
    if (n > 0) --n;
  }
  return has_tail(line.substr(0, n), words.title_tails);
}

}  // namespace zhengmai::text_internal
