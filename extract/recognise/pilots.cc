#include "extract/recognise/pilots.h"

#include <algorithm>
#include <map>

#include "extract/text/normalise.h"
#include "extract/text/search.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr uint32_t kZoneGap = 4;   // 厦门(火炬)高新区
constexpr uint32_t kZoneStem = 6;  // 武夷新区
constexpr uint32_t kTradeZone = 12;
constexpr std::u32string_view kJoiners = U"、和与及";
constexpr std::u32string_view kPauses = U",、和与及";  // on either side of a place

bool is_one_of(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }

// A pilot that is not the (试行) of a title.
bool is_about_pilots(std::u32string_view text, const Sentence& sentence) {
  return sentence.hits.any(CueFamily::kPilot, [&](const CueHit& h) {
    return h.begin == sentence.range.begin || text[h.begin - 1] != U'(';
  });
}

}  // namespace

// The places of one enumeration, the last of `found`.
class PilotReader::Run {
 public:
  Run(std::u32string_view text, const Places& places, std::vector<PilotPlace>* found)
      : text_(text), places_(places), found_(*found) {}

  bool follows(uint32_t at) const {
    return size_ > 0 && end_ + 1 == at && is_one_of(kJoiners, text_[end_]);
  }

  void add(PilotPlace place) {
    const bool within = size_ > 0 && end_ == place.range.begin &&
                        places_.contains(found_.back().code, place.code);
    if (within) found_.pop_back(), --size_;  // 厦门市集美区
    if (!within && !follows(place.range.begin)) size_ = 0;
    end_ = place.range.end;
    const char32_t ending = text_[end_ - 1];
    found_.push_back(std::move(place));
    ++size_;
    if (size_ > 1 && is_one_of(U"市县区", ending)) share(ending);
  }

  size_t size() const { return size_; }

 private:
  // 三明市 behind 厦门、 gives its ending to those that have none.
  void share(char32_t ending) {
    for (size_t i = found_.size() - size_; i < found_.size(); ++i) {
      if (found_[i].kind != "city") continue;
      const std::u32string name = to_utf32(found_[i].name);
      if (is_one_of(U"市县区", name.back())) continue;
      const std::u32string full = name + ending;
      const auto known = places_.longest_at(full, 0);
      if (ending == U'市' || (known && known->end == full.size())) found_[i].name = to_utf8(full);
    }
    size_ = 0;
  }

  std::u32string_view text_;
  const Places& places_;
  std::vector<PilotPlace>& found_;
  size_t size_ = 0;
  uint32_t end_ = 0;
};

PilotReader::PilotReader(const Lexicon& lexicon, const Places& places)
    : places_(places), before_(kPauses), behind_(std::u32string(kPauses) + U"等") {
  std::vector<std::u32string> words;
  const Table& regions = lexicon.table("regions");
  for (size_t row = 0; row < regions.rows(); ++row)
    words.push_back(to_utf32(regions.at(row, "name")));
  regions_ = Matcher(words);
  words.clear();
  const Table& clause_cues = lexicon.table("clause_cues");
  for (size_t row = 0; row < clause_cues.rows(); ++row) {
    if (clause_cues.at(row, "kind") == "zone_end")
      words.push_back(to_utf32(clause_cues.at(row, "cue")));
  }
  trade_zone_ends_ = Matcher(words);
  words.clear();
  std::vector<std::u32string> holders;
  const Table& cues = lexicon.table("pilot_cues");
  for (size_t row = 0; row < cues.rows(); ++row) {
    const std::string_view kind = cues.at(row, "kind");
    const std::u32string word = canonical(to_utf32(cues.at(row, "cue")));
    if (kind == "zone_tail") words.push_back(word);
    if (kind == "holder") holders.push_back(word);
    if (kind == "no_zone") no_zone_.push_back(word);
    if (kind == "elsewhere") elsewhere_.push_back(word);
    if (kind == "before") before_ += word;
    if (kind == "behind") behind_ += word;
  }
  zone_tails_ = Matcher(words);
  holders_ = Matcher(holders);
  std::map<std::u32string, std::vector<std::string>> counties;
  const Table& divisions = lexicon.table("divisions");
  for (size_t row = 0; row < divisions.rows(); ++row) {
    if (divisions.at(row, "level") != "county") continue;
    std::u32string name = to_utf32(divisions.at(row, "name"));
    if (name.size() < 3 || !is_one_of(U"市县区", name.back())) continue;
    name.pop_back();
    counties[name].emplace_back(divisions.at(row, "gb_code"));
  }
  words.clear();
  for (auto& [name, codes] : counties) {
    words.push_back(name);
    county_codes_.push_back(std::move(codes));
  }
  counties_ = Matcher(words);
}

// 中国(广东)自由贸易试验区, with its 片区.
std::optional<PilotPlace> PilotReader::zone_of_trade(std::u32string_view text, uint32_t at) const {
  if (text.substr(at, 3) != U"中国(") return std::nullopt;
  const size_t close = text.find(U')', at);
  if (close == text.npos || close - at > kTradeZone) return std::nullopt;
  const auto tail = trade_zone_ends_.longest_at(text, close + 1);
  if (!tail) return std::nullopt;
  std::string name = slice(text, {at, tail->end});
  for (const auto& [half, full] : {std::pair("(", "（"), std::pair(")", "）")}) {
    name.replace(name.find(half), 1, full);
  }
  return PilotPlace{{at, tail->end}, std::move(name), "zone", ""};
}

// What may name a zone: no verb, joiner, or word that says what kind of zone.
bool PilotReader::has_stem(std::u32string_view text, const Sentence& sentence,
                           TextRange stem) const {
  const std::u32string_view word = text.substr(stem.begin, stem.size());
  return std::all_of(word.begin(), word.end(), is_han) &&
         !is_one_of(word, U'的') && !is_one_of(word, U'和') && !is_one_of(word, U'市') &&
         !sentence.hits.holds(CueFamily::kVerb, stem) &&
         !sentence.hits.holds(CueFamily::kPilot, stem) &&
         std::none_of(no_zone_.begin(), no_zone_.end(), [&](const std::u32string& no) {
           return word.find(no) != word.npos;
         });
}

std::optional<uint32_t> PilotReader::zone_tail(std::u32string_view text, const Sentence& sentence,
                                               uint32_t from, uint32_t gap) const {
  for (uint32_t at = from; at <= from + gap && at < text.size() && is_han(text[at]); ++at) {
    const auto tail = zone_tails_.longest_at(text, at);
    if (tail && has_stem(text, sentence, {from, at})) return tail->end;
  }
  return std::nullopt;
}

// Whether a sentence takes over what the place at `at` has tried.
bool PilotReader::taken_over(std::u32string_view text, uint32_t at) const {
  const std::u32string_view before = text.substr(0, at);
  return std::any_of(elsewhere_.begin(), elsewhere_.end(),
                     [&](const std::u32string& word) { return before.ends_with(word); });
}

// 福清 for 福清市: only inside the document's territory, and where a place may stand.
std::optional<PilotPlace> PilotReader::county_at(std::u32string_view text, const Sentence& sentence,
                                                 uint32_t at, std::string_view jurisdiction) const {
  if (jurisdiction.empty() || jurisdiction == kCountryCode) return std::nullopt;
  if (at > sentence.range.begin && !is_one_of(before_, text[at - 1])) return std::nullopt;
  const auto county = counties_.longest_at(text, at);
  if (!county || county->end >= text.size() || !is_one_of(behind_, text[county->end])) {
    return std::nullopt;
  }
  for (const std::string& code : county_codes_[county->pattern]) {
    if (places_.contains(jurisdiction, code)) {
      return PilotPlace{{at, county->end}, slice(text, {at, county->end}), "city", code};
    }
  }
  return std::nullopt;
}

std::optional<PilotPlace> PilotReader::place_at(std::u32string_view text, const Sentence& sentence,
                                                uint32_t at, std::string_view jurisdiction) const {
  if (auto zone = zone_of_trade(text, at)) return zone;
  const auto whole = [&](uint32_t end, std::string_view kind, std::string_view code) {
    return PilotPlace{{at, end}, slice(text, {at, end}), std::string(kind), std::string(code)};
  };
  const auto region = regions_.longest_at(text, at);
  const auto place = places_.longest_at(text, at);
  if (region && (!place || region->end >= place->end)) return whole(region->end, "region", "");
  if (place) {
    const std::string_view code = places_.resolve(place->pattern, jurisdiction);
    if (holders_.longest_at(text, place->end)) return std::nullopt;
    if (const auto end = zone_tail(text, sentence, place->end, kZoneGap)) {
      return whole(*end, "zone", "");
    }
    if (!code.empty()) return whole(place->end, "city", code);
  }
  if (auto county = county_at(text, sentence, at, jurisdiction)) return county;
  const bool opens = at == sentence.range.begin || is_one_of(before_, text[at - 1]);
  if (!opens || !is_han(text[at]) || is_one_of(before_, text[at])) return std::nullopt;
  const auto end = zone_tail(text, sentence, at + 2, kZoneStem - 2);
  if (!end || !has_stem(text, sentence, {at, at + 2})) return std::nullopt;
  return whole(*end, "zone", "");
}

std::vector<PilotPlace> PilotReader::read(std::u32string_view text, const Sentence& sentence,
                                          std::string_view jurisdiction) const {
  std::vector<PilotPlace> found;
  if (!is_about_pilots(text, sentence)) return found;
  const std::u32string_view view = text.substr(0, sentence.range.end);
  Run run(view, places_, &found);
  uint32_t passed = 0;  // end of a place that is none of a pilot
  for (uint32_t at = sentence.range.begin; at < view.size();) {
    if (view[at] == U'《') {
      const size_t close = find_char(view, U'》', at);
      at = close == view.npos ? at + 1 : static_cast<uint32_t>(close);
      continue;
    }
    if (auto place = place_at(view, sentence, at, jurisdiction)) {
      const uint32_t end = place->range.end;
      const bool listed = passed > 0 && passed + 1 == at && is_one_of(kJoiners, view[passed]);
      if (listed || taken_over(view, at)) {
        passed = end;
      } else if (place->code != jurisdiction || place->code.empty()) {
        run.add(std::move(*place));
      }
      at = end;
      continue;
    }
    if (run.size() >= 2 && run.follows(at)) {  // an unknown name closed by 、 or 等
      uint32_t end = at;
      while (end < view.size() && end - at < 5 && is_han(view[end]) && view[end] != U'等') ++end;
      if (end - at >= 2 && end - at <= 3 && end < view.size() &&
          (view[end] == U'、' || view[end] == U'等')) {
        run.add({{at, end}, slice(view, {at, end}), "city", ""});
        at = end;
        continue;
      }
    }
    ++at;
  }
  return found;
}

}  // namespace zhengmai
