// What a person calls a node: its id, the digits of its id, a document's number, file or title, an
// agency's written name.
//
// Example: find_entity(graph, "福建省商务厅") and find_entity(graph, "agency:350000/commerce") are one.
//
// Errors: InputError (66) when nothing is called so (with the nearest known name) or when several
// nodes are (with their ids). Cost: look-ups in saved indexes; a wrong name pays for a scan. Threads:
// any number.
#pragma once

#include <string>

#include "graph/memory/graph.h"

namespace zhengmai {

NodeId find_entity(const Graph& graph, const std::string& name);

}  // namespace zhengmai
