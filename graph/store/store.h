// Store: the facts of a corpus on disk, one folder, RocksDB inside.
//
// The document is the unit of change: its text, its metadata and all its facts go in, are replaced
// and go out in one atomic batch, together with the counters that prove the store whole. A build
// that dies is a build that finished fewer documents. FORMAT.md describes every byte.
//
//   Store store = Store::open("zhengmai.db", Store::Mode::kReadWrite);
//   store.put(*facts);                     // acknowledged: survives kill -9
//   store.sync();                          // durable: survives power loss
//   store.for_each([](const DocumentRecord& d, std::string_view block) { … });
//
// A document is known by its content; sources (paths, JSONL ids) point at documents. Two sources
// with the same content share one document. A document without a source is gone.
//
// Cost: put is one batch of five to eight keys; open reads the log of the last run.
// Errors: StoreError. Readers may open while another process writes; a second writer gets exit
// code 75 and the holder's process number.
// Threads: one writer thread a Store; const functions from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/model/fact.h"
#include "graph/store/block.h"

namespace zhengmai {

inline constexpr uint32_t kStoreFormat = 4;

// What the store knows of a document besides its facts and text.
struct DocumentRecord {
  std::string id;
  std::string sha256;
  std::vector<std::string> sources;   // sorted by bytes
  std::vector<std::string> warnings;
  uint64_t text_bytes = 0;
  uint64_t node_count = 0;
  uint64_t relationship_count = 0;
  std::string block_digest;           // of its facts and text, as read from the store
};

// What a source's content was when it was last read.
struct SourceRecord {
  std::string document_id;
  std::string sha256;
};

struct StoreTotals {
  uint64_t documents = 0;
  uint64_t sources = 0;
  uint64_t nodes = 0;           // as stored: a shared node counts once a document
  uint64_t relationships = 0;
  uint64_t text_bytes = 0;
  uint64_t batches = 0;         // ever committed: grows by one with every change
  std::string stamp;            // 32 hex digits that identify the set of documents and facts
};

enum class PutOutcome : uint8_t {
  kAdded,      // a new document
  kReplaced,   // the source pointed at other content, or the facts of this content differed
  kLinked,     // the content was already there under another source
  kUnchanged,  // this source with this content and these facts was already there
};

class Store {
 public:
  enum class Mode : uint8_t { kReadOnly, kReadWrite };

  // kReadWrite creates the folder when it is missing (its parent must exist) and takes the lock.
  static Store open(const std::filesystem::path& path, Mode mode);
  // Whether `path` looks like a store (without opening it). StoreError (77) where it may not look.
  static bool exists(const std::filesystem::path& path);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  // --- Reading. Documents come in the order of their ids.
  StoreTotals totals() const;
  std::optional<SourceRecord> find_source(std::string_view source) const;
  std::optional<DocumentRecord> find_document(std::string_view document_id) const;
  std::vector<std::string> sources() const;
  // The decoded text, UTF-8. Throws InputError (66) when there is no such document.
  std::string text(std::string_view document_id) const;
  // Each record with its packed block (block.h), valid during the call.
  void for_each(const std::function<void(const DocumentRecord&, std::string_view)>& visit) const;
  // The records alone: some hundred bytes a document.
  void for_each_record(const std::function<void(const DocumentRecord&)>& visit) const;
  // The packed block of a document. Throws as text does.
  std::string packed_block(std::string_view document_id) const;

  // --- Writing. REQUIRES: kReadWrite.
  // Binds the source to the document; on return the change is acknowledged.
  PutOutcome put(const EncodedDocument& document);
  PutOutcome put(const FactBlock& block) { return put(encode_document(block)); }
  // Binds a further source to a document that is already there; false when there is none.
  bool link(std::string_view source, std::string_view document_id);
  // Drops a source, and its document when no other source has the same content. False: unknown.
  bool remove_source(std::string_view source);
  // Drops a document with all its sources. False: unknown.
  bool remove_document(std::string_view document_id);
  // Forces everything acknowledged to the device and notes it in the side file.
  void sync();
  // Moves what is only in the log into a table, so that opening need not read it again; after a
  // large build. Cost: writing it once.
  void flush();
  // Rewrites the files without what was replaced and removed; after many changes. Cost: one full pass.
  void compact();

  // --- Care.
  // Every checksum and every invariant; one sentence a problem, empty when all is well.
  std::vector<std::string> check() const;
  // A copy that can be restored, verified after writing. Several backups share files.
  void backup(const std::filesystem::path& folder) const;
  // Creates `store` from the newest backup in `folder`. Throws when `store` already exists.
  static void restore(const std::filesystem::path& folder, const std::filesystem::path& store);

  const std::filesystem::path& path() const;
  // Why the store was opened read-only although writing was asked for; empty otherwise.
  const std::string& notice() const;

  struct State;  // graph/store's own: state.h

 private:
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Where the image of the graph of the store at `store` lives (graph/memory/image.h).
std::filesystem::path image_path(const std::filesystem::path& store);

}  // namespace zhengmai
