// What stands behind Store: shared by the files of graph/store that implement it (store.cc,
// check.cc, backup.cc), so that RocksDB stays out of store.h.
#pragma once

#include <rocksdb/write_batch.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "graph/store/keys.h"
#include "graph/store/rocks.h"
#include "graph/store/store.h"

namespace zhengmai {

struct Store::State {
  std::filesystem::path path;
  OpenedRocks rocks;
  Counters counters;

  // The value of a key, and a document's record; nothing when there is none.
  std::optional<std::string> get(char kind, std::string_view rest) const;
  std::optional<StoredDocument> stored(std::string_view document_id) const;
  // Every key of a kind, without its letter, in order. Throws at the first damaged block.
  void scan(char kind, const std::function<void(std::string_view, std::string_view)>& visit) const;
  // Writes the batch together with the counters that hold after it.
  void commit(rocksdb::WriteBatch& batch, const Counters& next);
  // Adds to the batch what takes a source off its document.
  void unbind(rocksdb::WriteBatch& batch, Counters& next, std::string_view source,
              std::string_view document_id) const;
  void require_writable() const;
};

}  // namespace zhengmai
