#include "extract/recognise/targets.h"

#include <algorithm>

#include "extract/text/normalise.h"
#include "extract/text/numerals.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr uint32_t kVagueReach = 8;    // how far before 一批 its verb may stand …
constexpr uint32_t kVagueObject = 12;  // … and how much of what follows is quoted

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_latin(char32_t c) {
  return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
}
bool ends_sentence(char32_t c) {
  return c == U'。' || c == U';' || c == U'\n';
}

double scale_of(char32_t c) {
  switch (c) {
    case U'万':
      return 1e4;
    case U'亿':
      return 1e8;
    default:
      return 1;
  }
}

bool starts_with(std::u32string_view text, uint32_t at, std::u32string_view word) {
  return text.substr(at, word.size()) == word;
}

bool ends_with(std::u32string_view text, uint32_t end, uint32_t least, std::u32string_view word) {
  return end >= least + word.size() && text.substr(end - word.size(), word.size()) == word;
}

uint32_t sentence_begin(std::u32string_view text, uint32_t at, uint32_t least) {
  while (at > least && !ends_sentence(text[at - 1])) --at;
  return at;
}

// 对符合条件的众创空间,给予…: what stands between 对 and the comma or verb of giving.
TextRange condition_before(std::u32string_view text, uint32_t at, uint32_t least) {
  const uint32_t from = sentence_begin(text, at, least);
  for (uint32_t i = at; i > from; --i) {
    if (text[i - 1] != U'对') continue;
    for (uint32_t end = i + 2; end <= at; ++end) {
      const bool given = starts_with(text, end, U"给予") || starts_with(text, end, U"一次性") ||
                         starts_with(text, end, U"按") || starts_with(text, end, U"予以") ||
                         starts_with(text, end, U"奖励") || starts_with(text, end, U"补助");
      if (text[end] == U',' || given) return {i, end};
    }
  }
  return {};
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
  words.clear();
  const Table& bounds = lexicon.table("bounds");
  for (size_t row = 0; row < bounds.rows(); ++row) {
    words.push_back(canonical(to_utf32(bounds.at(row, "word"))));
    bounds_.push_back({std::string(bounds.at(row, "bound")), bounds.at(row, "side") == "before"});
  }
  bound_words_ = Matcher(words);
}

std::optional<TargetReader::Number> TargetReader::number_at(std::u32string_view text, uint32_t at,
                                                            uint32_t end) const {
  Number number;
  uint32_t i = at;
  std::string digits;
  while (i < end && (is_digit(text[i]) || (i > at && i + 1 < end && is_digit(text[i + 1]) &&
                                           (text[i] == U'.' || text[i] == U',')))) {
    if (text[i] == U'.') digits += '.';
    if (is_digit(text[i])) digits += static_cast<char>(text[i]);
    ++i;
  }
  if (digits.empty() || digits.size() > 15) return std::nullopt;
  number.value = std::strtod(digits.c_str(), nullptr);
  if (i < end && scale_of(text[i]) != 1) number.scale = scale_of(text[i++]);
  number.value *= number.scale;
  number.range = {at, i};
  return number;
}

// 到2020年, 2019年6月底前, 2020年前: a year that ends a period of work.
std::optional<Target> TargetReader::read_year(std::u32string_view text, TextRange within,
                                              const Number& year) const {
  uint32_t begin = year.range.begin;
  uint32_t end = year.range.end + 1;
  bool by = false;
  for (const std::u32string_view word : {U"力争到", U"截至", U"截止", U"到", U"至"}) {
    if (!ends_with(text, begin, within.begin, word)) continue;
    begin -= static_cast<uint32_t>(word == U"力争到" ? 1 : word.size());
    by = true;
    break;
  }
  uint32_t i = end;
  while (i < within.end && is_digit(text[i])) ++i;
  if (i > end && i < within.end && text[i] == U'月') {
    end = ++i;
    while (i < within.end && is_digit(text[i])) ++i;
    if (i > end && i < within.end && text[i] == U'日') end = i + 1;
  }
  for (const std::u32string_view word :
       {U"底以前", U"底之前", U"底前", U"末前", U"年底", U"以前", U"之前", U"前", U"底", U"末"}) {
    if (!starts_with(text.substr(0, within.end), end, word)) continue;
    end += static_cast<uint32_t>(word.size());
    by = true;
    break;
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
    const auto word = bound_words_.longest_at(text.substr(0, target->range.begin), at);
    if (!word || !bounds_[word->pattern].before || word->end + 2 < target->range.begin) continue;
    target->bound = bounds_[word->pattern].bound;
    target->range.begin = at;
    break;
  }
  const auto after = bound_words_.longest_at(text.substr(0, within.end), target->range.end);
  if (after && !bounds_[after->pattern].before) {
    target->bound = bounds_[after->pattern].bound;
    target->range.end = after->end;
  }
}

// 每平方米100元, 年补助额度最高30万元: a unit of what the money is paid for.
void TargetReader::read_rate(std::u32string_view text, uint32_t least, Target* target) const {
  const uint32_t begin = target->range.begin;
  for (uint32_t n = 2; n <= 5 && begin >= least + n; ++n) {
    if (text[begin - n] != U'每') continue;
    const auto unit = unit_words_.longest_at(text.substr(0, begin), begin - n + 1);
    if (!unit || unit->end != begin) continue;
    target->range.begin = begin - n;
    target->unit += "/" + units_[unit->pattern].canonical;
    if (units_[unit->pattern].canonical != "year") target->kind = "rate";
    return;
  }
  uint32_t from = begin;
  while (from > least && text[from - 1] != U',' && !ends_sentence(text[from - 1])) --from;
  if (from < begin && begin - from < 12 && text[from] == U'年' &&
      (from == least || !is_digit(text[from - 1]))) {
    target->range.begin = from;
    target->unit += "/year";
  }
}

std::optional<Target> TargetReader::read_number(std::u32string_view text, TextRange within,
                                                const Number& first) const {
  const std::u32string_view view = text.substr(0, within.end);
  Number last = first;
  uint32_t at = first.range.end;
  const auto is_joiner = [](char32_t c) {
    return c == U'~' || c == U'-' || c == U'—' || c == U'至' || c == U'到';
  };
  uint32_t next = at;
  // 20%~30%, 50万元至100万元: the first number may have its unit too.
  if (const auto own = unit_words_.longest_at(view, next)) next = own->end;
  while (next < within.end && is_joiner(view[next])) ++next;
  const bool joined = next > at && is_joiner(view[next - 1]);
  if (joined && next < within.end && is_digit(view[next])) {
    if (const auto second = number_at(view, next, within.end)) {
      last = *second;
      at = last.range.end;
    }
  }
  while (at < within.end && (view[at] == U'多' || view[at] == U'余')) ++at;
  // 万 belongs to the number, 元 to the unit: the table lists both 元 and 万元.
  const auto unit = unit_words_.longest_at(view, at);
  if (!unit) return std::nullopt;
  const Unit& u = units_[unit->pattern];
  const bool year = u.canonical == "year" && u.factor == 1;
  if (year && first.value >= 1900 && first.value < 2100) {
    return last.range == first.range ? read_year(text, within, first) : std::nullopt;
  }
  if (view[unit->begin] == U'日' && first.range.begin > 0 && view[first.range.begin - 1] == U'月') {
    return std::nullopt;
  }
  Target target;
  target.kind = u.kind;
  target.unit = u.canonical;
  target.range = {first.range.begin, unit->end};
  const bool range = last.range != first.range;
  // 50~100万元: what scales the second number scales the first.
  const double scale = range && first.scale == 1 ? last.scale : 1;
  target.value = first.value * scale * u.factor;
  if (range) target.value_max = last.value * u.factor;
  target.bound = range ? "range" : "exact";
  read_bounds(text, within, &target);
  if (target.kind == "money") read_rate(text, within.begin, &target);
  return target;
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
  for (uint32_t i = within.begin; i < within.end; ++i) {
    const char32_t c = text[i];
    const bool han = c > U'》';  // neither a mark nor a digit: what most of the text is
    if (han && (vague == hits.size() || hits[vague].begin > i)) continue;
    if (c == U'《') ++depth;
    if (c == U'》' && depth > 0) --depth;
    if (ends_sentence(c)) deadline = 0;
    while (vague < hits.size() && hits[vague].begin < i) vague = next_vague(vague + 1);
    for (size_t n = vague; n < hits.size() && hits[n].begin == i; n = next_vague(n + 1)) {
      const uint32_t vague_end = hits[n].end;
      const auto verb = std::find_if(hits.begin(), hits.end(), [&](const CueHit& v) {
        return v.family == CueFamily::kVerb && v.end <= i && v.end + kVagueReach >= i &&
               text.substr(v.end, i - v.end).find_first_of(U",。;") == std::u32string_view::npos;
      });
      if (verb == hits.end()) continue;
      uint32_t stop = vague_end;
      while (stop < within.end && stop - vague_end < kVagueObject && text[stop] != U',' &&
             text[stop] != U'、' && !ends_sentence(text[stop])) {
        ++stop;
      }
      targets.push_back({{verb->begin, stop}, "vague_count", {}, {}, "", "some", deadline, {}});
    }
    if (!is_digit(c)) continue;
    uint32_t number_end = i;
    while (number_end < within.end && is_digit(text[number_end])) ++number_end;
    const bool word =
        i > 0 && (is_latin(text[i - 1]) || text[i - 1] == U'第' || text[i - 1] == U'〔' ||
                  text[i - 1] == U'[' || text[i - 1] == U'.' || text[i - 1] == U'-');
    if (depth == 0 && !word) {
      if (const auto number = number_at(text, i, within.end)) {
        if (auto target = read_number(text, within, *number)) {
          if (target->kind == "deadline") deadline = static_cast<int>(*target->value);
          if (target->kind != "deadline") target->deadline = deadline;
          if (target->kind == "money" || target->kind == "rate" || target->kind == "percent") {
            target->condition = condition_before(text, target->range.begin, within.begin);
          }
          number_end = std::max(number_end, target->range.end);
          targets.push_back(std::move(*target));
        }
      }
    }
    i = number_end - 1;
  }
  return targets;
}

}  // namespace zhengmai
