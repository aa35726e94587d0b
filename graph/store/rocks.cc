#include "graph/store/rocks.h"

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "graph/model/error.h"

namespace zhengmai {
namespace fs = std::filesystem;
namespace {

constexpr uint64_t kSpareBytes = 16 << 20;  // below this a write may meet Debian's assertion trap

// Every setting that differs from RocksDB's default stands here with its reason; the measurements
// behind them are in FORMAT.md, "Settings".
rocksdb::Options options_for(bool write) {
  rocksdb::Options o;
  o.create_if_missing = write;
  // The default mode opens a log with a flipped byte and silently drops what follows.
  o.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  o.recycle_log_file_num = 0;                    // required by that mode
  o.track_and_verify_wals_in_manifest = true;    // a deleted closed log is an error, not a gap
  o.atomic_flush = true;
  o.paranoid_checks = true;
  o.paranoid_file_checks = true;                 // every new file is read back
  o.memtable_protection_bytes_per_key = 8;
  o.compression = rocksdb::kNoCompression;       // blocks of facts come packed, records are small
  // Keys are digests, so that every merge rewrites what it meets: few merges, of much at once.
  o.level0_file_num_compaction_trigger = 16;
  o.level0_slowdown_writes_trigger = 40;
  o.level0_stop_writes_trigger = 60;
  o.max_bytes_for_level_base = 1 << 30;
  o.write_buffer_size = 32 << 20;
  o.max_total_wal_size = 128 << 20;
  // A document is looked for four times before it is put, and is nearly always new.
  o.memtable_prefix_bloom_size_ratio = 0.02;
  o.memtable_whole_key_filtering = true;
  // A reader keeps every file open: a writer's compaction may delete them behind its back.
  o.max_open_files = write ? 512 : -1;
  o.keep_log_file_num = 3;
  o.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(64 << 20);
  table.cache_index_and_filter_blocks = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.block_size = 32 << 10;                   // facts are read in long runs
  o.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return o;
}

// The process that holds the lock file, found in /proc/locks by inode; 0 when it cannot be told.
int lock_holder(const fs::path& lock_file) {
  struct stat info {};
  if (stat(lock_file.c_str(), &info) != 0) return 0;
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    std::istringstream fields(line);
    std::string number, kind, mode, access, pid, where;
    fields >> number >> kind >> mode >> access >> pid >> where;
    const size_t colon = where.rfind(':');
    if (colon == std::string::npos) continue;
    if (where.substr(colon + 1) == std::to_string(info.st_ino)) return std::atoi(pid.c_str());
  }
  return 0;
}

std::string process_name(int pid) {
  std::ifstream in(fmt::format("/proc/{}/cmdline", pid));
  std::string program, command;
  std::getline(in, program, '\0');
  std::getline(in, command, '\0');
  const std::string name = fs::path(program).filename().string();
  return command.empty() ? name : name + " " + command;
}

[[noreturn]] void throw_locked(const fs::path& store) {
  const int pid = lock_holder(rocks_folder(store) / "LOCK");
  const std::string who = pid > 0 ? fmt::format("process {} ({})", pid, process_name(pid))
                                  : std::string("another process");
  throw StoreError(ExitCode::kLocked, fmt::format("{} is in use by {}", store.string(), who),
                   "wait until it has finished; reading is possible meanwhile");
}

void require_room(const fs::path& store) {
  struct statvfs info {};
  if (statvfs(store.c_str(), &info) != 0) return;
  const uint64_t available = uint64_t(info.f_bavail) * info.f_frsize;
  if (available < kSpareBytes) {
    throw StoreError(ExitCode::kIoError,
                     fmt::format("{}: disk full ({} KiB left, {} KiB are needed)", store.string(),
                                 available >> 10, kSpareBytes >> 10),
                     "free some space and run the command again; nothing is lost");
  }
}

void require_access(const fs::path& store) {
  if (access(store.c_str(), R_OK | X_OK) == 0) return;
  throw StoreError(ExitCode::kNoPermission, store.string() + ": permission denied");
}

void prepare_folder(const fs::path& store) {
  std::error_code error;
  if (fs::exists(store, error)) {
    if (!fs::is_directory(store, error)) {
      throw StoreError(ExitCode::kCannotCreate,
                       store.string() + " is a file, not a database directory",
                       "name another place with -d");
    }
    require_access(store);
    if (!fs::exists(rocks_folder(store)) && !fs::is_empty(store)) {
      throw StoreError(ExitCode::kCannotCreate,
                       store.string() + " is not empty and not a zhengmai database",
                       "name another place with -d");
    }
  } else {
    const fs::path parent = fs::absolute(store).parent_path();
    if (!fs::is_directory(parent, error)) {
      throw StoreError(ExitCode::kCannotCreate,
                       fmt::format("cannot create {}: {} does not exist", store.string(),
                                   parent.string()),
                       "create the folder first");
    }
    if (mkdir(store.c_str(), 0700) != 0) {
      const bool denied = errno == EACCES || errno == EROFS;
      throw StoreError(denied ? ExitCode::kNoPermission : ExitCode::kCannotCreate,
                       fmt::format("cannot create {}: {}", store.string(),
                                   std::generic_category().message(errno)));
    }
  }
  require_room(store);
}

// Logs or tables: what is there once a first batch was written. Without them, a missing CURRENT
// only means that the process died while it created the store.
bool holds_data(const fs::path& store) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(rocks_folder(store), error)) {
    const auto ending = entry.path().extension();
    if (ending == ".log" || ending == ".sst") return true;
  }
  return false;
}

// What changes when a writer moves data from a log into a table: the manifest grows, logs vanish.
std::vector<std::string> layout_of(const fs::path& store) {
  std::vector<std::string> out;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(rocks_folder(store), error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("MANIFEST")) {
      out.push_back(fmt::format("{} {}", name, fs::file_size(entry.path(), error)));
    } else if (entry.path().extension() == ".log") {
      out.push_back(name);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

// RocksDB reads the manifest first and the logs afterwards. A log that is deleted in between is
// silently missing from what it opens, so an open counts only when the layout stood still.
OpenedRocks open_for_reading(const fs::path& store) {
  rocksdb::Status status;
  for (int attempt = 0; attempt < 50; ++attempt) {
    const auto before = layout_of(store);
    rocksdb::DB* db = nullptr;
    status = rocksdb::DB::OpenForReadOnly(options_for(false), rocks_folder(store).string(), &db);
    std::unique_ptr<rocksdb::DB> owner(db);
    const bool stood_still = layout_of(store) == before;
    if (status.ok() && stood_still) return {std::move(owner), true, {}};
    if (!status.ok() && stood_still && attempt >= 5) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min(attempt * 5, 100)));
  }
  require_ok(status, store);
  throw StoreError(ExitCode::kLocked, store.string() + " is being rewritten at this moment",
                   "try again in a few seconds");
}

}  // namespace

fs::path rocks_folder(const fs::path& store) { return store / "facts"; }
fs::path side_file(const fs::path& store) { return store / "acknowledged"; }

OpenedRocks open_rocks(const fs::path& store, bool write) {
  if (!write) {
    std::error_code error;
    if (!fs::exists(store, error)) {
      throw StoreError(ExitCode::kNoInput, "no database at " + store.string(),
                       "run 'zhengmai build' first, or name the database with -d");
    }
    if (!fs::is_directory(store)) {
      throw StoreError(ExitCode::kCannotCreate,
                       store.string() + " is a file, not a database directory");
    }
    require_access(store);
    if (!fs::exists(rocks_folder(store))) {
      throw StoreError(ExitCode::kNoInput, store.string() + " is not a zhengmai database",
                       "run 'zhengmai build' first, or name the database with -d");
    }
    return open_for_reading(store);
  }
  prepare_folder(store);
  if (fs::exists(rocks_folder(store) / "CURRENT") && access(store.c_str(), W_OK) != 0) {
    OpenedRocks opened = open_for_reading(store);
    opened.notice = store.string() + " cannot be written; opened read-only";
    return opened;
  }
  // RocksDB makes a new database where CURRENT is missing; over existing data that would hide loss.
  if (!fs::exists(rocks_folder(store) / "CURRENT") && holds_data(store)) {
    throw StoreError(ExitCode::kIoError, store.string() + ": database damaged: CURRENT missing",
                     "bring back a backup with 'zhengmai restore'");
  }
  rocksdb::DB* db = nullptr;
  require_ok(rocksdb::DB::Open(options_for(true), rocks_folder(store).string(), &db), store);
  return {std::unique_ptr<rocksdb::DB>(db), false, {}};
}

void require_ok(const rocksdb::Status& status, const fs::path& store) {
  if (status.ok()) return;
  const std::string text = status.ToString();
  const auto says = [&](const char* part) { return text.find(part) != std::string::npos; };
  if (says("LOCK: Resource temporarily unavailable") || says("lock hold by")) throw_locked(store);
  if (status.IsNoSpace() || says("No space left on device")) {
    throw StoreError(ExitCode::kIoError,
                     store.string() + ": disk full; every acknowledged document is intact",
                     "free some space and run the command again");
  }
  if (says("Too many open files")) {
    throw StoreError(ExitCode::kIoError, store.string() + ": too many open files",
                     "raise the limit: ulimit -n 4096");
  }
  if (says("Permission denied") || says("Read-only file system")) {
    throw StoreError(ExitCode::kNoPermission, store.string() + ": permission denied (" + text + ")");
  }
  if (status.IsCorruption() || status.IsIOError()) {
    throw StoreError(ExitCode::kIoError, store.string() + ": database damaged: " + text,
                     "run 'zhengmai check'; 'zhengmai restore' brings back a backup");
  }
  throw StoreError(ExitCode::kIoError, store.string() + ": " + text);
}

}  // namespace zhengmai
