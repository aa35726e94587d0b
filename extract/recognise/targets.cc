#include "extract/recognise/targets.h"

#include <algorithm>
#include <cmath>

#include "extract/text/char_set.h"
#include "extract/text/normalise.h"
#include "extract/text/numerals.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr uint32_t kVagueReach = 8;    // how far before 一批 its verb may stand …
constexpr uint32_t kVagueObject = 40;  // … and how much of what follows is quoted
constexpr uint32_t kNegation = 2;      // characters of 不得 before a bound
constexpr int kLongestList = 8;        // amounts of one 分别 …
// Where something begins or ends that amounts depend on; most of the text is none of it.
constexpr CharSet kStops(U"《》。;\n0123456789零〇一二三四五六七八九两十百千翻");

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_latin(char32_t c) {
  return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
}
bool ends_sentence(char32_t c) {
  return c == U'。' || c == U';' || c == U'\n';
}

// How far back an amount is looked for words that belong to it: texts may have no marks at all.
constexpr uint32_t kLongestSentence = 4000;

uint32_t sentence_begin(std::u32string_view text, uint32_t at, uint32_t least) {
  least = std::max(least, at - std::min(at, kLongestSentence));
  while (at > least && !ends_sentence(text[at - 1])) --at;
  return at;
}

// Where the stretch between commas that holds `at` begins.
uint32_t stretch_begin(std::u32string_view text, uint32_t at, uint32_t least) {
  least = std::max(least, at - std::min(at, kLongestSentence));
  while (at > least && text[at - 1] != U',' && text[at - 1] != U':' && !ends_sentence(text[at - 1]))
    --at;
  return at;
}

// 2.43 times 10^8 is a whole number, which binary fractions miss by a hair.
double whole(double value) {
  constexpr double kHair = 1e-9;
  const double near = std::round(value);
  return std::abs(value - near) <= kHair * std::abs(value) ? near : value;
}

// 由70%提高到95%, 从2015年的60%增至80%: what an amount was, not what it is to be.
bool starts_a_change(std::u32string_view text, TextRange amount, uint32_t least) {
  constexpr uint32_t kBack = 9, kOn = 5;  // characters
  const uint32_t stretch = stretch_begin(text, amount.begin, least);
  const uint32_t from = std::max(stretch, amount.begin - std::min(amount.begin, kBack));
  const std::u32string_view front = text.substr(from, amount.begin - from);
  const size_t start = front.find_last_of(U"由从");
  if (start == front.npos) return false;
  if (start + 1 < front.size() && front.back() != U'的') return false;
  const std::u32string_view back = text.substr(amount.end, kOn);
  return back.substr(0, back.find_first_of(U",、。;")).find_first_of(U"到至") != back.npos;
}

// Whether nothing but 、 or a conjunction stands between two amounts.
bool are_listed(std::u32string_view text, uint32_t from, uint32_t to) {
  const std::u32string_view between = text.substr(from, to - from);
  return between == U"、" || between == U"和" || between == U"与" || between == U"及" ||
         between == U"以及";
}

}  // namespace

TargetReader::TargetReader(const Lexicon& lexicon) {
  std::vector<std::u32string> words;
  const Table& units = lexicon.table("units");
  for (size_t row = 0; row < units.rows(); ++row) {
    words.push_back(canonical(to_utf32(units.at(row, "unit"))));
    units_.push_back({std::string(units.at(row, "kind")), std::string(units.at(row, "canonical")),
                      std::stod(std::string(units.at(row, "factor")))});
  }
  unit_words_ = Matcher(words);
  const Table& bounds = lexicon.table("bounds");
  for (size_t row = 0; row < bounds.rows(); ++row) {
    const std::string_view side = bounds.at(row, "side");
    Words& list = side == "before"      ? before_
                  : side == "after"     ? after_
                  : side == "by_before" ? by_before_
                  : side == "by_after"  ? by_after_
                  : side == "per"       ? per_
                  : side == "none"      ? none_
                  : side == "past"      ? past_
                                        : given_;
    list.words.push_back(canonical(to_utf32(bounds.at(row, "word"))));
    list.values.emplace_back(bounds.at(row, "bound"));
  }
  for (Words* list : {&before_, &after_, &by_before_, &by_after_, &per_, &none_, &past_, &given_}) {
    list->matcher = Matcher(list->words);
  }
}

// 对符合条件的众创空间,给予…: what stands between 对 and the comma or verb of giving.
TextRange TargetReader::condition_before(std::u32string_view text, uint32_t at,
                                         uint32_t least) const {
  const uint32_t from = sentence_begin(text, at, least);
  for (uint32_t i = at; i > from; --i) {
    if (text[i - 1] != U'对') continue;
    for (uint32_t end = i + 2; end <= at; ++end) {
      if (text[end] == U',' || given_.matcher.longest_at(text, end)) return {i, end};
    }
  }
  return {};
}

// 到2020年, 2019年6月底前, 2020年前: a year that ends a period of work; also one listed behind such
// a year (到2025年和2030年).
std::optional<Target> TargetReader::read_year(std::u32string_view text, TextRange within,
                                              const Quantity& year, const Target* last) const {
  uint32_t begin = year.range.begin;
  uint32_t end = year.range.end + 1;
  const std::u32string_view view = text.substr(0, within.end);
  bool by = last != nullptr && last->kind == "deadline" &&
            are_listed(text, last->range.end, begin);
  for (uint32_t n = 4; !by && n > 0; --n) {
    if (begin < within.begin + n) continue;
    const auto word = by_before_.matcher.longest_at(text.substr(0, begin), begin - n);
    if (!word || word->end != begin) continue;
    begin -= n;
    by = true;
  }
  uint32_t i = end;
  while (i < within.end && is_digit(text[i])) ++i;
  if (i > end && i < within.end && text[i] == U'月') {
    end = ++i;
    while (i < within.end && is_digit(text[i])) ++i;
    if (i > end && i < within.end && text[i] == U'日') end = i + 1;
  }
  if (const auto word = by_after_.matcher.longest_at(view, end)) {
    end = word->end;
    by = true;
  }
  if (!by) return std::nullopt;
  Target target;
  target.range = {begin, end};
  target.kind = "deadline";
  target.value = year.value;
  target.unit = "year";
  target.bound = "by";
  return target;
}

void TargetReader::read_bounds(std::u32string_view text, TextRange within, Target* target) const {
  if (target->bound == "range") return;
  const uint32_t least = sentence_begin(text, target->range.begin, within.begin);
  for (uint32_t n = 1; n <= 5 && target->range.begin >= least + n; ++n) {
    const uint32_t at = target->range.begin - n;
    if (text[at] == U',') break;
    const auto word = before_.matcher.longest_at(text.substr(0, target->range.begin), at);
    if (!word || word->end + 2 < target->range.begin) continue;
    // 不超过, 不得超过: the longest word that ends where this one does.
    auto found = *word;
    for (uint32_t more = 1; more <= kNegation && at >= least + more; ++more) {
      const auto longer =
          before_.matcher.longest_at(text.substr(0, target->range.begin), at - more);
      if (longer && longer->end == found.end) found = *longer;
    }
    target->bound = before_.values[found.pattern];
    target->range.begin = found.begin;
    break;
  }
  const auto after = after_.matcher.longest_at(text.substr(0, within.end), target->range.end);
  if (after) {
    target->bound = after_.values[after->pattern];
    target->range.end = after->end;
  }
}

// 每平方米100元, 每人每年3000元: what the amount is paid for; 年均8%, 每年新增10万人: how often.
void TargetReader::read_rate(std::u32string_view text, uint32_t least, uint32_t last_end,
                             Target* target) const {
  const uint32_t begin = target->range.begin;
  const uint32_t from = stretch_begin(text, begin, least);
  const std::u32string_view view = text.substr(0, begin);
  std::string period;
  for (uint32_t at = from; at < begin; ++at) {
    const auto per = per_.matcher.longest_at(view, at);
    if (per) period = per_.values[per->pattern];
    if (text[at] == U'的') period.clear();  // 每年发生的费用的30%
    if (at < last_end || text[at] != U'每' || target->kind == "percent" || target->kind == "count") continue;
    const auto unit = unit_words_.longest_at(view, at + 1);
    if (!unit) continue;
    const std::string& of = units_[unit->pattern].canonical;
    // 每个项目最高50万元 is a cap; only 每家, 每台 right before the amount make it a rate.
    if (of == "year" || of == "month" || of == "day") continue;
    if (of == "item" && unit->end != begin) continue;
    target->unit += "/" + of;
    target->kind = "rate";
    if (unit->end == begin) target->range.begin = at;
  }
  // 年补助额度最高30万元
  const bool yearly = from < begin && begin - from < 12 && text[from] == U'年' &&
                      (from == least || !is_digit(text[from - 1]));
  if (period.empty() && yearly && target->kind == "money") {
    period = "year";
    target->range.begin = from;
  }
  if (!period.empty()) target->unit += "/" + period;
}

std::optional<Target> TargetReader::read_number(std::u32string_view text, TextRange within,
                                                const Quantity& first, const Target* before) const {
  const std::u32string_view view = text.substr(0, within.end);
  Quantity last = first;
  uint32_t at = first.range.end;
  const auto is_joiner = [](char32_t c) {
    return c == U'~' || c == U'-' || c == U'—' || c == U'至' || c == U'到';
  };
  uint32_t next = at;
  // 20%~30%, 50万元至100万元: the first number may have its unit too.
  if (const auto own = unit_words_.longest_at(view, next)) next = own->end;
  const uint32_t unit_end = next;
  while (next < within.end && is_joiner(view[next])) ++next;
  if (next > unit_end && next < within.end && begins_quantity(view[next])) {
    if (const auto second = quantity_at(view, next, within.end)) {
      last = *second;
      at = last.range.end;
    }
  }
  bool more = false;
  while (at < within.end && (view[at] == U'多' || view[at] == U'余')) ++at, more = true;
  Unit u{"percent", std::string(first.unit), 1};
  uint32_t end = at;
  if (first.unit.empty()) {
    // 万 belongs to the number, 元 to the unit: the table lists both 元 and 万元.
    const auto unit = unit_words_.longest_at(view, shared_unit(view, within, at));
    if (!unit || none_.matcher.longest_at(view, unit->begin)) return std::nullopt;
    u = units_[unit->pattern];
    if (unit->begin == at) end = unit->end;
    if (view[unit->begin] == U'日' && first.range.begin > 0 &&
        view[first.range.begin - 1] == U'月') {
      return std::nullopt;
    }
  }
  if (none_.matcher.longest_at(view, end)) return std::nullopt;
  if (u.kind == "count" && end < within.end && view[end] == U'”') return std::nullopt;  // “惠企56条”
  if (u.kind == "duration" && ends_with_past(view, within.begin, first.range.begin)) return std::nullopt;
  const bool year = u.canonical == "year" && u.factor == 1;
  if (year && first.value >= 1900 && first.value < 2100) {
    return last.range == first.range ? read_year(text, within, first, before) : std::nullopt;
  }
  // A page's number before a year (72023年), or the end of a date (1日至2022年).
  if (year && (first.value >= 1000 || last.value >= 1000)) return std::nullopt;
  Target target;
  target.kind = u.kind;
  target.unit = u.canonical;
  target.range = {first.range.begin, end};
  const bool range = last.range != first.range;
  // 50~100万元: what scales the second number scales the first.
  const double scale = range && first.scale == 1 ? last.scale : 1;
  target.value = whole(first.value * scale * u.factor);
  if (range) target.value_max = whole(last.value * u.factor);
  target.bound = range ? "range" : "exact";
  read_bounds(text, within, &target);
  if (more && target.bound == "exact") target.bound = "min";
  // 一个平台, 一年: an article more often than an amount.
  if (first.chinese && first.unit.empty() && first.value == 1 && target.bound == "exact") {
    return std::nullopt;
  }
  if (target.kind != "duration") {
    read_rate(text, within.begin, before == nullptr ? 0 : before->range.end, &target);
  }
  return target;
}

// 今明两年, 近三年: a stretch of time that is no amount to be reached.
bool TargetReader::ends_with_past(std::u32string_view view, uint32_t least, uint32_t at) const {
  constexpr uint32_t kLongest = 2;
  for (uint32_t n = 1; n <= kLongest && at >= least + n; ++n) {
    const auto word = past_.matcher.longest_at(view.substr(0, at), at - n);
    if (word && word->end == at) return true;
  }
  return false;
}

// 分别达到300、500和800家: where the unit stands that the amounts of a list share.
uint32_t TargetReader::shared_unit(std::u32string_view view, TextRange within, uint32_t at) const {
  const uint32_t from = stretch_begin(view, at, within.begin);
  if (view.substr(from, at - from).find(U"分别") == view.npos) return at;
  uint32_t next = at;
  for (int n = 0; n < kLongestList && next < within.end; ++n) {
    if (unit_words_.longest_at(view, next)) return next;
    uint32_t number = next + 1;
    while (number < next + 3 && !are_listed(view, next, number)) ++number;
    if (!are_listed(view, next, number) || number >= within.end) break;
    if (!begins_quantity(view[number])) break;
    const auto other = quantity_at(view, number, within.end);
    if (!other || !other->unit.empty()) break;
    next = other->range.end;
  }
  return at;
}

// 到2025年和2030年,A、B分别达到20%和25%以上: each amount of the list has its own deadline, and all
// have the bound that stands before the first or behind the last.
void TargetReader::share_in_lists(std::u32string_view text, uint32_t least,
                                  std::vector<Target>* targets) const {
  const auto list_end = [&](size_t first) {
    size_t last = first + 1;
    while (last < targets->size() &&
           ((*targets)[last].kind == "deadline") == ((*targets)[first].kind == "deadline") &&
           are_listed(text, (*targets)[last - 1].range.end, (*targets)[last].range.begin)) {
      ++last;
    }
    return last;
  };
  size_t years = 0, years_end = 0;
  for (size_t first = 0; first < targets->size();) {
    const size_t last = list_end(first);
    const Target& t = (*targets)[first];
    if (t.kind == "deadline") {
      years = first;
      years_end = last;
    } else if (last - first > 1) {
      const uint32_t from = stretch_begin(text, t.range.begin, least);
      if (text.substr(from, t.range.begin - from).find(U"分别") != text.npos) {
        const std::string front = t.bound, back = (*targets)[last - 1].bound;
        for (size_t i = first; i < last; ++i) {
          Target& each = (*targets)[i];
          if (each.bound == "exact") each.bound = front != "exact" ? front : back;
          if (years_end - years == last - first && each.deadline != 0) {
            each.deadline = static_cast<int>(*(*targets)[years + i - first].value);
          }
        }
      }
    }
    first = last;
  }
}

std::vector<Target> TargetReader::read(std::u32string_view text, TextRange within,
                                       std::span<const CueHit> hits) const {
  std::vector<Target> targets;
  int depth = 0;  // inside 《…》
  int deadline = 0;
  const auto next_vague = [&](size_t from) {
    while (from < hits.size() && hits[from].family != CueFamily::kVague) ++from;
    return from;
  };
  size_t vague = next_vague(0);
  size_t near = 0;  // hits before it end too far from here to be the verb of 一批
  for (uint32_t i = within.begin; i < within.end; ++i) {
    const uint32_t stop =
        vague == hits.size() ? within.end : std::min(within.end, hits[vague].begin);
    i = static_cast<uint32_t>(kStops.next(text.substr(0, stop), i));
    if (i == within.end) break;
    const char32_t c = text[i];
    if (c == U'《') ++depth;
    if (c == U'》' && depth > 0) --depth;
    if (ends_sentence(c)) deadline = 0;
    while (vague < hits.size() && hits[vague].begin < i) vague = next_vague(vague + 1);
    for (size_t n = vague; n < hits.size() && hits[n].begin == i; n = next_vague(n + 1)) {
      const uint32_t vague_end = hits[n].end;
      while (hits[near].end + kVagueReach < i) ++near;
      const auto nearby = hits.subspan(near, n - near);
      const auto verb = std::ranges::find_if(nearby, [&](const CueHit& v) {
        return v.family == CueFamily::kVerb && v.end <= i && v.end + kVagueReach >= i &&
               text.substr(v.end, i - v.end).find_first_of(U",。;") == std::u32string_view::npos;
      });
      if (verb == nearby.end()) continue;
      uint32_t stop = vague_end;
      while (stop < within.end && stop - vague_end < kVagueObject && text[stop] != U',' &&
             text[stop] != U'、' && !ends_sentence(text[stop])) {
        ++stop;
      }
      targets.push_back({{verb->begin, stop}, "vague_count", {}, {}, "", "some", deadline, {}});
    }
    if (!begins_quantity(c)) continue;
    uint32_t number_end = i;
    while (number_end < within.end && is_digit(text[number_end])) ++number_end;
    if (number_end == i) {
      number_end += std::max<uint32_t>(
          1, static_cast<uint32_t>(numeral_length(text.substr(0, within.end), i)));
    }
    const bool word =
        i > 0 && (is_latin(text[i - 1]) || text[i - 1] == U'第' || text[i - 1] == U'〔' ||
                  text[i - 1] == U'[' || text[i - 1] == U'.' || text[i - 1] == U'-');
    if (depth == 0 && !word) {
      std::optional<Target> target;
      if (const auto plan = plan_end_at(text, i, within.end)) {
        target = Target{plan->range, "deadline", plan->value, {}, "year", "by", 0, {}};
        if (target->range.begin > within.begin && text[target->range.begin - 1] == U'到') {
          --target->range.begin;
        }
      } else if (const auto quantity = quantity_at(text, i, within.end)) {
        target = read_number(text, within, *quantity, targets.empty() ? nullptr : &targets.back());
      }
      const bool was = target && target->kind != "deadline" && target->bound == "exact" &&
                       starts_a_change(text, target->range, within.begin);
      if (was) {
        number_end = std::max(number_end, target->range.end);
      } else if (target) {
        if (target->kind == "deadline") deadline = static_cast<int>(*target->value);
        if (target->kind != "deadline") target->deadline = deadline;
        if (target->kind == "money" || target->kind == "rate" || target->kind == "percent") {
          target->condition = condition_before(text, target->range.begin, within.begin);
        }
        number_end = std::max(number_end, target->range.end);
        targets.push_back(std::move(*target));
      }
    }
    i = number_end - 1;
  }
  share_in_lists(text, within.begin, &targets);
  return targets;
}

}  // namespace zhengmai
