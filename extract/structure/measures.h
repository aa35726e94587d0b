// Measures: the stretches of a document that are one task each, and the list that says whose it is.
//
//   std::vector<Measure> measures = read_measures(normalised, metadata, sections, lists);
//
// A list governs the text between the list before it (or the heading of its section) and itself.
// A list in the title line of an item governs what follows in the item; a list behind the last of
// several numbered points that have none governs them all. What no list governs is one measure a
// section, without a list.
//
// Units: TextRange, indices of Normalised.text. Cost: linear. Threads: pure function.
#pragma once

#include <string_view>
#include <vector>

#include "extract/structure/lists.h"
#include "extract/structure/structure.h"

namespace zhengmai {

struct Measure {
  TextRange text;
  int section = -1;         // index into the sections; -1 in a document without any
  std::vector<int> lists;   // indices into the lists; several when they stand side by side
  std::string_view rule;    // how its extent was found; extract/RULES.md
  bool scrambled = false;   // has sentences that the document repeats elsewhere
  bool ambiguous = false;   // its run-on list may be another's: no copy of it stands behind the same words
  bool is_claim = false;    // of a scrambled document: governs `claimed`, not its literal text
  std::vector<TextRange> claimed;  // what the copies of its list agree on; extract/structure/claims.h
  int duplicate_of = -1;    // index of an earlier measure with the same text; -1 when there is none

  bool has_list() const { return !lists.empty(); }
  // Where its contents are read.
  std::vector<TextRange> governed() const {
    return is_claim ? claimed : std::vector<TextRange>{text};
  }
};

// In the order of the text.
std::vector<Measure> read_measures(const Normalised& text, const Metadata& metadata,
                                   const std::vector<Section>& sections,
                                   const std::vector<ResponsibilityList>& lists);

// Marks measures of a scrape whose sentences were repeated and shuffled: what a list governs there
// is in doubt, unless a copy of the list stands behind a copy of its last sentence: repeats are
// evidence. Cost: a hash of every sentence.
void mark_repeats(const Normalised& text, const std::vector<ResponsibilityList>& lists,
                  std::vector<Measure>& measures);

}  // namespace zhengmai
