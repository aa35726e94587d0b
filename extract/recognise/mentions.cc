#include "extract/recognise/mentions.h"

#include <algorithm>
#include <map>

#include "extract/lexicon/words.h"
#include "extract/text/normalise.h"
#include "extract/text/search.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr uint32_t kHeadReach = 8;  // “…”主题宣传活动: how far behind the name its head may stand
constexpr uint32_t kLongestProgramme = 40;
constexpr uint32_t kLongestPlatform = 28;

bool starts_with(std::u32string_view text, uint32_t at, std::u32string_view word) {
  return text.substr(at, word.size()) == word;
}

void add_unique(std::vector<Mention>* mentions, Mention mention) {
  for (const Mention& m : *mentions) {
    if (m.name == mention.name) return;
  }
  mentions->push_back(std::move(mention));
}

}  // namespace

MentionReader::MentionReader(const Lexicon& lexicon, const Places& places)
    : places_(places), pilots_(lexicon, places), beneficiaries_(lexicon) {
  const Table& technologies = lexicon.table("technologies");
  for (size_t row = 0; row < technologies.rows(); ++row) {
    technologies_.emplace_back(technologies.at(row, "name"));
  }
  std::vector<std::u32string> words;
  const Table& heads = lexicon.table("programme_heads");
  for (size_t row = 0; row < heads.rows(); ++row) {
    words.push_back(canonical(to_utf32(heads.at(row, "head"))));
    head_kinds_.emplace_back(heads.at(row, "kind"));
  }
  heads_ = Matcher(words);
  slogans_ = words_of(lexicon.table("clause_cues"), "slogan", "kind");
}

// What quotation marks often enclose that is no programme.
bool MentionReader::is_slogan(std::u32string_view name) const {
  return name.size() < 3 || std::any_of(slogans_.begin(), slogans_.end(), [&](const auto& slogan) {
           return name.find(slogan) != name.npos;
         });
}

// “…”工程, “…网”: a name in quotation marks with its head behind it or inside at its end.
void MentionReader::read_quoted(std::u32string_view text, TextRange within,
                                std::vector<Mention>* out) const {
  const std::u32string_view view = text.substr(0, within.end);
  std::vector<TextRange> waiting;  // “光网城市”“光网乡村”工程 share a head
  for (size_t i = find_char(view, U'“', within.begin); i < within.end; i = find_char(view, U'“', i + 1)) {
    const size_t close = find_char(view, U'”', i);
    if (close == view.npos || close - i > kLongestProgramme) continue;
    const TextRange quoted = {static_cast<uint32_t>(i), static_cast<uint32_t>(close + 1)};
    if (!waiting.empty() && waiting.back().end != quoted.begin) waiting.clear();
    const std::u32string_view name = view.substr(i + 1, close - i - 1);
    i = close;
    if (is_slogan(name)) continue;
    TextRange range;
    std::string_view kind;
    for (uint32_t at = quoted.end; at < std::min(within.end, quoted.end + kHeadReach); ++at) {
      auto head = heads_.longest_at(view, at);
      if (!head && !is_han(view[at])) break;
      if (view[at] == U'等') break;  // “青海老字号”等传统品牌: an example, not a name
      if (!head || head->size() < 2) continue;
      // 主题宣传活动: heads follow one another.
      for (auto next = head; next; next = heads_.longest_at(view, next->end)) head = next;
      range = {quoted.begin, head->end};
      kind = head_kinds_[head->pattern];
      break;
    }
    for (uint32_t n = 1; range.empty() && n <= 5 && n < name.size(); ++n) {
      const auto head = heads_.longest_at(view.substr(0, close), close - n);
      const bool own = head && head->end == close;
      if (own) range = quoted, kind = head_kinds_[head->pattern];
    }
    if (range.empty() && name.size() >= 3 && name.back() == U'行')
      range = quoted, kind = "campaign";
    // “宽带江苏”建设: a slogan with the place's name is its programme.
    if (range.empty() &&
        (starts_with(view, quoted.end, U"建设") || starts_with(view, quoted.end, U"战略"))) {
      for (uint32_t at = quoted.begin; at < quoted.end && range.empty(); ++at) {
        if (places_.longest_at(view.substr(0, quoted.end), at)) range = quoted, kind = "project";
      }
    }
    // “网货下乡、农品进城”平台 is a slogan said of some platform; campaigns do have such names.
    if (kind == "platform" && name.find(U'、') != name.npos) continue;
    if (range.empty()) {
      if (quoted.end < within.end && view[quoted.end] == U'“') waiting.push_back(quoted);
      continue;
    }
    for (const TextRange w : waiting) {
      add_unique(out, {w, slice(text, {w.begin + 1, w.end - 1}), std::string(kind), "", 0});
    }
    waiting.clear();
    add_unique(out,
               {range, slice(text, {quoted.begin + 1, quoted.end - 1}), std::string(kind), "", 0});
  }
}

// 国家交通物流平台…交换节点, 广东省公共信用信息管理系统: a place's own platform, without quotes.
void MentionReader::read_platforms(std::u32string_view text, const Sentence& sentence,
                                   std::vector<Mention>* out) const {
  const TextRange clause = sentence.range;
  std::vector<CueHit> heads;
  each_longest(sentence.hits, CueFamily::kProgramme, [&](const CueHit& h) {
    if (head_kinds_[h.row] == "platform" && h.end - h.begin >= 2) heads.push_back(h);
  });
  if (heads.empty()) return;
  const std::u32string_view view = text.substr(0, clause.end);
  for (uint32_t at = clause.begin; at < heads.back().begin; ++at) {
    const auto place = places_.longest_at(view, at);
    uint32_t from = place ? place->end : at;
    const bool country = view[at] == U'国' || view[at] == U'全';
    if (!place && country && (starts_with(view, at, U"国家") || starts_with(view, at, U"全国"))) {
      from = at + 2;
    }
    if (from == at) continue;
    uint32_t end = 0;
    std::string_view kind;
    for (const CueHit& head : heads) {
      if (head.begin < from + 2) continue;
      const std::u32string_view name = view.substr(at, head.end - at);
      if (name.size() > kLongestPlatform || !std::all_of(name.begin(), name.end(), is_han)) break;
      end = head.end;
      kind = head_kinds_[head.row];
      if (end < clause.end && (view[end] == U'和' || view[end] == U'与')) break;
    }
    if (end == 0) continue;
    // A sentence that happens to begin with a place and end in 平台 has verbs in it.
    const bool has_verb = std::any_of(
        sentence.hits.begin(), sentence.hits.end(), [&](const CueHit& h) {
          return h.family == CueFamily::kVerb && !h.weak && h.begin >= from && h.end <= end;
        });
    if (!has_verb) add_unique(out, {{at, end}, slice(text, {at, end}), std::string(kind), "", 0});
    at = end - 1;
  }
}

Mentions MentionReader::read(std::u32string_view text, TextRange within,
                             std::span<const Sentence> sentences, std::span<const Clause> clauses,
                             std::string_view jurisdiction) const {
  Mentions m;
  for (const Sentence& sentence : sentences) {
    each_longest(sentence.hits, CueFamily::kTechnology, [&](const CueHit& hit) {
      add_unique(&m.technologies, {{hit.begin, hit.end}, technologies_[hit.row], "", "", 0});
    });
    for (PilotPlace& p : pilots_.read(text, sentence, jurisdiction)) {
      add_unique(&m.pilots, {p.range, std::move(p.name), std::move(p.kind), std::move(p.code), 0});
    }
    read_platforms(text, sentence, &m.programmes);
  }
  for (const Clause& clause : clauses) {
    for (const Beneficiary& b : beneficiaries_.read(text, clause)) {
      const auto& [name, kind] = beneficiaries_.named(b.head.row);
      add_unique(&m.beneficiaries, {{b.head.begin, b.head.end}, name, kind, "", b.verb_row});
    }
  }
  read_quoted(text, within, &m.programmes);
  return m;
}

}  // namespace zhengmai
