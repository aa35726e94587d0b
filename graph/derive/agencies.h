// Relationships between agencies: CO_ASSIGNED and COUNTERPART_OF.
//
// Internal to graph/derive. Cost: CO_ASSIGNED the sum over measures of (agencies of it)² / 2,
// COUNTERPART_OF linear in the agencies. Threads: pure functions.
#pragma once

#include <vector>

#include "graph/derive/corpus.h"
#include "graph/derive/derive.h"

namespace zhengmai::derive_internal {

// Measures that repeat another measure of their document count once.
std::vector<DerivedRelationship> co_assigned(const Corpus& corpus);

// A provincial agency → the national one, a city's or county's → its province's and the national
// one: of the same class, or, where there is none, of the classes that share most functions.
std::vector<DerivedRelationship> counterparts(const Corpus& corpus);

}  // namespace zhengmai::derive_internal
