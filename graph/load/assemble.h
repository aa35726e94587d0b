// The graph of all documents of a store, derived relationships included.
//
// One pass: own nodes are added as they come, shared nodes after the last document (merge.h). What
// the derivations read is kept in a small graph beside the large one and frozen first, so that
// derived relationships are in the builder when the large graph is frozen, once.
//
// With an earlier image and its ledger, rows of documents that did not change are copied column by
// column instead of being read from the store, and what the derivations found is taken over. The graph
// is the same, byte for byte.
//
// Memory: what is large lies in files without a name in the store's folder, when there is room
// (graph/memory/growing_array.h); the derivations take about 5 KB a document.
// Errors: StoreError. Threads: uses two for reading, all cores for deriving and freezing; the
// result does not depend on how many.
#pragma once

#include <memory>

#include "graph/load/ledger.h"
#include "graph/memory/graph.h"
#include "graph/store/store.h"

namespace zhengmai {

Graph assemble_graph(const Store& store, bool derived);

// The derived graph, and the ledger to be saved beside its image.
struct Assembled {
  Graph graph;
  std::unique_ptr<LedgerWriter> ledger;
  uint32_t taken_over = 0;  // documents that were not read
};
Assembled assemble_with_ledger(const Store& store);
// REQUIRES: the ledger is the image's.
Assembled assemble_from(const Graph& image, const Ledger& ledger, const Store& store);

}  // namespace zhengmai
