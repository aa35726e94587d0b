#include "extract/recognise/themes.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <string_view>

namespace zhengmai {
namespace {

constexpr double kWeak = 0.5;
constexpr double kOfMeans = 0.3;
constexpr double kExample = 0.4;
constexpr double kForeignThreshold = 1.5;  // more than one cue
constexpr uint32_t kPhrase = 4;  // characters: shorter cues are words that stand anywhere
constexpr uint32_t kFewCues = 12;  // of a document: they do not tell its field

// One cue of one theme, at the place where it counts most.
struct Cue {
  uint16_t theme = 0;
  std::u32string_view word;
  TextRange range;
  double weight = 0;
  bool weak = false;
  bool common = false;  // a weak keyword, though it may be a whole object and count in full
  uint32_t sentence = 0;
};

// The weak cues of a theme by the sentence that has most: scattered over a long measure they say nothing.
struct WeakCues {
  double most = 0;
  uint32_t sentence = 0;  // that one

  void add(const Cue& cue) {  // in the order of sentences
    here_ = (cue.sentence == current_ ? here_ : 0) + cue.weight;
    current_ = cue.sentence;
    if (here_ <= most) return;
    most = here_;
    sentence = current_;
  }

 private:
  double here_ = 0;
  uint32_t current_ = 0;
};

// 推动线上线下融合发展: a phrase that is the whole object of a verb, however common it is elsewhere
// (构建线上线下融合的商圈).
bool is_whole_object(std::u32string_view text, const Sentence& sentence, const CueHit& cue) {
  if (cue.end - cue.begin < kPhrase) return false;
  uint32_t end = cue.end;
  bool directed = false;
  for (const CueHit& hit : sentence.hits) {
    const bool verb = hit.family == CueFamily::kVerb || hit.family == CueFamily::kMain;
    if (verb && hit.end == cue.begin) directed = true;
    const bool tail = hit.family == CueFamily::kObjectEnd || hit.family == CueFamily::kPilot;
    if (tail && hit.begin == end) end = hit.end;
  }
  static constexpr std::u32string_view kMarks = U",、。;";
  return directed && (end == sentence.range.end || kMarks.find(text[end]) != kMarks.npos);
}

}  // namespace

ThemeReader::ThemeReader(const Lexicon& lexicon) {
  const Table& table = lexicon.table("themes");
  for (size_t row = 0; row < table.rows(); ++row) {
    const auto cell = [&](const char* column) { return std::string(table.at(row, column)); };
    const std::string top = cell("govcn_top");
    themes_.push_back({cell("id"), cell("code"), cell("parent"), cell("name_zh"), cell("name_en"),
                       top.empty() ? top : top + '\\' + cell("govcn_sub"),
                       cell("level") == "1" ? 1 : 2});
  }
  for (const Theme& theme : themes_) {
    parents_.push_back(theme.parent.empty() ? -1 : find(theme.parent));
  }
  load_fields(lexicon);
}

void ThemeReader::load_fields(const Lexicon& lexicon) {
  const Table& table = lexicon.table("theme_fields");
  std::map<std::string_view, uint8_t> numbers;     // of fields, from 1
  std::map<std::string_view, uint8_t> of_theme;    // of the first level
  for (size_t row = 0; row < table.rows(); ++row) {
    const auto next = static_cast<uint8_t>(std::min<size_t>(numbers.size() + 1, kMostFields));
    of_theme[table.at(row, "theme")] =
        numbers.emplace(table.at(row, "field"), next).first->second;
  }
  for (const Theme& theme : themes_) {
    const auto it = of_theme.find(theme.parent.empty() ? theme.id : theme.parent);
    fields_.push_back(it == of_theme.end() ? 0 : it->second);
  }
}

ForeignFields ThemeReader::foreign_to(std::span<const CueHit> document) const {
  std::array<uint32_t, kMostFields + 1> cues{};
  for (const CueHit& hit : document) {
    if (hit.family == CueFamily::kTheme && !hit.weak) ++cues[fields_[hit.row]];
  }
  cues[0] = 0;  // of any field
  const uint32_t all = std::accumulate(cues.begin(), cues.end(), 0U);
  ForeignFields foreign;
  if (all < kFewCues || *std::max_element(cues.begin(), cues.end()) * 5 < all * 2) return foreign;
  for (size_t field = 1; field <= kMostFields; ++field) foreign[field] = cues[field] * 4 < all;
  return foreign;
}

int ThemeReader::find(std::string_view id) const {
  const auto it = std::lower_bound(themes_.begin(), themes_.end(), id,
                                   [](const Theme& t, std::string_view key) { return t.id < key; });
  return it != themes_.end() && it->id == id ? static_cast<int>(it - themes_.begin()) : -1;
}

std::vector<ThemeHit> ThemeReader::read(std::u32string_view text,
                                        std::span<const Sentence> sentences,
                                        ForeignFields foreign) const {
  std::vector<Cue> found;  // a measure has few: searched from end to end
  found.reserve(32);
  for (uint32_t s = 0; s < sentences.size(); ++s) {
    const Sentence& sentence = sentences[s];
    each_longest(sentence.hits, CueFamily::kTheme, [&](const CueHit& hit) {
      const bool weak = hit.weak && !is_whole_object(text, sentence, hit);
      double weight = weak ? kWeak : 1.0;
      if (governed_at(text, sentence, hit.begin) == Governed::kMeans) weight *= kOfMeans;
      if (is_example(text, {hit.begin, hit.end}, sentence.range.end)) weight *= kExample;
      const Cue cue = {hit.row, text.substr(hit.begin, hit.end - hit.begin), {hit.begin, hit.end},
                       weight,  weak, hit.weak, s};
      const auto same = std::find_if(found.begin(), found.end(), [&](const Cue& c) {
        return c.theme == cue.theme && c.word == cue.word;
      });
      if (same == found.end()) {
        found.push_back(cue);
      } else if (weight > same->weight) {
        *same = cue;
      }
    });
  }
  std::sort(found.begin(), found.end(), [](const Cue& x, const Cue& y) {
    return x.theme != y.theme ? x.theme < y.theme : x.range < y.range;
  });
  const auto names_outright = [&](uint32_t sentence) {
    return std::any_of(found.begin(), found.end(), [&](const Cue& c) {
      return c.sentence == sentence && !c.weak && c.weight == 1.0;
    });
  };
  std::vector<ThemeHit> themes;
  themes.reserve(found.size());
  std::vector<uint16_t> vague;  // broad themes that common words alone name
  for (size_t i = 0; i < found.size();) {
    ThemeHit theme;
    theme.theme = found[i].theme;
    double best = 0;
    WeakCues weak;
    bool common = true;
    size_t end = i + 1;
    while (end < found.size() && found[end].theme == theme.theme) ++end;
    theme.cues.reserve(end - i);
    for (; i < end; ++i) {
      if (found[i].weak) {
        weak.add(found[i]);
      } else {
        theme.score += found[i].weight;
      }
      common = common && found[i].common;
      theme.cues.push_back(found[i].range);
      if (found[i].weight <= best) continue;  // of equals the first
      best = found[i].weight;
      theme.evidence = found[i].range;
    }
    // 推动农村电商，对接种植养殖大户: actors and venues of what the sentence names already.
    if (theme.score > 0 || !names_outright(weak.sentence)) theme.score += weak.most;
    const bool mentioned = foreign[fields_[theme.theme]];
    if (theme.score < (mentioned ? kForeignThreshold : kThemeThreshold)) continue;
    theme.score = std::min(1.0, theme.score);
    if (common && parents_[theme.theme] < 0) vague.push_back(theme.theme);
    themes.push_back(std::move(theme));
  }
  // A theme of the first level is reported where none below it is.
  std::vector<int> covered;
  covered.reserve(themes.size());
  for (const ThemeHit& t : themes) covered.push_back(parents_[t.theme]);
  std::erase_if(themes, [&](const ThemeHit& t) {
    return std::find(covered.begin(), covered.end(), int{t.theme}) != covered.end();
  });
  // 推广全渠道，实现转型升级: the broad theme is what the other is for.
  const auto is_vague = [&](const ThemeHit& t) {
    return std::find(vague.begin(), vague.end(), t.theme) != vague.end();
  };
  if (!std::all_of(themes.begin(), themes.end(), is_vague)) std::erase_if(themes, is_vague);
  std::sort(themes.begin(), themes.end(), [](const ThemeHit& a, const ThemeHit& b) {
    return a.cues.front() != b.cues.front() ? a.cues.front() < b.cues.front() : a.theme < b.theme;
  });
  if (!themes.empty()) {
    std::max_element(themes.begin(), themes.end(), [](const ThemeHit& a, const ThemeHit& b) {
      return a.score < b.score;
    })->primary = true;
  }
  return themes;
}

}  // namespace zhengmai
