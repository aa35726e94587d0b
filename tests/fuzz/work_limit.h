// One input of a fuzzer may take a second of processor time, however busy the machine is.
//
//   const WorkLimit limit;   // first line of LLVMFuzzerTestOneInput; aborts when it ends too late
#pragma once

#include <cstdio>
#include <cstdlib>
#include <ctime>

class WorkLimit {
 public:
  WorkLimit() : start_(now()) {}
  ~WorkLimit() {
    const double spent = now() - start_;
    if (spent <= 1.0) return;
    std::fprintf(stderr, "this input took %.1f s of processor time, more than one\n", spent);
    std::abort();
  }
  WorkLimit(const WorkLimit&) = delete;
  WorkLimit& operator=(const WorkLimit&) = delete;

 private:
  static double now() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
  }
  double start_;
};
