// The rewrites, one named pass each: plan in, better plan out, same rows.
//
// Every pass stands on its own and has its own test (tests/query_plan). `optimise` runs them in
// the order that they are declared in, on the plan and on every plan inside it.
//
// Threads: a plan is rewritten by one thread.
#pragma once

#include <span>
#include <string_view>

#include "query/plan/logical.h"

namespace zhengmai::plan {

// A plan with what a pass needs around it.
struct Plan {
  LogicalPtr root;
  std::vector<Symbol> result;
  std::vector<std::string> symbol_names;

  Symbol fresh(std::string name) {
    symbol_names.push_back(std::move(name));
    return static_cast<Symbol>(symbol_names.size() - 1);
  }
};

struct Pass {
  std::string_view name;
  void (*run)(Plan& plan, const Graph& graph);
};

// A label test on what every such relationship leads to is dropped.
void implied_labels(Plan& plan, const Graph& graph);
// Relationships that a condition on their ends keeps apart are not compared.
void implied_difference(Plan& plan, const Graph& graph);
// Ends that a condition wants on one side of a bound node are looked for there only.
void ordered_ends(Plan& plan, const Graph& graph);
// count(DISTINCT n.key) and count(n.key) become counts of nodes or rows where that is the same.
void count_nodes(Plan& plan, const Graph& graph);
// Properties of a node that a unique one identifies: group by the node, read them per group.
void group_by_node(Plan& plan, const Graph& graph);
// count(*) over a last expansion adds up degrees instead.
void count_by_degree(Plan& plan, const Graph& graph);
// Paths of two hops are counted at the node in their middle.
void count_from_middle(Plan& plan, const Graph& graph);
// Sums that depend on a property of few values are taken of its values, not of the rows.
void group_by_code(Plan& plan, const Graph& graph);
// What an aggregation reads in several places is read once.
void shared_properties(Plan& plan, const Graph& graph);
// LIMIT over ORDER BY keeps only the best rows.
void top_k(Plan& plan, const Graph& graph);
// What a TopK does not sort by is computed above it.
void late_projection(Plan& plan, const Graph& graph);
// A part of a pattern that nothing but its last node joins to the rest is made once, not per row.
void join_parts(Plan& plan, const Graph& graph);
// Two expansions from one node, the second beyond the first's end, become one over pairs of arcs.
void pairs_of_ends(Plan& plan, const Graph& graph);
// Fills `live`: what each operator must hand on. Assignments that nobody reads go.
void liveness(Plan& plan, const Graph& graph);

std::span<const Pass> passes();
void optimise(Plan& plan, const Graph& graph);

// Applies `visit` to every chain: the plan, and all plans inside it, innermost first.
void for_each_chain(LogicalPtr& root, const std::function<void(LogicalPtr&)>& visit);

}  // namespace zhengmai::plan
