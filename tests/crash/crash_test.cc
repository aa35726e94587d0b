// Nothing acknowledged is lost: the writer dies at random moments and at chosen system calls, or
// its disk fails; afterwards every acknowledged document is there and whole, and the store is clean.
//
// Cycles: 100 of each by default; ZHENGMAI_CRASH_CYCLES=1000 for the long run.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <sstream>
#include <string>

#include "graph/model/error.h"
#include "graph/store/store.h"
#include "tests/crash/crash_documents.h"
#include "tests/crash/fault.h"
#include "tests/temporary_folder.h"

namespace zhengmai {
namespace {

namespace fs = std::filesystem;

int cycles() {
  const char* text = std::getenv("ZHENGMAI_CRASH_CYCLES");
  return text != nullptr ? std::max(1, std::atoi(text)) : 100;
}

struct Run {
  std::set<int> acknowledged;
  int status = 0;  // as waitpid gives it
};

// Runs the writer; kills it after `kill_after_ms` unless that is negative.
Run run_writer(const fs::path& store, int documents, int kill_after_ms, const std::string& fault) {
  const test::Ended ended =
      test::run_with_fault({CRASH_WRITER, store, std::to_string(documents)}, fault, kill_after_ms);
  Run run;
  run.status = ended.status;
  std::istringstream lines(ended.printed);
  for (int number; lines >> number;) run.acknowledged.insert(number);
  return run;
}

// More than was acknowledged may be there: a death between commit and acknowledgement.
void require_whole(const fs::path& path, const std::set<int>& acknowledged, int documents = -1) {
  const Store store = Store::open(path, Store::Mode::kReadOnly);
  const auto problems = store.check();
  if (!problems.empty()) FAIL(problems.front());
  if (documents >= 0) REQUIRE(int(store.totals().documents) == documents);
  for (const int number : acknowledged) {
    const auto source = store.find_source(crash_source(number));
    INFO("document " << number << " was acknowledged");
    REQUIRE(source);
    REQUIRE(store.text(source->document_id) == crash_text(number));
  }
}

}  // namespace

TEST_CASE("kill -9 at random moments loses no acknowledged document") {
  std::mt19937 random(20261121);
  const int total = cycles();
  int written = 0;
  for (int cycle = 0; cycle < total;) {
    // A store lives through ten deaths, so recovery itself is interrupted too.
    const test::TemporaryFolder folder;
    const fs::path store = folder / "db";
    std::set<int> acknowledged;
    for (int death = 0; death < 10 && cycle < total; ++death, ++cycle) {
      const Run run = run_writer(store, 100000, 20 + int(random() % 331), "");
      acknowledged.insert(run.acknowledged.begin(), run.acknowledged.end());
      if (fs::exists(store / "acknowledged")) require_whole(store, acknowledged);
    }
    written += int(acknowledged.size());
    const int last = acknowledged.empty() ? 5 : *acknowledged.rbegin() + 5;
    const Run rest = run_writer(store, last, -1, "");
    REQUIRE(WIFEXITED(rest.status));
    REQUIRE(WEXITSTATUS(rest.status) == 0);
    // What was lost with the process is built again.
    require_whole(store, acknowledged, last);
  }
  WARN(total << " deaths, " << written << " acknowledged documents, none lost");
  CHECK(written > total);
}

TEST_CASE("death at the n-th write, fsync or rename loses no acknowledged document") {
  const int total = cycles();
  int deaths = 0;
  for (int i = 0; i < total; ++i) {
    static constexpr const char* kOperations[] = {"write", "fsync", "rename"};
    const char* operation = kOperations[i % 3];
    // Writes are many, renames few: spread the points over what happens in 60 documents. The number
    // of points has no divisor in common with the step, so more cycles meet more of them.
    const int at = operation[0] == 'r'   ? 1 + i / 3 % 20
                   : operation[0] == 'w' ? 1 + i / 3 * 5 % 167
                                         : 1 + i / 3 % 34;
    const test::TemporaryFolder folder;
    const fs::path store = folder / "db";
    const std::string fault = std::string(operation) + ":" + std::to_string(at) + ":kill";
    INFO(fault);
    const Run run = run_writer(store, 70, -1, fault);
    deaths += WIFSIGNALED(run.status);
    const Run rest = run_writer(store, 70, -1, "");
    REQUIRE(WIFEXITED(rest.status));
    REQUIRE(WEXITSTATUS(rest.status) == 0);
    require_whole(store, run.acknowledged, 70);
  }
  CHECK(deaths > total / 3);
}

TEST_CASE("a failing or full disk loses no acknowledged document") {
  for (const char* operation : {"write", "fsync", "rename"}) {
    for (const char* action : {"eio", "enospc", "enospc+", "eio+"}) {
      for (const int at : {1, 2, 4, 9, 17, 33, 70}) {
        const std::string fault = std::string(operation) + ":" + std::to_string(at) + ":" + action;
        INFO(fault);
        const test::TemporaryFolder folder;
        const fs::path store = folder / "db";
        const Run run = run_writer(store, 70, -1, fault);
        if (WIFEXITED(run.status)) {
          const int code = WEXITSTATUS(run.status);
          CHECK((code == 0 || code == int(ExitCode::kIoError)));
        } else {
          CHECK(WTERMSIG(run.status) == SIGABRT);  // RocksDB's assertions; the program catches it
        }
        const Run rest = run_writer(store, 70, -1, "");
        REQUIRE(WIFEXITED(rest.status));
        REQUIRE(WEXITSTATUS(rest.status) == 0);
        require_whole(store, run.acknowledged, 70);
      }
    }
  }
}

}  // namespace zhengmai
