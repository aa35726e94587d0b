// Themes: what a measure is about.
//
//   ThemeReader reader(lexicon);
//   for (const ThemeHit& t : reader.read(text, sentences)) …   // cold_chain 1.0, primary
//
// A theme is named where a directive takes one of its cues as its object. A cue said of a means or
// a setting (利用大数据打击…), or as one example of several (餐饮、家政等服务), counts a third, a
// weak cue (venues, actors, technologies) half, unless it is the whole object (推动线上线下融合发展).
// The score is the sum over different cues, of the weak ones those of one sentence, at most 1; below
// kThemeThreshold a theme is not reported. Weak cues alone name no theme in a sentence that names
// another outright: there they are its actors and venues. Of cues that overlap the longest wins, so that
// 产业链、供应链、服务链 does not name supply chains. A broad theme that only such common words name
// (实现转型升级) is reported where no other is.
//
// Themes belong to fields (theme_fields.tsv; those that every field has, 人才 or 标准, to none). Where one
// field has two fifths of a document's cues or more, a theme of a field with less than a quarter is only named
// in passing (网络身份证, in a document about trade) unless two cues speak for it.
//
// Units: indices of Normalised.text. Cost: linear in the hits. Threads: const access from any.
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "extract/recognise/clauses.h"
#include "extract/recognise/cues.h"

namespace zhengmai {

inline constexpr double kThemeThreshold = 0.6;
inline constexpr size_t kMostFields = 31;

using ForeignFields = std::bitset<kMostFields + 1>;  // of a document, by number; 0 is no field

struct Theme {
  std::string id, code, parent, name, name_en;
  std::string govcn;  // gov.cn's: 工业、交通\公路
  int level = 2;
};

struct ThemeHit {
  uint16_t theme = 0;  // row of themes.tsv
  double score = 0;
  bool primary = false;         // the highest score; the earlier of two
  TextRange evidence;           // the cue that counts most
  std::vector<TextRange> cues;  // one place for each different cue, in the order of the text
};

class ThemeReader {
 public:
  explicit ThemeReader(const Lexicon& lexicon);

  // By first cue. `sentences` are those of the measure.
  std::vector<ThemeHit> read(std::u32string_view text, std::span<const Sentence> sentences,
                             ForeignFields foreign = {}) const;
  // The fields that a document with these cues is not about.
  ForeignFields foreign_to(std::span<const CueHit> document) const;
  const Theme& theme(uint16_t row) const { return themes_[row]; }
  // The row of a theme, or -1.
  int find(std::string_view id) const;

 private:
  void load_fields(const Lexicon& lexicon);

  std::vector<Theme> themes_;  // sorted by id, as the table is
  std::vector<int> parents_;   // by theme: a row, or -1
  std::vector<uint8_t> fields_;  // by theme: a number from 1, or 0
};

}  // namespace zhengmai
