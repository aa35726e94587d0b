// Guesses at row counts, from what the frozen graph knows exactly: labels, types, distinct values.
//
// Every figure is "rows out for one row in" or a share between 0 and 1; the order of a MATCH only
// needs them to rank alternatives.
//
// Cost: a name look-up each; equality with a literal asks the graph's index, so it is exact.
// Threads: const access from any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/memory/graph.h"
#include "query/plan/logical.h"

namespace zhengmai::plan {

// Labels that are known of each node variable: those that every match must have.
using KnownLabels = std::map<Symbol, std::vector<std::string>>;

class Estimator {
 public:
  explicit Estimator(const Graph& graph) : graph_(graph) {}

  double nodes() const { return graph_.node_count(); }
  // The rarest of the labels; all nodes when there is none.
  double nodes_with(const std::vector<std::string>& labels) const;
  // Relationships of the types that one node with `labels` has in that direction, on average.
  double degree(const std::vector<std::string>& types, Direction direction,
                const std::vector<std::string>& labels) const;
  // The share of nodes at the far end of such a relationship that have `labels`.
  double label_share(const std::vector<std::string>& types, Direction direction,
                     const std::vector<std::string>& labels) const;
  // The share of rows that pass.
  double selectivity(const Expr& predicate, const KnownLabels& labels) const;

  // Nodes of `label` whose `key` equals a value (for literals, the true count).
  double lookup_rows(const std::string& label, const std::string& key, const Expr& value) const;
  // True when the index answers `=` exactly for this label and key: the values are all strings, or
  // all integers.
  bool can_look_up(const std::string& label, const std::string& key) const;

  const Graph& graph() const { return graph_; }

 private:
  double type_degree(TypeId type, bool out, const std::vector<std::string>& labels) const;
  double distinct_values(const std::string& label, KeyId key) const;

  const Graph& graph_;
};

}  // namespace zhengmai::plan
