#include "extract/lexicon/matcher.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace zhengmai {
namespace {

// Patterns [begin, end) of the sorted order share their first `depth` symbols: one trie state.
struct Pending {
  uint32_t state;
  size_t begin;
  size_t end;
  size_t depth;
};

struct Edge {
  uint32_t symbol;
  size_t begin;
  size_t end;
};

}  // namespace

Matcher::Matcher(std::span<const std::u32string> patterns) {
  char32_t highest = 0;
  for (const auto& p : patterns) {
    for (const char32_t c : p) highest = std::max(highest, c);
  }
  symbols_.assign(highest + size_t{1}, 0);
  uint32_t symbol_count = 0;
  for (const auto& p : patterns) {
    for (const char32_t c : p) {
      if (symbols_[c] == 0) symbols_[c] = static_cast<uint16_t>(++symbol_count);
    }
  }
  std::vector<uint32_t> order(patterns.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](uint32_t i) { return std::u32string_view(patterns[i]); });

  cells_.resize(symbol_count + size_t{2});
  std::vector<Pending> todo{{kRoot, 0, order.size(), 0}};
  std::vector<Edge> edges;
  uint32_t first_free = 1;  // no cell below this is free
  for (size_t done = 0; done < todo.size(); ++done) {
    Pending p = todo[done];
    while (p.begin < p.end && patterns[order[p.begin]].size() == p.depth) {
      if (p.depth > 0 && cells_[p.state].pattern == kNoPattern) {
        cells_[p.state].pattern = order[p.begin];
      }
      ++p.begin;
    }
    if (p.begin == p.end) continue;
    edges.clear();
    for (size_t i = p.begin; i < p.end; ++i) {
      const uint32_t s = symbols_[patterns[order[i]][p.depth]];
      if (edges.empty() || edges.back().symbol != s) edges.push_back({s, i, i});
      edges.back().end = i + 1;
    }
    const auto taken = [this](uint32_t cell) {
      return cell < cells_.size() && cells_[cell].parent != UINT32_MAX;
    };
    while (taken(first_free)) ++first_free;
    const uint32_t lowest = std::ranges::min(edges, {}, &Edge::symbol).symbol;
    uint32_t base = first_free > lowest ? first_free - lowest : 0;
    while (std::ranges::any_of(edges, [&](const Edge& e) { return taken(base + e.symbol); })) {
      ++base;
    }
    // One alphabet of padding keeps base + symbol inside for every symbol.
    if (cells_.size() < base + symbol_count + size_t{2}) cells_.resize(base + symbol_count + 2);
    cells_[p.state].base = base;
    for (const Edge& e : edges) {
      cells_[base + e.symbol].parent = p.state;
      todo.push_back({base + e.symbol, e.begin, e.end, p.depth + 1});
    }
  }
  pairs_.resize(std::bit_ceil(patterns.size() * 2 + 1));
  for (const auto& p : patterns) {
    if (p.size() >= 2) add_pair(p);
    if (p.size() != 1) continue;
    has_single_ = true;
    filter_[single_bit(p[0]) >> 6] |= uint64_t{1} << (single_bit(p[0]) & 63);
  }
}

void Matcher::add_pair(const std::u32string& pattern) {
  const uint32_t hash = pair_hash(pattern[0], pattern[1]);
  filter_[bit_of(hash) >> 6] |= uint64_t{1} << (bit_of(hash) & 63);
  size_t slot = slot_of(hash);
  while (pairs_[slot].first != 0 &&
         (pairs_[slot].first != pattern[0] || pairs_[slot].second != pattern[1])) {
    slot = (slot + 1) & (pairs_.size() - 1);
  }
  const uint32_t state = step(step(kRoot, pattern[0]), pattern[1]);
  Pair& pair = pairs_[slot];
  pair.first = pattern[0];
  pair.second = pattern[1];
  pair.pattern = cells_[state].pattern;
  if (pattern.size() > 2) pair.state = state;
}

std::vector<Match> Matcher::find_all(std::u32string_view text) const {
  std::vector<Match> out;
  find_all(text, [&out](Match m) { out.push_back(m); });
  return out;
}

std::vector<Match> Matcher::find_overlapping(std::u32string_view text) const {
  std::vector<Match> out;
  find_overlapping(text, [&out](Match m) { out.push_back(m); });
  return out;
}

}  // namespace zhengmai
