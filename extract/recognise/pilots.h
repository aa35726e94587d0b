// Where a measure is tried: the places of a sentence about pilots.
//
//   PilotReader reader(lexicon, places);
//   for (const PilotPlace& p : reader.read(text, sentence, "350000")) p.name    // 厦门市, 武夷新区
//
// An enumeration shares its ending (厦门、三明市) and may hold a name that no table has (平潭等地).
// Zones are read with the place they are named after (厦门火炬高新区). The document's own territory
// is no place of a pilot, nor one whose experience is taken over (推广三明经验).
//
// Units: indices of Normalised.text. Cost: linear. Threads: const access from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/lexicon/places.h"
#include "extract/recognise/clauses.h"

namespace zhengmai {

struct PilotPlace {
  TextRange range;
  std::string name;
  std::string kind;  // city, zone, region
  std::string code;  // GB/T 2260; empty when unknown
};

class PilotReader {
 public:
  // REQUIRES: `places` outlives the reader.
  PilotReader(const Lexicon& lexicon, const Places& places);

  // `jurisdiction` is the document's, for names that several places have.
  std::vector<PilotPlace> read(std::u32string_view text, const Sentence& sentence,
                               std::string_view jurisdiction) const;

 private:
  class Run;

  std::optional<PilotPlace> place_at(std::u32string_view text, const Sentence& sentence, uint32_t at,
                                     std::string_view jurisdiction) const;
  std::optional<PilotPlace> zone_of_trade(std::u32string_view text, uint32_t at) const;
  std::optional<PilotPlace> county_at(std::u32string_view text, const Sentence& sentence,
                                      uint32_t at, std::string_view jurisdiction) const;
  // Where the name of a zone ends that is at most `gap` characters behind `from`.
  std::optional<uint32_t> zone_tail(std::u32string_view text, const Sentence& sentence,
                                    uint32_t from, uint32_t gap) const;
  bool has_stem(std::u32string_view text, const Sentence& sentence, TextRange stem) const;
  bool taken_over(std::u32string_view text, uint32_t at) const;

  const Places& places_;
  Matcher regions_;
  Matcher trade_zone_ends_;
  Matcher zone_tails_;
  Matcher holders_;
  Matcher counties_;  // 福清 for 福清市
  std::vector<std::vector<std::string>> county_codes_;  // by pattern of counties_
  std::vector<std::u32string> no_zone_;
  std::vector<std::u32string> elsewhere_;
  std::u32string before_;  // the characters that a place without 市 or 县 follows
  std::u32string behind_;  // … and that follow it
};

}  // namespace zhengmai
