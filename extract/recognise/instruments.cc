#include "extract/recognise/instruments.h"

#include <algorithm>

namespace zhengmai {

InstrumentReader::InstrumentReader(const Lexicon& lexicon) {
  const Table& table = lexicon.table("instrument_cues");
  for (size_t row = 0; row < table.rows(); ++row) {
    cues_.push_back({std::string(table.at(row, "instrument_class")),
                     std::string(table.at(row, "instrument_subtype"))});
  }
}

std::vector<InstrumentUse> InstrumentReader::read(std::span<const Clause> clauses,
                                                  const ClauseReader& verbs) const {
  std::vector<InstrumentUse> uses;
  const auto add = [&](const InstrumentUse& use) {
    if (use.instrument_class.empty()) return;
    const auto same = std::find_if(uses.begin(), uses.end(), [&](const InstrumentUse& u) {
      return u.instrument_class == use.instrument_class && u.subtype == use.subtype;
    });
    if (same == uses.end()) {
      uses.push_back(use);
    } else if (use.strength > same->strength) {
      *same = use;
    }
  };
  for (const Clause& clause : clauses) {
    bool cued = false;
    each_longest(clause.hits, CueFamily::kInstrument, [&](const CueHit& hit) {
      if (hit.begin < clause.verb.end) return;
      const Instrument& i = cues_[hit.row];
      if (i.instrument_class.empty()) return;  // only looks like one
      add({i.instrument_class,
           i.subtype,
           clause.verb_row,
           clause.direction,
           clause.strength,
           {hit.begin, hit.end},
           true});
      cued = true;
    });
    if (cued) continue;
    const ClauseReader::Verb& verb = verbs.verb(clause.verb_row);
    add({verb.instrument_class, verb.instrument_subtype, clause.verb_row, clause.direction,
         clause.strength, clause.verb, false});
  }
  return uses;
}

}  // namespace zhengmai
