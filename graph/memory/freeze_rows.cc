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

// The same for keys of which few values are left out.
std::vector<uint32_t> counted_order(std::span<const NodeId> keys, IdRange range) {
  std::vector<uint32_t> begin(size_t{range.size()} + 1);
  for (const NodeId key : keys) ++begin[key - range.begin + 1];
  for (size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
  std::vector<uint32_t> order(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) order[begin[keys[i] - range.begin]++] = uint32_t(i);
  return order;
}

// By end within each run of equal starts, which are in order already.
std::vector<uint32_t> order_within(std::span<const NodeId> starts, std::span<const NodeId> ends) {
  std::vector<uint32_t> order(starts.size());
  std::iota(order.begin(), order.end(), 0u);
  for (size_t i = 0; i < starts.size();) {
    size_t k = i + 1;
    while (k < starts.size() && starts[k] == starts[i]) ++k;
    const auto run = std::span(order).subspan(i, k - i);
    const auto by_end = [&](uint32_t a, uint32_t b) {
      return ends[a] != ends[b] ? ends[a] < ends[b] : a < b;
    };
    if (!std::ranges::is_sorted(run, by_end)) std::ranges::sort(run, by_end);
    i = k;
  }
  return order;
}

std::vector<NodeId> reordered(std::span<const NodeId> nodes, std::span<const uint32_t> order) {
  std::vector<NodeId> ordered(nodes.size());
  for (size_t i = 0; i < nodes.size(); ++i) ordered[i] = nodes[order[i]];
  return ordered;
}

uint32_t count_distinct(std::span<const NodeId> nodes, IdRange range) {
  std::vector<bool> met(range.size());
  uint32_t distinct = 0;
  for (const NodeId node : nodes) {
    distinct += !met[node - range.begin];
    met[node - range.begin] = true;
  }
  return distinct;
}

}  // namespace

RowsPlan::RowsPlan(std::span<const NodeId> nodes) : range(span_of(nodes)) {
  constexpr uint64_t kSmall = 64;  // a range this small is never worth a search
  const uint32_t distinct = count_distinct(nodes, range);
  sparse = range.size() > std::max<uint64_t>(2 * uint64_t{distinct}, 3 * nodes.size() / 2) + kSmall;
  row_count = sparse ? distinct : range.size();
}

RowsRecord RowsPlan::write(std::span<const NodeId> nodes, std::span<const uint32_t> order,
                           uint32_t first, uint64_t at, std::span<uint32_t> row_words) const {
  const RowsRecord record{range, row_count, sparse ? 1u : 0u, at};
  if (row_count == 0) return record;
  uint32_t* const sparse_nodes = &row_words[at];
  uint32_t* const offsets = sparse_nodes + (sparse ? row_count : 0);
  uint32_t row = 0;
  NodeId last = kNoId;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const NodeId node = order.empty() ? nodes[i] : nodes[order[i]];
    if (node == last) continue;
    last = node;
    if (sparse) {
      sparse_nodes[row] = node;
      offsets[row++] = first + uint32_t(i);
    } else {
      while (row <= node - range.begin) offsets[row++] = first + uint32_t(i);
    }
  }
  while (row <= row_count) offsets[row++] = first + uint32_t(nodes.size());
  return record;
}

bool in_order(std::span<const NodeId> starts, std::span<const NodeId> ends) {
  for (size_t i = 1; i < starts.size(); ++i) {
    if (starts[i] < starts[i - 1] || (starts[i] == starts[i - 1] && ends[i] < ends[i - 1])) {
      return false;
    }
  }
  return true;
}

ArcsPlan::ArcsPlan(std::span<const NodeId> starts, std::span<const NodeId> ends)
    : starts_(starts), ends_(ends) {
  if (std::ranges::is_sorted(starts)) {
    if (!in_order(starts, ends)) order_ = order_within(starts, ends);
  } else {
    const IdRange start_span = span_of(starts), end_span = span_of(ends);
    const int end_bits = int(std::bit_width(end_span.size()));
    std::vector<uint64_t> keys(starts.size());
    for (size_t i = 0; i < keys.size(); ++i) {
      keys[i] = uint64_t{starts[i] - start_span.begin} << end_bits | (ends[i] - end_span.begin);
    }
    order_ = stable_order(std::move(keys));
    starts_ = ordered_starts_ = reordered(starts, order_);
  }
  if (!order_.empty()) ends_ = ordered_ends_ = reordered(ends, order_);
}

void ArcsPlan::drop_nodes() {
  starts_ = ends_ = {};
  ordered_starts_ = {};
  ordered_ends_ = {};
}

std::vector<uint32_t> ArcsPlan::backward() const {
  const IdRange end_span = span_of(ends_);
  if (end_span.size() <= 2 * ends_.size()) return counted_order(ends_, end_span);
  return stable_order({ends_.begin(), ends_.end()});
}

}  // namespace zhengmai
