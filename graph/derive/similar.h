// SIMILAR_TO: measures of different documents that share wording.
//
// Score: of the distinct 8-character runs of the shorter text (letters only), the share that the
// longer one has too. A shared run is 8 letters verbatim, so changed words cost what they touch and
// no more, and moved sentences cost nothing.
//
// Candidates come from an inverted index over a sample of the runs (those whose hash is a multiple
// of 8: the same in every text), scores from all runs. A run that many measures share (boilerplate,
// or one text that 300 cities copied) pairs each of them with its next 16 holders only, and a
// measure is scored against its 20 likeliest candidates, so the work is linear in the text. What is
// missed: two texts of which fewer than two sampled runs agree; with 40 shared runs, about one
// pair in 25.
//
// Of a measure, the pairs with later ones follow from its text, theirs, and the next holders of its
// runs. So what is kept keeps its pairs, but for measures one of whose next holders was added or taken
// out: only these and the new ones are compared. Which pairs stay is then decided among all.
//
// Internal to graph/derive. Memory: a byte a letter for the index, as much again while it is made,
// and 16 bytes for each pair that may be reported, of which there are twice as many as are; the trace.
#pragma once

#include <vector>

#include "graph/derive/corpus.h"
#include "graph/derive/derive.h"
#include "graph/derive/kept.h"
#include "graph/derive/texts.h"

namespace zhengmai::derive_internal {

std::vector<DerivedRelationship> similar(const Corpus& corpus, const MeasureTexts& texts,
                                         const DeriveOptions& options, const Kept& kept,
                                         DeriveTrace* trace);

}  // namespace zhengmai::derive_internal
