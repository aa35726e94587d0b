// How a type's relationships are put in order and become rows.
//
// Threads: pure functions.
#pragma once

#include <vector>

#include "graph/memory/layout.h"

namespace zhengmai {

// Rows over relationships: one run of equal nodes a row.
struct RowsPlan {
  IdRange range;
  bool sparse = false;
  uint32_t row_count = 0;

  // Dense rows cost 4 bytes a node of the range, sparse ones 8 a node that has arcs. The nodes may
  // be in any order here.
  explicit RowsPlan(std::span<const NodeId> nodes);
  uint64_t words() const {
    return (sparse ? row_count : 0) + (row_count > 0 ? uint64_t{row_count} + 1 : 0);
  }
  // The i-th arc starts from nodes[order[i]], or nodes[i] when `order` is empty: ascending now.
  // first: the position of arc 0; at: where the words go.
  RowsRecord write(std::span<const NodeId> nodes, std::span<const uint32_t> order, uint32_t first,
                   uint64_t at, std::span<uint32_t> row_words) const;
};

// Whether relationships come by start, then end.
bool in_order(std::span<const NodeId> starts, std::span<const NodeId> ends);

// One type's relationships in order: by start, end and order of adding.
class ArcsPlan {
 public:
  // REQUIRES: both outlive the plan. Memory: none where they are in order, else 12 bytes a
  // relationship.
  ArcsPlan(std::span<const NodeId> starts, std::span<const NodeId> ends);

  std::span<const NodeId> starts() const { return starts_; }
  std::span<const NodeId> ends() const { return ends_; }
  // The added relationship that comes i-th; empty: as added.
  std::span<const uint32_t> order() const { return order_; }
  // Gives the nodes back; what is left is the order.
  void drop_nodes();
  // Positions by (end, position).
  std::vector<uint32_t> backward() const;

 private:
  std::span<const NodeId> starts_, ends_;
  std::vector<NodeId> ordered_starts_, ordered_ends_;
  std::vector<uint32_t> order_;
};

}  // namespace zhengmai
