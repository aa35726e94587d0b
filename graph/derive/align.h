// DERIVED_FROM: the national measure that a provincial (city, county) measure answers.
//
// Only documents that answer one another are compared: the lower one IMPLEMENTS or CITES the
// national one, or, when it refers to none of the corpus, their titles share their subject (with the
// three national ones whose subjects agree best: titles.h).
//
// Score of a pair, 0 … 1, of the parts that both sides have:
//   0.5  wording: the share of the national measure's character pairs (weighted by how few of its
//        document's measures have them) that stand in the lower one; 0.5 and above count as all
//   0.2  agencies: the share of the national measure's agency classes that the lower one has
//   0.3  themes: the share x of its themes, as x(2 - x): the first that both have says most
// Each national measure takes its best answer of at least 0.45, and any other of at least 0.8, as
// long as some wording is shared. `kind` is kept when the wording is at least 0.35, else adapted.
// A lower measure may answer many national ones: whole sections often do. So a national measure that
// nobody took up may get an answer that belongs to another one of its subject; the score says how
// sure it is.
//
// The weights and the first bound were set by hand on one national and two provincial documents,
// where the answers of the clean one scored 0.42 and above and its other pairs 0.43 and below; the
// second was chosen on made-up answers (tests/graph_derive/answers.h) and holds on other seeds. Of 40
// answers of four provincial documents, drawn by lot, 39 were right as a reader sees them; of the 109
// that a reader would give, 103 are found. With the plain share of themes it was 99: a second theme of a
// national measure cost it the answers of three provinces. On made-up answers, whose themes are drawn by
// lot, precision was 0.84 then and is 0.82.
// Tried and left out: asking what a match says beyond the lower measure's best one. On made-up
// answers precision rises by 0.11; but provinces that rewrite a whole section in their own
// words keep a few of each national measure's, and a tenth of their true answers were lost.
//
// Internal to graph/derive. Cost: for each pair of documents, the characters of the lower one times
// the few measures that share a pair of characters with them. Threads: pure functions.
#pragma once

#include <vector>

#include "graph/derive/corpus.h"
#include "graph/derive/derive.h"
#include "graph/derive/kept.h"
#include "graph/derive/texts.h"

namespace zhengmai::derive_internal {

// Pairs of kept documents that were compared before are not compared again: their answers follow from
// the two alone. Notes alignments and answers.
std::vector<DerivedRelationship> derived_from(const Corpus& corpus, const MeasureTexts& texts,
                                              const Kept& kept, DeriveTrace* trace);

struct DocumentPair {
  uint32_t lower;     // rows
  uint32_t national;
  bool by_title;      // no reference says so
  friend bool operator==(const DocumentPair&, const DocumentPair&) = default;
};

// The pairs of documents that are compared, sorted.
std::vector<DocumentPair> pairs_to_align(const Corpus& corpus);

}  // namespace zhengmai::derive_internal
