// What `zhengmai show` and the REPL's :show print.
//
// Errors: InputError (66) for an unknown id, with the nearest known one. Threads: one thread.
#pragma once

#include <ostream>
#include <string>

#include "graph/memory/graph.h"
#include "graph/store/store.h"

namespace zhengmai {

// `id` may also be a document's number (国办发〔2016〕24号).
void show_entity(const Graph& graph, const Store& store, const std::string& id, std::ostream& out);

}  // namespace zhengmai
