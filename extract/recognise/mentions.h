// Mentions inside a measure: who benefits, which technologies are used, where pilots are, which
// named programmes and platforms it runs.
//
//   MentionReader reader(lexicon, places);
//   Mentions m = reader.read(text, measure, sentences, clauses, "350000");
//   m.pilots[0].name == "厦门市"     // 厦门、三明市: the ending is shared
//
// Units: indices of Normalised.text. Cost: linear. Threads: const access from any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/lexicon/places.h"
#include "extract/recognise/beneficiaries.h"
#include "extract/recognise/clauses.h"
#include "extract/recognise/cues.h"
#include "extract/recognise/pilots.h"

namespace zhengmai {

struct Mention {
  TextRange range;
  std::string name;       // canonical: 无线射频识别, 厦门市, 信用中国
  std::string kind;       // firm …; city, zone, region; project, platform, campaign, brand
  std::string code;       // of a place: GB/T 2260, empty when unknown
  uint16_t verb_row = 0;  // of a beneficiary: the verb that it is the object of
};

struct Mentions {
  std::vector<Mention> technologies;
  std::vector<Mention> beneficiaries;
  std::vector<Mention> pilots;
  std::vector<Mention> programmes;
};

class MentionReader {
 public:
  // REQUIRES: `places` outlives the reader.
  MentionReader(const Lexicon& lexicon, const Places& places);

  // `sentences` are those of `within`, `clauses` those of the sentences that are directives;
  // `jurisdiction` is the document's, for names that several places have.
  Mentions read(std::u32string_view text, TextRange within, std::span<const Sentence> sentences,
                std::span<const Clause> clauses, std::string_view jurisdiction) const;

 private:
  bool is_slogan(std::u32string_view name) const;
  void read_quoted(std::u32string_view text, TextRange within, std::vector<Mention>* out) const;
  void read_platforms(std::u32string_view text, const Sentence& sentence,
                      std::vector<Mention>* out) const;

  const Places& places_;
  PilotReader pilots_;
  BeneficiaryReader beneficiaries_;
  std::vector<std::string> technologies_;  // names, by row
  Matcher heads_;
  std::vector<std::string> head_kinds_;
  std::vector<std::u32string> slogans_;
};

}  // namespace zhengmai
