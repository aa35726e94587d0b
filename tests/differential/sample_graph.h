// A small random graph of policies, both as a Graph and as the CSV files that Kùzu loads.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "graph/memory/graph.h"

namespace zhengmai::testing {

// The same seed gives the same graph. About a fifth of the optional properties are missing.
struct SampleGraph {
  Graph graph;
  std::string schema;                                       // Kùzu's statements, one a line
  std::vector<std::pair<std::string, std::string>> tables;  // name, CSV; nodes first
};

SampleGraph make_sample_graph(uint32_t seed);

}  // namespace zhengmai::testing
