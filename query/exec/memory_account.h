// What one operator holds: taken from the run's memory budget, and shown by PROFILE at its peak.
//
//   MemoryAccount memory(context.run(), op);
//   memory.add(rows * 16);          // LimitError beyond the budget
//   memory.clear();                 // the operator has handed everything on
//
// The texts and lists that held values point to are in the budget already (ValueBudget); `hold`
// adds them to what PROFILE shows, and does nothing when nobody looks.
//
// Threads: an account belongs to one thread; the run's total is atomic.
#pragma once

#include <algorithm>
#include <utility>

#include "graph/model/value_budget.h"
#include "query/exec/batch.h"
#include "query/exec/context.h"

namespace zhengmai::exec {

class MemoryAccount {
 public:
  MemoryAccount(Run& run, const plan::LogicalOp& op)
      : run_(run), counts_(run.profile() ? &(*run.profile())[&op] : nullptr) {}
  ~MemoryAccount() { clear(); }
  MemoryAccount(const MemoryAccount&) = delete;
  MemoryAccount& operator=(const MemoryAccount&) = delete;

  Run& run() { return run_; }

  void add(int64_t bytes) {
    held_ += bytes;
    note();
    run_.add_memory(bytes);
  }
  void hold(const Vector& column, size_t begin = 0) {
    if (!counts_ || column.type() != VectorType::kValue) return;
    for (size_t i = begin; i < column.size(); ++i) shared_ += value_bytes(column.value(i));
    note();
  }
  // What `other` holds is this account's from now on.
  void absorb(MemoryAccount& other) {
    held_ += std::exchange(other.held_, 0);
    shared_ += std::exchange(other.shared_, 0);
    note();
  }
  void clear() {
    run_.add_memory(-std::exchange(held_, 0));
    shared_ = 0;
  }

 private:
  void note() {
    if (!counts_) return;
    counts_->bytes = std::max(counts_->bytes, static_cast<uint64_t>(std::max<int64_t>(0, held_)) +
                                                  shared_);
  }

  Run& run_;
  OperatorCounts* counts_;  // null unless the query is profiled
  int64_t held_ = 0;
  uint64_t shared_ = 0;
};

}  // namespace zhengmai::exec
