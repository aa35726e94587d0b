#include "extract/structure/list_scanner.h"
#include "extract/text/char_set.h"
#include "extract/text/search.h"

#include <algorithm>

namespace zhengmai {

using namespace list_internal;  // NOLINT: the file's own helpers

namespace {

constexpr uint32_t kMaxDeadline = 40;

constexpr CharSet kMarks(U"、,;。:()");
constexpr size_t kFirstLeadsReach = 8;  // of the words from where they may begin

}  // namespace

uint32_t ListReader::deadline_end(std::u32string_view text, uint32_t at, uint32_t end) const {
  end = std::min(end, static_cast<uint32_t>(text.size()));
  if (at >= end) return at;
  const auto here = text.substr(at, end - at);
  const bool opens = is_digit(text[at]) ||
                     time_openers_.longest_at(here, 0).has_value();
  if (!opens) return at;
  uint32_t i = at;
  while (i < end && i - at < kMaxDeadline && text[i] != U',' && text[i] != U';' && text[i] != U'。' &&
         text[i] != U'\n' && text[i] != U'、' && text[i] != U'\t' && !is_bracket(text[i]) &&
         text[i] != U':') {
    ++i;
  }
  const auto span = text.substr(at, i - at);
  const bool about_time = std::ranges::any_of(
      words_.times, [&](const auto& w) { return span.find(w) != std::u32string_view::npos; });
  return about_time ? i : at;
}

uint32_t ListReader::behind_subject(std::u32string_view text, uint32_t at, uint32_t end) const {
  constexpr size_t kLongest = 8;  // of 此项工作, with its 由
  const std::u32string_view words = text.substr(at, std::min<size_t>(kLongest, end - at));
  const size_t by = words.find(U'由');
  if (by == words.npos) return at;
  const std::u32string_view subject = words.substr(0, by);
  const bool opens =
      by == 0 ||
      std::ranges::any_of(words_.duty_subjects, [&](const auto& w) { return subject.ends_with(w); }) ||
      std::ranges::any_of(words_.duty_openers, [&](const auto& w) { return subject == w; });
  return opens ? at + static_cast<uint32_t>(by) + 1 : at;
}

std::optional<ListScanner::Label> ListScanner::label_at(uint32_t at, uint32_t end) const {
  std::optional<Label> found;
  reader_.labels_.each_at(view(end), at, [&](Match m) {
    uint32_t after = m.end;
    if (after < end && (text_.text[after] == U']' || text_.text[after] == U'】')) ++after;
    if (after + 1 < end && text_.text[after] == U'为' && text_.text[after + 1] == U':') ++after;
    const bool slip = after < end && text_.text[after] == U';' && m.size() >= 4 &&
                      (at == 0 || text_.text[at - 1] == U'\n');
    if (slip || (after < end && (text_.text[after] == U':' || text_.text[after] == U'\t'))) {
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
      word_at(word->end, end) || name_at(word->end, end) ||
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
  if (is_separator(c) || is_bracket(c) || is_joiner(c) || is_digit(c) || c == U':' ||
      (c == U'等' && text_.text[at - 1] != U'高')) {
    return true;
  }
  if (word_at(at, end) || label_at(at, end)) return true;
  // A blank that the matching buffer dropped separates names (省商务厅 省财政厅, 省公安厅 各市城管局, 市水利局
  // 市泵站管理中心).
  if (!is_gap(at)) return false;
  if (name_at(at, end)) return true;
  // Where nothing closes the list, 各地区、各部门要… may be the next line.
  const auto ends = [&](uint32_t e) {
    if (e >= end || office_end(e, end) > e) return true;
    if (is_gap(e)) return name_at(e, end).has_value();
    const char32_t next = text_.text[e];
    return (is_separator(next) || is_bracket(next)) && !(is_open() && next == U'、');
  };
  const auto group = reader_.names_.parse_collective(view(end), at, ends);
  return (group && ends(group->end)) || opens_unknown(at, end);
}

// Behind a blank in a list that a label opens: a territory's word and an ending of bodies. Elsewhere a
// line may have been broken inside a name.
bool ListScanner::opens_unknown(uint32_t at, uint32_t end) const {
  return mode_ == Mode::kLabelled && reader_.names_.longest_prefix(view(end), at).end > at &&
         body_ending(at, item_end(at, end));
}

void ListScanner::add(const AgencyName& name, bool bare_place) {
  ListedAgency agency;
  agency.range = {name.begin, name.end};
  agency.name = name;
  agency.opens_run = opens_run_;
  agency.bare_place = bare_place;
  if (joined_) agency.role = Role::kSupport;
  if (name.begin > 0 && is_lead_mark(text_.text[name.begin - 1])) {
    agency.role = Role::kLead;
    list_->roles_stated = any_lead_ = true;
  }
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

// 责任单位:甲,乙、丙配合: while nobody leads, those who support reach back to the last comma, and the
// names before it are whom they support.
void ListScanner::leave_supported() {
  if (any_lead_) return;
  size_t from = list_->agencies.size();
  do {
    if (from <= pending_ + 1) return;
  } while (!list_->agencies[--from].opens_run);
  for (size_t i = pending_; i < from && label_ == WordRole::kLead; ++i) {
    list_->agencies[i].role = Role::kLead;
    any_lead_ = true;
  }
  pending_ = from;
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
      while (stop < end && text_.text[stop] != U'\n' && text_.text[stop] != U'。' &&
             text_.text[stop] != U'\t' && !label_at(stop, end)) {
        // 6月底前完成基建;12月底前投用: steps up to the end of the line.
        const bool parts = text_.text[stop] == U';';
        if (parts && reader_.deadline_end(text_.text, stop + 1, end) == stop + 1) break;
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
    // Beside a stated lead, those who go together with others wait for their own word.
    if (pending_ < list_->agencies.size() && !any_lead_) apply(WordRole::kLead);
    joined_ = true;
    list_->roles_stated = true;
  } else if (role != WordRole::kSkip) {
    if (role == WordRole::kSupport) leave_supported();
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
}

// 浦东新区|等相关区政府: a territory given as one example is part of the group's name.
void ListScanner::widen_example(const AgencyName& group) {
  ListedAgency& last = list_->agencies.back();
  const auto words = view(group.end).substr(group.begin);
  const bool governments = words.ends_with(U"政府") || words.ends_with(U"管委会");
  const size_t count = list_->agencies.size();
  const bool several = count > 1 && list_->agencies[count - 2].bare_place &&
                       list_->agencies[count - 2].range.end + 1 == last.range.begin;
  if (!governments || !last.bare_place || several || last.range.end + 1 != group.begin) return;
  last.name.end = last.range.end = group.end;
  last.name.cls = group.cls;
  last.name.collective = true;
  last.name.prefix = AgencyPrefix::kNone;
  last.bare_place = false;
  list_->open_ended = false;
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
    widen_example(*group);
    at = group->end;
    return true;
  }
  if (at >= end || is_joiner(text_.text[at])) return true;
  uint32_t stop = item_end(at, end);
  for (uint32_t i = at + 1; i + 1 < stop; ++i) {  // 等部门|及各地区
    if (is_joiner(text_.text[i]) &&
        reader_.names_.parse_collective(view(end), i + 1,
                                        [&](uint32_t e) { return is_boundary(e, end); })) {
      stop = i;
    }
  }
  const auto rest = std::u32string_view(text_.text).substr(at, stop - at);
  if (rest.ends_with(U"部门") || rest.ends_with(U"单位") || rest.ends_with(U"机构") ||
      rest.ends_with(U"企业") || rest.ends_with(U"政府") || rest.ends_with(U"地区")) {
    at = stop;
  }
  return true;
}

// Whether words of first_leads stand near, before any mark.
bool ListScanner::says_first_leads(std::u32string_view here) const {
  here = here.substr(0, kFirstLeadsReach);
  here = here.substr(0, kMarks.next(here, 0));
  const Matcher& words = reader_.first_leads_;
  for (size_t at = words.next_candidate(here, 0); at < here.size();
       at = words.next_candidate(here, at + 1)) {
    if (words.longest_at(here, at)) return true;
  }
  return false;
}

bool ListScanner::read_first_leads(uint32_t& at, uint32_t end) {
  if (list_->agencies.empty()) return false;
  const auto here = std::u32string_view(text_.text).substr(at, end - at);
  if (!says_first_leads(here) || find_word(here, U"牵头") == std::u32string_view::npos) return false;
  list_->states_first_leads = true;
  list_->states_below_too = find_word(here, U"下同") != here.npos;
  at = end;
  return true;
}

// 均涉及相关市(州)政府,不再做分工,下同: a statement beside the list.
bool ListScanner::read_default(uint32_t& at, uint32_t end) const {
  if (defaults_ == nullptr) return false;
  for (const DefaultAssignees& statement : *defaults_) {
    if (statement.range.begin != at || statement.range.end > end) continue;
    at = statement.range.end;
    return true;
  }
  return false;
}

bool ListScanner::read_deadline(uint32_t& at, uint32_t end) {
  const uint32_t stop = reader_.deadline_end(text_.text, at, end);
  if (stop == at) return false;
  if (list_->deadline.empty()) list_->deadline = {at, stop};
  at = stop;
  return true;
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

// One step at `at`: a word of the list's grammar or an item. Returns false when neither is there.
bool ListScanner::read_next(uint32_t& at, uint32_t end) {
  if (read_first_leads(at, end) || read_default(at, end) || read_residual(at, end)) return true;
  const char32_t c = text_.text[at];
  if ((c == U'【' || c == U'[') && label_at(at + 1, end)) ++at;  // 【配合单位】 on its own line
  // 县科技局会同县人社局: right behind a name the word joins, though there is a 会同县.
  const bool behind = !list_->agencies.empty() && list_->agencies.back().range.end == at;
  const auto joint = behind ? word_at(at, end) : std::nullopt;
  const bool joins = joint && joint->size() >= 2 &&
                     reader_.role_of_[joint->pattern] == WordRole::kJoint;
  const bool opens_name = !joins && name_at(at, end).has_value();
  if (label_at(at, end)) return read_word(at, end);
  if (!opens_name) {
    if (const auto word = word_at(at, end)) {
      const WordRole role = reader_.role_of_[word->pattern];
      if (!list_->agencies.empty() || role == WordRole::kSkip || role == WordRole::kJoint) {
        return read_word(at, end);
      }
    }
    if (is_joiner(text_.text[at]) && !list_->agencies.empty()) {
      ++at;
      return true;
    }
  }
  if (is_bracket(text_.text[at])) return read_bracket(at, end);
  return read_agency(at, end) || read_bare_place(at, end) || read_deadline(at, end) ||
         read_unknown(at, end);
}

uint32_t ListScanner::read(uint32_t begin, uint32_t end, ResponsibilityList& list) {
  list_ = &list;
  uint32_t at = reader_.behind_subject(text_.text, begin, end);
  while (at < end) {
    const uint32_t before = at;
    read_separators(at, end);
    if (at + 1 < end && is_lead_mark(text_.text[at]) && name_at(at + 1, end)) ++at;
    if (at == end) break;
    // In the lines behind a person (联系人：…) only a label goes on with the list, a signature does not.
    const bool next_line = view(at).substr(before).find(U'\n') != std::u32string_view::npos;
    if (next_line && label_ == WordRole::kPerson && !label_at(at, end)) {
      at = before;
      break;
    }
    const size_t known = list.agencies.size();
    if (read_next(at, end)) {
      // Nothing closes a run-on list: the name that no mark follows is its last.
      const bool named = list.agencies.size() > known;
      if (named && list.form == ListForm::kLabelledLine && !is_boundary(at, end)) break;
      continue;
    }
    if (mode_ == Mode::kPlainBracket) {
      if (read_between_marks(begin, at, end)) continue;
      ++unread_;
      break;
    }
    if (list.form != ListForm::kLabelledBracket) {  // what follows is no list
      at = is_bracket(text_.text[at]) ? at : before;
      break;
    }
    const uint32_t stop = std::max(at + 1, item_end(at, end));
    unread_ += stop - at;
    at = stop;
  }
  finish();
  return at;
}

}  // namespace zhengmai
