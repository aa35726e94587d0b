// The tail of a document: signature, disclosure, the plan that a notice passes on, and where the
// body ends.
#include <algorithm>

#include "extract/structure/reader.h"
#include "extract/text/normalise.h"
#include "extract/text/numerals.h"
#include "extract/text/search.h"
#include "graph/model/unicode.h"

namespace zhengmai::structure_internal {
namespace {

constexpr size_t kLongestIssuer = 60;  // two, where their lines were joined
constexpr size_t kMostIssuers = 20;
constexpr size_t kLongestPlanTitle = 80;
constexpr size_t kSubstantial = 200;  // shorter text behind the signature is no attachment
constexpr size_t kNoticeSize = 600;   // a letter that passes on a plan and is signed with no name

bool starts_with(std::u32string_view text, std::u32string_view head) {
  return text.substr(0, head.size()) == head;
}

bool is_issuer_name(std::u32string_view s, const Tables& tables) {
  if (s.size() < 3 || s.size() > kLongestIssuer) return false;
  if (!std::all_of(s.begin(), s.end(),
                   [](char32_t c) { return is_han(c) || c == U'(' || c == U')'; })) {
    return false;
  }
  if (s.front() == U'各' || s.front() == U'附') return false;
  return std::ranges::any_of(tables.issuer_endings,
                             [&](const std::u32string& ending) { return s.ends_with(ending); });
}

struct Signature {
  TextRange range;
  TextRange date_range;
  std::optional<Date> date;
  std::vector<TextRange> names;
};

bool ends_clause(char32_t c) {
  return c == U'\n' || c == U'。' || c == U')' || c == U'!' || c == U' ' || c == U':';
}

// Where what stands before `end` ends, without line ends and blanks.
size_t without_blanks(std::u32string_view text, size_t from, size_t end) {
  while (end > from && (text[end - 1] == U'\n' || text[end - 1] == U' ')) --end;
  return end;
}

// 附件:渡口修缮任务表|某市人民政府: where the body begins that a line's end was taken out before, or `begin`.
size_t behind_attachment(std::u32string_view text, size_t begin, size_t end, const Tables& tables) {
  const std::u32string_view view = text.substr(0, end);
  const auto whole = tables.names.parse(view, begin);
  if (whole && whole->end == end) return begin;
  for (size_t at = begin + 3; at + 2 < end; ++at) {
    if (tables.type_ending(view.substr(begin, at - begin), nullptr) == nullptr) continue;
    const auto body = tables.names.parse(view, at);
    if (body && body->known() && body->end == end) return at;
  }
  return begin;
}

// The names above a date, from the line before it upwards, or run together with it on its line.
void take_names(std::u32string_view text, size_t from, size_t date_begin, const Tables& tables,
                Signature* signature) {
  size_t end = without_blanks(text, from, date_begin);
  constexpr size_t kLongestSeal = 20;
  if (end > from && text[end - 1] == U')') {  // (国家知识产权局代章)
    const size_t open = text.substr(0, end).rfind(U'(');
    const bool seal = open != text.npos && open > from && end - open < kLongestSeal &&
                      text.substr(0, end - 1).ends_with(U"代章");
    if (seal) end = open;
    end = without_blanks(text, from, end);
  }
  while (end > from && signature->names.size() < kMostIssuers) {
    size_t begin = end;
    while (begin > from && !ends_clause(text[begin - 1])) --begin;
    if (!is_issuer_name(text.substr(begin, end - begin), tables)) break;
    begin = behind_attachment(text, begin, end, tables);
    signature->names.insert(signature->names.begin(), make_range(begin, end));
    signature->range.begin = static_cast<uint32_t>(begin);
    if (begin == from || text[begin - 1] == U'。' || text[begin - 1] == U')') break;
    end = without_blanks(text, from, begin);
  }
}

// A line that has the place of a date and is none: 2019年 月 日, 20I9年5月6日, 2019年13月5日.
TextRange failed_date_line(std::u32string_view text, size_t from, size_t year) {
  constexpr size_t kLongestDate = 16;
  size_t begin = year;
  while (begin > from && text[begin - 1] != U'\n') --begin;
  const size_t end = std::min(find_char(text, U'\n', year), text.size());
  const size_t month = find_char(text, U'月', year);
  if (end - begin > kLongestDate || month >= end || year - begin > 6) return {};
  const auto other_word = [](char32_t c) {
    return is_han(c) && std::u32string_view(U"年月日〇零一二三四五六七八九十某").find(c) ==
                            std::u32string_view::npos;
  };
  const auto line = text.substr(begin, end - begin);
  return std::none_of(line.begin(), line.end(), other_word) ? make_range(begin, end) : TextRange{};
}

// 2022530, the line of a date that lost its 年, 月 and 日: the date where it can be read in one way only.
std::optional<Date> date_of_digits(std::u32string_view digits) {
  constexpr size_t kYear = 4;
  std::optional<Date> found;
  for (const size_t month : {size_t{1}, size_t{2}}) {
    const size_t rest = digits.size() - std::min(digits.size(), kYear + month);
    if (rest < 1 || rest > 2 || (digits[kYear] == U'0' && digits.size() != kYear + 4)) continue;
    std::u32string written(digits);
    written.insert(kYear + month, U"-");
    written.insert(kYear, U"-");
    const auto date = date_at(written, 0);
    if (!date || !date->complete() || date->end != written.size()) continue;
    if (found) return std::nullopt;
    found = date->date();
  }
  return found;
}

// A line of such digits below names.
Signature digits_signature(std::u32string_view text, size_t from, const Tables& tables) {
  Signature signature;
  for (const std::u32string_view era : {U"\n20", U"\n19"}) {
    for (size_t at = find_word(text, era, from); at != text.npos; at = find_word(text, era, at + 1)) {
      size_t end = at + 1;
      while (end < text.size() && text[end] >= U'0' && text[end] <= U'9') ++end;
      const size_t size = end - at - 1;
      if (size < 6 || size > 8 || (end < text.size() && text[end] != U'\n' && text[end] != U'(')) continue;
      take_names(text, from, at, tables, &signature);
      if (signature.names.empty()) continue;
      signature.range.end = static_cast<uint32_t>(end);
      signature.date = date_of_digits(text.substr(at + 1, size));
      if (signature.date) signature.date_range = make_range(at + 1, end);
      return signature;
    }
  }
  return {};
}

// The first date with names above it; without one, the first line below names that should be one;
// else the last date that has a line of its own.
Signature find_signature(std::u32string_view text, size_t from, const Tables& tables) {
  Signature alone;
  Signature undated;
  size_t searched = from;
  for (size_t at = find_char(text, U'年', from); at != text.npos;
       at = find_char(text, U'年', at + 1)) {
    if (const TextRange line = failed_date_line(text, from, at);
        undated.names.empty() && !line.empty()) {
      undated.range = line;
      take_names(text, from, line.begin, tables, &undated);
    }
    size_t begin = at;
    while (begin > searched && numeral_length(text, begin - 1) >= at - (begin - 1) &&
           at - begin < 4)
      --begin;
    if (at - begin != 4) continue;
    const auto date = date_at(text, begin);
    if (!date || !date->complete()) continue;
    searched = date->end;
    if (starts_with(text.substr(date->end), U"印发")) continue;  // the printer's line
    Signature signature;
    signature.range = signature.date_range = make_range(begin, date->end);
    signature.date = date->date();
    take_names(text, from, begin, tables, &signature);
    if (!signature.names.empty()) return signature;
    const bool line =
        (begin == 0 || text[begin - 1] == U'\n') &&
        (date->end == text.size() || text[date->end] == U'\n' || text[date->end] == U'(');
    if (line) alone = signature;
  }
  if (!undated.names.empty()) return undated;
  const Signature digits = digits_signature(text, from, tables);
  return digits.names.empty() ? alone : digits;
}

// (2019年7月26日…第十一次会议通过): the date of a law stands under its title.
QuotedDate date_under_title(std::u32string_view text, TextRange title) {
  size_t at = title.end;
  if (title.empty() || at >= text.size() || text[at] != U'\n') return {};
  if (++at >= text.size() || text[at] != U'(') return {};
  const auto date = date_at(text, at + 1);
  if (!date || !date->complete()) return {};
  return {date->date(), make_range(date->begin, date->end)};
}

// (此件公开发布), (发至县人民政府): what stands inside.
TextRange find_disclosure(std::u32string_view text, size_t from, const Tables& tables) {
  const Matcher& words = tables.disclosures;
  for (size_t at = words.next_candidate(text, from); at < text.size();
       at = words.next_candidate(text, at + 1)) {
    if (!words.longest_at(text, at)) continue;
    const size_t end = text.substr(0, std::min(text.size(), at + 40)).find(U')', at);
    if (end != text.npos) return make_range(at + 1, end);
  }
  return {};
}

bool passes_on_a_plan(std::u32string_view title, const Tables& tables) {
  return title.find(U"通知") != title.npos &&
         std::ranges::any_of(tables.passes_on, [&](std::u32string_view word) {
           return title.find(word) != title.npos;
         });
}

// Where the first heading of a run-on line begins: 一、 第一章 第一条.
size_t heading_in(std::u32string_view s) {
  size_t at = s.size();
  for (const std::u32string_view start : {U"一、", U"第一章", U"第一条", U"(一)"}) {
    at = std::min(at, find_word(s, start));
  }
  return at;
}

bool is_named(std::u32string_view text, std::u32string_view title) {
  return find_word(text, U"《" + std::u32string(title) + U"》") != text.npos;
}

// 《防止…⏎工作方案》: where the title begins that the notice above names and whose last line is
// `last`, one or two lines up; where `last` begins when it is a title by itself.
size_t begin_of_named(std::u32string_view text, size_t from, TextRange last) {
  size_t begin = last.begin;
  std::u32string words(text.substr(last.begin, last.size()));
  for (int lines = 0; lines < 2 && begin > from; ++lines) {
    const size_t end = without_blanks(text, from, begin);
    const size_t line = text.rfind(U'\n', end == 0 ? 0 : end - 1);
    const size_t start = line == text.npos || line < from ? from : line + 1;
    if (end <= start || end - start > kLongestPlanTitle) break;
    words.insert(0, text.substr(start, end - start));
    begin = start;
    if (is_named(text.substr(0, from), words)) return begin;
  }
  return last.begin;
}

// The title of the plan: the first line from `from` on that ends like a title; a line may run on
// into the first heading.
TextRange find_plan_title(std::u32string_view text, size_t from, const Tables& tables) {
  size_t begin = from;
  size_t first = text.npos;  // of the lines that a title may be split over
  for (int lines = 0; begin < text.size() && lines < 12; ++lines) {
    while (begin < text.size() && (text[begin] == U'\n' || text[begin] == U' ')) ++begin;
    const size_t end = std::min(find_char(text, U'\n', begin), text.size());
    std::u32string_view line = text.substr(begin, end - begin);
    if (starts_with(line, U"(") && line.find(U')') != line.npos && line.find(U')') < 40) {
      begin += line.find(U')') + 1;  // (此件主动公开)
      first = text.npos;
      continue;
    }
    const std::u32string_view s = line.substr(0, heading_in(line));
    const bool sentence =
        s.find(U'。') != s.npos || s.find(U':') != s.npos || s.find(U'《') != s.npos;
    const bool fits = !sentence && s.size() >= 4 && s.size() <= kLongestPlanTitle;
    // 主要工作责任分解 is no kind of document; the notice above names it.
    if (fits && (tables.type_ending(s, nullptr) != nullptr || is_named(text.substr(0, from), s))) {
      const bool split = first != text.npos && begin + s.size() - first <= kLongestPlanTitle;
      const TextRange last = make_range(begin, begin + s.size());
      return make_range(split ? first : begin_of_named(text, from, last), last.end);
    }
    size_t end_of_place = 0;
    if (sentence || attachment_line(line)) {
      first = text.npos;
    } else if (first == text.npos && !tables.territory_at(s, 0, &end_of_place).empty()) {
      first = begin;
    }
    if (s.size() < line.size()) return {};  // the plan has begun without a title
    begin = end + 1;
  }
  return {};
}

// 现将《某市渡口修缮方案》(以下简称《方案》)印发给你们: the plan that the notice below `from` names as the one it
// passes on; its title need not stand again.
TextRange named_plan(std::u32string_view text, size_t from, const Tables& tables) {
  const std::u32string_view notice = text.substr(0, from + kNoticeSize);
  TextRange found;
  tables.names_plan.find_all(notice.substr(std::min(from, notice.size())), [&](Match m) {
    const size_t open = from + m.end;
    if (!found.empty() || open >= notice.size() || notice[open] != U'《') return;
    const size_t close = find_char(notice, U'》', open);
    if (close >= notice.size() || close - open > kLongestPlanTitle) return;
    const TextRange name = make_range(open + 1, close);
    const std::u32string_view rest = notice.substr(close);
    if (find_word(rest.substr(0, find_char(rest, U'。')), U"印发") == rest.npos) return;
    if (tables.type_ending(notice.substr(name.begin, name.size()), nullptr) != nullptr) found = name;
  });
  return found;
}

// Where the frame of the page begins again, or the end of the text.
size_t chrome_begin(std::u32string_view text, size_t from, const Tables& tables) {
  size_t end = text.size();
  size_t lines = 0;
  while (end > from && lines++ < 60) {
    const size_t line = text.rfind(U'\n', end - 1);
    const size_t begin = line == text.npos || line < from ? from : line + 1;
    const std::u32string_view s = text.substr(begin, end - begin);
    bool framed = false;
    if (s.size() < 60) tables.chrome.find_all(s, [&](Match) { framed = true; });
    const bool footnote =
        s.empty() || (s.size() < 40 && tables.disclosures.longest_at(s, 0).has_value());
    if (!framed && !footnote) return end;
    end = begin == from ? from : begin - 1;
  }
  return text.size();
}

// Whether words of a page's frame stand in `foot` that no document has: 主办单位 alone may open a list.
bool is_frame(std::u32string_view foot, const Tables& tables) {
  bool sure = false;
  tables.chrome.find_all(foot, [&](Match m) { sure = sure || !tables.chrome_is_label[m.pattern]; });
  return sure;
}

// 商务部 发展改革委 on one line: the blank between them is gone, the names tell where they part.
// One part where they do not cover the name.
std::vector<TextRange> parts_of_name(std::u32string_view text, TextRange name,
                                     const Tables& tables) {
  const std::u32string_view view = text.substr(0, name.end);
  std::vector<TextRange> parts;
  for (size_t at = name.begin; at < name.end;) {
    // 中共某市委办公室 and 某市政府办公室 sign side by side.
    const bool party = starts_with(view.substr(at), U"中共") && !tables.names.parse(view, at);
    const auto agency = tables.names.parse(view, at + (party ? 2 : 0));
    if (!agency || agency->end <= at || !agency->known()) return {name};
    parts.push_back(make_range(at, agency->end));
    at = agency->end;
  }
  return parts;
}

// 某市人民政府文件: the body on the letterhead above the title.
TextRange letterhead(std::u32string_view text, size_t title, const Tables& tables) {
  constexpr std::u32string_view kPaper = U"文件";
  for (const TextRange line : lines_of(text, make_range(0, title))) {
    const std::u32string_view words = text.substr(line.begin, line.size());
    if (!words.ends_with(kPaper)) continue;
    const TextRange name = make_range(line.begin, line.end - kPaper.size());
    size_t end = 0;
    const bool placed = !tables.territory_at(words, 0, &end).empty();
    if (placed && is_issuer_name(text.substr(name.begin, name.size()), tables)) return name;
  }
  return {};
}

void take_issuers(std::u32string_view text, const Signature& signature, const Tables& tables,
                  Metadata* metadata) {
  const auto add = [&](TextRange names, std::string_view rule) {
    for (const TextRange name : parts_of_name(text, names, tables)) {
      Issuer issuer;
      issuer.name = quote(text, name);
      issuer.rule = rule;
      tables.resolve(&issuer, text.substr(name.begin, name.size()));
      metadata->issuers.push_back(std::move(issuer));
    }
  };
  for (const TextRange name : signature.names) add(name, "D.issuer.signature");
  if (!metadata->issuers.empty()) return;
  const TextRange title = metadata->title.range;
  const std::u32string_view s = text.substr(title.begin, title.size());
  const size_t about = s.find(U"关于");
  std::u32string_view name = about == s.npos ? std::u32string_view{} : s.substr(0, about);
  const auto verb = std::ranges::find_if(
      tables.passes_on, [&](std::u32string_view word) { return name.ends_with(word); });
  if (verb != tables.passes_on.end()) name.remove_suffix(verb->size());
  while (name.ends_with(U'\n') || name.ends_with(U' ')) name.remove_suffix(1);
  size_t end = 0;
  const bool full = is_issuer_name(name, tables) && !tables.territory_at(name, 0, &end).empty();
  const TextRange head = full ? TextRange{} : letterhead(text, title.begin, tables);
  if (!head.empty()) return add(head, "D.issuer.letterhead");  // 市政府关于… below 某市人民政府文件
  if (is_issuer_name(name, tables)) {
    return add(make_range(title.begin, title.begin + name.size()), "D.issuer.title");
  }
  // A site's field may name who copied the page: not beside a title that speaks of another territory.
  const TextRange field = metadata->issuer_field;
  const std::u32string_view body = text.substr(field.begin, field.size());
  const std::string_view place = tables.territory_at(s, 0, &end);
  const bool own = place.empty() || place == tables.territory_at(body, 0, &end);
  if (own && is_issuer_name(body, tables)) add(field, "D.issuer.field");
}

// 结合淮安实际,制定…; 日前,潮州市人民政府印发《…》: what the first paragraphs of a text without a head say.
std::string_view own_place(std::u32string_view text, const Tables& tables, TextRange* said) {
  constexpr size_t kReach = 2500;
  constexpr size_t kLongestName = 24;  // of a government, before 印发
  text = text.substr(0, kReach);
  std::string_view found;
  const auto keep = [&](std::string_view code, size_t begin, size_t end) {
    found = code;
    *said = make_range(begin, end);
  };
  tables.before_own_place.find_all(text, [&](Match m) {
    size_t end = 0;
    const std::string_view code =
        found.empty() ? tables.territory_at(text, m.end, &end) : std::string_view{};
    if (!code.empty() && tables.after_own_place.longest_at(text, end)) keep(code, m.end, end);
  });
  if (!found.empty()) return found;
  // 《某市渡口修缮方案》已经市政府同意
  for (size_t at = find_char(text, U'《'); at != text.npos; at = find_char(text, U'《', at + 1)) {
    const size_t close = find_char(text, U'》', at);
    if (close == text.npos) break;
    const auto behind = text.substr(close + 1, 2);
    if (behind != U"已经" && behind != U"业经") continue;
    size_t end = 0;
    const std::string_view code = tables.territory_at(text.substr(0, close), at + 1, &end);
    if (!code.empty()) keep(code, at + 1, end);
    break;
  }
  if (!found.empty()) return found;
  tables.issues.find_all(text, [&](Match m) {
    // Behind 关于 the word belongs to a title, mostly somebody else's.
    size_t begin = m.begin;
    while (begin > 0 && m.begin - begin < kLongestName && is_han(text[begin - 1])) --begin;
    for (size_t at = begin; found.empty() && at < m.begin; ++at) {
      size_t end = 0;
      const std::string_view code = tables.territory_at(text, at, &end);
      if (code.empty()) continue;
      const auto between = text.substr(end, m.begin - end);
      const bool government =
          starts_with(between, U"人民政府") && between.find(U"关于") == between.npos;
      if (between.empty() || government) keep(code, at, end);
      return;
    }
  });
  return found;
}

// 青岛西海岸新区管委,市政府各部门: a place among the addressees lies in the territory at the level that another
// of them names.
std::string_view addressed_place(std::u32string_view text, const Tables& tables,
                                 const std::vector<Quoted>& addressees, TextRange* said) {
  std::string_view place;
  AgencyPrefix whose = AgencyPrefix::kNone;
  for (const Quoted& addressee : addressees) {
    const auto words = text.substr(0, addressee.range.end);
    const auto prefix = tables.names.longest_prefix(words, addressee.range.begin);
    const bool level = prefix.kind == AgencyPrefix::kProvince || prefix.kind == AgencyPrefix::kCity;
    if (level && whose == AgencyPrefix::kNone) whose = prefix.kind;
    size_t end = 0;
    const std::string_view code = tables.territory_at(words, addressee.range.begin, &end);
    if (place.empty() && !code.empty()) {
      place = code;
      *said = make_range(addressee.range.begin, end);
    }
  }
  if (place.empty() || whose == AgencyPrefix::kNone) return {};
  return whose == AgencyPrefix::kProvince
             ? tables.places.ancestor(place, TerritoryLevel::kProvince)
             : tables.places.city_of(place);
}

// From the issuer, the title, the number, a field of the site, the addressees, the first paragraphs;
// the first that says it.
void take_jurisdiction(std::u32string_view text, const Tables& tables, Metadata* metadata) {
  const auto set = [&](std::string_view code, TextRange from, std::string_view rule) {
    metadata->jurisdiction = code;
    metadata->jurisdiction_from = from;
    metadata->jurisdiction_rule = rule;
  };
  for (const Issuer& issuer : metadata->issuers) {
    if (issuer.rule != "D.issuer.field" && !issuer.jurisdiction.empty()) {
      return set(issuer.jurisdiction, issuer.name.range, "D.jurisdiction.issuer");
    }
  }
  for (const Quoted* title : {&metadata->title, &metadata->attachment_title}) {
    if (title->empty()) continue;
    size_t end = 0;
    const std::string_view code =
        tables.territory_at(text.substr(0, title->range.end), title->range.begin, &end);
    if (!code.empty()) {
      return set(code, make_range(title->range.begin, end), "D.jurisdiction.title");
    }
  }
  const std::string& number = metadata->doc_number.text;
  const std::string_view code = tables.territory_of_prefix(number.substr(0, number.find("〔")));
  if (!code.empty()) return set(code, metadata->doc_number.range, "D.jurisdiction.number");
  if (!metadata->jurisdiction.empty()) return;  // a field of the site says it
  TextRange said;
  if (const auto place = addressed_place(text, tables, metadata->addressees, &said); !place.empty()) {
    return set(place, said, "D.jurisdiction.addressees");
  }
  const std::string_view own = own_place(text, tables, &said);
  if (!own.empty()) set(own, said, "D.jurisdiction.preamble");
}

}  // namespace

void read_tail(std::u32string_view text, size_t head_end, const Tables& tables,
               Metadata* metadata) {
  const Signature signature = find_signature(text, head_end, tables);
  metadata->signature = signature.range;
  metadata->date = {signature.date, signature.date ? signature.date_range : TextRange{}};
  if (!signature.date) metadata->date = date_under_title(text, metadata->title.range);
  take_issuers(text, signature, tables, metadata);
  if (metadata->disclosure.empty()) {
    metadata->disclosure = quote(text, find_disclosure(text, head_end, tables));
  }

  if (!metadata->date.date) metadata->date = metadata->date_metadata;

  const TextRange title = metadata->title.range;
  const bool notice = passes_on_a_plan(text.substr(title.begin, title.size()), tables);
  const size_t chrome = chrome_begin(text, head_end, tables);
  const bool signed_at_end =
      !signature.range.empty() && chrome < signature.range.end + kSubstantial;
  if (is_frame(text.substr(chrome), tables)) metadata->frame_begin = static_cast<uint32_t>(chrome);
  size_t begin = head_end;
  size_t end = signed_at_end ? signature.range.begin : chrome;
  if (notice) {
    const size_t from = signature.range.empty() ? head_end : signature.range.end;
    metadata->attachment_title = quote(text, find_plan_title(text, from, tables));
    if (!metadata->attachment_title.empty()) {
      begin = metadata->attachment_title.range.end;
      end = chrome;
    } else if (!signed_at_end && !signature.range.empty()) {
      begin = signature.range.end;
    }
  }
  // The page begins with the addressees of a notice: the plan that it passes on is what is left to name.
  const bool is_notice =
      !signature.names.empty() || (!signature.range.empty() && signature.range.begin < kNoticeSize);
  if (title.empty() && !metadata->addressees.empty() && is_notice) {
    metadata->title = quote(text, find_plan_title(text, signature.range.end, tables));
    if (const TextRange plan = metadata->title.range; !plan.empty()) {
      set_type(text, tables, metadata);
      begin = plan.end;
      end = chrome;
    }
  }
  if (metadata->title.empty() && !metadata->addressees.empty()) {
    metadata->title = quote(text, named_plan(text, head_end, tables));
    set_type(text, tables, metadata);
  }
  metadata->body = make_range(begin, std::max(begin, end));
  take_jurisdiction(text, tables, metadata);
}

bool attachment_line(std::u32string_view line) {
  if (!starts_with(line, U"附件") && !starts_with(line, U"附表")) return false;
  size_t i = 2;
  while (i < line.size() &&
         ((line[i] >= U'0' && line[i] <= U'9') || line[i] == U'-' || line[i] == U':' ||
          line[i] == U' ' ||
          std::u32string_view(U"一二三四五六七八九十").find(line[i]) != line.npos)) {
    ++i;
  }
  return i == line.size();
}

}  // namespace zhengmai::structure_internal
