// The items of a responsibility list: bodies, groups, territories, and what stands behind them.
#include <algorithm>

#include "extract/structure/list_scanner.h"
#include "extract/text/normalise.h"
#include "extract/text/search.h"
#include "graph/model/unicode.h"

namespace zhengmai {

using namespace list_internal;  // NOLINT: the file's own helpers

namespace {

constexpr uint32_t kMaxItem = 40;      // longest name of a body that no table knows
constexpr uint32_t kMaxPart = 16;      // of the name of a part of a body
constexpr size_t kMaxGloss = 14;       // of a second name in brackets

// 公安, 海关: named by its function alone.
bool is_short(const AgencyName& name) {
  return name.prefix == AgencyPrefix::kNone && name.end - name.begin == 2;
}

}  // namespace

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
    if (is_gap(i) && opens_unknown(i, end)) return i;
    if (const auto word = word_at(i, end);
        word && reader_.role_of_[word->pattern] != WordRole::kSkip && word->size() >= 2 &&
        is_boundary(word->end, end)) {
      return i;
    }
    if (c == U'等' && i > at + 1 && text_.text[i - 1] != U'高') return i;
  }
  return i;
}

bool ListScanner::read_agency(uint32_t& at, uint32_t end) {
  const std::optional<AgencyName> known = name_at(at, end);
  const auto group = reader_.names_.parse_collective(view(end), at, [&](uint32_t e) {
    return is_boundary(e, end) || office_end(e, end) > e;
  });
  // 各市(州)教育局: the offices of several territories are one body of the list.
  if (group && (!known || group->end > known->end) && office_end(group->end, end) > group->end) {
    AgencyName offices = *group;
    offices.end = office_end(group->end, end);
    offices.cls = name_at(group->end, end)->cls;
    offices.other = true;
    add(offices);
    at = offices.end;
    return true;
  }
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
  if (is_short(*known) && read_departments(at, known->end, end)) return true;
  if (const uint32_t branch = branch_end(known->end, end); branch > known->end) {
    AgencyName whole = *known;
    whole.end = branch;
    constexpr uint32_t kEnding = 2;  // 分局
    const auto stem = view(branch - kEnding).substr(known->end);
    const auto full = reader_.places_.longest_at(stem, 0);
    const auto place = full && full->end == stem.size() ? std::optional(full->pattern) : place_of_stem(stem);
    if (place) {
      whole.prefix = AgencyPrefix::kPlace;
      whole.place = *place;
    }
    whole.other = !place;  // of a zone that no table has: beside the whole body
    add(whole);
    at = branch;
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
    const auto ending = body_ending(known->end + 1, e);
    if (e - known->end > kMaxPart || !ending || !may_be_name(known->end, e)) continue;
    // Where no bracket closes the list, text may follow the name without a mark.
    const bool own_branch = *ending == BodyEnding::kOwn && is_company(*known);
    const bool part = *ending == BodyEnding::kOffice || own_branch;
    if (is_open() && !(part && list_goes_on(e, end))) continue;
    whole.end = e;
    // 市委社治委 is a body of the committee, not the committee; 市委社会工委市民政局 has two names.
    const AgencyClass& cls = reader_.names_.classes()[whole.cls];
    if (cls.id == "party_committee" || cls.id == "local_government") {
      const auto second = second_name(known->end, e);
      whole.cls = second ? second->cls : kNoClass;
      whole.more = second ? second->more : whole.more;
    }
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

// 市生态环境局|商水|分局: where a branch for a place ends behind the name that ends at `from`, or `from`. The
// place may begin like a word of role (商) or a joiner (和平), no name follows that one.
uint32_t ListScanner::branch_end(uint32_t from, uint32_t end) const {
  constexpr uint32_t kMaxPlace = 4;
  for (uint32_t at = from; at < end && at <= from + kMaxPlace && is_han(text_.text[at]); ++at) {
    if (at < from + 2 || !view(end).substr(at).starts_with(U"分局")) continue;
    const uint32_t stop = at + 2;
    const auto inner = reader_.names_.parse(view(end), from + 1);
    const bool joined = (inner && inner->known() && inner->end == stop) || name_at(from, end);
    return !joined && is_boundary(stop, end) ? stop : from;
  }
  return from;
}

// 省港口集团|莆田公司: a company's part is a company too.
bool ListScanner::is_company(const AgencyName& name) const {
  return name.other || (name.known() &&
                        reader_.names_.classes()[name.cls].kind == AgencyKind::kEnterprise);
}

// Where a whole name without a territory that stands at `at` ends its item, or `at`.
uint32_t ListScanner::office_end(uint32_t at, uint32_t end) const {
  const std::optional<AgencyName> office = name_at(at, end);
  const bool bare = office && office->prefix == AgencyPrefix::kNone;
  return bare && is_boundary(office->end, end) ? office->end : at;
}

// The whole name with a territory of its own that ends at `end`.
std::optional<AgencyName> ListScanner::second_name(uint32_t from, uint32_t end) const {
  for (; from + 2 < end; ++from) {
    const auto name = reader_.names_.parse(view(end), from);
    if (name && name->end == end && name->prefix != AgencyPrefix::kNone) return name;
  }
  return std::nullopt;
}

// Words of sentences that no name holds: 大力整修全省的泵站. A name may begin with them (全国扫黄打非办).
bool ListScanner::may_be_name(uint32_t begin, uint32_t end) const {
  const auto words = view(end).substr(begin);
  const auto holds = [&](std::u32string_view whole) {
    const size_t at = words.find(whole);
    return at != words.npos && at > 0;
  };
  return words.find(U'的') == words.npos && !holds(U"全省") && !holds(U"全市") && !holds(U"全国");
}

// Whether the list goes on behind a name at whose end a comma stands; where nothing closes it, the
// comma may be that of the next sentence.
bool ListScanner::list_goes_on(uint32_t at, uint32_t end) const {
  if (at >= end || text_.text[at] != U',') return true;
  while (at < end && (text_.text[at] == U',' || text_.text[at] == U' ')) ++at;
  return at >= end || text_.text[at] == U'\n' || label_at(at, end) || word_at(at, end) ||
         reader_.deadline_end(text_.text, at, end) > at || reader_.names_.parse(view(end), at) ||
         body_ending(at, item_end(at, end)) ||
         reader_.names_.parse_collective(view(end), at,
                                         [&](uint32_t e) { return is_boundary(e, end); });
}

// 报省统计局: a verb before a whole name is no part of it. 原省旅游局 is a body of the past.
bool ListScanner::opens_with_verb(uint32_t at, uint32_t end) const {
  if (text_.text[at] == U'原') return false;
  for (uint32_t from = at + 1; from <= at + 2; ++from) {
    const auto name = reader_.names_.parse(view(end), from);
    if (!name || name->end != end) continue;
    const bool sure = name->prefix == AgencyPrefix::kProvince ||
                      name->prefix == AgencyPrefix::kNational ||
                      name->prefix == AgencyPrefix::kPlace;
    if (sure || (from == at + 1 && name->prefix != AgencyPrefix::kNone)) return true;
  }
  return false;
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
  const auto written = view(prefix.end).substr(at);
  const bool zone = std::ranges::any_of(
      reader_.words_.zones, [&](const auto& w) { return written.ends_with(w); });
  const bool division =
      to_utf32(reader_.places_.name(reader_.places_.resolve(prefix.place, {}))) == written;
  name.cls = zone && !division ? reader_.names_.named().zone : reader_.names_.named().government;
  add(name, true);
  at = prefix.end;
  return true;
}

// The name [begin, end) of a body that no table knows: what can be read is whose it is.
AgencyName ListScanner::unknown_name(uint32_t begin, uint32_t end) const {
  const auto prefix = reader_.names_.longest_prefix(view(end), begin);
  AgencyName name;
  name.begin = begin;
  name.core = prefix.end < end ? prefix.end : begin;
  name.end = end;
  name.prefix = prefix.kind;
  name.place = prefix.place;
  return name;
}

// A body that no table knows, told by the ending of its name.
bool ListScanner::read_unknown(uint32_t& at, uint32_t end) {
  const uint32_t stop = item_end(at, end);
  if (stop < at + 2 || !is_boundary(stop, end)) return false;
  uint32_t name_end = stop;
  // A、B及各地区 in one item: the left part ends like a body and the right part is one.
  for (uint32_t i = at + 2; i + 2 < stop; ++i) {
    if (!is_joiner(text_.text[i])) continue;
    if (name_at(i + 1, end) ||
        reader_.names_.parse_collective(view(end), i + 1,
                                        [&](uint32_t e) { return is_boundary(e, end); })) {
      name_end = i;
      break;
    }
  }
  if (read_shared_head(at, stop, end) || read_shared_zone(at, stop, end)) return true;
  if (read_departments(at, stop, end)) return true;
  auto ending = body_ending(at, name_end);
  if (!ending && text_.text[name_end - 1] == U')') {  // 省治水办(河长办): the bracket is read behind it
    const size_t open = view(name_end).rfind(U'(');
    if (open == std::u32string_view::npos || open < at + 2) return false;
    name_end = static_cast<uint32_t>(open);
    ending = body_ending(at, name_end);
  }
  if (!ending || !may_be_name(at, name_end)) return false;
  if (is_open() && !list_goes_on(name_end, end)) return false;
  if (mode_ == Mode::kPlainBracket && opens_with_verb(at, name_end)) return false;
  AgencyName name = unknown_name(at, name_end);
  // 市区两级市场监管部门: what it ends in says what it does.
  const bool department = view(name_end).ends_with(U"部门") || view(name_end).ends_with(U"机关");
  for (uint32_t from = at + 1; department && from + 2 < name_end; ++from) {
    const auto core = reader_.names_.parse(view(name_end), from);
    if (!core || core->end != name_end || core->prefix != AgencyPrefix::kNone) continue;
    name.cls = core->cls;
    name.more = core->more;
    break;
  }
  if (std::ranges::any_of(reader_.words_.zones,
                          [&](const auto& w) { return view(name_end).ends_with(w); })) {
    name.cls = reader_.names_.named().zone;
  } else if (!department && !read_county_office(name)) {
    name.cls = class_by_ending(at, name_end);
    name.own_name = name.cls == kNoClass && *ending == BodyEnding::kOwn;
  }
  if (text_.text[at] == U'原') {
    if (const auto past = reader_.names_.parse(view(name_end), at + 1);
        past && past->end == name_end) {
      const uint32_t begin = name.begin;
      name = *past;
      name.begin = begin;
    }
  }
  add(name);
  at = name_end;
  return true;
}

// An item between bodies whose name and ending no table knows: 甲厅、乙牧场、丙局配合. Whether the
// bracket is a list is for its other bodies and words of role to say.
bool ListScanner::read_between_marks(uint32_t begin, uint32_t& at, uint32_t end) {
  constexpr uint32_t kMinGuess = 3;
  constexpr uint32_t kMaxGuess = 20;
  const uint32_t stop = item_end(at, end);
  const bool listed = at > begin && text_.text[at - 1] == U'、';
  const bool followed = stop < end && text_.text[stop] == U'、';
  if (!listed && !followed) return false;
  if (stop < at + kMinGuess || stop > at + kMaxGuess || !may_be_name(at, stop)) return false;
  // 省税务局编印: a name and a verb that is no word of role.
  constexpr uint32_t kMaxVerb = 4;
  if (const auto known = reader_.names_.parse(view(stop), at)) {
    if (stop - known->end > kMaxVerb) return false;
    add(*known);
    ++guessed_;
    at = stop;
    return true;
  }
  const auto words = view(stop).substr(at);
  const bool only_han = std::ranges::all_of(
      words, [](char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; });
  if (!only_han || opens_with_verb(at, stop)) return false;
  AgencyName name = unknown_name(at, stop);
  name.own_name = true;
  add(name);
  ++guessed_;
  at = stop;
  return true;
}

// 交通运输, as in 交通运输部门; 海关.
bool ListScanner::is_function(std::u32string_view words) const {
  const auto whole = reader_.names_.parse(words, 0);
  if (whole && whole->end == words.size() && is_short(*whole)) return true;
  // With the word that it shares, 省级交通运输 would be a name.
  const std::u32string name = std::u32string(words) + U"部门";
  const auto department = reader_.names_.parse(name, 0);
  return department && department->end == name.size();
}

bool ListScanner::read_departments(uint32_t& at, uint32_t stop, uint32_t end) {
  const uint32_t departments = shared_departments(at, stop, end);
  if (departments == 0) return false;
  AgencyName group;
  group.begin = group.core = at;
  group.end = departments;
  group.cls = reader_.names_.named().departments;
  group.collective = true;
  add(group);
  at = departments;
  return true;
}

// 省级交通运输、邮政管理部门; 公安、税务、海关等部门: functions that share 部门 are one group. Where it ends, or 0.
uint32_t ListScanner::shared_departments(uint32_t at, uint32_t stop, uint32_t end) const {
  constexpr int kMostFunctions = 8;
  uint32_t from = std::max(at, reader_.names_.longest_prefix(view(stop), at).end);
  if (view(stop).substr(at).starts_with(U"各级")) from = at + 2;
  for (int i = 0; i < kMostFunctions && from < stop; ++i) {
    if (!is_function(view(stop).substr(from))) return 0;
    for (const std::u32string& head : reader_.words_.shared_heads) {
      const auto behind = static_cast<uint32_t>(stop + head.size());
      if (view(end).substr(stop).starts_with(head) && is_boundary(behind, end)) return behind;
    }
    if (stop >= end || text_.text[stop] != U'、') return 0;
    from = stop + 1;
    stop = item_end(from, end);
    if (view(stop).ends_with(U"部门")) return is_boundary(stop, end) ? stop : 0;
  }
  return 0;
}

// 瑞丽海关, 三峡海事局: bodies of the country's hierarchies, and schools, are named after places that no
// table has; what follows the place is a whole name.
uint16_t ListScanner::class_by_ending(uint32_t begin, uint32_t end) const {
  constexpr uint32_t kMaxPlace = 4;
  for (uint32_t from = begin + 2; from + 2 <= end; ++from) {
    const auto core = reader_.names_.parse(view(end), from);
    // 黄埔海关|驻东莞办事处 is an office of the customs.
    if (!core || (core->end != end && text_.text[core->end] != U'驻')) continue;
    if (core->prefix != AgencyPrefix::kNone) continue;
    const AgencyClass& cls = reader_.names_.classes()[core->cls];
    // Any words may stand before 专科学校.
    if (core->cls == reader_.names_.named().schools) return core->cls;
    if (cls.kind == AgencyKind::kVertical && from <= begin + kMaxPlace) return core->cls;
  }
  return class_of_branch(begin, end);
}

// 环保|拱墅|分局, 国土资源|奎文|分局: what a city's branch does stands before the place that it is for.
uint16_t ListScanner::class_of_branch(uint32_t begin, uint32_t end) const {
  constexpr uint32_t kMinPlace = 2, kMaxPlace = 5, kEnding = 2;
  if (!view(end).ends_with(U"分局")) return kNoClass;
  const uint32_t last = end - kEnding;
  for (uint32_t from = last - std::min(last, kMinPlace); from > begin + 1 && from + kMaxPlace >= last; --from) {
    const std::u32string office = std::u32string(view(from).substr(begin)) + U"局";
    const auto name = reader_.names_.parse(office, 0);
    if (name && name->end == office.size() && name->known()) return name->cls;
  }
  return kNoClass;
}

// 江宁、浦口区政府: a district without its last character, before one that has it.
bool ListScanner::read_shared_head(uint32_t& at, uint32_t stop, uint32_t end) {
  if (stop < at + 2 || stop > at + 4 || stop >= end || text_.text[stop] != U'、') return false;
  uint32_t next = stop;
  bool shared = false;
  for (int i = 0; i < 6 && !shared && next < end && text_.text[next] == U'、'; ++i) {
    const auto& after = name_at(next + 1, end);
    shared = after && after->prefix == AgencyPrefix::kPlace;
    next = item_end(next + 1, end);
  }
  if (!shared) return false;
  const auto place = place_of_stem(view(stop).substr(at));
  if (!place) return false;
  AgencyName name;
  name.begin = name.core = at;
  name.end = stop;
  name.prefix = AgencyPrefix::kPlace;
  name.place = *place;
  name.cls = reader_.names_.named().government;
  add(name, true);
  at = stop;
  return true;
}

// 江宁 → the pattern of 江宁区.
std::optional<uint32_t> ListScanner::place_of_stem(std::u32string_view stem) const {
  for (const char32_t ending : {U'区', U'县', U'市'}) {
    const std::u32string full = std::u32string(stem) + ending;
    const auto place = reader_.places_.longest_at(full, 0);
    if (place && place->end == full.size()) return place->pattern;
  }
  return std::nullopt;
}

// 盐城市|东台|生态环境局: a city's office in one of its counties.
bool ListScanner::read_county_office(AgencyName& name) const {
  constexpr uint32_t kMaxStem = 3;
  if (name.prefix != AgencyPrefix::kPlace) return false;
  for (uint32_t from = name.core + 2; from <= name.core + kMaxStem && from < name.end; ++from) {
    const auto office = reader_.names_.parse(view(name.end), from);
    if (!office || office->end != name.end || office->prefix != AgencyPrefix::kNone) continue;
    const auto county = place_of_stem(view(from).substr(name.core));
    if (!county) continue;
    name.cls = office->cls;
    name.more = office->more;
    name.core = from;
    name.place = *county;
    return true;
  }
  return false;
}

// 智造新城、智慧新城管委会: zones of one kind that share the word for their administration.
bool ListScanner::read_shared_zone(uint32_t& at, uint32_t stop, uint32_t end) {
  constexpr uint32_t kKind = 2;  // 新城, 园区, 片区
  if (stop < at + kKind + 1) return false;
  const auto kind = view(stop).substr(stop - kKind);
  for (uint32_t next = stop; next < end && text_.text[next] == U'、';) {
    const uint32_t begin = next + 1;
    next = item_end(begin, end);
    const auto item = view(next).substr(begin);
    for (const std::u32string& head : reader_.words_.zone_heads) {
      if (!item.ends_with(head)) continue;
      if (!item.substr(0, item.size() - head.size()).ends_with(kind)) return false;
      AgencyName name;
      name.begin = name.core = at;
      name.end = stop;
      name.cls = reader_.names_.class_of("development_zone");
      add(name, true);
      at = stop;
      return true;
    }
    if (!item.ends_with(kind)) return false;
  }
  return false;
}

// A bracket behind a name: its part (省商务厅(牵头)), a second name of the body (教育部(国家语委)),
// or who is counted in (各区政府(含开发区管委会)).
bool ListScanner::read_bracket(uint32_t& at, uint32_t end) {
  const char32_t closing = text_.text[at] == U'(' ? U')' : text_.text[at] == U'〔' ? U'〕' : U'\0';
  if (closing == 0 || list_->agencies.empty()) return false;
  if (const size_t end_of = find_char(view(end), closing, at); end_of != std::u32string_view::npos) {
    uint32_t inner = at + 1;
    if (read_first_leads(inner, static_cast<uint32_t>(end_of))) {
      at = static_cast<uint32_t>(end_of + 1);
      return true;
    }
  }
  ListedAgency& last = list_->agencies.back();
  const size_t close = find_char(view(end), closing, at);
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
             body_ending(at + 1, static_cast<uint32_t>(close))) {
    last.range.end = last.name.end = static_cast<uint32_t>(close + 1);
  } else if (!inside.starts_with(U"含") && !inside.starts_with(U"不含") &&
             !inside.starts_with(U"包括")) {
    return false;
  }
  at = static_cast<uint32_t>(close + 1);
  return true;
}

std::optional<BodyEnding> ListScanner::body_ending(uint32_t begin, uint32_t end) const {
  constexpr uint32_t kLongestEnding = 5;
  std::optional<BodyEnding> found;
  for (uint32_t from = end; from > begin && end - from < kLongestEnding; --from) {
    const auto ending = reader_.endings_.longest_at(view(end), from - 1);
    if (ending && ending->end == end) found = reader_.ending_kind_[ending->pattern];
  }
  return found;
}

}  // namespace zhengmai
