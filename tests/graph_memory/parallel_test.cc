#include "graph/memory/parallel.h"

#include <sys/resource.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <numeric>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include "tests/child.h"

namespace zhengmai {

TEST_CASE("what follows tasks comes once each, in their order and one at a time") {
  std::vector<size_t> done(1000), finished;
  std::atomic<int> at_once{0};
  bool alone = true, after_its_task = true;
  parallel_in_order(
      done.size(), [&](size_t i) { done[i] = i + 1; },
      [&](size_t i) {
        alone = alone && at_once++ == 0;
        after_its_task = after_its_task && done[i] == i + 1;
        finished.push_back(i);
        --at_once;
      });
  std::vector<size_t> wanted(done.size());
  std::iota(wanted.begin(), wanted.end(), size_t{0});
  CHECK(finished == wanted);
  CHECK(alone);
  CHECK(after_its_task);
}

TEST_CASE("nothing is finished behind a task that failed") {
  std::vector<size_t> finished;
  const auto fail_at_40 = [](size_t i) {
    if (i == 40) throw std::runtime_error("forty");
  };
  CHECK_THROWS_WITH(
      parallel_in_order(100, fail_at_40, [&](size_t i) { finished.push_back(i); }), "forty");
  CHECK(finished.size() == 40);
}

TEST_CASE("a failure to finish ends the finishing") {
  std::vector<size_t> finished;
  const auto fail_at_40 = [&](size_t i) {
    if (i == 40) throw std::runtime_error("forty");
    finished.push_back(i);
  };
  CHECK_THROWS_WITH(parallel_in_order(100, [](size_t) {}, fail_at_40), "forty");
  CHECK(finished.size() == 40);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // these need room of their own
TEST_CASE("where the system gives no more threads, one does all the tasks") {
  const test::Ended ended = test::in_child(STDOUT_FILENO, [] {
    const rlimit no_more{.rlim_cur = rlim_t{1} << 28, .rlim_max = rlim_t{1} << 28};
    setrlimit(RLIMIT_AS, &no_more);
    std::atomic<bool> hold{true};  // for ever
    std::vector<std::jthread> all;
    try {
      while (true) all.emplace_back([&] { hold.wait(true); });
    } catch (const std::system_error&) {
    }
    std::atomic<int> done{0};
    try {
      parallel_for(100, [&](size_t) { ++done; });
    } catch (const std::system_error&) {
    }
    _exit(done == 100 ? 7 : 1);  // without those that wait
  });
  test::require_exit(ended, 7);
}
#endif

}  // namespace zhengmai
