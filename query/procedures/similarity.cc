#include "query/procedures/similarity.h"

#include <algorithm>
#include <tuple>

namespace zhengmai {
namespace {

// Who leads to each vertex, in compressed rows.
struct Sources {
  std::vector<uint32_t> offsets, vertices;

  explicit Sources(const Subgraph& g) : offsets(g.size() + 1), vertices(g.arc_count()) {
    for (uint32_t arc = 0; arc < g.arc_count(); ++arc) ++offsets[g.target(arc) + 1];
    for (uint32_t v = 0; v < g.size(); ++v) offsets[v + 1] += offsets[v];
    std::vector<uint32_t> next(offsets.begin(), offsets.end() - 1);
    for (uint32_t v = 0; v < g.size(); ++v)
      for (const uint32_t t : g.neighbours(v)) vertices[next[t]++] = v;
  }
};

bool better(const SimilarPair& a, const SimilarPair& b) {
  return std::tie(b.similarity, a.first, a.second) < std::tie(a.similarity, b.first, b.second);
}

}  // namespace

std::vector<SimilarPair> similar_pairs(const Subgraph& g, const SimilarityOptions& options) {
  const Sources sources(g);
  std::vector<uint32_t> shared(g.size(), 0), touched;
  std::vector<SimilarPair> kept, mine;
  for (uint32_t v = 0; v < g.size(); ++v) {
    if (options.poll && v % 64 == 0) options.poll();
    touched.clear();
    for (const uint32_t t : g.neighbours(v))
      for (uint32_t i = sources.offsets[t]; i < sources.offsets[t + 1]; ++i) {
        const uint32_t other = sources.vertices[i];
        if (other != v && shared[other]++ == 0) touched.push_back(other);
      }
    mine.clear();
    for (const uint32_t other : touched) {
      const auto either = g.neighbours(v).size() + g.neighbours(other).size() - shared[other];
      const double similarity = double(shared[other]) / double(either);
      if (similarity >= options.minimum)
        mine.push_back({std::min(v, other), std::max(v, other), similarity, shared[other]});
      shared[other] = 0;
    }
    const size_t top = std::min<size_t>(options.top, mine.size());
    std::partial_sort(mine.begin(), mine.begin() + int64_t(top), mine.end(), better);
    kept.insert(kept.end(), mine.begin(), mine.begin() + int64_t(top));
  }
  std::sort(kept.begin(), kept.end(), better);
  const auto same = [](const SimilarPair& a, const SimilarPair& b) {
    return a.first == b.first && a.second == b.second;
  };
  kept.erase(std::unique(kept.begin(), kept.end(), same), kept.end());
  return kept;
}

}  // namespace zhengmai
