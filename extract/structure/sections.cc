// The tree of sections: numbering, where it may stand, and how far a heading goes.
#include <algorithm>
#include <array>
#include <map>

#include "extract/structure/reader.h"
#include "extract/text/char_set.h"
#include "extract/text/normalise.h"
#include "extract/text/numerals.h"
#include "extract/text/search.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

using structure_internal::make_range;
using Tables = StructureReader::Tables;

constexpr size_t kLongestHeading = 50;     // a longer run up to 。 is a sentence
constexpr size_t kLongestWithCommas = 24;  // with a comma in it
constexpr size_t kLongestPlain = 20;       // above this a heading may run on into its text
constexpr size_t kShortestHeading = 4;
constexpr CharSet kHanNumerals(U"一二三四五六七八九十百零〇");
constexpr CharSet kMarkStarts(U"(第0123456789一二三四五六七八九十百零〇");

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_han_numeral(char32_t c) { return kHanNumerals.contains(c); }

// The forms of numbering, each with its own level and its own count.
enum class Form : uint8_t { kChapter, kPart, kArticle, kHan, kHanBracket, kDigit, kDigitBracket };

struct Mark {
  size_t begin = 0;
  size_t end = 0;  // where the title begins
  Form form = Form::kHan;
  int ordinal = 0;
};

size_t skip_numeral(std::u32string_view text, size_t at, bool han) {
  size_t end = at;
  while (end < text.size() && end - at < 5 &&
         (han ? is_han_numeral(text[end]) : is_digit(text[end])))
    ++end;
  return end;
}

bool make_mark(std::u32string_view text, size_t begin, size_t numeral, size_t numeral_end,
               size_t end, Form form, Mark* mark) {
  const auto value = parse_numeral(text.substr(numeral, numeral_end - numeral));
  if (!value || *value < 1 || *value > 300) return false;
  *mark = {begin, end, form, static_cast<int>(*value)};
  return true;
}

// The numbering that stands at `at`: 一、 （一） 1. 1、 (1) 1) 第一章 第一节 第一条.
bool mark_at(std::u32string_view text, size_t at, Mark* mark) {
  const char32_t c = text[at];
  if (c == U'第') {
    const size_t n = skip_numeral(text, at + 1, true);
    if (n == at + 1 || n >= text.size()) return false;
    const Form form = text[n] == U'章'   ? Form::kChapter
                      : text[n] == U'节' ? Form::kPart
                                         : Form::kArticle;
    if (form == Form::kArticle && text[n] != U'条') return false;
    size_t end = n + 1;
    while (end < text.size() && text[end] == U' ') ++end;
    return make_mark(text, at, at + 1, n, end, form, mark);
  }
  if (c == U'(') {
    const bool han = at + 1 < text.size() && is_han_numeral(text[at + 1]);
    const size_t n = skip_numeral(text, at + 1, han);
    if (n == at + 1 || n >= text.size() || text[n] != U')') return false;
    size_t end = n + 1;
    while (end < text.size() && (text[end] == U' ' || text[end] == U'、')) ++end;
    return make_mark(text, at, at + 1, n, end, han ? Form::kHanBracket : Form::kDigitBracket, mark);
  }
  const bool han = is_han_numeral(c);
  if (!han && !is_digit(c)) return false;
  const size_t n = skip_numeral(text, at, han);
  if (n >= text.size() || n - at > (han ? 4u : 2u)) return false;
  if (han ? text[n] != U'、' && text[n] != U'.' : text[n] != U'.' && text[n] != U'、') return false;
  size_t end = n + 1;
  while (end < text.size() && text[end] == U' ') ++end;
  if (end < text.size() && text[end] == U'\n') return false;
  if (end < text.size() && is_digit(text[end])) {  // 3.5 is a number, 2.2022年 begins with a year
    const size_t year = skip_numeral(text, end, false);
    if (year - end != 4 || year >= text.size() || text[year] != U'年') return false;
  }
  // 一、二、三产业: what follows counts on.
  const size_t next = skip_numeral(text, end, true);
  if (han && next > end && next < text.size() && (text[next] == U'、' || text[next] == U'线'))
    return false;
  return make_mark(text, at, at, n, end, han ? Form::kHan : Form::kDigit, mark);
}

// What stands before a mark: a mark is sure at the beginning of a line, likely behind 。 or a
// closed list, and needs the right number elsewhere (管委会（二）积极推进…).
enum class Place : uint8_t { kLine, kStop, kInside };

Place place_of(std::u32string_view text, size_t begin, size_t at) {
  if (at == begin || text[at - 1] == U'\n') return Place::kLine;
  const char32_t c = text[at - 1];
  return c == U'。' || c == U')' || c == U';' || c == U':' || c == U'】' ? Place::kStop
                                                                         : Place::kInside;
}

// The numbers seen so far, by form. A heading of a form begins the forms below it anew.
class Counter {
 public:
  explicit Counter(const Tables& tables) : tables_(tables) {}

  // Whether a mark of this place may open a section.
  bool accepts(const Mark& mark, Place place, std::u32string_view text) const {
    const int last = last_[static_cast<size_t>(mark.form)];
    const bool next = mark.ordinal == last + 1;
    switch (place) {
      case Place::kLine:
        return true;
      case Place::kStop:
        // Running text enumerates with 1. 2. as well: those must count.
        return next || mark.form == Form::kHanBracket ||
               (mark.form == Form::kHan && mark.ordinal > last);
      case Place::kInside: {
        if (mark.form == Form::kHan && mark.begin > 0 && is_han(text[mark.begin - 1])) {
          return next && last > 0 && ends_like_list(text, mark.begin);
        }
        if (mark.form != Form::kHanBracket) return false;
        const char32_t before = text[mark.begin - 1];
        if (before == U'第' || before == U'款' || before == U'条' || before == U'、' ||
            before == U'和')
          return false;
        return next || ends_like_list(text, mark.begin);
      }
    }
    return false;
  }

  void take(const Mark& mark) {
    last_[static_cast<size_t>(mark.form)] = mark.ordinal;
    for (size_t f = static_cast<size_t>(mark.form) + 1; f < last_.size(); ++f) {
      // Articles count on through chapters, and so does （十三） in some plans: a restart is told
      // by its number, so only the finer forms begin anew here.
      if (f >= static_cast<size_t>(Form::kDigit)) last_[f] = 0;
    }
  }

 private:
  bool ends_like_list(std::u32string_view text, size_t at) const {
    return std::ranges::any_of(tables_.list_endings, [&](const std::u32string& ending) {
      return text.substr(0, at).ends_with(ending);
    });
  }

  const Tables& tables_;
  std::array<int, 7> last_{};
};

bool keeps_going(char32_t c) {
  return c == U'项' || c == U'款' || c == U'条' || c == U'至' || c == U'、' || c == U',';
}

std::vector<Mark> find_marks(const Tables& tables, std::u32string_view text, TextRange body) {
  std::vector<Mark> marks;
  Counter counter(tables);
  const std::u32string_view view = text.substr(0, body.end);
  for (size_t at = kMarkStarts.next(view, body.begin); at < body.end;
       at = kMarkStarts.next(view, at)) {
    const char32_t c = view[at];
    Mark mark;
    const Place place = place_of(view, body.begin, at);
    if ((place == Place::kLine || place == Place::kStop || c == U'(' || is_han_numeral(c)) &&
        mark_at(view, at, &mark) && mark.end < view.size() && !keeps_going(view[mark.end]) &&
        !(c == U'第' && place != Place::kLine) && counter.accepts(mark, place, view)) {
      counter.take(mark);
      marks.push_back(mark);
      at = mark.end;
      continue;
    }
    at += is_digit(c) ? std::max<size_t>(1, skip_numeral(view, at, false) - at) : 1;
  }
  return marks;
}

bool ends_with_head(const Tables& tables, std::u32string_view text, size_t end) {
  for (size_t n = 2; n <= 6 && n <= end; ++n) {
    const auto match = tables.heads.longest_at(text.substr(0, end), end - n);
    if (match && match->end == end) return true;
  }
  return false;
}

// Where a heading that runs into its text without a mark ends: before a word that begins a
// sentence, behind a word that headings end in. `end` when there is no such place.
size_t run_on_end(const Tables& tables, std::u32string_view text, size_t begin, size_t end) {
  const std::u32string_view view = text.substr(0, end);
  for (size_t at = begin + kShortestHeading; at < std::min(end, begin + kLongestHeading); ++at) {
    if (!ends_with_head(tables, view, at)) continue;
    // 完善信用制度建设,… is no heading 完善信用制度: what begins a sentence goes on before the pause.
    const auto begins = tables.initiators.longest_at(view, at);
    if (begins && begins->end < end) return at;
    const auto weak = tables.weak_initiators.longest_at(view, at);
    if (weak && weak->end < end && !tables.heads.longest_at(view, weak->end) &&
        !tables.initiators.longest_at(view, weak->end)) {
      return at;
    }
  }
  return end;
}

// Where a list of bodies in brackets at the end of a heading begins: 完善机制（省商务厅负责）.
size_t before_list(const Tables& tables, std::u32string_view s) {
  if (s.empty() || s.back() != U')') return s.size();
  const size_t open = s.rfind(U'(');
  if (open == s.npos || s.size() - open < 6) return s.size();
  const std::u32string_view inside = s.substr(open);
  for (const std::u32string& word : tables.list_words) {
    if (inside.find(word) != inside.npos) return open;
  }
  return s.size();
}

// The title behind a mark, and where the body begins. No title when what follows is a sentence.
TextRange title_of(const Tables& tables, std::u32string_view text, const Mark& mark, size_t limit,
                   size_t* body_begin) {
  const size_t begin = mark.end;
  if (mark.form == Form::kArticle) {  // an article is its text
    *body_begin = begin;
    return {};
  }
  const size_t line_end = std::min(find_char(text, U'\n', begin), limit);
  const size_t stop = std::min(find_char(text, U'。', begin), line_end);
  size_t end = begin + before_list(tables, text.substr(begin, stop - begin));
  const std::u32string_view run = text.substr(begin, end - begin);
  const size_t colon = run.find(U':');
  if (colon != run.npos && colon <= kLongestWithCommas) end = begin + colon;
  const std::u32string_view s = text.substr(begin, end - begin);
  const size_t comma = s.find_first_of(U",;");
  const size_t pause = begin + std::min(comma, s.size());
  const bool may_run_on = (mark.form == Form::kHan || mark.form == Form::kHanBracket) &&
                          (comma != s.npos || s.size() > kLongestPlain);
  const size_t cut = may_run_on ? run_on_end(tables, text, begin, pause) : pause;
  if (cut < pause) {
    *body_begin = cut;
    return make_range(begin, cut);
  }
  if (s.size() > (comma == s.npos ? kLongestHeading : kLongestWithCommas)) {
    *body_begin = begin;
    return {};
  }
  *body_begin = end;
  if (end < limit && (text[end] == U'。' || text[end] == U':' || text[end] == U'\n')) ++*body_begin;
  return make_range(begin, end);
}

// Levels by form. Chapters make room for the parts and articles below them.
int level_of(Form form, bool chapters, bool parts) {
  switch (form) {
    case Form::kChapter:
      return 1;
    case Form::kPart:
      return chapters ? 2 : 1;
    case Form::kArticle:
      return 1 + int{chapters} + int{parts};
    case Form::kHan:
      return chapters ? 2 : 1;
    case Form::kHanBracket:
      return chapters ? 3 : 2;
    case Form::kDigit:
      return 3;
    case Form::kDigitBracket:
      return 4;
  }
  return 1;
}

Section extra_section(SectionKind kind, TextRange range, std::string_view path) {
  Section section;
  section.kind = kind;
  section.path = path;
  section.heading = section.title = make_range(range.begin, range.begin);
  section.body = section.extent = range;
  return section;
}

// Where the unnumbered last words begin in the last section: a paragraph, or in a text of one line
// a sentence, that begins with 各地区, 本方案自 … and is about doing the work as a whole.
size_t closing_begin(const Tables& tables, std::u32string_view text, size_t from, size_t end) {
  size_t found = end;
  tables.closings.find_all(text.substr(0, end).substr(from), [&](Match m) {
    const size_t at = from + m.begin;
    if (found != end || at == from) return;
    const char32_t before = text[at - 1];
    const bool paragraph = before == U'\n';
    const bool after_list = before == U')' || before == U'会' || before == U'府';
    if (!paragraph && !after_list) return;
    const size_t stop = std::min(text.find_first_of(U"。\n", at), end);
    const std::u32string_view sentence = text.substr(at, stop - at);
    const bool subject = text[at] != U'各' || sentence.find(U"要") < 24 ||
                         sentence.find(U"应") < 24 || sentence.find(U"须") < 24 ||
                         sentence.find(U"请") < 24;
    if (subject && end - at < std::max<size_t>(600, (end - from))) found = at;
  });
  return found;
}

void set_paths(std::vector<Section>* sections) {
  std::map<std::string, int> seen;
  for (Section& section : *sections) {
    if (section.ordinal > 0) {
      const std::string own = std::to_string(section.ordinal);
      section.path = section.parent < 0
                         ? own
                         : (*sections)[static_cast<size_t>(section.parent)].path + "." + own;
    }
    const int times = ++seen[section.path];
    if (times > 1) section.path += "~" + std::to_string(times);
  }
}

// Parents, extents and kinds follow from levels and order.
void set_tree(std::vector<Section>* sections) {
  std::vector<int> open;
  for (size_t i = 0; i < sections->size(); ++i) {
    Section& section = (*sections)[i];
    while (!open.empty() && (*sections)[static_cast<size_t>(open.back())].level >= section.level)
      open.pop_back();
    section.parent = open.empty() ? -1 : open.back();
    if (section.parent >= 0) {
      const SectionKind kind = (*sections)[static_cast<size_t>(section.parent)].kind;
      if (kind != SectionKind::kTasks) section.kind = kind;
    }
    open.push_back(static_cast<int>(i));
    section.extent.end = std::max(section.extent.end, section.body.end);
    for (int p = section.parent; p >= 0; p = (*sections)[static_cast<size_t>(p)].parent) {
      (*sections)[static_cast<size_t>(p)].extent.end = section.body.end;
    }
  }
}

}  // namespace

// The sections of one part: the document proper, or an attachment.
void StructureReader::read_part(std::u32string_view text, TextRange part,
                                std::vector<Section>* sections) const {
  const std::vector<Mark> marks = find_marks(*tables_, text, part);
  const auto has = [&](Form form) {
    return std::any_of(marks.begin(), marks.end(),
                       [form](const Mark& m) { return m.form == form; });
  };
  const bool chapters = has(Form::kChapter);
  const bool parts = has(Form::kPart);
  for (size_t i = 0; i < marks.size(); ++i) {
    const size_t limit = i + 1 < marks.size() ? marks[i + 1].begin : part.end;
    Section section;
    section.level = level_of(marks[i].form, chapters, parts);
    section.ordinal = marks[i].ordinal;
    section.ordinal_raw = readable(text, make_range(marks[i].begin, marks[i].end));
    size_t body_begin = 0;
    section.title = title_of(*tables_, text, marks[i], limit, &body_begin);
    section.heading = make_range(marks[i].begin, std::max<size_t>(section.title.end, marks[i].end));
    section.body = make_range(std::min(body_begin, limit), limit);
    section.extent = make_range(marks[i].begin, limit);
    tables_->goals.find_all(text.substr(section.title.begin, section.title.size()), [&](Match m) {
      // 目标 names goals when the heading is about nothing else.
      if (section.title.size() <= m.size() + 8) section.kind = SectionKind::kGoals;
    });
    sections->push_back(std::move(section));
  }
  if (marks.empty()) return;
  Section& last = sections->back();
  const size_t at = closing_begin(*tables_, text, last.body.begin, last.body.end);
  if (at >= last.body.end) return;
  const TextRange closing = make_range(at, last.body.end);
  last.body.end = last.extent.end = static_cast<uint32_t>(at);
  sections->push_back(extra_section(SectionKind::kClosing, closing, "closing"));
}

std::vector<Section> StructureReader::sections(const Normalised& normalised,
                                               const Metadata& metadata) const {
  const std::u32string_view text = normalised.text;
  std::vector<TextRange> parts = {metadata.body};
  for (const TextRange line : structure_internal::lines_of(text, metadata.body)) {
    if (!structure_internal::attachment_line(text.substr(line.begin, line.size()))) continue;
    parts.back().end = line.begin;
    parts.push_back(make_range(line.begin, metadata.body.end));
  }
  std::vector<Section> sections;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      Section section = extra_section(SectionKind::kAttachment, parts[i], "attachment");
      section.level = 0;  // so that what is numbered in it lies in it
      const auto line_end = std::min<size_t>(find_char(text, U'\n', parts[i].begin), parts[i].end);
      section.heading = section.title = make_range(parts[i].begin, line_end);
      section.body.begin = section.heading.end;
      sections.push_back(std::move(section));
    }
    const size_t first = sections.size();
    read_part(text, parts[i], &sections);
    if (i > 0 && first < sections.size())
      sections[first - 1].body.end = sections[first].extent.begin;
  }
  set_tree(&sections);
  set_paths(&sections);
  return sections;
}

}  // namespace zhengmai
