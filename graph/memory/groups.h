// Helpers that the algorithms share.
//
// Threads: pure functions.
#pragma once

#include <vector>

#include "graph/memory/subgraph.h"

namespace zhengmai {

// Renumbers groups in the order of their smallest vertex, from 0.
std::vector<uint32_t> number_groups(std::vector<uint32_t> group);

enum class Loops : uint8_t { kKeep, kDrop };
// The same vertices joined both ways; opposite arcs of a directed subgraph add up.
Subgraph undirected(const Subgraph& g, Loops loops);

}  // namespace zhengmai
