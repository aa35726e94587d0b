// crash_writer DB COUNT: puts documents 0 … COUNT-1 that the store does not hold yet, and prints
// the number of each one as soon as it is acknowledged. Meant to be killed.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "graph/model/error.h"
#include "graph/store/store.h"
#include "tests/crash/crash_documents.h"

int main(int argc, char** argv) {
  using namespace zhengmai;
  if (argc != 3) return 64;
  try {
    Store store = Store::open(argv[1], Store::Mode::kReadWrite);
    const int count = std::atoi(argv[2]);
    for (int number = 0; number < count; ++number) {
      if (store.find_source(crash_source(number))) continue;
      store.put(*crash_block(number));
      const std::string line = std::to_string(number) + "\n";
      if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) return 74;
      if (number % 8 == 0) store.sync();
      if (number % 64 == 63) store.compact();
    }
    store.sync();
    return 0;
  } catch (const Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return int(error.code());
  }
}
