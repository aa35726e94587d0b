// Graph algorithms over a Subgraph: who is central, what hangs together, how far it is.
//
// Each returns one number a vertex (vertex i is node subgraph.node(i)) and is deterministic: the
// same subgraph gives the same numbers, and groups are numbered by their smallest vertex, from 0.
// Weights count only where a function says so.
//
// What takes no `poll` is linear, or nearly: whoever calls it looks at the clock before and after.
//
// Errors: whatever `poll` throws, passed on; InputError for options out of range.
// Threads: pure functions, one thread each. Source: Boost.Graph where it has the algorithm (Brandes
// 2001 for betweenness, Tarjan for strong components, Batagelj and Zaversnik 2003 for cores);
// PageRank with the mass of dead ends spread evenly, as networkx does it, which Boost's does not;
// communities by Blondel, Guillaume, Lambiotte and Lefebvre 2008 ("Louvain").
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "graph/memory/subgraph.h"

namespace zhengmai {

// Called every few thousand steps; throws to stop the work (a deadline, Ctrl-C). May be empty.
using Poll = std::function<void()>;

struct PageRankOptions {
  double damping = 0.85;
  int iterations = 100;      // at most
  double tolerance = 1e-9;   // stop when the sum of changes is below this times the vertices
  bool weighted = false;     // follow arcs in proportion to their weights
  Poll poll = {};
};
// Sums to 1. Cost: arcs × iterations.
std::vector<double> page_rank(const Subgraph& g, const PageRankOptions& options = {});

// Number of arcs out of each vertex, or the sum of their weights. (Undirected: the degree; a loop
// counts once.)
std::vector<double> degree(const Subgraph& g, bool weighted = false);

struct BetweennessOptions {
  bool weighted = false;    // weights are lengths
  bool normalised = false;  // divided by the number of pairs of other vertices
  Poll poll = {};
};
// How many shortest paths between other vertices lead through each. Cost: vertices × arcs.
std::vector<double> betweenness(const Subgraph& g, const BetweennessOptions& options = {});

// Groups joined by arcs, whatever their direction; and, for strong ones, joined both ways.
std::vector<uint32_t> connected_components(const Subgraph& g);
std::vector<uint32_t> strong_components(const Subgraph& g);

struct CommunityOptions {
  bool weighted = true;
  double resolution = 1.0;  // above 1: smaller communities
  Poll poll = {};
};
// Groups more tightly joined inside than out, by greedy modularity (Louvain), vertices in order.
// Directed subgraphs are taken as undirected. Cost: near linear in practice.
std::vector<uint32_t> communities(const Subgraph& g, const CommunityOptions& options = {});
// Newman's modularity of a grouping, from -0.5 to 1.
double modularity(const Subgraph& g, const std::vector<uint32_t>& groups, bool weighted = true);

// The largest k such that the vertex lies in a part where everyone has k neighbours. Loops do not
// count. Directed subgraphs are taken as undirected.
std::vector<uint32_t> core_numbers(const Subgraph& g);

// Number of triangles through each vertex, taken as undirected. Cost: arcs × the root of arcs.
std::vector<uint64_t> triangles(const Subgraph& g, const Poll& poll = {});

// From a vertex to every other along the arcs: hops, or the sum of weights as lengths. Infinity
// where there is no path.
std::vector<double> distances(const Subgraph& g, uint32_t source, bool weighted = false);

// The vertices of one shortest path, ends included (of several, always the same one),
// or nothing when there is none.
std::optional<std::vector<uint32_t>> shortest_path(const Subgraph& g, uint32_t source,
                                                   uint32_t target, bool weighted = false);

}  // namespace zhengmai
