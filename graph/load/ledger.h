// The ledger of an image: which rows of the graph are whose document's, and what making the graph found
// out that the next making need not find out again.
//
//   LedgerWriter writer(store);
//   writer.add(document);                          // in the order of their ids
//   writer.save(path, stamp, …);
//   …
//   if (const auto ledger = Ledger::open(path)) ledger->for_each([](LedgerDocument& d) { … });
//
// It lies beside the image as graph.ledger, belongs to the image with the same stamp, and is a cache: what is
// missing, cut, flipped or of another version is no ledger, and the graph is made from all documents.
// The same documents give the same bytes, whether the graph was made from all of them or from an
// earlier image.
//
// Cost: opening reads it once, for its checksums. Disk: 2.3 KB a generated document, a ninth of
// the image. Errors: StoreError from saving. Threads: an open ledger is immutable.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/derive/trace.h"
#include "graph/load/merge.h"
#include "graph/memory/buffer.h"
#include "graph/memory/builder.h"
#include "graph/memory/growing_array.h"
#include "graph/store/store.h"

namespace zhengmai {

// A document's rows stand together in each table, documents in the order of their ids; rows of
// relationships are numbered as they were added (Ledger::positions).
struct LedgerDocument {
  using Count = std::pair<uint16_t, uint32_t>;  // label set or type; rows
  std::string_view id;
  std::string_view block_digest;
  std::string_view source;                // its smallest
  std::vector<Count> nodes;               // by label set
  std::vector<Count> relationships;       // by type
  GraphBuilder::Place document{0, kNoId}; // its own node: a row among its rows; kNoId: it has none
  std::vector<uint32_t> variants;         // of shared nodes that it names (merge.h)
  std::vector<uint32_t> between;          // relationships between shared nodes, others' too

  // Whether facts and file are those of a record.
  bool fits(const DocumentRecord& record) const;
};
std::string_view smallest_source(const DocumentRecord& record);

// Where a shared node went: a row of a label set, or a document of the corpus.
struct SharedPlace {
  uint32_t document = kNoId;  // by number
  GraphBuilder::Place place{0, 0};
};

class LedgerWriter {
 public:
  explicit LedgerWriter(const std::filesystem::path& folder);

  // Label sets, types and rows as the builder numbers them.
  void add(const LedgerDocument& document);
  DeriveTrace& trace() { return trace_; }
  // Facts as they were numbered when they were met; places by node.
  void set_shared(const SharedFacts& facts, const FirstMet& nodes, const FirstMet& variants,
                  const FirstMet& between, std::vector<SharedPlace> places);
  // To be given to freezing.
  GraphBuilder::Arrangement& arrangement() { return arrangement_; }

  // After freezing. StoreError when the disk would not have it.
  void save(const std::filesystem::path& file, std::string_view stamp);

 private:
  void add_order(TypeId type, std::span<const uint32_t> order);
  GrowingArray<char> arranged_documents();
  std::string arranged_shared() const;

  Spill spill_;
  uint32_t count_ = 0;
  GrowingArray<char> documents_;
  GrowingArray<char> orders_;
  std::vector<uint64_t> order_ends_;  // by type of the graph
  std::string facts_;
  std::vector<SharedPlace> places_;
  DeriveTrace trace_;
  GraphBuilder::Arrangement arrangement_;
  std::string scratch_;
};

class Ledger {
 public:
  static std::optional<Ledger> open(const std::filesystem::path& file);

  std::string_view stamp() const { return stamp_; }
  uint32_t document_count() const { return count_; }

  // Documents one by one, from the first.
  class Reader {
   public:
    explicit Reader(const Ledger& ledger);
    bool next(LedgerDocument* document);  // false: there was none left

   private:
    std::string_view rest_;
  };

  // Fills `facts`, which is empty, so that numbers are the ledger's.
  void read_shared(SharedFacts* facts, std::vector<SharedPlace>* places) const;
  // The position among its type's relationships of the row added i-th. REQUIRES: the type's number.
  void read_positions(TypeId type, GrowingArray<uint32_t>* positions) const;  // empty: as added
  DeriveTraceView trace() const;
  void forget() const { buffer_.forget(); }

 private:
  Ledger() = default;
  std::string_view section(size_t i) const;

  Buffer buffer_;
  std::string stamp_;
  uint32_t count_ = 0;
};

}  // namespace zhengmai
