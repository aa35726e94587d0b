#include <algorithm>
#include <unordered_map>

#include "graph/memory/algorithms.h"
#include "graph/memory/groups.h"
#include "graph/model/error.h"

namespace zhengmai {

std::vector<uint32_t> number_groups(std::vector<uint32_t> group) {
  std::unordered_map<uint32_t, uint32_t> numbers;
  for (uint32_t& g : group) g = numbers.try_emplace(g, uint32_t(numbers.size())).first->second;
  return group;
}

Subgraph undirected(const Subgraph& g, Loops loops) {
  std::vector<Subgraph::Edge> edges;
  for (uint32_t v = 0; v < g.size(); ++v) {
    const IdRange arcs = g.arcs(v);
    for (uint32_t a = arcs.begin; a < arcs.end; ++a) {
      const uint32_t w = g.target(a);
      if (w == v && loops == Loops::kDrop) continue;
      if (g.directed() || v <= w) edges.push_back({v, w, g.weight(a)});
    }
  }
  return Subgraph({g.nodes().begin(), g.nodes().end()}, edges, false);
}

namespace {

// One level of Louvain: an undirected network whose vertices are the communities of the level
// below. A loop of weight w stands for w of edges inside, and counts 2w towards the degree.
struct Level {
  Subgraph network;
  std::vector<double> degree;
  double total = 0;  // sum of degrees: twice the weight of all edges

  Level(Subgraph n, bool weighted) : network(std::move(n)), degree(network.size()) {
    for (uint32_t v = 0; v < network.size(); ++v) {
      const IdRange arcs = network.arcs(v);
      for (uint32_t a = arcs.begin; a < arcs.end; ++a) {
        const double w = weighted ? network.weight(a) : 1;
        degree[v] += network.target(a) == v ? 2 * w : w;
      }
      total += degree[v];
    }
  }
};

// Weight from one vertex to each community near it; cleared at the cost of what was touched.
class NearbyWeights {
 public:
  explicit NearbyWeights(uint32_t n) : weight_(n) {}
  void add(uint32_t community, double w) {
    if (weight_[community] == 0) near_.push_back(community);
    weight_[community] += w;
  }
  double operator[](uint32_t community) const { return weight_[community]; }
  std::vector<uint32_t>& near() { return near_; }
  void clear() {
    for (const uint32_t c : near_) weight_[c] = 0;
    near_.clear();
  }

 private:
  std::vector<double> weight_;
  std::vector<uint32_t> near_;
};

// Moves vertices, in order, to the neighbouring community that gains most, until none moves.
std::vector<uint32_t> move_vertices(const Level& level, bool weighted,
                                    const CommunityOptions& options) {
  const Subgraph& g = level.network;
  constexpr double kLeastGain = 1e-10;  // below this a gain is rounding
  std::vector<uint32_t> community(g.size());
  for (uint32_t v = 0; v < g.size(); ++v) community[v] = v;
  std::vector<double> mass = level.degree;  // sum of degrees, by community
  NearbyWeights nearby(g.size());
  for (bool moved = level.total > 0; moved;) {
    moved = false;
    if (options.poll) options.poll();
    for (uint32_t v = 0; v < g.size(); ++v) {
      const IdRange arcs = g.arcs(v);
      for (uint32_t a = arcs.begin; a < arcs.end; ++a) {
        if (g.target(a) != v) nearby.add(community[g.target(a)], weighted ? g.weight(a) : 1);
      }
      const uint32_t home = community[v];
      mass[home] -= level.degree[v];
      const auto gain = [&](uint32_t c) {
        return nearby[c] - options.resolution * level.degree[v] * mass[c] / level.total;
      };
      uint32_t best = home;
      double most = gain(home);
      std::ranges::sort(nearby.near());
      for (const uint32_t c : nearby.near()) {
        if (gain(c) > most + kLeastGain) {
          best = c;
          most = gain(c);
        }
      }
      mass[best] += level.degree[v];
      moved |= best != home;
      community[v] = best;
      nearby.clear();
    }
  }
  return number_groups(std::move(community));
}

// The network of communities.
Subgraph contract(const Subgraph& g, const std::vector<uint32_t>& community, uint32_t count,
                  bool weighted) {
  std::vector<Subgraph::Edge> edges;
  for (uint32_t v = 0; v < g.size(); ++v) {
    const IdRange arcs = g.arcs(v);
    for (uint32_t a = arcs.begin; a < arcs.end; ++a) {
      if (v > g.target(a)) continue;
      edges.push_back({community[v], community[g.target(a)], weighted ? g.weight(a) : 1});
    }
  }
  std::vector<NodeId> nodes(count);
  for (uint32_t c = 0; c < count; ++c) nodes[c] = c;
  return Subgraph(std::move(nodes), edges, false);
}

}  // namespace

std::vector<uint32_t> communities(const Subgraph& g, const CommunityOptions& options) {
  if (!(options.resolution > 0)) {
    throw InputError("the option resolution must be greater than 0");
  }
  std::vector<uint32_t> group(g.size());
  for (uint32_t v = 0; v < g.size(); ++v) group[v] = v;
  Subgraph network = undirected(g, Loops::kKeep);
  bool weighted = options.weighted;
  while (true) {
    const Level level(std::move(network), weighted);
    const std::vector<uint32_t> moved = move_vertices(level, weighted, options);
    const uint32_t count = moved.empty() ? 0 : std::ranges::max(moved) + 1;
    if (count == level.network.size()) break;
    for (uint32_t& c : group) c = moved[c];
    network = contract(level.network, moved, count, weighted);
    weighted = true;  // contracted edges weigh what they stand for
  }
  return number_groups(std::move(group));
}

double modularity(const Subgraph& g, const std::vector<uint32_t>& groups, bool weighted) {
  const Level level(undirected(g, Loops::kKeep), weighted);
  if (level.total == 0) return 0;
  const uint32_t count = groups.empty() ? 0 : std::ranges::max(groups) + 1;
  std::vector<double> inside(count), mass(count);
  for (uint32_t v = 0; v < g.size(); ++v) {
    mass[groups[v]] += level.degree[v];
    const IdRange arcs = level.network.arcs(v);
    for (uint32_t a = arcs.begin; a < arcs.end; ++a) {
      const uint32_t w = level.network.target(a);
      if (groups[w] != groups[v]) continue;
      const double weight = weighted ? level.network.weight(a) : 1;
      inside[groups[v]] += w == v ? 2 * weight : weight;
    }
  }
  double q = 0;
  for (uint32_t c = 0; c < count; ++c) {
    const double share = mass[c] / level.total;
    q += inside[c] / level.total - share * share;
  }
  return q;
}

}  // namespace zhengmai
