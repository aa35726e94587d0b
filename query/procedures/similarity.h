// Which vertices lead to the same vertices: Jaccard's index of their neighbours.
//
//   for (const SimilarPair& p : similar_pairs(part, {.minimum = 0.5})) use(p.first, p.second);
//
// Cost: the sum of the squares of in-degrees; memory for the pairs kept. Errors: what `poll`
// throws. Threads: pure function.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/memory/algorithms.h"

namespace zhengmai {

struct SimilarPair {
  uint32_t first, second;  // vertices, first < second
  double similarity;       // neighbours that both have / neighbours that either has, 0 … 1
  uint32_t shared;         // neighbours that both have
};

struct SimilarityOptions {
  double minimum = 0;  // pairs without a shared neighbour are never listed
  uint32_t top = 10;   // a pair is kept when it is among the best of one of its two
  Poll poll = {};
};

// By similarity, most similar first, then by vertices.
std::vector<SimilarPair> similar_pairs(const Subgraph& g, const SimilarityOptions& options = {});

}  // namespace zhengmai
