// One pass over the text for every word that recognition goes by: directive verbs, cues of themes,
// of instruments, technologies, beneficiaries, and the words that tell a means from an object.
//
//   CueIndex index(lexicon);
//   std::vector<CueHit> hits = index.scan(text, body);
//   hits_within(hits, measure)              // a stretch of them, no copy
//
// A hit names the row of the table it comes from; readers of this folder know their own family.
// Hits overlap: each family resolves its own overlaps (a cue inside a longer one of its family does
// not count), since a theme's cue may well contain a verb.
//
// Units: indices of Normalised.text. Cost: compiling about 2 ms; a scan is one walk of the trie.
// Threads: const access from any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "extract/lexicon/lexicon.h"
#include "extract/lexicon/matcher.h"
#include "extract/structure/structure.h"

namespace zhengmai {

enum class CueFamily : uint8_t {
  kVerb,         // modality.tsv
  kTheme,        // themes.tsv
  kInstrument,   // instrument_cues.tsv
  kTechnology,   // technologies.tsv
  kBeneficiary,  // beneficiaries.tsv
  kProgramme,    // programme_heads.tsv
  kMeans,        // clause_cues.tsv, by kind
  kSetting,
  kSettingEnd,
  kMain,
  kAdverb,
  kVague,
  kObjectEnd,
  kPilot,
  kMeansEnd,
  kModal,
  kCompound,
  kGain,  // gain_cues.tsv, by kind
  kCare,
  kLoss,
  kRecipient,
};

struct CueHit {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint16_t row = 0;
  CueFamily family = CueFamily::kVerb;
  // Of a theme's cue: it counts half. Of a verb: it is a noun as well. Of a word of address: it only
  // holds one (行为).
  bool weak = false;
};

class CueIndex {
 public:
  explicit CueIndex(const Lexicon& lexicon);

  // In the order of their beginnings; of those that begin together, the shorter first.
  std::vector<CueHit> scan(std::u32string_view text, TextRange within) const;

 private:
  struct Cue {
    CueFamily family;
    uint16_t row;
    bool weak;
  };

  std::vector<Cue> cues_;        // by pattern
  std::vector<uint32_t> first_;  // by pattern: where its cues begin; one more at the end
  Matcher matcher_;
};

// The hits that lie inside `range`, of hits in order.
std::span<const CueHit> hits_within(std::span<const CueHit> hits, TextRange range);

// The hits of a stretch of text, and of which families they are: most sentences have none of most
// families, and are not searched for them.
class CueStretch {
 public:
  CueStretch() = default;
  explicit CueStretch(std::span<const CueHit> hits) : hits_(hits) {
    for (const CueHit& hit : hits) families_ |= bit(hit.family);
  }

  bool has(CueFamily family) const { return (families_ & bit(family)) != 0; }
  auto begin() const { return hits_.begin(); }
  auto end() const { return hits_.end(); }
  std::span<const CueHit> all() const { return hits_; }

  // Whether a hit of the family passes `test`.
  template <typename Test>
  bool any(CueFamily family, Test test) const {
    return has(family) && std::any_of(begin(), end(), [&](const CueHit& hit) {
             return hit.family == family && test(hit);
           });
  }
  // Whether one lies inside `range`.
  bool holds(CueFamily family, TextRange range) const {
    return any(family, [&](const CueHit& hit) {
      return hit.begin >= range.begin && hit.end <= range.end;
    });
  }

 private:
  static uint32_t bit(CueFamily family) { return uint32_t{1} << static_cast<uint32_t>(family); }

  std::span<const CueHit> hits_;
  uint32_t families_ = 0;  // a bit each
};

// Visits those of one family, without overlap: of two that overlap the longer (相关税收优惠: not 关税),
// of equals the first. One word with two rows is visited twice.
template <typename Visitor>
void each_longest(const CueStretch& stretch, CueFamily family, Visitor&& visit) {
  if (!stretch.has(family)) return;
  const std::span<const CueHit> hits = stretch.all();
  const CueHit* kept = nullptr;  // its equals lie behind it
  const auto flush = [&](const CueHit* end) {
    if (kept == nullptr) return;
    const auto [begin, stop] = std::pair(kept->begin, kept->end);
    for (; kept != end && kept->begin == begin && kept->end == stop; ++kept) {
      if (kept->family == family) visit(*kept);
    }
  };
  const CueHit* const end = hits.data() + hits.size();
  for (const CueHit* hit = hits.data(); hit != end; ++hit) {
    if (hit->family != family) continue;
    if (kept != nullptr && hit->begin < kept->end) {
      if (hit->end - hit->begin > kept->end - kept->begin) kept = hit;
    } else {
      flush(hit);
      kept = hit;
    }
  }
  flush(end);
}

}  // namespace zhengmai
