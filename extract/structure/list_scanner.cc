#include "extract/structure/list_scanner.h"

#include <algorithm>

namespace zhengmai {
namespace {

constexpr uint32_t kMaxItem = 40;      // longest name of a body that no table knows
constexpr uint32_t kMaxPart = 12;      // of the name of a part of a body
constexpr uint32_t kMaxDeadline = 40;
constexpr size_t kMaxGloss = 14;

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_separator(char32_t c) {
  return c == U'、' || c == U',' || c == U';' || c == U'。' || c == U' ' || c == U'\t' ||
         c == U'\n' || c == U'/' || c == U'.' || c == U'|';
}
// Marks after which a name no longer takes the prefix of the one before.
bool ends_run(char32_t c) { return c == U',' || c == U';' || c == U'。' || c == U'\n'; }
bool is_bracket(char32_t c) {
  return c == U'(' || c == U')' || c == U'[' || c == U']' || c == U'〔' || c == U'〕' || c == U'【' ||
         c == U'】';
}
bool is_joiner(char32_t c) { return c == U'和' || c == U'与' || c == U'及' || c == U'并' || c == U'同'; }

constexpr std::u32string_view kTimeOpeners[] = {U"到",   U"于",   U"力争", U"每年", U"以后每年",
                                                U"持续", U"长期", U"全年", U"常年", U"年内",
                                                U"年底", U"立即", U"即日", U"近期", U"常态化",
                                                U"印发之日", U"自", U"即时", U"适时", U"分阶段"};
constexpr std::u32string_view kTimeWords[] = {U"年", U"月", U"底", U"日", U"长期", U"持续",
                                              U"完成", U"常态化", U"推进", U"季度", U"立即", U"近期",
                                              U"适时", U"阶段"};
constexpr std::u32string_view kFirstLeads[] = {
    U"列在首位", U"列首位", U"列第一位", U"排在首位", U"排首位", U"排第一位", U"排在第一位",
    U"列在第一位", U"排名第一", U"首位单位", U"第一个单位", U"居首位", U"排名首位", U"列于首位",
    U"位列首位", U"列首者", U"排列第一", U"放在首位", U"首列部门", U"首列单位", U"列在前面",
    U"排在前面", U"第一家", U"排在最前", U"列在最前", U"首位为", U"首位的", U"首个单位"};

}  // namespace

uint32_t deadline_end(std::u32string_view text, uint32_t at, uint32_t end) {
  end = std::min(end, static_cast<uint32_t>(text.size()));
  if (at >= end) return at;
  const auto here = text.substr(at, end - at);
  const bool opens = is_digit(text[at]) ||
                     std::ranges::any_of(kTimeOpeners, [&](auto w) { return here.starts_with(w); });
  if (!opens) return at;
  uint32_t i = at;
  while (i < end && i - at < kMaxDeadline && text[i] != U',' && text[i] != U';' && text[i] != U'。' &&
         text[i] != U'\n' && text[i] != U'、' && text[i] != U'\t' && !is_bracket(text[i]) &&
         text[i] != U':') {
    ++i;
  }
  const auto span = text.substr(at, i - at);
  const bool about_time = std::ranges::any_of(
      kTimeWords, [&](auto w) { return span.find(w) != std::u32string_view::npos; });
  return about_time ? i : at;
}

std::optional<ListScanner::Label> ListScanner::label_at(uint32_t at, uint32_t end) const {
  std::optional<Label> found;
  reader_.labels_.each_at(view(end), at, [&](Match m) {
    uint32_t after = m.end;
    if (after < end && (text_.text[after] == U']' || text_.text[after] == U'】')) ++after;
    if (after < end && (text_.text[after] == U':' || text_.text[after] == U'\t')) {
      found = Label{after + 1, reader_.label_role_[m.pattern]};
    } else if (after > m.end ||
               (m.size() >= 4 && (after == end || text_.text[after] == U'\n'))) {
      found = Label{after, reader_.label_role_[m.pattern]};
    }
  });
  return found;
}

bool ListScanner::ends_phrase(uint32_t at, uint32_t end) const {
  if (at >= end) return true;
  const char32_t c = text_.text[at];
  return is_separator(c) || is_bracket(c) || c == U':' || label_at(at, end);
}

// A word of role. One that says something (配合, 支持) must end its phrase or stand before a name:
// 支持推进流通创新 behind an unclosed list is the next measure.
std::optional<Match> ListScanner::word_at(uint32_t at, uint32_t end) const {
  const auto word = reader_.roles_.longest_at(view(end), at);
  if (!word) return std::nullopt;
  if (ends_phrase(word->end, end) || is_digit(text_.text[word->end]) ||
      word_at(word->end, end) || reader_.names_.parse(view(end), word->end) ||
      reader_.names_.parse_collective(view(end), word->end,
                                      [&](uint32_t e) { return ends_phrase(e, end); })) {
    return word;
  }
  const WordRole role = reader_.role_of_[word->pattern];
  const bool may_open_unknown = role == WordRole::kSkip || role == WordRole::kJoint;
  if (may_open_unknown && list_ != nullptr && list_->form != ListForm::kLabelledLine) return word;
  return std::nullopt;
}

bool ListScanner::is_boundary(uint32_t at, uint32_t end) const {
  if (at >= end) return true;
  const char32_t c = text_.text[at];
  if (is_separator(c) || is_bracket(c) || is_joiner(c) || is_digit(c) || c == U'等' || c == U':') {
    return true;
  }
  if (word_at(at, end) || label_at(at, end)) return true;
  // A blank that the matching buffer dropped separates names (省商务厅 省财政厅).
  return text_.source[at] > text_.source[at - 1] + 1 &&
         reader_.names_.parse(view(end), at).has_value();
}

uint32_t ListScanner::item_end(uint32_t at, uint32_t end) const {
  uint32_t i = at;
  int depth = 0;
  for (; i < end && i - at < kMaxItem; ++i) {
    const char32_t c = text_.text[i];
    if (c == U'(' || c == U'[' || c == U'〔') ++depth;
    if (c == U')' || c == U']' || c == U'〕') --depth;
    if (depth < 0) return i;
    if (depth > 0) continue;
    if (is_separator(c) || c == U':') return i;
    if (i == at) continue;
    if (const auto word = word_at(i, end);
        word && reader_.role_of_[word->pattern] != WordRole::kSkip && word->size() >= 2 &&
        is_boundary(word->end, end)) {
      return i;
    }
    if (c == U'等' && i > at + 1) return i;
  }
  return i;
}

void ListScanner::add(const AgencyName& name, bool bare_place) {
  ListedAgency agency;
  agency.range = {name.begin, name.end};
  agency.name = name;
  agency.opens_run = opens_run_;
  agency.bare_place = bare_place;
  if (joined_) agency.role = Role::kSupport;
  list_->agencies.push_back(agency);
  opens_run_ = false;
}

void ListScanner::apply(WordRole role) {
  const auto said = role == WordRole::kLead      ? Role::kLead
                    : role == WordRole::kSupport ? Role::kSupport
                                                 : Role::kUnspecified;
  if (said != Role::kUnspecified) {
    list_->roles_stated = true;
    for (size_t i = pending_; i < list_->agencies.size(); ++i) {
      if (list_->agencies[i].role == Role::kUnspecified) list_->agencies[i].role = said;
    }
  }
  any_lead_ = any_lead_ || (said == Role::kLead && pending_ < list_->agencies.size());
  pending_ = list_->agencies.size();
}

void ListScanner::read_separators(uint32_t& at, uint32_t end) {
  while (at < end && is_separator(text_.text[at])) {
    if (ends_run(text_.text[at])) opens_run_ = true;
    if (text_.text[at] == U';' || text_.text[at] == U'。' || text_.text[at] == U'\n') joined_ = false;
    ++at;
  }
}

// Words of role: 牵头 after names, 会同 between them. Returns false when none is at `at`.
bool ListScanner::read_word(uint32_t& at, uint32_t end) {
  if (const auto label = label_at(at, end)) {
    if (label_) apply(*label_);
    pending_ = list_->agencies.size();
    label_ = label->role;
    joined_ = false;
    opens_run_ = true;
    at = label->end;
    if (label->role == WordRole::kPerson) skip_person(at, end);
    if (label->role == WordRole::kDeadline) {
      uint32_t stop = at;
      while (stop < end && text_.text[stop] != U';' && text_.text[stop] != U'\n' &&
             text_.text[stop] != U'。' && text_.text[stop] != U'\t' && !label_at(stop, end)) {
        ++stop;
      }
      if (list_->deadline.empty()) list_->deadline = {at, stop};
      at = stop;
      label_.reset();
    }
    return true;
  }
  const auto word = word_at(at, end);
  if (!word) return false;
  const WordRole role = reader_.role_of_[word->pattern];
  if (role == WordRole::kJoint) {
    if (pending_ < list_->agencies.size()) apply(WordRole::kLead);
    joined_ = true;
    list_->roles_stated = true;
  } else if (role != WordRole::kSkip) {
    apply(role);
    label_.reset();
    joined_ = false;
  }
  at = word->end;
  return true;
}

void ListScanner::skip_person(uint32_t& at, uint32_t end) {
  while (at < end && text_.text[at] != U';' && text_.text[at] != U'\n' && text_.text[at] != U'。' &&
         text_.text[at] != U'\t' && !label_at(at, end)) {
    ++at;
  }
  label_.reset();
}

// 等有关部门, 等单位, 等: the list names more than it lists.
bool ListScanner::read_residual(uint32_t& at, uint32_t end) {
  if (text_.text[at] != U'等' || list_->agencies.empty()) return false;
  list_->open_ended = true;
  ++at;
  while (at < end && is_digit(text_.text[at])) ++at;
  if (at < end && text_.text[at] == U'个') ++at;
  if (at < end && word_at(at, end)) return true;
  const auto group = reader_.names_.parse_collective(
      view(end), at, [&](uint32_t e) { return is_boundary(e, end); });
  if (group) {
    at = group->end;
    return true;
  }
  if (at >= end || is_joiner(text_.text[at])) return true;
  const uint32_t stop = item_end(at, end);
  const auto rest = std::u32string_view(text_.text).substr(at, stop - at);
  if (rest.ends_with(U"部门") || rest.ends_with(U"单位") || rest.ends_with(U"机构") ||
      rest.ends_with(U"企业") || rest.ends_with(U"政府") || rest.ends_with(U"地区")) {
    at = stop;
  }
  return true;
}

bool ListScanner::read_first_leads(uint32_t& at, uint32_t end) {
  const auto here = std::u32string_view(text_.text).substr(at, end - at);
  const bool says = std::ranges::any_of(kFirstLeads, [&](auto w) {
    const size_t found = here.substr(0, 8).find(w);
    return found != here.npos && here.substr(0, found).find_first_of(U"、,;。:()") == here.npos;
  });
  if (!says || here.find(U"牵头") == std::u32string_view::npos) return false;
  list_->states_first_leads = true;
  list_->states_below_too = here.find(U"下同") != here.npos;
  at = end;
  return true;
}

bool ListScanner::read_deadline(uint32_t& at, uint32_t end) {
  const uint32_t stop = deadline_end(text_.text, at, end);
  if (stop == at) return false;
  if (list_->deadline.empty()) list_->deadline = {at, stop};
  at = stop;
  return true;
}

bool ListScanner::read_agency(uint32_t& at, uint32_t end) {
  const auto known = reader_.names_.parse(view(end), at);
  const auto group = reader_.names_.parse_collective(
      view(end), at, [&](uint32_t e) { return is_boundary(e, end); });
  if (group && (!known || group->end > known->end) && is_boundary(group->end, end)) {
    add(*group);
    at = group->end;
    return true;
  }
  if (!known) {
    if (!group) return false;
    add(*group);
    at = group->end;
    return true;
  }
  if (is_boundary(known->end, end)) {
    add(*known);
    at = known->end;
    return true;
  }
  // A part of the body: 省公安厅交通警察总队.
  const uint32_t stop = item_end(at, end);
  AgencyName whole = *known;
  for (uint32_t e = stop; e > known->end; --e) {
    if (!is_boundary(e, end)) continue;
    if (e - known->end > kMaxPart || !ends_like_a_body(known->end + 1, e)) continue;
    whole.end = e;
    // 市委社治委 is a body of the committee, not the committee.
    const AgencyClass& cls = reader_.names_.classes()[whole.cls];
    if (cls.id == "party_committee" || cls.id == "local_government") whole.cls = kNoClass;
    add(whole);
    at = e;
    return true;
  }
  // Something longer was cut short (科技城管委|会), unless the list runs on without a mark.
  if (mode_ == Mode::kPlainBracket) return false;
  if ((list_->form == ListForm::kLabelledBracket || stop - known->end <= 2) &&
      read_unknown(at, end)) {
    return true;
  }
  add(*known);
  at = known->end;
  return true;
}

// A territory that stands for its government, alone or sharing the head of its neighbour
// (浦东新区; 厦门、三明市政府).
bool ListScanner::read_bare_place(uint32_t& at, uint32_t end) {
  const auto prefix = reader_.names_.longest_prefix(view(end), at);
  if (prefix.kind != AgencyPrefix::kPlace || !is_boundary(prefix.end, end)) return false;
  if (mode_ == Mode::kPlainBracket && !reader_.places_.is_full_name(prefix.place)) {
    const bool shares = prefix.end + 1 < end && text_.text[prefix.end] == U'、' &&
                        reader_.places_.longest_at(view(end), prefix.end + 1).has_value();
    if (!shares) return false;
  }
  AgencyName name;
  name.begin = name.core = at;
  name.end = prefix.end;
  name.prefix = prefix.kind;
  name.place = prefix.place;
  name.cls = reader_.names_.class_of("local_government");
  add(name, true);
  at = prefix.end;
  return true;
}

// A body that no table knows, told by the ending of its name.
bool ListScanner::read_unknown(uint32_t& at, uint32_t end) {
  const uint32_t stop = item_end(at, end);
  if (stop < at + 2 || !is_boundary(stop, end)) return false;
  uint32_t name_end = stop;
  // A、B及各地区 in one item: the left part ends like a body and the right part is one.
  for (uint32_t i = at + 2; i + 2 < stop; ++i) {
    if (!is_joiner(text_.text[i])) continue;
    if (reader_.names_.parse(view(end), i + 1) ||
        reader_.names_.parse_collective(view(end), i + 1,
                                        [&](uint32_t e) { return is_boundary(e, end); })) {
      name_end = i;
      break;
    }
  }
  if (read_shared_head(at, stop, end)) return true;
  if (!ends_like_a_body(at, name_end)) return false;
  AgencyName name;
  const auto prefix = reader_.names_.longest_prefix(view(name_end), at);
  name.begin = at;
  name.core = prefix.end < name_end ? prefix.end : at;
  name.end = name_end;
  name.prefix = prefix.kind;
  name.place = prefix.place;
  // 市区两级市场监管部门: what it ends in says what it does.
  const bool department = view(name_end).ends_with(U"部门") || view(name_end).ends_with(U"机关");
  for (uint32_t from = at + 1; department && from + 2 < name_end; ++from) {
    const auto core = reader_.names_.parse(view(name_end), from);
    if (!core || core->end != name_end || core->prefix != AgencyPrefix::kNone) continue;
    name.cls = core->cls;
    name.more = core->more;
    break;
  }
  if (view(name_end).ends_with(U"管委会") || view(name_end).ends_with(U"管理委员会")) {
    name.cls = reader_.names_.class_of("development_zone");
  }
  add(name);
  at = name_end;
  return true;
}

// 江宁、浦口区政府: a district without its last character, before one that has it.
bool ListScanner::read_shared_head(uint32_t& at, uint32_t stop, uint32_t end) {
  if (stop < at + 2 || stop > at + 4 || stop >= end || text_.text[stop] != U'、') return false;
  uint32_t next = stop;
  bool shared = false;
  for (int i = 0; i < 6 && !shared && next < end && text_.text[next] == U'、'; ++i) {
    const auto after = reader_.names_.parse(view(end), next + 1);
    shared = after && after->prefix == AgencyPrefix::kPlace;
    next = item_end(next + 1, end);
  }
  if (!shared) return false;
  for (const char32_t ending : {U'区', U'县', U'市'}) {
    const std::u32string full = std::u32string(view(stop).substr(at)) + ending;
    const auto place = reader_.places_.longest_at(full, 0);
    if (!place || place->end != full.size()) continue;
    AgencyName name;
    name.begin = name.core = at;
    name.end = stop;
    name.prefix = AgencyPrefix::kPlace;
    name.place = place->pattern;
    name.cls = reader_.names_.class_of("local_government");
    add(name, true);
    at = stop;
    return true;
  }
  return false;
}

// A bracket behind a name: its part (省商务厅(牵头)), a second name of the body (教育部(国家语委)),
// or who is counted in (各区政府(含开发区管委会)).
bool ListScanner::read_bracket(uint32_t& at, uint32_t end) {
  if (text_.text[at] != U'(' || list_->agencies.empty()) return false;
  ListedAgency& last = list_->agencies.back();
  const size_t close = view(end).find(U')', at);
  if (close == std::u32string_view::npos) return false;
  const auto inside = std::u32string_view(text_.text).substr(at + 1, close - at - 1);
  if (const auto word = reader_.roles_.longest_at(view(end), at + 1); word && word->end == close) {
    const WordRole role = reader_.role_of_[word->pattern];
    if (role == WordRole::kLead || role == WordRole::kSupport) {
      last.role = role == WordRole::kLead ? Role::kLead : Role::kSupport;
      list_->roles_stated = true;
    }
  } else if (last.range.end == at && inside.size() <= kMaxGloss &&
             inside.find_first_of(U"、,;:(") == inside.npos &&
             ends_like_a_body(at + 1, static_cast<uint32_t>(close))) {
    last.range.end = last.name.end = static_cast<uint32_t>(close + 1);
  } else if (!inside.starts_with(U"含") && !inside.starts_with(U"不含") &&
             !inside.starts_with(U"包括")) {
    return false;
  }
  at = static_cast<uint32_t>(close + 1);
  return true;
}

bool ListScanner::ends_like_a_body(uint32_t begin, uint32_t end) const {
  constexpr uint32_t kLongestEnding = 5;
  for (uint32_t from = end - 1; from >= begin && end - from <= kLongestEnding; --from) {
    const auto ending = reader_.endings_.longest_at(view(end), from);
    if (ending && ending->end == end) return true;
    if (from == 0) break;
  }
  return false;
}

void ListScanner::finish() {
  if (label_) {
    apply(*label_);
  } else {
    pending_ = list_->agencies.size();
  }
  any_lead_ = std::ranges::any_of(list_->agencies,
                                  [](const ListedAgency& a) { return a.role == Role::kLead; });
  if (!any_lead_) return;
  // Beside a stated lead, the others support it.
  for (auto& agency : list_->agencies) {
    if (agency.role == Role::kUnspecified) agency.role = Role::kSupport;
  }
}

uint32_t ListScanner::read(uint32_t begin, uint32_t end, ResponsibilityList& list) {
  list_ = &list;
  uint32_t at = begin;
  while (at < end) {
    const uint32_t before = at;
    read_separators(at, end);
    if (at == end) break;
    const char32_t c = text_.text[at];
    if (read_first_leads(at, end)) continue;
    if (read_residual(at, end)) continue;
    if (label_at(at, end)) {
      read_word(at, end);
      continue;
    }
    const auto word = word_at(at, end);
    if (word && (!list.agencies.empty() || reader_.role_of_[word->pattern] == WordRole::kSkip ||
                 reader_.role_of_[word->pattern] == WordRole::kJoint) &&
        !reader_.names_.parse(view(end), at)) {
      read_word(at, end);
      continue;
    }
    if (is_joiner(c) && !list.agencies.empty() && !reader_.names_.parse(view(end), at)) {
      ++at;
      continue;
    }
    if (is_bracket(c)) {
      if (read_bracket(at, end)) continue;
      if (mode_ == Mode::kLabelled && list.form != ListForm::kLabelledBracket) break;
      ++at;
      ++unread_;
      continue;
    }
    if (read_agency(at, end) || read_bare_place(at, end) || read_deadline(at, end)) {
      // Nothing closes a run-on list: the name that no mark follows is its last.
      if (list.form == ListForm::kLabelledLine && !is_boundary(at, end)) break;
      continue;
    }
    if (read_unknown(at, end)) continue;
    if (mode_ == Mode::kPlainBracket) {
      unread_ += 1;
      break;
    }
    if (list.form == ListForm::kLabelledBracket) {
      const uint32_t stop = std::max(at + 1, item_end(at, end));
      unread_ += stop - at;
      at = stop;
      continue;
    }
    at = before;  // run-on: what follows is no list
    break;
  }
  finish();
  return at;
}

}  // namespace zhengmai
