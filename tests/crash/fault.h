// A program in a child process with a fault in front of its system calls.
//
//   const Ended ended = run_with_fault({CRASH_WRITER, store, "70"}, "write:17:kill");
//
// Faults are crash_shim.cc's; "" is none. With one, standard error goes nowhere: RocksDB's
// assertions would fill the log of the tests.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/child.h"

namespace zhengmai::test {

inline Ended run_with_fault(const std::vector<std::string>& words, const std::string& fault,
                            int kill_after_ms = -1) {
  const auto start = [&] {
    if (!fault.empty()) {
      setenv("LD_PRELOAD", CRASH_SHIM, 1);
      setenv("ZM_FAULT", fault.c_str(), 1);
      if (freopen("/dev/null", "w", stderr) == nullptr) _exit(70);
    }
    become(words);
  };
  return in_child(STDOUT_FILENO, start, kill_after_ms);
}

}  // namespace zhengmai::test
