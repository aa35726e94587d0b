// What is certain about the nodes of a plan, for the rewrites: labels, unique properties, whether
// a variable can be null.
//
// Everything here is exact (read from the frozen graph), never an estimate: a rewrite that relies
// on it keeps the rows.
//
// Cost: uniqueness looks at every value of a property once, at compile time.
// Threads: pure functions.
#pragma once

#include <map>
#include <string>

#include "query/plan/logical.h"

namespace zhengmai::plan {

// A label that each node variable of a chain certainly has, and which may be null.
struct NodeFacts {
  std::map<Symbol, std::string> labels;
  SymbolSet nodes;      // bound to nodes by scans and expansions
  SymbolSet optional;   // bound by OPTIONAL MATCH: may be null
};

// Of the rows that `op` gives (the chain from it down to its Argument).
NodeFacts node_facts(const LogicalOp& op);

// No two nodes of the label have the same value, and every one has a value.
bool unique_property(const Graph& graph, const std::string& label, const std::string& key);
// Every node of the label has the property.
bool total_property(const Graph& graph, const std::string& label, const std::string& key);
// A single label set has the label, all its nodes the property, and its values grow strictly with
// the nodes' ids: a.key < b.key exactly when a's id is smaller than b's.
bool ascending_property(const Graph& graph, const std::string& label, const std::string& key);
// Every node at the far end of such a hop has the label.
bool implies_label(const Graph& graph, const Hop& hop, const std::string& label);

}  // namespace zhengmai::plan
