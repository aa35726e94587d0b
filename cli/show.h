// What `zhengmai show` and the REPL's :show print.
//
// Errors: InputError (66) for a name that nothing or several nodes bear. Threads: one thread.
#pragma once

#include <ostream>
#include <string>

#include "graph/memory/graph.h"
#include "graph/store/store.h"

namespace zhengmai {

// `id` is whatever find_entity() takes: an id, a document's number, an agency's name …
void show_entity(const Graph& graph, const Store& store, const std::string& id, std::ostream& out);

}  // namespace zhengmai
