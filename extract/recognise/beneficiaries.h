// Who gains by a directive: whom a verb of support has as its object, whom words of address name
// (对…给予, 为…提供, 将…纳入…保障), and whose pay, rights or care it is about (提高…待遇).
//
//   BeneficiaryReader reader(lexicon);
//   for (const Beneficiary& b : reader.read(text, clause)) reader.named(b.head.row).name   // 中小微企业
//
// One who is supervised, or merely appears, gains nothing (严查…企业, 发挥…作用). The first head of
// an object gains, with those listed behind it: what they are to do comes after.
//
// Units: indices of Normalised.text. Cost: linear in the hits. Threads: const access from any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/lexicon/lexicon.h"
#include "extract/recognise/clauses.h"
#include "extract/recognise/cues.h"

namespace zhengmai {

struct Beneficiary {
  CueHit head;            // of beneficiaries.tsv
  uint16_t verb_row = 0;  // of modality.tsv: what gives
};

class BeneficiaryReader {
 public:
  explicit BeneficiaryReader(const Lexicon& lexicon);

  std::vector<Beneficiary> read(std::u32string_view text, const Clause& clause) const;

  struct Named {
    std::string name, kind;
  };
  const Named& named(uint16_t row) const { return named_[row]; }

 private:
  struct Stretch;

  bool gives(const CueHit& hit) const;
  void read_addressed(const Stretch& stretch, std::vector<Beneficiary>* out) const;
  void read_object(const Stretch& stretch, std::vector<Beneficiary>* out) const;

  enum class Stance : uint8_t { kNeutral, kFavours, kAgainst };
  struct Verb {
    Stance stance = Stance::kNeutral;
    bool permits = false;
    int strength = 0;
  };

  std::vector<Named> named_;
  std::vector<Verb> verbs_;
};

}  // namespace zhengmai
