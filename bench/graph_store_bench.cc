// graph_store_bench STORE: what the store alone does with facts that are there already.
//
// Takes the first two thousand documents of a store into memory and puts them, again and again
// under other names, into a new store beside it: what a first build would cost if extraction cost
// nothing. MB are those of the documents' text; processor seconds count all threads.
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
constexpr int kRounds = 5;

// The facts of a block under another document id, so that they are another document's.
std::unique_ptr<FactBlock> copy_of(std::string_view bytes, const DocumentRecord& record,
                                   std::string_view text, int round) {
  auto block = std::make_unique<FactBlock>();
  block->source = fmt::format("{}/{}", round, record.sources.front());
  block->source_text = text;
  block->content_sha256 = sha256_hex(block->source);
  block->document_id = document_id(block->content_sha256);
  const std::string_view old = std::string_view(record.id).substr(4);
  const auto renamed = [&](std::string_view id) {
    std::string name(id);
    if (const size_t at = name.find(old); at != std::string::npos) {
      name.replace(at, old.size(), block->document_id, 4);
    }
    return block->intern(name);
  };
  const auto copy = [&](const Value& value) {
    return value.is_string() ? block->text(value.as_string()) : value;
  };
  BlockReader reader(bytes);
  std::vector<std::string_view> ids;
  for (BlockNode node; reader.next_node(node);) {
    NodeFact& fact = block->add_node(renamed(node.id), {});
    for (const std::string_view label : node.labels) fact.labels.push_back(block->intern(label));
    for (const Property& p : node.properties) fact.set(block->intern(p.key), copy(p.value));
    ids.push_back(fact.id);
  }
  for (BlockRelationship edge; reader.next_relationship(edge);) {
    RelationshipFact& fact = block->add_relationship(
        renamed(edge.id), block->intern(edge.type), ids[edge.start], ids[edge.end]);
    for (const Property& p : edge.properties) fact.set(block->intern(p.key), copy(p.value));
  }
  return block;
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
    std::vector<std::unique_ptr<FactBlock>> blocks;
    from.for_each([&](const DocumentRecord& record, std::string_view bytes) {
      if (blocks.size() == kDocuments) return;
      blocks.push_back(copy_of(bytes, record, from.text(record.id), round));
      megabytes += double(record.text_bytes) / 1e6;
    });
    timed([&] {
      for (const auto& block : blocks) to.put(*block);
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
  const auto problems = to.check();
  for (const std::string& problem : problems) fmt::print("{}\n", problem);
  std::filesystem::remove_all(target);
  return problems.empty() ? 0 : 1;
}

}  // namespace
}  // namespace zhengmai

int main(int argc, char** argv) {
  return zhengmai::bench::run_on_store("graph_store_bench", argc, argv, zhengmai::run);
}
