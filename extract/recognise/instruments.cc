#include "extract/recognise/instruments.h"

#include <algorithm>

namespace zhengmai {

InstrumentReader::InstrumentReader(const Lexicon& lexicon) {
  const Table& table = lexicon.table("instrument_cues");
  for (size_t row = 0; row < table.rows(); ++row) {
    cues_.push_back({std::string(table.at(row, "instrument_class")),
                     std::string(table.at(row, "instrument_subtype")),
                     table.at(row, "tool") == "yes"});
  }
}

bool InstrumentReader::uses(std::u32string_view text, const Clause& clause,
                            const CueHit& cue) const {
  const Instrument& i = cues_[cue.row];
  if (i.instrument_class.empty()) return false;  // only looks like one
  // 打击网上销售假货: what is fought is no help to anybody.
  if (clause.direction == "coercive" && i.subtype != "regulation") return false;
  const bool object =
      governed_at(text, {clause.range, clause.hits}, cue.begin) == Governed::kObject;
  if (cue.begin < clause.verb.end) return i.tool && !object;  // 采取贴息方式支持…
  return i.tool || (object && !is_example(text, {cue.begin, cue.end}, clause.range.end));
}

std::vector<InstrumentUse> InstrumentReader::read(std::u32string_view text,
                                                  std::span<const Clause> clauses,
                                                  const ClauseReader& verbs) const {
  std::vector<InstrumentUse> found;
  const auto add = [&](const InstrumentUse& use) {
    if (use.instrument_class.empty()) return;
    const auto same = std::find_if(found.begin(), found.end(), [&](const InstrumentUse& u) {
      return u.instrument_class == use.instrument_class && u.subtype == use.subtype;
    });
    if (same == found.end()) {
      found.push_back(use);
    } else if (use.strength > same->strength) {
      *same = use;
    }
  };
  for (const Clause& clause : clauses) {
    bool cued = false;
    each_longest(clause.hits, CueFamily::kInstrument, [&](const CueHit& hit) {
      if (!uses(text, clause, hit)) return;
      const Instrument& i = cues_[hit.row];
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
  return found;
}

}  // namespace zhengmai
