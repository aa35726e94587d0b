// Random queries over the sample graph, each in our spelling and in Kùzu's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace zhengmai::testing {

struct QueryPair {
  std::string id;
  std::string query;
  std::string kuzu;
  std::string deviation = {};  // why the answers differ; empty: they must not
};

// Paths of one to three relationships with conditions, and what may be asked of them: properties,
// distinct rows, groups, the first in an order, conditions on groups, optional and existing parts.
// The same seed gives the same queries.
std::vector<QueryPair> generate_queries(uint32_t seed, int count);

}  // namespace zhengmai::testing
