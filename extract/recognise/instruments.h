// Policy instruments: by what means a clause acts (supply, environment, demand; after Rothwell and
// Zegveld 1981).
//
//   InstrumentReader reader(lexicon);
//   auto used = reader.read(text, clauses, clause_reader);   // supply/infrastructure, 3
//
// The verb alone does not fix the class: a cue in the clause's object does (支持…补助: public
// funding), and the verb's default stands only where there is none. What is said of a means or a setting,
// or as one example of several, counts only where it is a tool (通过贴息等方式; not 在分拨中心等场所). Each instrument is reported
// once a measure, with the strongest clause.
//
// Units: indices of Normalised.text. Cost: linear in the hits. Threads: const access from any.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/recognise/clauses.h"
#include "extract/recognise/cues.h"

namespace zhengmai {

struct InstrumentUse {
  std::string_view instrument_class;  // supply, environment, demand
  std::string_view subtype;           // public_funding …
  uint16_t verb_row = 0;
  std::string_view direction;
  int strength = 0;
  TextRange evidence;  // the cue, or the verb where none stands
  bool by_cue = false;
};

class InstrumentReader {
 public:
  explicit InstrumentReader(const Lexicon& lexicon);

  // In the order of first use.
  std::vector<InstrumentUse> read(std::u32string_view text, std::span<const Clause> clauses,
                                  const ClauseReader& verbs) const;

 private:
  struct Instrument {
    std::string instrument_class, subtype;
    bool tool = false;
  };

  bool uses(std::u32string_view text, const Clause& clause, const CueHit& cue) const;

  std::vector<Instrument> cues_;
};

}  // namespace zhengmai
