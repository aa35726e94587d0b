// What the relationship operators share: a hop's types and directions as rows of the graph, and
// the relationships of the same MATCH that a new one must differ from.
#pragma once

#include <algorithm>
#include <vector>

#include "query/exec/operator.h"

namespace zhengmai::exec {

// One type in one direction. For undirected hops a loop is met outwards only.
struct RowsOfType {
  const Rows* rows;
  TypeId type;
  bool skip_loops;
};

// Outgoing before incoming, types in their order.
std::vector<RowsOfType> rows_of_hop(const Graph& graph, const plan::Hop& hop);

// True when the relationship is of one of the hop's types.
class TypeFilter {
 public:
  TypeFilter(const Graph& graph, const std::vector<std::string>& types);
  bool passes(RelationshipId relationship) const;

 private:
  bool all_;
  std::vector<IdRange> ranges_;
};

// The relationships in a row that a new one must differ from.
class Exclusion {
 public:
  explicit Exclusion(std::vector<Symbol> symbols) : symbols_(std::move(symbols)) {}
  bool none() const { return symbols_.empty(); }
  void load(const Batch& batch, size_t row);
  bool contains(RelationshipId id) const {
    return std::find(ids_.begin(), ids_.end(), id) != ids_.end();
  }
  bool empty() const { return ids_.empty(); }

 private:
  std::vector<Symbol> symbols_;
  std::vector<RelationshipId> ids_;
};

}  // namespace zhengmai::exec
