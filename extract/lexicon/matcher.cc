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
      cells_[p.state].next |= next_bit(patterns[order[e.begin]][p.depth]);
      cells_[base + e.symbol].parent = p.state;
      todo.push_back({base + e.symbol, e.begin, e.end, p.depth + 1});
    }
  }
  const auto beginning = [&](uint32_t i) { return std::u32string_view(patterns[i]).substr(0, 2); };
  size_t different = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    different += i == 0 || beginning(order[i]) != beginning(order[i - 1]);
  }
  slots_.resize(std::bit_ceil(different * 2 + 1));
  const auto filter_bits = static_cast<int>(std::bit_width(different * kBitsEach));
  filter_shift_ = 32 - std::clamp(filter_bits, 1, kFilterBits);
  beginnings_.reserve(different + 1);
  beginnings_.emplace_back();
  for (const auto& p : patterns) {
    if (p.empty()) continue;
    has_single_ = has_single_ || p.size() == 1;
    Beginning& b = beginning_of(p[0], p.size() == 1 ? kNoCharacter : p[1]);
    uint32_t state = kRoot;
    for (size_t i = 0; i < b.size(); ++i) state = step(state, p[i]);
    b.pattern = cells_[state].pattern;
    if (p.size() == 1) continue;  // what goes on has a beginning of its own
    b.state = state;
    b.next = cells_[state].next;
  }
}

Matcher::Beginning& Matcher::beginning_of(char32_t first, char32_t second) {
  const uint32_t bit = bit_of(pair_hash(first, second));
  filter_[bit >> 6] |= uint64_t{1} << (bit & 63);
  uint32_t& number = slots_[slot_of(first, second)];
  if (number == 0) {
    number = static_cast<uint32_t>(beginnings_.size());
    beginnings_.push_back({.first = first, .second = second});
  }
  return beginnings_[number];
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
