// What tests of recognition share: one set of readers, and a text read by all of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/recognise/citations.h"
#include "extract/recognise/clauses.h"
#include "extract/recognise/cues.h"
#include "extract/recognise/instruments.h"
#include "extract/recognise/mentions.h"
#include "extract/recognise/prose.h"
#include "extract/recognise/targets.h"
#include "extract/recognise/themes.h"
#include "extract/text/decode.h"
#include "extract/text/normalise.h"
#include "graph/model/unicode.h"
#include "tests/builtin_words.h"

namespace zhengmai::testing {

struct Readers {
  Lexicon lexicon = Lexicon::builtin();
  Places places{lexicon};
  AgencyNames names{lexicon, places};
  StructureReader structure{lexicon, places, names};
  CueIndex cues{lexicon};
  ClauseReader clauses{lexicon};
  ThemeReader themes{lexicon};
  InstrumentReader instruments{lexicon};
  TargetReader targets{lexicon};
  MentionReader mentions{lexicon, places};
  ProseReader prose{lexicon, names};
  CitationReader citations{lexicon, structure.numbers()};

  static const Readers& get() {
    static const Readers readers;
    return readers;
  }
};

// One measure: its text, read as a whole.
class MeasureText {
 public:
  explicit MeasureText(std::string_view utf8)
      : MeasureText(normalise(decode(utf8, std::nullopt).text, test::builtin_words())) {}
  explicit MeasureText(Normalised text)
      : text_(std::move(text)),
        all_{0, static_cast<uint32_t>(text_.text.size())},
        hits_(Readers::get().cues.scan(text_.text, all_)) {}

  const Normalised& text() const { return text_; }
  std::string slice(TextRange r) const {
    return to_utf8(std::u32string_view(text_.text).substr(r.begin, r.size()));
  }

  std::vector<ThemeHit> theme_hits(std::optional<TextRange> within = {},
                                   ForeignFields foreign = {}) const {
    const TextRange range = within.value_or(all_);
    return Readers::get().themes.read(
        text_.text, sentences(text_.text, range, hits_within(hits_, range)), foreign);
  }
  ForeignFields foreign() const { return Readers::get().themes.foreign_to(hits_); }
  std::vector<Sentence> parts() const { return sentences(text_.text, all_, hits_); }
  // "cold_chain standards", in the order of the text.
  std::string themes(ForeignFields foreign = {}) const {
    std::string out;
    for (const ThemeHit& t : theme_hits({}, foreign)) {
      out += (out.empty() ? "" : " ") + Readers::get().themes.theme(t.theme).id;
    }
    return out;
  }
  std::vector<Clause> clauses() const {
    return Readers::get().clauses.read(text_.text, parts());
  }
  std::vector<Target> targets() const {
    return Readers::get().targets.read(text_.text, all_, hits_);
  }
  std::vector<InstrumentUse> instruments() const {
    return Readers::get().instruments.read(text_.text, clauses(), Readers::get().clauses);
  }
  Mentions mentions(std::string_view jurisdiction = "350000") const {
    return Readers::get().mentions.read(text_.text, all_, parts(), clauses(), jurisdiction);
  }

 private:
  Normalised text_;
  TextRange all_;
  std::vector<CueHit> hits_;
};

inline std::string names_of(const std::vector<Mention>& mentions) {
  std::string out;
  for (const Mention& m : mentions) out += (out.empty() ? "" : " ") + m.name;
  return out;
}

}  // namespace zhengmai::testing
