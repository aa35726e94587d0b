// One writer, four readers: every open while documents are being written sees a whole store, and
// its counters never go backwards. Seconds: 8, or ZHENGMAI_READER_SECONDS.
#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "graph/model/error.h"
#include "graph/store/store.h"
#include "tests/temporary_folder.h"

namespace zhengmai {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// What a reader found, as its exit status: a torn read must not hide in a child process.
enum ReaderStatus : int { kWhole = 0, kTorn = 1, kBackwards = 2, kFailed = 3, kNothingRead = 4 };

int read_until(const fs::path& store, Clock::time_point end) {
  uint64_t batches = 0, opens = 0;
  while (Clock::now() < end) {
    try {
      const Store reader = Store::open(store, Store::Mode::kReadOnly);
      const auto problems = reader.check();
      if (!problems.empty()) {
        std::fprintf(stderr, "torn read: %s\n", problems.front().c_str());
        return kTorn;
      }
      if (reader.totals().batches < batches) return kBackwards;
      batches = reader.totals().batches;
      ++opens;
    } catch (const Error& error) {
      std::fprintf(stderr, "reader: %s\n", error.what());
      return kFailed;
    }
  }
  return opens > 0 && batches > 0 ? kWhole : kNothingRead;
}

}  // namespace

TEST_CASE("four readers see whole stores while a writer works") {
  const char* text = std::getenv("ZHENGMAI_READER_SECONDS");
  const int seconds = text != nullptr ? std::atoi(text) : 8;
  const test::TemporaryFolder folder;
  const fs::path store = folder / "db";

  const pid_t writer = fork();
  if (writer == 0) {
    if (freopen("/dev/null", "w", stdout) == nullptr) _exit(70);
    execl(CRASH_WRITER, CRASH_WRITER, store.c_str(), "100000", nullptr);
    _exit(70);
  }
  while (!fs::exists(store / "acknowledged")) usleep(10000);
  const auto end = Clock::now() + std::chrono::seconds(seconds);
  std::vector<pid_t> readers;
  for (int i = 0; i < 4; ++i) {
    const pid_t reader = fork();
    if (reader == 0) _exit(read_until(store, end));
    readers.push_back(reader);
  }
  for (const pid_t reader : readers) {
    int status = 0;
    waitpid(reader, &status, 0);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == kWhole);
  }
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);
}

}  // namespace zhengmai
