// graph_store_bench STORE: what the store alone does with blocks that are there already.
//
// Takes the first two thousand documents of a store into memory and puts them, again and again
// under other names, into a new store beside it: what a first build would cost if extraction and
// encoding cost nothing. (Digests and ids inside the blocks stay the old ones; nothing reads them.)
// MB are those of the documents' text; processor seconds count all threads.
#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <memory>
#include <vector>

#include "bench/store_main.h"
#include "graph/model/ids.h"
#include "graph/store/block.h"
#include "graph/store/store.h"

namespace zhengmai {
namespace {

constexpr size_t kDocuments = 2000;
constexpr int kRounds = 25;

// A document's block under another id, so that it is another document's.
EncodedDocument copy_of(std::string_view packed, const DocumentRecord& record, int round) {
  const std::string source = fmt::format("{}/{}", round, record.sources.front());
  const std::string sha256 = sha256_hex(source);
  return {.id = document_id(sha256),
          .sha256 = sha256,
          .source = source,
          .warnings = record.warnings,
          .text_bytes = record.text_bytes,
          .node_count = record.node_count,
          .relationship_count = record.relationship_count,
          .block_digest = sha256,
          .packed = std::string(packed)};
}

int run(const std::filesystem::path& path) {
  const Store from = Store::open(path, Store::Mode::kReadOnly);
  const std::filesystem::path target = path.string() + ".bench";
  std::filesystem::remove_all(target);
  Store to = Store::open(target, Store::Mode::kReadWrite);
  double seconds = 0, processor = 0, megabytes = 0;
  const auto timed = [&](const auto& action) {
    const auto start = std::chrono::steady_clock::now();
    const std::clock_t before = std::clock();  // all threads
    action();
    processor += double(std::clock() - before) / CLOCKS_PER_SEC;
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  for (int round = 0; round < kRounds; ++round) {
    std::vector<EncodedDocument> blocks;
    from.for_each([&](const DocumentRecord& record, std::string_view packed) {
      if (blocks.size() == kDocuments) return;
      blocks.push_back(copy_of(packed, record, round));
      megabytes += double(record.text_bytes) / 1e6;
    });
    timed([&] {
      for (const EncodedDocument& block : blocks) to.put(block);
      to.sync();
    });
  }
  const auto print = [&](const char* what) {
    fmt::print("{:<16}{:6.0f} MB of text, {:6.2f} s: {:6.1f} MB/s", what, megabytes, seconds,
               megabytes / seconds);
    fmt::print("; processor {:6.2f} s: {:6.1f} MB/s\n", processor, megabytes / processor);
  };
  print("put");
  timed([&] { to.compact(); });
  print("put and compact");
  std::filesystem::remove_all(target);
  return 0;
}

}  // namespace
}  // namespace zhengmai

int main(int argc, char** argv) {
  return zhengmai::bench::run_on_store("graph_store_bench", argc, argv, zhengmai::run);
}
