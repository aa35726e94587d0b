// Claims: which sentences each list of a scrambled scrape governs.
//
//   mark_repeats(normalised, lists, measures);                  // measures.h
//   claim_sentences(normalised, sections, lists, measures);    // a no-op on an ordinary document
//
// A scrape that runs through its document twice, the runs interleaved, repeats sentences in one
// order. What the file shows between two of them may be the other run's. So the list that no mark
// ends is read together with its copies: it governs the sentence that stands before most of them,
// in the same run; the sentence that is glued to it opens the next measure and travels with it.
// What no list claims is a measure without a list. The measures keep their literal text; what they
// claim of it, or of another place, stands in Measure::claimed.
//
// Units: TextRange, indices of Normalised.text. Cost: O(n log n) in the sentences, and only where
// many of them repeat. Errors: none. Threads: pure function.
// Source: extract/RULES.md, "Scrambled documents".
#pragma once

#include <vector>

#include "extract/structure/lists.h"
#include "extract/structure/measures.h"
#include "extract/structure/structure.h"

namespace zhengmai {

// REQUIRES: `measures` in the order of the text. Measures without a list are added, and keep it so.
void claim_sentences(const Normalised& text, const std::vector<Section>& sections,
                     const std::vector<ResponsibilityList>& lists, std::vector<Measure>& measures);

}  // namespace zhengmai
