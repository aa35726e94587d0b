// RocksDB as the store uses it: opened with settings that lose nothing silently, and its errors in
// words. Only files of graph/store include this header.
//
// Threads: pure functions; a DB may be used from any thread.
#pragma once

#include <rocksdb/db.h>

#include <filesystem>
#include <memory>
#include <string>

namespace zhengmai {

// What the folder of a store holds besides the image.
std::filesystem::path rocks_folder(const std::filesystem::path& store);
std::filesystem::path side_file(const std::filesystem::path& store);

struct OpenedRocks {
  std::unique_ptr<rocksdb::DB> db;
  bool read_only = false;
  std::string notice;  // why it is read-only although writing was asked for
};

// Opens or (for writing) creates. Reading is tried again when a writer moved files meanwhile.
// Throws StoreError.
OpenedRocks open_rocks(const std::filesystem::path& store, bool write);

// Throws StoreError with the exit code and remedy that fit `status`; returns when it is ok.
void require_ok(const rocksdb::Status& status, const std::filesystem::path& store);

}  // namespace zhengmai
