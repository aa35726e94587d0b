// The main of the measuring programs that take a store: NAME STORE.
#pragma once

#include <fmt/format.h>

#include <filesystem>

#include "graph/model/error.h"

namespace zhengmai::bench {

// What `run` returns for the store's path, or an error's exit code after its message.
inline int run_on_store(const char* name, int argc, char** argv,
                        int (*run)(const std::filesystem::path&)) {
  if (argc != 2) {
    fmt::print(stderr, "usage: {} STORE\n", name);
    return 64;
  }
  try {
    return run(argv[1]);
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return int(error.code());
  }
}

}  // namespace zhengmai::bench
