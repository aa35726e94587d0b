// The graph of all documents of a store, derived relationships included.
//
// One pass: own nodes are added as they come, shared nodes after the last document (merge.h). What
// the derivations read is kept in a small graph beside the large one and frozen first, so that
// derived relationships are in the builder when the large graph is frozen, once.
//
// Memory: what is large lies in files without a name in the store's folder, when there is room
// (graph/memory/growing_array.h); the derivations take about 5 KB a document.
// Errors: StoreError. Threads: uses two for reading, all cores for deriving and freezing; the
// result does not depend on how many.
#pragma once

#include "graph/memory/graph.h"
#include "graph/store/store.h"

namespace zhengmai {

Graph assemble_graph(const Store& store, bool derived);

}  // namespace zhengmai
