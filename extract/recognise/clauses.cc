#include "extract/recognise/clauses.h"
#include "extract/text/char_set.h"
#include "extract/text/search.h"

#include <algorithm>

#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr size_t kLongestObject = 40;
constexpr int kLeast = 1, kMost = 5;  // strength
constexpr uint32_t kWholeClause = 3;  // 前提下, 基础上: what closes a setting that has verbs of its own

constexpr CharSet kClauseEnds(U"。;\n!");
constexpr CharSet kPauses(U",:。;\n!");

bool pauses(char32_t c) { return kPauses.contains(c); }

// Where the stretch between commas that contains `at` begins.
uint32_t stretch_begin(std::u32string_view text, uint32_t at, uint32_t least) {
  while (at > least && !pauses(text[at - 1])) --at;
  return at;
}

// 在…领域: whether the setting that was opened before `at` is closed behind it, before a comma, by a
// word of so many characters.
bool closes_setting(std::u32string_view text, uint32_t at, const CueStretch& hits,
                    uint32_t least = 1) {
  return hits.any(CueFamily::kSettingEnd, [&](const CueHit& h) {
    return h.begin >= at && h.end - h.begin >= least &&
           text.substr(at, h.begin - at).find(U',') == text.npos;
  });
}

// Whether `at` is between 《 and 》.
bool inside_title(std::u32string_view text, uint32_t from, uint32_t at) {
  const std::u32string_view before = text.substr(from, at - from);
  const size_t open = before.rfind(U'《');
  return open != before.npos && before.find(U'》', open) == before.npos;
}

uint32_t stretch_end(std::u32string_view text, uint32_t at, uint32_t most) {
  while (at < most && !pauses(text[at])) ++at;
  return at;
}

// Past the adverbs that begin at `at`: 积极, 进一步.
uint32_t past_adverbs(uint32_t at, const CueStretch& hits) {
  for (const CueHit& h : hits) {
    if (h.family == CueFamily::kAdverb && h.begin == at) at = h.end;
  }
  return at;
}

bool begins_with(const CueStretch& hits, CueFamily family, uint32_t at) {
  return hits.any(family, [&](const CueHit& h) { return h.begin == at; });
}

bool ends_with(const CueStretch& hits, CueFamily family, uint32_t at) {
  return hits.any(family, [&](const CueHit& h) { return h.end == at; });
}

// Whether the verb is a part of other words: 应 of 应用, 应当 of 适应|当地.
bool inside_word(const CueStretch& hits, const CueHit& verb) {
  const auto covers = [&](const CueHit& h) {
    return h.begin == verb.begin ? h.end > verb.end && verb.end - verb.begin == 1
                                 : h.begin < verb.begin && verb.begin < h.end && h.end < verb.end;
  };
  return hits.any(CueFamily::kMain, covers) || hits.any(CueFamily::kMeans, covers);
}

// Whether the verb only leads up to another: it stands in a condition (对未落实…的，), a purpose
// (为推动…，), a means (通过开展…等方式，), or is said of whom or what the sentence addresses
// (对开展…的企业给予).
bool leads_up(std::u32string_view text, const Sentence& sentence, const CueHit& verb) {
  const auto& [range, hits] = sentence;
  const uint32_t from = stretch_begin(text, verb.begin, range.begin);
  const uint32_t to = stretch_end(text, verb.end, range.end);
  const bool goes_on = to < range.end && text[to] == U',';
  if (goes_on && text[to - 1] == U'的') return true;
  if (goes_on && text[from] == U'为') {
    const uint32_t behind = from + 1 < to && text[from + 1] == U'了' ? from + 2 : from + 1;
    if (past_adverbs(behind, hits) == verb.begin) return true;
  }
  const bool means = begins_with(hits, CueFamily::kMeans, from) ||
                     begins_with(hits, CueFamily::kSetting, from);
  if (goes_on && means &&
      (ends_with(hits, CueFamily::kMeansEnd, to) || ends_with(hits, CueFamily::kSettingEnd, to))) {
    return true;
  }
  if (!begins_with(hits, CueFamily::kRecipient, from)) return false;
  const size_t of = text.substr(0, to).find(U'的', verb.end);
  if (of == text.npos) return false;
  return (goes_on && text[from] == U'对') ||
         hits.any(CueFamily::kVerb, [&](const CueHit& h) { return h.begin > of && h.end <= to; });
}

bool limits(std::string_view direction) {
  return direction == "restrictive" || direction == "coercive";
}

int number(std::string_view digits) {
  return digits.empty() ? 0 : digits.front() - '0';
}

}  // namespace

ClauseReader::ClauseReader(const Lexicon& lexicon) {
  const Table& table = lexicon.table("modality");
  for (size_t row = 0; row < table.rows(); ++row) {
    verbs_.push_back({std::string(table.at(row, "term")), std::string(table.at(row, "direction")),
                      std::string(table.at(row, "instrument_class")),
                      std::string(table.at(row, "instrument_subtype")),
                      number(table.at(row, "strength")), table.at(row, "nominal") == "modal"});
  }
  const Table& cues = lexicon.table("clause_cues");
  shifts_.assign(cues.rows(), 0);
  for (size_t row = 0; row < cues.rows(); ++row) {
    const std::u32string word = to_utf32(cues.at(row, "cue"));
    const std::string_view kind = cues.at(row, "kind");
    if (kind == "coercive") coercive_.push_back(word);
    if (kind == "subject_end") subject_ends_ += word;
    if (kind == "intensifier") shifts_[row] = 1;
    if (kind == "softener") shifts_[row] = -1;
  }
  load_verb_objects(lexicon);
}

void ClauseReader::load_verb_objects(const Lexicon& lexicon) {
  objects_.resize(verbs_.size());
  const Table& table = lexicon.table("verb_objects");
  for (size_t row = 0; row < table.rows(); ++row) {
    const std::string_view phrase = table.at(row, "phrase");
    size_t verb = verbs_.size();  // the longest that the phrase begins with
    for (size_t v = 0; v < verbs_.size(); ++v) {
      const bool longer = verb == verbs_.size() || verbs_[v].term.size() > verbs_[verb].term.size();
      if (longer && phrase.starts_with(verbs_[v].term)) verb = v;
    }
    if (verb == verbs_.size()) continue;  // a user's table may have fewer verbs
    VerbObject object;
    object.object = to_utf32(phrase.substr(verbs_[verb].term.size()));
    object.anywhere = object.object.starts_with(U'…');
    if (object.anywhere) object.object.erase(0, 1);
    object.direction = table.at(row, "direction");
    object.strength = number(table.at(row, "strength"));
    objects_[verb].push_back(std::move(object));
  }
}

// 取消其申报资格, 列入严重违法失信名单: the object says what the verb does.
void ClauseReader::apply_object(std::u32string_view text, Clause* clause) const {
  const auto& [begin, end] = clause->verb;
  const std::u32string_view behind =
      text.substr(end, stretch_end(text, end, clause->range.end) - end);
  for (const VerbObject& o : objects_[clause->verb_row]) {
    if (!(o.anywhere ? behind.find(o.object) != behind.npos : behind.starts_with(o.object))) continue;
    clause->direction = o.direction;
    clause->strength = o.strength;
    break;
  }
  if (has_coercive_noun(text.substr(begin, clause->range.end - begin))) {
    clause->direction = "coercive";
    clause->strength = std::max(clause->strength, 4);
  }
}

// 坚决, 一律: more of a limit or a penalty. 原则上: less of anything.
void ClauseReader::apply_adverbs(std::u32string_view text, Clause* clause) const {
  const uint32_t from = stretch_begin(text, clause->verb.begin, clause->range.begin);
  int shift = 0;
  for (const CueHit& h : clause->hits) {
    if (h.family != CueFamily::kAdverb || h.begin < from || h.end > clause->verb.begin) continue;
    if (shifts_[h.row] < 0 || limits(clause->direction)) shift = std::clamp(shift + shifts_[h.row], -1, 1);
  }
  clause->strength = std::clamp(clause->strength + shift, kLeast, kMost);
}

// 加大对…的打击力度: a noun at the end of the object is what the clause does.
bool ClauseReader::has_coercive_noun(std::u32string_view object) const {
  const size_t at = find_word(object, U"力度");
  if (at == object.npos) return false;
  return std::any_of(coercive_.begin(), coercive_.end(), [&](const std::u32string& noun) {
    return object.substr(0, at).ends_with(noun);
  });
}

std::vector<Sentence> sentences(std::u32string_view text, TextRange within,
                                std::span<const CueHit> hits) {
  std::vector<Sentence> found;
  const std::u32string_view view = text.substr(0, within.end);
  size_t first = 0;  // hit of the sentence
  for (uint32_t begin = within.begin; begin <= within.end;) {
    const auto end = static_cast<uint32_t>(kClauseEnds.next(view, begin));
    while (first < hits.size() && hits[first].begin < begin) ++first;
    size_t last = first;
    while (last < hits.size() && hits[last].begin < end) ++last;
    const auto here = hits_within(hits.subspan(first, last - first), {begin, end});
    if (end > begin) found.push_back({{begin, end}, CueStretch(here)});
    first = last;
    begin = end + 1;
  }
  return found;
}

Governed governed_at(std::u32string_view text, const Sentence& sentence, uint32_t at) {
  const auto& [range, hits] = sentence;
  if (!hits.has(CueFamily::kMeans) && !hits.has(CueFamily::kSetting)) return Governed::kObject;
  const uint32_t from = stretch_begin(text, at, range.begin);
  bool means = false;
  uint32_t means_end = 0;
  for (const CueHit& hit : hits) {
    if (hit.begin < from || hit.end > at) continue;
    if (hit.family == CueFamily::kMeans) {
      // 以 governs what follows only where a stretch begins (以A为B); elsewhere it is 可以, 予以.
      if (hit.end - hit.begin == 1 && hit.begin != from) continue;
    } else if (hit.family == CueFamily::kSetting) {
      if (!closes_setting(text, at, hits)) continue;
      // 在确保…的前提下: no verb of the sentence stands in between.
      if (closes_setting(text, at, hits, kWholeClause)) return Governed::kMeans;
    } else {
      const bool verb = hit.family == CueFamily::kVerb || hit.family == CueFamily::kMain;
      if (verb && !hit.weak && hit.begin >= means_end) means = false;
      continue;
    }
    means = true;
    means_end = hit.end;
  }
  // 依托平台的“无车承运人”: the means is said of the word, which is the object.
  const uint32_t before = at > from && text[at - 1] == U'“' ? at - 1 : at;
  if (means && before > means_end && text[before - 1] == U'的') return Governed::kObject;
  return means ? Governed::kMeans : Governed::kObject;
}

std::string slice(std::u32string_view text, TextRange range) {
  std::u32string out;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    if (text[i] != U'\n') out += text[i];
  }
  return to_utf8(out);
}

bool is_example(std::u32string_view text, TextRange word, uint32_t clause_end) {
  uint32_t pause = word.end;
  uint32_t marker = 0;
  for (; pause < clause_end && !pauses(text[pause]); ++pause) {
    if (text[pause] == U'等' && marker == 0) marker = pause;
  }
  if (marker == 0) return false;
  if (marker == word.end || (word.begin > 0 && text[word.begin - 1] == U'、')) return true;
  for (uint32_t i = word.end; i < std::min(marker, word.end + 5); ++i) {
    if (text[i] == U'、') return true;
  }
  return false;
}

// Whether the verb directs: not a noun inside a phrase (…的保障), not the 要 of 主要, and not said
// of a means (利用平台发展…: 发展 directs, but not 为推进…).
bool ClauseReader::directs(std::u32string_view text, TextRange range, const CueHit& verb,
                           const CueStretch& hits) const {
  const uint32_t stretch = stretch_begin(text, verb.begin, range.begin);
  const bool subject =
      verb.begin > stretch && subject_ends_.find(text[verb.begin - 1]) != subject_ends_.npos;
  if (inside_word(hits, verb)) return false;
  if (verb.end - verb.begin == 1) {
    return subject || begins_with(hits, CueFamily::kModal, verb.begin);
  }
  if (verb.begin > stretch && text[verb.begin - 1] == U'未') return false;
  // One of several nouns: 运营指导、人才培养、渠道推广.
  if (verb.end < range.end && text[verb.end] == U'、' && verb.begin != stretch) return false;
  if (!verb.weak) return true;
  if (begins_with(hits, CueFamily::kCompound, verb.begin)) return false;  // 试点期限
  if (subject && verbs_[verb.row].direction == "coordination") return true;  // 水利厅会同…
  return verb.begin == past_adverbs(stretch, hits);
}

// 从严|打击 is no 严打: the verb behind an adverb that ends inside the one that was found.
CueHit ClauseReader::behind_adverb(const CueStretch& hits, const CueHit& verb) {
  if (!hits.has(CueFamily::kAdverb)) return verb;
  for (const CueHit& adverb : hits) {
    const bool cuts = adverb.family == CueFamily::kAdverb && adverb.begin < verb.begin &&
                      verb.begin < adverb.end && adverb.end < verb.end;
    if (!cuts) continue;
    const auto behind = std::find_if(hits.begin(), hits.end(), [&](const CueHit& h) {
      return h.family == CueFamily::kVerb && h.begin == adverb.end;
    });
    if (behind != hits.end()) return *behind;
  }
  return verb;
}

bool ClauseReader::read_clause(std::u32string_view text, const Sentence& sentence,
                               std::vector<CueHit>& verbs, Clause* clause) const {
  const auto& [range, hits] = sentence;
  if (!hits.has(CueFamily::kVerb)) return false;
  const bool titles = find_char(text.substr(0, range.end), U'《', range.begin) != text.npos;
  verbs.clear();
  each_longest(hits, CueFamily::kVerb, [&](const CueHit& longest) {
    const CueHit v = behind_adverb(sentence.hits, longest);
    if (!titles || !inside_title(text, sentence.range.begin, v.begin)) verbs.push_back(v);
  });
  const auto directing = [&](const CueHit& v) {
    return directs(text, sentence.range, v, sentence.hits);
  };
  auto verb = std::find_if(verbs.begin(), verbs.end(), [&](const CueHit& v) {
    return directing(v) && !leads_up(text, sentence, v);
  });
  if (verb == verbs.end()) verb = std::find_if(verbs.begin(), verbs.end(), directing);
  if (verb == verbs.end()) return false;
  const Verb& first = verbs_[verb->row];
  if (!first.modal && !limits(first.direction)) {  // 新建小区必须…
    const uint32_t end = stretch_end(text, verb->end, range.end);
    const auto modal = std::find_if(verb + 1, verbs.end(), [&](const CueHit& v) {
      return v.end <= end && verbs_[v.row].modal && directing(v);
    });
    if (modal != verbs.end()) verb = modal;
  }
  uint32_t from = verb->end;
  auto next = verb + 1;
  while (next != verbs.end() && next->begin == from) from = (next++)->end;  // 加快推进
  if (from >= range.end || pauses(text[from])) from = verb->end;            // 加强监管
  uint32_t to = from;
  while (to < range.end && !pauses(text[to]) && to - from < kLongestObject) {
    while (next != verbs.end() && next->begin < to) ++next;
    if (to >= from + 2 && next != verbs.end() && next->begin == to && !next->weak) break;
    ++to;
  }
  const Verb& v = verbs_[verb->row];
  *clause = {range, {verb->begin, verb->end}, {from, to}, verb->row, v.direction, v.strength,
             hits};
  apply_object(text, clause);
  apply_adverbs(text, clause);
  return true;
}

std::vector<Clause> ClauseReader::read(std::u32string_view text,
                                       std::span<const Sentence> sentences) const {
  std::vector<Clause> clauses;
  clauses.reserve(sentences.size());
  std::vector<CueHit> verbs;
  for (const Sentence& sentence : sentences) {
    Clause clause;
    if (read_clause(text, sentence, verbs, &clause)) clauses.push_back(clause);
  }
  return clauses;
}

}  // namespace zhengmai
