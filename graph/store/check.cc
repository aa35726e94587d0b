// What `zhengmai check` looks at: RocksDB's checksums, then the invariants between the records.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "graph/model/error.h"
#include "graph/model/ids.h"
#include "graph/store/block.h"
#include "graph/store/state.h"

namespace zhengmai {
namespace {

// Reads a block to its end; a sentence when it does not hold together.
std::string fault_of_block(std::string_view id, std::string_view packed,
                           const StoredDocument& document) {
  std::string block;
  unpack(packed, block);
  if (digest_of_block(block) != document.block_digest) {
    return fmt::format("facts of {} do not match their digest", id);
  }
  BlockReader reader(block);
  if (reader.text().size() != document.record.text_bytes) {
    return fmt::format("text of {} is not as long as its record says", id);
  }
  BlockNode node;
  BlockRelationship relationship;
  while (reader.next_node(node)) {
  }
  while (reader.next_relationship(relationship)) {
  }
  if (reader.node_count() != document.record.node_count ||
      reader.relationship_count() != document.record.relationship_count) {
    return fmt::format("facts of {} are not as many as its record says", id);
  }
  return {};
}

// VerifyChecksum opens the files anew; while another process writes, compaction may have deleted
// some since this store was opened. A fresh look tells "moved on" from "missing".
void verify_checksums(const Store::State& state) {
  rocksdb::Status status = state.rocks.db->VerifyChecksum();
  for (int attempt = 0; attempt < 10 && status.IsPathNotFound() && state.rocks.read_only;
       ++attempt) {
    status = open_rocks(state.path, false).db->VerifyChecksum();
  }
  require_ok(status, state.path);
}

class Checker {
 public:
  explicit Checker(const Store::State& state) : state_(state) {}

  std::vector<std::string> run() {
    // Each step says what it finds; damage in one does not hide the others.
    step([&] { verify_checksums(state_); });
    step([&] { read_documents(); });
    step([&] { read_sources(); });
    step([&] { read_facts(); });
    for (const auto& [id, document] : documents_) {
      if (!facts_.count(id)) problems_.push_back(fmt::format("{} has no facts", id));
    }
    counted_.batches = state_.counters.batches;
    if (problems_.empty() && !(counted_ == state_.counters)) {
      problems_.push_back(fmt::format(
          "the counters say {} documents, {} nodes, {} relationships; there are {}, {}, {}",
          state_.counters.documents, state_.counters.nodes, state_.counters.relationships,
          counted_.documents, counted_.nodes, counted_.relationships));
    }
    return std::move(problems_);
  }

 private:
  template <typename F>
  void step(F&& f) {
    try {
      f();
    } catch (const Error& error) {
      problems_.push_back(error.what());
    }
  }

  void read_documents() {
    state_.scan(kDocumentKey, [&](std::string_view id, std::string_view bytes) {
      StoredDocument document = decode_document(bytes);
      if (document.record.id != id) {
        problems_.push_back(fmt::format("{} carries the digest of {}", id, document.record.id));
      }
      if (document.record.sources.empty()) {
        problems_.push_back(fmt::format("{} has no source", id));
      }
      count(counted_, document, +1);
      documents_.emplace(id, std::move(document));
    });
  }

  void read_sources() {
    state_.scan(kSourceKey, [&](std::string_view source, std::string_view bytes) {
      const SourceRecord record = decode_source(bytes);
      const auto it = documents_.find(record.document_id);
      const bool known =
          it != documents_.end() &&
          std::binary_search(it->second.record.sources.begin(), it->second.record.sources.end(),
                             source);
      if (!known) {
        problems_.push_back(
            fmt::format("source {} points at {}, which does not know it", source,
                        record.document_id));
      }
      ++sources_;
    });
    if (sources_ != counted_.sources) {
      problems_.push_back(fmt::format("documents name {} sources; {} are recorded",
                                      counted_.sources, sources_));
    }
  }

  void read_facts() {
    state_.scan(kFactsKey, [&](std::string_view id, std::string_view bytes) {
      facts_.emplace(id);
      const auto it = documents_.find(std::string(id));
      if (it == documents_.end()) {
        problems_.push_back(fmt::format("facts of {} without their record", id));
        return;
      }
      step([&] {
        const std::string fault = fault_of_block(id, bytes, it->second);
        if (!fault.empty()) problems_.push_back(fault);
      });
    });
  }

  const Store::State& state_;
  std::vector<std::string> problems_;
  std::map<std::string, StoredDocument, std::less<>> documents_;
  std::set<std::string, std::less<>> facts_;
  uint64_t sources_ = 0;
  Counters counted_;
};

}  // namespace

std::vector<std::string> Store::check() const { return Checker(*state_).run(); }

}  // namespace zhengmai
