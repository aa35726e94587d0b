// parallel_for: runs independent tasks on every core.
//
// Tasks are taken in order, so put the large ones first. The first exception (by task number) is
// rethrown once all threads have ended.
#pragma once

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

namespace zhengmai {

inline unsigned worker_count(size_t tasks) {
  constexpr unsigned kMaxWorkers = 16;
  const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1u, kMaxWorkers);
  return unsigned(std::min<size_t>(cores, tasks));
}

// task(i) for each i below `count`.
template <typename Task>
void parallel_for(size_t count, Task task) {
  std::vector<std::exception_ptr> failures(count);
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i = next++; i < count; i = next++) {
      try {
        task(i);
      } catch (...) {
        failures[i] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (unsigned i = 1; i < worker_count(count); ++i) helpers.emplace_back(work);
    work();
  }
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace zhengmai
