#include "extract/structure/lists.h"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "extract/structure/list_scanner.h"
#include "extract/structure/list_sentences.h"
#include "extract/structure/list_tables.h"
#include "extract/text/char_set.h"
#include "extract/text/normalise.h"
#include "extract/text/numerals.h"
#include "extract/text/search.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr uint32_t kMaxBracket = 1500;    // a list that names every office of a province
constexpr uint32_t kMaxLabel = 12;
constexpr uint32_t kMaxLine = 2000;
constexpr CharSet kListStarts(U"([〔【:;\t");  // a bracket opens, or a label ends

bool opens(char32_t c) { return c == U'(' || c == U'[' || c == U'〔' || c == U'【'; }
bool closes(char32_t c) { return c == U')' || c == U']' || c == U'〕' || c == U'】'; }
bool ends_sentence(char32_t c) {
  return c == U'。' || c == U';' || c == U'\n' || c == U'!' || c == U'”' || c == U'?' || c == U':';
}

// The bracket that closes the one at `open`, whatever its shape; 0 when there is none near.
uint32_t closing(std::u32string_view text, uint32_t open) {
  int depth = 0;
  const size_t limit = std::min<size_t>(text.size(), open + kMaxBracket);
  for (size_t i = open; i < limit; ++i) {
    if (opens(text[i])) ++depth;
    if (closes(text[i]) && --depth == 0) return static_cast<uint32_t>(i);
  }
  return 0;
}

}  // namespace

bool list_internal::states_duty(const ResponsibilityList& list, std::u32string_view inside) {
  return list.roles_stated || list.states_first_leads || inside.ends_with(U"负责") ||
         inside.ends_with(U"落实") || inside.ends_with(U"分工") || inside.ends_with(U"组织实施");
}

std::string_view role_name(Role role) {
  switch (role) {
    case Role::kLead: return "lead";
    case Role::kSupport: return "support";
    case Role::kUnspecified: return "unspecified";
  }
  return "unspecified";
}

ListReader::ListReader(const Lexicon& lexicon, const Places& places, const AgencyNames& names)
    : places_(places), names_(names) {
  static const std::map<std::string_view, WordRole> kRoles = {
      {"lead", WordRole::kLead},        {"support", WordRole::kSupport},
      {"responsible", WordRole::kResponsible}, {"joint", WordRole::kJoint},
      {"skip", WordRole::kSkip},        {"deadline", WordRole::kDeadline},
      {"person", WordRole::kPerson}};
  const auto load = [&](const Table& table, std::vector<WordRole>& roles) {
    std::vector<std::u32string> words;
    for (size_t row = 0; row < table.rows(); ++row) {
      const auto it = kRoles.find(table.at(row, "role"));
      if (it == kRoles.end()) {
        throw Error(ExitCode::kConfig,
                    fmt::format("{}: row '{}': unknown role '{}'", table.name(), table.at(row, 0),
                                table.at(row, "role")),
                    "one of lead, support, responsible, joint, skip, deadline, person");
      }
      words.push_back(to_utf32(table.at(row, 0)));
      roles.push_back(it->second);
    }
    return Matcher(words);
  };
  roles_ = load(lexicon.table("list_roles"), role_of_);
  labels_ = load(lexicon.table("list_labels"), label_role_);
  std::vector<std::u32string> endings;
  const Table& forms = lexicon.table("agency_forms");
  for (size_t row = 0; row < forms.rows(); ++row) {
    endings.push_back(to_utf32(forms.at(row, 0)));
    const std::string_view kind = forms.at(row, "kind");
    ending_kind_.push_back(kind == "office" ? BodyEnding::kOffice
                           : kind == "own"  ? BodyEnding::kOwn
                                            : BodyEnding::kBody);
  }
  endings_ = Matcher(endings);
  const Table& words = lexicon.table("list_words");
  const std::map<std::string_view, std::vector<std::u32string>*> kinds = {
      {"first_leads", &words_.first_leads},
      {"time_opener", &words_.time_openers},
      {"time", &words_.times},
      {"zone", &words_.zones},
      {"zone_head", &words_.zone_heads},
      {"not_again", &words_.not_again},
      {"as_above", &words_.as_above},
      {"duty_word", &words_.duty_words},
      {"duty_subject", &words_.duty_subjects},
      {"duty_opener", &words_.duty_openers},
      {"item_noun", &words_.item_nouns},
      {"shared_head", &words_.shared_heads}};
  for (size_t row = 0; row < words.rows(); ++row) {
    for (const auto kind : Table::list(words.at(row, "kind"))) {
      const auto it = kinds.find(kind);
      if (it == kinds.end()) {
        throw Error(ExitCode::kConfig,
                    fmt::format("{}: row '{}': unknown kind '{}'", words.name(), words.at(row, 0),
                                kind),
                    "one of first_leads, time_opener, time, zone, zone_head, not_again, as_above, "
                    "duty_word, duty_subject, duty_opener, item_noun, shared_head");
      }
      it->second->push_back(to_utf32(words.at(row, 0)));
    }
  }
  first_leads_ = Matcher(words_.first_leads);
  time_openers_ = Matcher(words_.time_openers);
}

namespace {

// Walks a text and collects its lists.
class ListFinder {
 public:
  ListFinder(const ListReader& reader, const Normalised& text)
      : reader_(reader), text_(text), size_(static_cast<uint32_t>(text.text.size())),
        defaults_(reader.default_assignees(text.text)) {}

  std::vector<ResponsibilityList> find(const Matcher& labels) {
    std::vector<ListTable> tables = read_list_tables(reader_, text_);
    auto table = tables.begin();
    for (uint32_t at = 0; at < size_;) {
      at = static_cast<uint32_t>(kListStarts.next(text_.text, at));
      if (table != tables.end() && at >= table->range.begin) {
        std::ranges::move(table->rows, std::back_inserter(lists_));
        at = table->range.end;
        ++table;
        continue;
      }
      if (at == size_) break;
      if (text_.text[at] == U';' && !near_line_start(at)) {
        ++at;
        continue;
      }
      const uint32_t next = opens(text_.text[at]) ? bracket(at) : label_before(at, labels);
      at = std::max(next, at + 1);
    }
    for (ResponsibilityList& duty : read_duty_sentences(reader_, text_)) add(std::move(duty));
    return std::move(lists_);
  }

 private:
  // 牵头单位;市教育局: a slip of the keyboard, where a label alone can stand.
  bool near_line_start(uint32_t at) const {
    const uint32_t from = at > kMaxLabel ? at - kMaxLabel - 1 : 0;
    const auto before = std::u32string_view(text_.text).substr(from, at - from);
    return from == 0 || before.find(U'\n') != before.npos;
  }

  // Puts a list that was found beside the others into their order, unless it lies over one of them.
  void add(ResponsibilityList list) {
    const auto after = std::ranges::lower_bound(
        lists_, list.range.begin, {}, [](const ResponsibilityList& l) { return l.range.begin; });
    if (after != lists_.end() && after->range.begin < list.range.end) return;
    if (after != lists_.begin() && std::prev(after)->range.end > list.range.begin) return;
    lists_.insert(after, std::move(list));
  }

  uint32_t bracket(uint32_t open) {
    const uint32_t close = closing(text_.text, open);
    if (close == 0 || close == open + 1) return open + 1;
    ListScanner labelled(reader_, text_, ListScanner::Mode::kLabelled, &defaults_);
    if (const auto label = labelled.label_at(open + 1, close)) {
      if (label->end == close) return line(open, open + 1);  // 【责任单位】省商务厅、省财政厅
      return keep(labelled, open, open + 1, close, ListForm::kLabelledBracket, "L.bracket.label");
    }
    // (6月底完成,牵头单位:A): a label further inside.
    if (reader_.deadline_end(text_.text, open + 1, close) > open + 1 &&
        has_label(open + 1, close)) {
      return keep(labelled, open, open + 1, close, ListForm::kLabelledBracket, "L.bracket.label");
    }
    return plain_bracket(open, close);
  }

  bool has_label(uint32_t begin, uint32_t end) const {
    const ListScanner scanner(reader_, text_, ListScanner::Mode::kLabelled);
    for (uint32_t i = begin; i < end; ++i) {
      if (text_.text[i] != U':') continue;
      for (uint32_t from = i > kMaxLabel ? i - kMaxLabel : 0; from < i; ++from) {
        const auto label = scanner.label_at(from, end);
        if (label && label->end == i + 1) return true;
      }
    }
    return false;
  }

  uint32_t plain_bracket(uint32_t open, uint32_t close) {
    ResponsibilityList list;
    list.form = ListForm::kBracket;
    list.rule = "L.bracket.plain";
    ListScanner scanner(reader_, text_, ListScanner::Mode::kPlainBracket, &defaults_);
    const uint32_t stop = scanner.read(open + 1, close, list);
    if (stop != close || scanner.unread() > 0 || list.agencies.empty()) return open + 1;
    if (!stands_as_list(open, close, list, scanner.guessed())) return open + 1;
    list.range = {open, close + 1};
    lists_.push_back(std::move(list));
    return close + 1;
  }

  // A plain bracket is a list when it says who does what, or ends what it stands behind.
  bool stands_as_list(uint32_t open, uint32_t close, const ResponsibilityList& list,
                      size_t guessed) const {
    const auto inside = std::u32string_view(text_.text).substr(open + 1, close - open - 1);
    const bool verb = list_internal::states_duty(list, inside);
    const bool known = std::ranges::any_of(
        list.agencies, [](const ListedAgency& a) { return a.name.known() && !a.bare_place; });
    if (guessed > 0) return verb && list.agencies.size() >= 3 * guessed && known;
    if (verb) return true;
    if (!known) return false;
    const bool after_sentence = open > 0 && ends_sentence(text_.text[open - 1]);
    const bool before_end = close + 1 == size_ || ends_sentence(text_.text[close + 1]);
    const bool all_groups = std::ranges::all_of(
        list.agencies, [](const ListedAgency& a) { return a.name.collective || a.bare_place; });
    if (all_groups && list.agencies.size() == 1) return after_sentence;
    if (list.agencies.size() == 1 && !after_sentence) return ends_item(close + 1);
    return after_sentence || before_end || list.agencies.size() >= 3;
  }

  // A mark, or a line end before a new item: 值班室(省政府办公厅)⏎报告 goes on.
  bool ends_item(uint32_t at) const {
    if (at >= size_ || text_.text[at] != U'\n') return at >= size_ || ends_sentence(text_.text[at]);
    constexpr std::u32string_view kItemStarts = U"一二三四五六七八九十第(0123456789";
    return at + 1 >= size_ || kItemStarts.find(text_.text[at + 1]) != kItemStarts.npos;
  }

  uint32_t label_before(uint32_t colon, const Matcher& labels) {
    const uint32_t from = colon > kMaxLabel ? colon - kMaxLabel : 0;
    for (uint32_t i = from; i < colon; ++i) {
      const auto m = labels.longest_at(std::u32string_view(text_.text).substr(0, colon), i);
      const bool is = m && m->end + 1 == colon && text_.text[m->end] == U'为';  // 责任单位为:
      // 发布时间: is a field of the site's, 时间: and 完成时间: are labels.
      const bool inside = m && i > 0 && is_han(text_.text[i - 1]);
      if (inside && reader_.is_deadline_label(m->pattern)) continue;
      if (m && (m->end == colon || is)) {
        if (text_.text[colon] == U';' && i > 0 && text_.text[i - 1] != U'\n') continue;
        if (text_.text[colon] == U'\t' && i > 0 && text_.text[i - 1] != U'\n' &&
            text_.text[i - 1] != U'\t') {
          continue;
        }
        return line(i, i);
      }
    }
    return colon + 1;
  }

  // Whether the line at `begin` holds nothing but names: a list wrapped with indentation goes on. Above a
  // date they are a signature.
  bool names_only(uint32_t begin, uint32_t end) const {
    const size_t stop = std::min<size_t>(find_char(text_.text, U'\n', begin), end);
    if (date_at(text_.text, stop + 1)) return false;
    ResponsibilityList list;
    ListScanner scanner(reader_, text_, ListScanner::Mode::kPlainBracket);
    const bool whole = scanner.read(begin, static_cast<uint32_t>(stop), list) == stop;
    const bool known = std::ranges::any_of(list.agencies,
                                           [](const ListedAgency& a) { return a.name.known(); });
    return whole && scanner.unread() == 0 && known && list.deadline.empty() &&
           !list.agencies.front().name.collective;
  }

  // A list that no bracket closes: to the end of its lines, or of what can be read.
  uint32_t line(uint32_t begin, uint32_t label) {
    uint32_t end = std::min(size_, begin + kMaxLine);
    for (uint32_t i = label; i < end; ++i) {
      if (text_.text[i] != U'\n') continue;
      ListScanner probe(reader_, text_, ListScanner::Mode::kLabelled);
      uint32_t next = i + 1;
      if (next < end && (text_.text[next] == U'【' || text_.text[next] == U'[')) ++next;
      if (!probe.label_at(next, end) && !names_only(i + 1, end)) {
        end = i;
        break;
      }
    }
    ListScanner scanner(reader_, text_, ListScanner::Mode::kLabelled, &defaults_);
    ResponsibilityList list;
    list.form = ListForm::kLabelledLine;
    list.rule = "L.line.label";
    const uint32_t stop = scanner.read(label, end, list);
    if (list.agencies.empty()) return label + 1;
    const bool run_on = stop < end && text_.text[stop] != U'\n' && !closes(text_.text[stop]);
    if (run_on) {
      list.form = ListForm::kRunOn;
      list.rule = "L.runon";
    }
    uint32_t tail = std::max(stop, list.agencies.back().range.end);
    if (run_on) {
      tail = std::max(list.agencies.back().range.end, list.deadline.end);
      if (tail < stop) tail = stop;
    }
    list.range = {begin, tail};
    lists_.push_back(std::move(list));
    return tail;
  }

  uint32_t keep(ListScanner& scanner, uint32_t begin, uint32_t inner, uint32_t end, ListForm form,
                std::string_view rule) {
    ResponsibilityList list;
    list.form = form;
    list.rule = rule;
    scanner.read(inner, end, list);
    if (list.agencies.empty()) return begin + 1;
    list.range = {begin, end + 1};
    lists_.push_back(std::move(list));
    return end + 1;
  }

  const ListReader& reader_;
  const Normalised& text_;
  const uint32_t size_;
  const std::vector<DefaultAssignees> defaults_;
  std::vector<ResponsibilityList> lists_;
};

}  // namespace

std::vector<ResponsibilityList> ListReader::find(const Normalised& text) const {
  return ListFinder(*this, text).find(labels_);
}

bool ListReader::says_as_above(std::u32string_view cell) const {
  return std::ranges::find(words_.as_above, cell) != words_.as_above.end();
}

TextRange ListReader::first_leads_statement(std::u32string_view text) const {
  constexpr size_t kReach = 16;  // from 首位 to 牵头
  for (size_t at = find_word(text, U"牵头"); at != text.npos;
       at = find_word(text, U"牵头", at + 1)) {
    const auto before = text.substr(0, at);
    for (size_t from = at > kReach ? at - kReach : 0; from < at; ++from) {
      if (first_leads_.longest_at(before, from)) {
        return {static_cast<uint32_t>(from), static_cast<uint32_t>(at + 2)};
      }
    }
  }
  return {};
}

void ListReader::apply_first_leads(std::u32string_view text,
                                   std::vector<ResponsibilityList>& lists) const {
  const TextRange said = first_leads_statement(text);
  if (said.empty()) return;
  bool in_list = false;
  for (const auto& list : lists) in_list = in_list || list.range.contains(said.begin);
  bool reaches = false;
  for (auto& list : lists) {
    if (!in_list && list.range.begin > said.begin) reaches = true;
    if (list.states_first_leads && list.states_below_too) reaches = true;
    if (list.roles_stated || !(reaches || list.states_first_leads)) continue;
    for (size_t i = 0; i < list.agencies.size(); ++i) {
      list.agencies[i].role = i == 0 ? Role::kLead : Role::kSupport;
    }
  }
}

}  // namespace zhengmai
