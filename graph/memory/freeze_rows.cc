#include "graph/memory/freeze_rows.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

namespace zhengmai {

namespace {

IdRange span_of(std::span<const NodeId> nodes) {
  if (nodes.empty()) return {};
  const auto [low, high] = std::ranges::minmax(nodes);
  return {low, high + 1};
}

// The positions of `keys` in ascending order, equal ones as they stand. Radix sort, 11 bits a pass.
std::vector<uint32_t> stable_order(std::vector<uint64_t> keys) {
  constexpr int kBits = 11;
  std::vector<uint32_t> order(keys.size());
  std::iota(order.begin(), order.end(), 0u);
  const uint64_t highest = keys.empty() ? 0 : std::ranges::max(keys);
  std::vector<uint64_t> sorted_keys(keys.size());
  std::vector<uint32_t> sorted_order(keys.size());
  for (int shift = 0; shift < int(std::bit_width(highest)); shift += kBits) {
    std::array<uint32_t, (1 << kBits) + 1> begin{};
    const uint64_t mask = (1 << kBits) - 1;
    for (const uint64_t key : keys) ++begin[(key >> shift & mask) + 1];
    for (size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
    for (size_t i = 0; i < keys.size(); ++i) {
      const uint32_t to = begin[keys[i] >> shift & mask]++;
      sorted_keys[to] = keys[i];
      sorted_order[to] = order[i];
    }
    keys.swap(sorted_keys);
    order.swap(sorted_order);
  }
  return order;
}

void reorder(std::vector<NodeId>& nodes, std::span<const uint32_t> order) {
  std::vector<NodeId> ordered(nodes.size());
  for (size_t i = 0; i < nodes.size(); ++i) ordered[i] = nodes[order[i]];
  nodes = std::move(ordered);
}

}  // namespace

RowsPlan::RowsPlan(std::span<const NodeId> nodes) : range(span_of(nodes)) {
  constexpr uint64_t kSmall = 64;  // a range this small is never worth a search
  uint32_t distinct = 0;
  for (size_t i = 0; i < nodes.size(); ++i) distinct += i == 0 || nodes[i] != nodes[i - 1];
  sparse = range.size() > std::max<uint64_t>(2 * uint64_t{distinct}, 3 * nodes.size() / 2) + kSmall;
  row_count = sparse ? distinct : range.size();
}

RowsRecord RowsPlan::write(std::span<const NodeId> nodes, uint32_t first, uint64_t at,
                           std::span<uint32_t> row_words) const {
  const RowsRecord record{range, row_count, sparse ? 1u : 0u, at};
  if (row_count == 0) return record;
  uint32_t* const sparse_nodes = &row_words[at];
  uint32_t* const offsets = sparse_nodes + (sparse ? row_count : 0);
  uint32_t row = 0;
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (sparse) {
      if (i > 0 && nodes[i] == nodes[i - 1]) continue;
      sparse_nodes[row] = nodes[i];
      offsets[row++] = first + uint32_t(i);
    } else {
      while (row <= nodes[i] - range.begin) offsets[row++] = first + uint32_t(i);
    }
  }
  while (row <= row_count) offsets[row++] = first + uint32_t(nodes.size());
  return record;
}

ArcsPlan::ArcsPlan(std::vector<NodeId> s, std::vector<NodeId> e)
    : starts(std::move(s)), ends(std::move(e)) {
  const IdRange start_span = span_of(starts);
  const IdRange end_span = span_of(ends);
  const int end_bits = int(std::bit_width(end_span.size()));
  std::vector<uint64_t> keys(starts.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    keys[i] = uint64_t{starts[i] - start_span.begin} << end_bits | (ends[i] - end_span.begin);
  }
  if (!std::ranges::is_sorted(keys)) {
    order = stable_order(std::move(keys));
    reorder(starts, order);
    reorder(ends, order);
  }
  keys.assign(ends.begin(), ends.end());
  for (uint64_t& key : keys) key -= end_span.begin;
  backward = stable_order(std::move(keys));
  backward_ends.resize(ends.size());
  for (size_t i = 0; i < ends.size(); ++i) backward_ends[i] = ends[backward[i]];
}

}  // namespace zhengmai
