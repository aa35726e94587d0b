// How a type's relationships are put in order and become rows.
//
// Threads: pure functions.
#pragma once

#include <vector>

#include "graph/memory/layout.h"

namespace zhengmai {

// Rows over relationships that are already in order: one run of equal `nodes` a row.
struct RowsPlan {
  IdRange range;
  bool sparse = false;
  uint32_t row_count = 0;

  // Dense rows cost 4 bytes a node of the range, sparse ones 8 a node that has arcs.
  explicit RowsPlan(std::span<const NodeId> nodes);
  uint64_t words() const {
    return (sparse ? row_count : 0) + (row_count > 0 ? uint64_t{row_count} + 1 : 0);
  }
  // first: the position of nodes[0]; at: where the words go.
  RowsRecord write(std::span<const NodeId> nodes, uint32_t first, uint64_t at,
                   std::span<uint32_t> row_words) const;
};

// One type's relationships in order: by start, end and order of adding.
struct ArcsPlan {
  std::vector<NodeId> starts, ends;
  std::vector<uint32_t> order;  // the added relationship that comes i-th; empty: as added
  std::vector<uint32_t> backward;       // positions by (end, position)
  std::vector<NodeId> backward_ends;    // their ends, ascending

  ArcsPlan(std::vector<NodeId> starts, std::vector<NodeId> ends);
};

}  // namespace zhengmai
