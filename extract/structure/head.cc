// The head of a document: the fields that sites print, title, number, addressees.
#include <algorithm>
#include <map>
#include <utility>

#include "extract/structure/reader.h"
#include "extract/text/normalise.h"
#include "extract/text/numerals.h"
#include "extract/text/search.h"
#include "graph/model/unicode.h"

namespace zhengmai::structure_internal {
namespace {

using Field = Tables::Field;

constexpr size_t kHeadLines = 80;     // fields and title stand in the first lines …
constexpr size_t kHeadSize = 4000;    // … and characters
constexpr size_t kLongestFields = 600;
constexpr size_t kShortestTitle = 7;  // 通知公告 is a column of a site
constexpr size_t kLongestTitle = 110;
constexpr size_t kLongestAddressees = 260;
constexpr std::u32string_view kNotice = U"通知";
constexpr size_t kLongestColumn = 12; // of a site, before a bar and the title
constexpr size_t kNearTitle = 8;      // segments from the title to number and addressees

struct Head {
  std::u32string_view text;
  const Tables& tables;
  Metadata* metadata;
  std::vector<TextRange> segments;          // what is no field, in order
  std::map<Field, TextRange> field_values;  // the first of each
  Field open_field = Field::kOther;         // whose value the line before lacks
};

std::u32string_view slice(std::u32string_view text, TextRange r) {
  return text.substr(r.begin, r.end - r.begin);
}

bool contains(std::u32string_view text, std::u32string_view word) {
  return find_word(text, word) != text.npos;
}

TextRange trim(std::u32string_view text, TextRange r) {
  const auto blank = [](char32_t c) { return c == U' ' || c == U'\t'; };
  while (!r.empty() && blank(text[r.begin])) ++r.begin;
  while (!r.empty() && blank(text[r.end - 1])) --r.end;
  return r;
}

struct Label {
  TextRange range;
  size_t value = 0;  // where the value begins
  Field field = Field::kOther;
};

// The document number that stands in `range`, at its beginning.
bool number_at(const Tables& tables, std::u32string_view text, TextRange range,
               DocumentNumber* number) {
  const std::u32string_view words = slice(text, range);
  const std::vector<DocumentNumber> found = tables.numbers.find(words);
  if (!found.empty() && found.front().range.begin > 0) return false;
  const auto whole = found.empty() ? tables.numbers.whole(words) : std::optional(found.front());
  if (!whole) return false;
  *number = *whole;
  number->range.begin += range.begin;
  number->range.end += range.begin;
  return true;
}

bool is_date_field(Field f) {
  return f == Field::kDateMetadata || f == Field::kPublished;
}

// 发文字号 某政发〔2016〕3号 有效性 有效: a table of the site whose cells only blanks hold apart. What stands
// behind the label must be what it says.
bool is_value(const Tables& tables, std::u32string_view text, size_t at, size_t end, Field field) {
  DocumentNumber number;
  if (field == Field::kDocNumber) return number_at(tables, text, make_range(at, end), &number);
  return is_date_field(field) && date_at(text.substr(0, end), at).has_value();
}

// The labels of a line that are followed by ':' (or stand in 【 】).
std::vector<Label> labels_of(const Head& head, TextRange line) {
  std::vector<Label> labels;
  const std::u32string_view view = head.text.substr(0, line.end);
  const std::u32string_view words = slice(head.text, line);
  if (find_char(words, U':') == words.npos && find_char(words, U'】') == words.npos &&
      find_char(words, U'\t') == words.npos &&
      !head.tables.field_labels.longest_at(view, line.begin)) {
    return labels;
  }
  // Fields stand at the head of a line; a paragraph behind them is not searched.
  const size_t stop = std::min<size_t>(line.end, line.begin + kLongestFields);
  const Matcher& names = head.tables.field_labels;
  for (size_t at = names.next_candidate(view, line.begin); at < stop;
       at = names.next_candidate(view, at)) {
    const auto match = names.longest_at(view, at);
    size_t i = match ? match->end : at;
    const bool boxed =
        match && at > line.begin && view[at - 1] == U'【' && i < line.end && view[i] == U'】';
    if (boxed) ++i;
    const size_t after = i;
    while (match && i < line.end && (view[i] == U' ' || view[i] == U'\t')) ++i;
    const bool colon = match && i < line.end && view[i] == U':';
    const bool cell = match && after < line.end && view[after] == U'\t' &&
                      (at == line.begin || view[at - 1] == U'\t');
    const bool bare = match && !colon && !boxed && !cell && (at == line.begin || !labels.empty()) &&
                      is_value(head.tables, view, i, line.end, head.tables.fields[match->pattern]);
    if (!colon && !boxed && !cell && !bare) {
      ++at;
      continue;
    }
    if (colon) ++i;
    labels.push_back(
        {make_range(boxed ? at - 1 : at, match->end), i, head.tables.fields[match->pattern]});
    at = i;
  }
  return labels;
}

// 2024-11-16 |09:20:40: the time of day goes with the date.
size_t behind_clock(std::u32string_view text, size_t at) {
  const auto clock = [](char32_t c) { return (c >= U'0' && c <= U'9') || c == U':'; };
  size_t end = at;
  while (end < text.size() && text[end] == U' ') ++end;
  const size_t digits = end;
  while (end < text.size() && clock(text[end])) ++end;
  return find_char(text.substr(0, end), U':', digits) < end ? end : at;
}

// Splits one line into fields and what stands between them. 发布日期:2016-10-10各市、县… is a date
// and the beginning of the addressees: a date ends where it ends.
void read_fields(Head* head, TextRange line) {
  std::vector<Label> labels = labels_of(*head, line);
  const std::u32string_view view = head->text.substr(0, line.end);
  // 发文日期: ⏎ 2024年4月6日: the value stands in a line of its own.
  const Field above = std::exchange(head->open_field, Field::kOther);
  const TextRange words = trim(view, line);
  if (labels.empty() && is_date_field(above) && is_value(head->tables, view, words.begin, line.end, above)) {
    head->field_values.emplace(above, words);
    return;
  }
  const auto date_of = [&](const Label& l) {
    const TextRange value = trim(view, make_range(l.value, line.end));
    return value.empty() ? std::nullopt : date_at(view, value.begin);
  };
  const bool starts = !labels.empty() && labels.front().range.begin <= line.begin + 1;
  std::erase_if(labels,
                [&](const Label& l) { return !starts && !(is_date_field(l.field) && date_of(l)); });
  size_t from = line.begin;
  for (size_t i = 0; i < labels.size(); ++i) {
    const Label& label = labels[i];
    if (label.range.begin > from) head->segments.push_back(make_range(from, label.range.begin));
    size_t end = i + 1 < labels.size() ? labels[i + 1].range.begin : line.end;
    if (is_date_field(label.field)) {
      if (const auto date = date_of(label)) end = behind_clock(view, date->end);
    }
    const TextRange value = trim(view, make_range(label.value, end));
    if (!value.empty()) head->field_values.emplace(label.field, value);
    if (value.empty() && i + 1 == labels.size()) head->open_field = label.field;
    from = end;
  }
  if (from < line.end) head->segments.push_back(make_range(from, line.end));
}

QuotedDate quote_date(std::u32string_view text, TextRange range) {
  const auto date = date_at(text.substr(0, range.end), range.begin);
  if (!date || !date->complete()) return {};
  return {date->date(), make_range(date->begin, date->end)};
}

void take_fields(Head* head) {
  Metadata& m = *head->metadata;
  const auto value = [&](Field f) {
    const auto it = head->field_values.find(f);
    return it == head->field_values.end() ? TextRange{} : it->second;
  };
  m.index_number = quote(head->text, value(Field::kIndexNumber));
  m.validity = quote(head->text, value(Field::kValidity));
  m.govcn_theme = quote(head->text, value(Field::kGovcnTheme));
  m.disclosure = quote(head->text, value(Field::kDisclosure));
  m.date_metadata = quote_date(head->text, value(Field::kDateMetadata));
  m.published = quote_date(head->text, value(Field::kPublished));
}

// The one in the bracket that `range` begins with: (新政发〔2016〕21号)区人民政府关于…
bool bracketed_number_at(const Tables& tables, std::u32string_view text, TextRange range,
                         DocumentNumber* number) {
  return !range.empty() && text[range.begin] == U'(' &&
         number_at(tables, text, make_range(range.begin + 1, range.end), number) &&
         number->range.end < range.end && text[number->range.end] == U')';
}

void set_number(const DocumentNumber& number, Metadata* metadata) {
  if (metadata->doc_number.empty()) metadata->doc_number = {number.canonical, number.range};
}

// A run of 关于…的通知 at the beginning of a longer segment: where it ends, 0 when there is none.
size_t embedded_title(std::u32string_view s, const Tables& tables) {
  size_t place = 0;
  if (!tables.territory_at(s, 0, &place).empty()) {  // 某市渡口修缮方案|为方便群众,…
    for (size_t at = find_char(s, U'为', place); at < std::min(s.size(), kLongestTitle);
         at = find_char(s, U'为', at + 1)) {
      const std::u32string_view before = s.substr(0, at);
      if (before.find_first_of(U"。,;:\n") != before.npos) break;
      if (tables.type_ending(before, nullptr) != nullptr) return at;
    }
  }
  const size_t about = s.find(U"关于");
  if (about == s.npos || about > 60) return 0;
  // 关于修好渡口的十条意见。为…: a title that its text follows as if it were a sentence.
  const size_t stop = std::min(s.find_first_of(U"。,;:\n"), s.size());
  const bool sentence = about == 0 && stop < std::min(s.size(), kLongestTitle) && s[stop] == U'。';
  if (sentence && tables.type_ending(s.substr(0, stop), nullptr) != nullptr) return stop;
  for (size_t i = about; i < std::min(s.size(), kLongestTitle); ++i) {
    if (s[i] == U'。' || s[i] == U'\n') return 0;
    if (s[i] != U'的') continue;
    for (const Tables::TypeEnding& type : tables.type_endings) {
      if (s.substr(i + 1, type.ending.size()) != type.ending) continue;
      const size_t end = i + 1 + type.ending.size();
      DocumentNumber number;
      if (end == s.size() || s[end] == U'各' || s[end] == U'(' || s[end] == U' ' || s[end] == U'为' ||
          number_at(tables, s, make_range(end, s.size()), &number) || date_at(s, end)) {
        return end;
      }
    }
  }
  return 0;
}

// 一、(一)1.: a heading is no title.
bool is_numbered(std::u32string_view s) {
  size_t at = !s.empty() && s.front() == U'(';
  const size_t numeral = numeral_length(s, at);
  at += numeral;
  return numeral > 0 && at < s.size() && (s[at] == U'、' || s[at] == U'.' || s[at] == U')');
}

// Whether words of the page's frame stand in `s`.
bool framed(std::u32string_view s, const Tables& tables) {
  bool found = false;
  tables.chrome.find_all(s, [&](Match) { found = true; });
  return found;
}

bool can_be_title(std::u32string_view s, const Tables& tables) {
  if (s.empty() || s.size() > kLongestTitle || is_numbered(s)) return false;
  if (s.front() == U'【' || s.front() == U'《' || s.front() == U'(') return false;
  for (const char32_t c : s) {
    if (c == U'。' || c == U';' || c == U':' || c == U'>' || c == U'|' || c == U'】' ||
        c == U'\t') {
      return false;
    }
  }
  return !framed(s, tables);
}

// 印发…, 转发…
bool begins_to_pass_on(std::u32string_view s, const Tables& tables) {
  return std::ranges::any_of(tables.passes_on,
                             [&](std::u32string_view word) { return s.starts_with(word); });
}

// The addressees that `segment` begins with: their end (the ':'), 0 when it does not.
size_t addressees_end(std::u32string_view s, const Tables& tables) {
  const size_t colon = s.substr(0, kLongestAddressees).find(U':');
  if (colon == s.npos || colon < 2) return 0;
  const std::u32string_view names = s.substr(0, colon);
  if (contains(names, U"。") || contains(names, U"《") || contains(names, U";")) return 0;
  const bool everybody = contains(names, U"各");
  const auto in = [&](std::u32string_view w) { return contains(names, w); };
  return std::ranges::any_of(tables.addressee_words, in) &&
                 std::ranges::none_of(tables.no_addressee_words, in) &&
                 (everybody || contains(names, U"政府") || contains(names, U"、") ||
                  names.size() < 16)
             ? colon
             : 0;
}

// The title that begins with `range` of segment `i` and ends in one of the next two, in `ending` or, when that is
// empty, in any kind of document.
TextRange title_over_lines(const Head& head, size_t i, TextRange range, std::u32string_view ending) {
  for (size_t k = i + 1; k < std::min(head.segments.size(), i + 3); ++k) {
    const TextRange next = head.segments[k];
    const std::u32string_view t = slice(head.text, next);
    if (!can_be_title(t, head.tables) || contains(t, U"关于") ||
        next.end - range.begin > kLongestTitle)
      break;
    const bool ends = ending.empty() ? head.tables.type_ending(t, nullptr) != nullptr
                                     : t.ends_with(ending);
    if (ends) return make_range(range.begin, next.end);
  }
  return {};
}

// Whether the words of `range` follow it at once: a page repeats its title.
bool stands_again(std::u32string_view text, TextRange range, size_t end) {
  return range.end < end && text.substr(range.end, end - range.end).starts_with(slice(text, range));
}

// The title that begins at segment `i`: its range (over two or three segments where it is split).
TextRange title_from(const Head& head, size_t i) {
  TextRange range = head.segments[i];
  DocumentNumber number;
  if (number_at(head.tables, head.text, range, &number)) {
    range.begin = number.range.end;  // 国办发〔…〕24号 before it
  } else if (bracketed_number_at(head.tables, head.text, range, &number)) {
    range.begin = number.range.end + 1;
  }
  // 您的位置：首页〉文件〉…: what the page says of where it stands.
  size_t open = 0;
  for (uint32_t at = range.begin; at < range.end; ++at) {
    open += head.text[at] == U'〈';
    if (head.text[at] == U'〉' && open == 0) range.begin = at + 1;
    open -= head.text[at] == U'〉' && open > 0;
  }
  // 政务服务丨某市…: the column that the page belongs to.
  const size_t bar = slice(head.text, range).substr(0, kLongestColumn).find_last_of(U"丨|");
  if (bar != std::u32string_view::npos) range.begin += bar + 1;
  range = trim(head.text, range);
  if (range.empty()) return {};
  // 标题 without a colon, or the frame of the page, before it on the line.
  const std::u32string_view whole = head.text.substr(0, range.end);
  if (const auto label = head.tables.field_labels.longest_at(whole, range.begin);
      label && label->end < range.end && head.tables.fields[label->pattern] == Field::kTitle) {
    range = trim(head.text, make_range(label->end, range.end));
  }
  head.tables.chrome.find_all(slice(head.text, range), [&, from = range.begin](Match m) {
    if (from + m.end < range.end) range.begin = std::max<uint32_t>(range.begin, from + m.end);
  });
  // 《…实施细则》 on its line, before nothing or the sentence that says what for (为…).
  if (head.text[range.begin] == U'《') {
    const size_t close = find_char(head.text, U'》', range.begin);
    if (close < range.end && number_at(head.tables, head.text, make_range(close + 1, range.end), &number) &&
        number.range.end < range.end) {
      range.begin = number.range.end;  // 《…的通知》沪府办发〔2016〕10号 before it
    } else if (close + 1 == range.end || (i == 0 && close < range.end && head.text[close + 1] == U'为') ||
               stands_again(head.text, make_range(range.begin, close + 1), range.end) ||
               (close < range.end &&
                addressees_end(slice(head.text, make_range(close + 1, range.end)), head.tables) != 0)) {
      range = make_range(range.begin + 1, close);
    }
  }
  const std::u32string_view s = slice(head.text, range);
  const bool titled = can_be_title(s, head.tables) && head.tables.type_ending(s, nullptr) != nullptr;
  // 关于印发渡口修缮方案⏎和养护方案的通知: what is passed on ends like a title, the notice goes on.
  const size_t about = s.find(U"关于");
  const bool notice = about != s.npos && begins_to_pass_on(s.substr(about + 2), head.tables);
  if (titled && notice && !s.ends_with(kNotice)) {
    if (const TextRange whole = title_over_lines(head, i, range, kNotice); !whole.empty()) return whole;
  }
  if (titled) return s.size() >= kShortestTitle || about != s.npos ? range : TextRange{};
  if (const size_t end = embedded_title(s, head.tables)) {
    return make_range(range.begin, range.begin + end);
  }
  if (!can_be_title(s, head.tables) || about == s.npos) return {};
  return title_over_lines(head, i, range, {});
}

// 某县人民政府办公室⏎关于印发…的通知: a body on the line above is part of the title.
TextRange with_issuer_above(const Head& head, size_t i, TextRange title) {
  if (title.empty() || i == 0) return title;
  const std::u32string_view s = slice(head.text, title);
  if (!s.starts_with(U"关于") && !begins_to_pass_on(s, head.tables)) return title;
  const TextRange above = trim(head.text, head.segments[i - 1]);
  const auto body = head.tables.names.parse(head.text.substr(0, above.end), above.begin);
  const bool issues = body && body->end == above.end && body->prefix == AgencyPrefix::kPlace;
  return issues ? make_range(above.begin, title.end) : title;
}

// 国务院各部委、各直属机构 are two, 各省、自治区、直辖市人民政府 is one.
bool parts_at(std::u32string_view text, size_t begin, size_t at) {
  if (text[at] == U',') return true;
  if (text[at] != U'、' || at + 1 >= text.size() || text[at + 1] != U'各') return false;
  static constexpr std::u32string_view kDivisions = U"省市县区州旗盟)";
  return at == begin || at - begin > 4 || kDivisions.find(text[at - 1]) == kDivisions.npos;
}

void take_addressees(std::u32string_view text, TextRange range, Metadata* metadata) {
  size_t depth = 0;
  size_t begin = range.begin;
  const std::u32string_view view = text.substr(0, range.end);
  for (size_t i = range.begin; i <= range.end; ++i) {
    if (i < range.end && view[i] == U'(') ++depth;
    if (i < range.end && view[i] == U')' && depth > 0) --depth;
    if (i < range.end && (depth > 0 || !parts_at(view, begin, i))) continue;
    if (i > begin) metadata->addressees.push_back(quote(text, make_range(begin, i)));
    begin = i + 1;
  }
}

// …的通知(韶府〔2019〕31号): where the bracket with the number at the end of the title begins, or 0.
size_t number_bracket(const Tables& tables, std::u32string_view text, TextRange title,
                      DocumentNumber* number) {
  if (title.empty() || text[title.end - 1] != U')') return 0;
  const size_t open = text.substr(0, title.end).rfind(U'(');
  const TextRange inside = make_range(open + 1, title.end - 1);
  if (open == text.npos || open <= title.begin || !number_at(tables, text, inside, number)) return 0;
  return number->range == inside ? open : 0;
}

}  // namespace

void set_type(std::u32string_view text, const Tables& tables, Metadata* metadata) {
  const TextRange title = metadata->title.range;
  size_t type_end = 0;
  const auto* type = tables.type_ending(slice(text, title), &type_end);
  if (type == nullptr) return;
  const size_t end = title.begin + type_end;
  metadata->doc_type = {type->kind, make_range(end - type->ending.size(), end)};
}

size_t read_head(std::u32string_view text, const Tables& tables, Metadata* metadata) {
  Head head{text, tables, metadata, {}, {}, Field::kOther};
  const TextRange zone = make_range(0, std::min(text.size(), kHeadSize));
  size_t lines = 0;
  size_t line_begin = 0;
  while (line_begin < zone.end && lines++ < kHeadLines) {
    const size_t end = std::min(find_char(text, U'\n', line_begin), text.size());
    if (end > line_begin) read_fields(&head, make_range(line_begin, end));
    line_begin = end + 1;
  }
  take_fields(&head);

  size_t title_segment = head.segments.size();
  for (size_t i = 0; i < head.segments.size() && metadata->title.empty(); ++i) {
    const std::u32string_view segment = slice(text, head.segments[i]);
    if (addressees_end(segment, tables) != 0 && !framed(segment, tables)) break;
    metadata->title = quote(text, with_issuer_above(head, i, title_from(head, i)));
    title_segment = i;
  }
  // 政策 某州人民政府关于…的意见 ⏎ 某州人民政府关于…的意见: the page gives its own title, then the document's.
  for (size_t i = title_segment + 1; i < std::min(head.segments.size(), title_segment + kNearTitle); ++i) {
    const TextRange again = trim(text, head.segments[i]);
    const std::u32string_view words = slice(text, again);
    DocumentNumber numbered;  // …的通知(某政发〔2016〕3号), again
    if (const size_t bracket = number_bracket(tables, text, again, &numbered);
        bracket != 0 && slice(text, make_range(again.begin, bracket)) == slice(text, metadata->title.range)) {
      set_number(numbered, metadata);
    }
    size_t end = 0;
    if (words.size() >= metadata->title.range.size() || !contains(words, U"关于") ||
        !slice(text, metadata->title.range).ends_with(words) ||
        tables.territory_at(words, 0, &end).empty()) {
      continue;
    }
    metadata->title = quote(text, again);
    title_segment = i;
    break;
  }
  if (metadata->title.empty()) {
    title_segment = 0;
    const auto it = head.field_values.find(Field::kTitle);
    if (it != head.field_values.end()) metadata->title = quote(text, it->second);
  }
  DocumentNumber number;
  if (const size_t bracket = number_bracket(tables, text, metadata->title.range, &number); bracket != 0) {
    metadata->title = quote(text, make_range(metadata->title.range.begin, bracket));
    set_number(number, metadata);
  }
  const TextRange title = metadata->title.range;
  set_type(text, tables, metadata);

  const auto field = head.field_values.find(Field::kDocNumber);
  if (field != head.field_values.end() && number_at(tables, text, field->second, &number)) {
    set_number(number, metadata);
  }
  if (const auto issuer = head.field_values.find(Field::kIssuer); issuer != head.field_values.end()) {
    size_t end = 0;
    const TextRange name = issuer->second;
    metadata->jurisdiction = tables.territory_at(text.substr(0, name.end), name.begin, &end);
    metadata->jurisdiction_from = make_range(name.begin, end);
    metadata->jurisdiction_rule = "D.jurisdiction.field";
    metadata->issuer_field = name;
  }
  size_t head_end = title.end;
  for (size_t i = 0; i < head.segments.size(); ++i) {
    TextRange segment = head.segments[i];
    if (i >= title_segment + kNearTitle) {  // fields in lines of their own: nothing but a number counts
      const TextRange line = trim(text, segment);
      if (number_at(tables, text, line, &number) && number.range == line) set_number(number, metadata);
      continue;
    }
    if (segment.begin < title.begin && title.begin < segment.end) {
      for (DocumentNumber before : tables.numbers.find(slice(text, {segment.begin, title.begin}))) {
        before.range = {segment.begin + before.range.begin, segment.begin + before.range.end};
        if (before.range.end == title.begin) set_number(before, metadata);
      }
    }
    if (segment.begin < title.end && title.end < segment.end) {
      segment.begin = title.end + (text[title.end] == U'》');
    }
    segment = trim(text, segment);
    // 《某省渡口修缮方案》(某发〔2016〕3号), above the title that names the same plan.
    if (const size_t bracket = number_bracket(tables, text, segment, &number);
        bracket != 0 && segment.end <= title.begin && text[segment.begin] == U'《' &&
        contains(slice(text, title), slice(text, {segment.begin, static_cast<uint32_t>(bracket)}))) {
      set_number(number, metadata);
    }
    if (!segment.empty() && text[segment.begin] == U'(' && text[segment.end - 1] == U')') {
      segment = {segment.begin + 1, segment.end - 1};  // （浙政办发〔2018〕4号）
    }
    if (bracketed_number_at(tables, text, segment, &number)) {
      set_number(number, metadata);
    } else if (number_at(tables, text, segment, &number)) {
      // 签发人 may share the line; a number at the head of a paragraph is somebody else's.
      if (segment.end - number.range.end <= 12 || segment.end >= title.end)
        set_number(number, metadata);
      segment.begin = std::min(segment.end, number.range.end);
      if (segment.begin > head_end && i <= title_segment + 3) head_end = segment.begin;
    }
    if (segment.begin < title.end || !metadata->addressees.empty()) continue;
    if (const size_t colon = addressees_end(slice(text, segment), tables)) {
      take_addressees(text, make_range(segment.begin, segment.begin + colon), metadata);
      head_end = segment.begin + colon + 1;
    }
  }
  return head_end;
}

}  // namespace zhengmai::structure_internal
