// How much memory the values (value.h) of one thread may take.
//
//   ValueBudget budget(uint64_t{4} << 30);      // for this thread, to the end of the block
//   ValueBudget::require(size_t{1} << 40);      // before something big is made: LimitError
//   Value v = Value::list(std::move(items));    // LimitError when the values are more than allowed
//
// Counted are the boxes of texts, lists, maps and paths with what they own, when they are made and
// when they are given back. Values that one thread makes and another gives back are counted for
// each by itself, so the figure is exact for a thread that keeps to itself. Without a budget
// nothing is refused, except a list or map that is nested too deeply or has too many values
// (lists share their items, so few bytes may stand for more than can ever be looked at).
//
// Cost: two additions a box. Errors: LimitError. Threads: each has its own count.
#pragma once

#include <cstddef>
#include <cstdint>

#include "graph/model/value.h"

namespace zhengmai {

class ValueBudget {
 public:
  // From now on this thread may make values of `bytes` more; an outer budget goes on afterwards.
  explicit ValueBudget(uint64_t bytes);
  ~ValueBudget();
  ValueBudget(const ValueBudget&) = delete;
  ValueBudget& operator=(const ValueBudget&) = delete;

  // Bytes of the values that this thread has made under its budget, less those that it has given
  // back; 0 where it gave back more.
  static uint64_t used();
  // LimitError when `bytes` more would be too many.
  static void require(uint64_t bytes);
  // The LimitError of a memory budget.
  [[noreturn]] static void exceeded(uint64_t allowed);

  static constexpr uint32_t kMaxDepth = 1000;             // of lists and maps in one another
  static constexpr uint32_t kMaxItems = 100'000'000;      // of a list or map, all levels together

 private:
  int64_t outer_ceiling_;
  int64_t outer_start_;
  uint64_t outer_allowed_;
};

// What `v` points to, with everything inside of it; texts count by length, numbers as nothing.
// Cost: linear in the values inside.
uint64_t value_bytes(const Value& v);

}  // namespace zhengmai
