// Which agencies answer for measures together: the network behind the co-assignment report and the
// agencies view.
//
// Two agencies are tied by every measure that both are responsible for; an agency that a measure
// names twice counts once. Degree, betweenness and community are of the undirected network weighted
// by the number of shared measures, through Boost.Graph (graph/memory/algorithms.h).
//
// Cost: linear in assignments plus the squares of the lists' lengths. Threads: pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/memory/graph.h"

namespace zhengmai::report {

struct AgencyTally {
  NodeId agency;
  uint32_t measures = 0;  // that it is responsible for
  uint32_t leads = 0;     // of these, with the role `lead`
};

struct AgencyPair {
  uint32_t a = 0;         // indices of CoAssignment::agencies, a < b
  uint32_t b = 0;
  uint32_t measures = 0;
};

struct CoAssignment {
  std::vector<AgencyTally> agencies;  // by node id
  std::vector<AgencyPair> pairs;      // by (a, b)
};

CoAssignment co_assignment(const Graph& graph);

}  // namespace zhengmai::report
