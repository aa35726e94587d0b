// parallel_for: runs independent tasks on every core.
// parallel_in_order: the same, and then something in the order of the tasks, meanwhile.
//
// Tasks are taken in order, so put the large ones first. The first exception (by task number) is
// rethrown once all threads have ended.
#pragma once

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
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
    try {
      for (unsigned i = 1; i < worker_count(count); ++i) helpers.emplace_back(work);
    } catch (const std::system_error&) {
      // The system gives no more threads: those that are there do all the tasks.
    }
    work();
  }
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

// task(i) for each i below `count`; finish(i) once task(i) and finish(i - 1) have returned, by one
// thread at a time, which works on tasks again when none is ready. After a task that fails nothing
// is finished any more.
template <typename Task, typename Finish>
void parallel_in_order(size_t count, Task task, Finish finish) {
  std::vector<char> ready(count + 1);  // one that never is, so that no end need be looked for
  std::mutex mutex;
  size_t next = 0;
  bool finishing = false;
  parallel_for(count, [&](size_t i) {
    task(i);
    std::unique_lock lock(mutex);
    ready[i] = true;
    if (finishing) return;  // who finishes sees it
    finishing = true;
    while (ready[next]) {
      lock.unlock();
      finish(next);  // when it throws, `finishing` stays, and nothing more is finished
      lock.lock();
      ++next;
    }
    finishing = false;
  });
}

}  // namespace zhengmai
