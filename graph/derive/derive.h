// Relationships that follow from the extracted ones, computed over a whole graph.
//
//   for (const DerivedRelationship& r : derive(graph))
//     builder.add_relationship(r.type(), r.start, r.end, r.properties());
//
//   CO_ASSIGNED     Agency → Agency, smaller id first. count: the measures that name both;
//                   score: count over the measures that name either
//   COUNTERPART_OF  Agency → Agency of a higher place. score 1: the same class; below 1: the share
//                   of functions that their classes have in common
//   DERIVED_FROM    Measure → national Measure. score of wording, agencies and themes: align.h
//   SIMILAR_TO      Measure → Measure of another document, smaller id first. score: the share of
//                   the shorter text's 8-character runs that the other has too: similar.h
//
// Every one carries derived: true, method and score. Ids are compared as bytes.
// Cost: linear in the measures and their text; 100 000 measures of 250 characters, two thirds of
// them adapted or copied, took 5.6 s on two shared cores (bench/graph_derive_bench.cc).
// Errors: none; what has no id, class or text takes no part.
// Threads: pure function of the graph; uses every core, and the result does not depend on how many.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "graph/derive/trace.h"
#include "graph/memory/graph.h"
#include "graph/model/fact.h"
#include "graph/model/schema.h"

namespace zhengmai {

enum class Derivation : uint8_t {
  kSharedMeasures,   // CO_ASSIGNED
  kSameClass,        // COUNTERPART_OF
  kSharedFunctions,  // COUNTERPART_OF
  kKept,             // DERIVED_FROM
  kAdapted,          // DERIVED_FROM
  kSharedRuns,       // SIMILAR_TO
};

struct DerivedRelationship {
  NodeId start = kNoId;
  NodeId end = kNoId;
  double score = 0;
  uint32_t count = 0;  // CO_ASSIGNED; otherwise 0
  Derivation derivation = Derivation::kSharedMeasures;

  std::string_view type() const;    // static text, as are method and kind
  std::string_view method() const;
  std::string_view kind() const;    // DERIVED_FROM: kept or adapted; otherwise empty
  std::vector<Property> properties() const;
};

struct DeriveOptions {
  bool co_assigned = true;
  bool counterparts = true;
  bool derived_from = true;
  bool similar = true;
  double least_similarity = 0.25;  // SIMILAR_TO below this score is not reported
  unsigned most_similar = 10;      // and no more than this many a measure, the best
};

// What derive() reads of a graph: a graph without the rest gives the same relationships. A loader
// that derives before it freezes keeps these apart.
inline constexpr std::array<std::string_view, 6> kDeriveLabels = {
    label::kDocument, label::kMeasure, label::kAgency,
    label::kAgencyClass, label::kTheme, label::kJurisdiction};
inline constexpr std::array<std::string_view, 5> kDeriveTypes = {
    type::kAssignedTo, type::kHasTheme, type::kAppliesIn, type::kImplements, type::kCites};
inline constexpr std::array<std::string_view, 8> kDeriveKeys = {
    key::kId, key::kTitle, key::kText, key::kJurisdiction,
    key::kClass, key::kFunctions, key::kOrdinal, key::kDuplicateOf};

// Sorted by (type, start, end). The first hands them over one by one: a corpus of a million
// documents has a hundred million.
// earlier: of a derivation with the same options, makes what only unchanged documents had a part in be
// taken over; the result is the same. trace: what the next derivation may take over.
void derive(const Graph& graph, const DeriveOptions& options,
            const std::function<void(const DerivedRelationship&)>& add,
            const EarlierDerivation& earlier = {}, DeriveTrace* trace = nullptr);
std::vector<DerivedRelationship> derive(const Graph& graph, const DeriveOptions& options = {});

// A document beside the national document it answers: what it took over, what it left out, what is
// its own. Over a graph that has its DERIVED_FROM relationships.
struct DocumentComparison {
  NodeId document = kNoId;
  NodeId national = kNoId;
  std::vector<NodeId> added;    // measures of `document` that answer none of `national`
  std::vector<NodeId> dropped;  // measures of `national` that none of `document` answers
};

// Each pair of documents that some DERIVED_FROM joins, sorted by (document, national); measures by
// their ordinal. Cost: linear in the measures of those documents.
std::vector<DocumentComparison> compare_documents(const Graph& graph);

}  // namespace zhengmai
