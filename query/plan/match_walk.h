// How a MATCH is walked: what match_order.cc chooses and match_build.cc turns into operators.
//
// Threads: values.
#pragma once

#include <string>
#include <vector>

#include "query/plan/match_order.h"

namespace zhengmai::plan {

// A way to go on from a partial walk.
struct Step {
  enum class Kind : uint8_t { kScan, kLookup, kRelationship } kind = Kind::kScan;
  size_t index = 0;        // of the node or relationship
  bool reversed = false;   // walk the relationship from its right end
  size_t predicate = 0;    // kLookup: the equality that is answered
  std::string label;       // kScan, kLookup
  double rows = 0;         // after the step, before the conditions
  std::vector<size_t> settled;  // the conditions that are applied right after it
  double rows_settled = 0;
};

// A walk through the pattern, perhaps partial; copied for each start, so it holds indices only.
struct Walk {
  SymbolSet bound;
  std::vector<size_t> settled;  // conditions that need no step
  double rows_settled = 1;
  std::vector<char> node_done, relationship_done, predicate_done;
  double rows = 1;
  double cost = 0;
  std::vector<Step> steps;
};

// The operators of a finished walk. REQUIRES: `bound` is what `input` provides.
LogicalPtr build_match(const PatternGraph& graph, const SymbolSet& bound, const Walk& walk,
                       LogicalPtr input);

Direction flip(Direction direction);

}  // namespace zhengmai::plan
