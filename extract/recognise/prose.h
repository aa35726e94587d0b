// Assignments in running text: 省财政厅会同省商务厅制定…, 省政府办公厅牵头,省信息中心参与.
//
//   ProseReader reader(lexicon, names);
//   for (const ProseAssignment& a : reader.read(text, {begin, end})) …
//
// A run of names is an assignment when a word of prose_roles.tsv (牵头, 会同, 按职责分工负责 …) stands
// right behind it. Bodies that are supported, that issued a rule, or that one may turn to, have no
// such word behind them.
//
// Units: indices of Normalised.text. Cost: a search for the words, and the names before each.
// Errors: Error(kConfig) for a table that names an unknown role. Threads: const access from any.
#pragma once

#include <string_view>
#include <vector>

#include "extract/lexicon/agency_names.h"
#include "extract/lexicon/lexicon.h"
#include "extract/lexicon/matcher.h"
#include "extract/structure/lists.h"

namespace zhengmai {

struct ProseAssignment {
  TextRange range;
  AgencyName name;
  Role role = Role::kUnspecified;
  bool opens_run = false;
};

class ProseReader {
 public:
  ProseReader(const Lexicon& lexicon, const AgencyNames& names);

  // Those in `within`, in the order of the text. Runs inside a responsibility list are not looked
  // for: give the stretches between the lists.
  std::vector<ProseAssignment> read(std::u32string_view text, TextRange within) const;

 private:
  struct Word {
    Role before = Role::kUnspecified;
    bool joins = false;       // who follows supports those before
    bool needs_lead = false;  // counts only behind a lead of the same sentence
  };
  class Scan;

  const AgencyNames& names_;
  Matcher matcher_;
  std::vector<Word> words_;  // by the matcher's pattern
};

}  // namespace zhengmai
