// The graph of a store, opened for a command that only reads.
//
// Cost: load_graph's. Errors: StoreError, InputError (66) when there is no store.
// Threads: one thread opens; the graph may be read by any number.
#pragma once

#include <string>

#include "graph/load/load.h"

namespace zhengmai {

// load_graph, which Ctrl-C ends at once: documents are safe, and the image is made by the next
// command that needs it.
LoadedGraph make_graph(const std::string& path);

// Loads the graph of the store at `given` (or the default one); its notices go to stderr.
LoadedGraph open_graph(const std::string& given);

}  // namespace zhengmai
