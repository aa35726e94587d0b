// IdIndex: the ids of one group of an import → the builder's nodes.
//
// Integer ids that lie close together are an array; the rest, and texts, an open-addressing table.
// Cost: about 20 bytes an id (4 in the array). Threads: one fills it, any read it.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "graph/memory/graph.h"

namespace zhengmai {

template <typename Key>
class HashIndex {
 public:
  // The node that had this key before, or kNoId when there was none and now is.
  NodeId insert(Key key, NodeId node) {
    if (2 * (keys_.size() + 1) > slots_.size()) grow();
    uint32_t& slot = slots_[probe(key)];
    if (slot != kNoId) return nodes_[slot];
    slot = uint32_t(keys_.size());
    keys_.push_back(key);
    nodes_.push_back(node);
    return kNoId;
  }
  NodeId find(Key key) const {
    if (slots_.empty()) return kNoId;
    const uint32_t slot = slots_[probe(key)];
    return slot == kNoId ? kNoId : nodes_[slot];
  }

 private:
  // The slot that holds the key, or the free one where it belongs.
  size_t probe(Key key) const {
    const size_t mask = slots_.size() - 1;
    // std::hash of an integer is itself; multiplying spreads it over the table.
    size_t i = (std::hash<Key>()(key) * 0x9E3779B97F4A7C15u) >> shift_;
    while (slots_[i] != kNoId && keys_[slots_[i]] != key) i = (i + 1) & mask;
    return i;
  }
  void grow() {
    shift_ = slots_.empty() ? 60 : shift_ - 1;
    slots_.assign(size_t{1} << (64 - shift_), kNoId);
    for (uint32_t i = 0; i < keys_.size(); ++i) slots_[probe(keys_[i])] = i;
  }

  std::vector<uint32_t> slots_;
  std::vector<Key> keys_;
  std::vector<NodeId> nodes_;
  int shift_ = 60;
};

class IdIndex {
 public:
  void reserve_range(int64_t low, int64_t high) {
    low_ = low;
    direct_.assign(size_t(high - low) + 1, kNoId);
  }
  NodeId insert(int64_t id, NodeId node) {
    if (direct_.empty()) return integers_.insert(id, node);
    NodeId& slot = direct_[size_t(id - low_)];
    if (slot != kNoId) return slot;
    slot = node;
    return kNoId;
  }
  NodeId find(int64_t id) const {
    if (direct_.empty()) return integers_.find(id);
    return id < low_ || uint64_t(id - low_) >= direct_.size() ? kNoId : direct_[size_t(id - low_)];
  }
  NodeId insert(std::string_view id, NodeId node) { return texts_.insert(id, node); }
  NodeId find(std::string_view id) const { return texts_.find(id); }

 private:
  int64_t low_ = 0;
  std::vector<NodeId> direct_;
  HashIndex<int64_t> integers_;
  HashIndex<std::string_view> texts_;
};

}  // namespace zhengmai
