// Clauses: the directive sentences of a measure, and what governs a word inside them.
//
//   ClauseReader reader(lexicon);
//   const auto parts = sentences(text, measure, hits);
//   for (const Clause& c : reader.read(text, parts)) …   // 支持 | 企业 … , promotive, 2
//
// A clause is a sentence or a ； part of one that has a directive verb. Its verb is the first that
// is not said of a means, condition or purpose (对开展评估的企业给予…: 给予). A verb that is a noun
// as well (保障, 试点) directs only where a stretch between pauses begins. Its object may turn its
// direction (加大对…的打击力度 is coercive), adverbs its strength (原则上不得).
//
// Units: indices of Normalised.text. Cost: linear in the hits. Threads: const access from any.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/lexicon/lexicon.h"
#include "extract/recognise/cues.h"
#include "extract/structure/structure.h"

namespace zhengmai {

// A sentence or a ； part of one, without its closing mark, and the hits in it.
struct Sentence {
  TextRange range;
  CueStretch hits;
};

struct Clause {
  TextRange range;  // of the sentence
  TextRange verb;
  TextRange object;            // after the verb, up to the next verb or pause; may be empty
  uint16_t verb_row = 0;       // of modality.tsv
  std::string_view direction;  // promotive, institutional, restrictive, coercive …
  int strength = 0;            // 0 … 5
  CueStretch hits;
};

// What a stretch between two commas does for a word in it.
enum class Governed : uint8_t { kObject, kMeans };

class ClauseReader {
 public:
  explicit ClauseReader(const Lexicon& lexicon);

  std::vector<Clause> read(std::u32string_view text, std::span<const Sentence> sentences) const;

  struct Verb {
    std::string term, direction, instrument_class, instrument_subtype;
    int strength = 0;
    bool modal = false;  // 必须: what stands before it is its subject
  };
  const Verb& verb(uint16_t row) const { return verbs_[row]; }

 private:
  // What a verb says of one of its objects: verb_objects.tsv.
  struct VerbObject {
    std::u32string object;
    bool anywhere = false;  // before the next pause, or right behind the verb
    std::string direction;
    int strength = 0;
  };

  void load_verb_objects(const Lexicon& lexicon);
  bool directs(std::u32string_view text, TextRange range, const CueHit& verb,
               const CueStretch& hits) const;
  void apply_object(std::u32string_view text, Clause* clause) const;
  void apply_adverbs(std::u32string_view text, Clause* clause) const;
  static CueHit behind_adverb(const CueStretch& hits, const CueHit& verb);
  // `verbs` is room for those of the sentence, kept from one to the next.
  bool read_clause(std::u32string_view text, const Sentence& sentence, std::vector<CueHit>& verbs,
                   Clause* clause) const;

  bool has_coercive_noun(std::u32string_view object) const;

  std::vector<Verb> verbs_;
  std::vector<std::vector<VerbObject>> objects_;  // by row of modality.tsv
  std::vector<int> shifts_;                       // of strength, by row of clause_cues.tsv
  std::vector<std::u32string> coercive_;
  std::u32string subject_ends_;  // letters
};

// Those of a stretch of text; `hits` are those inside it, and outlive the result.
std::vector<Sentence> sentences(std::u32string_view text, TextRange within,
                                std::span<const CueHit> hits);

// Whether the word at `at` stands for a means or a setting in its clause (利用 A, 在 A 领域) or is
// what the clause is about.
Governed governed_at(std::u32string_view text, const Sentence& sentence, uint32_t at);

// As written, without the line breaks of a page.
std::string slice(std::u32string_view text, TextRange range);

// Whether the word is one of the examples of an enumeration that ends in 等 (物流、冷链等标准).
bool is_example(std::u32string_view text, TextRange word, uint32_t clause_end);

}  // namespace zhengmai
