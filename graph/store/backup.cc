// Backups through RocksDB's BackupEngine: shared files, checksummed, verified after writing.
#include <rocksdb/utilities/backup_engine.h>

#include <fstream>

#include "graph/model/error.h"
#include "graph/store/state.h"

namespace zhengmai {
namespace fs = std::filesystem;
namespace {

template <typename EngineT>
std::unique_ptr<EngineT> open_engine(const fs::path& folder) {
  EngineT* engine = nullptr;
  require_ok(EngineT::Open(rocksdb::BackupEngineOptions(folder.string()), rocksdb::Env::Default(),
                           &engine),
             folder);
  return std::unique_ptr<EngineT>(engine);
}

}  // namespace

void Store::backup(const fs::path& folder) const {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw StoreError(ExitCode::kCannotCreate,
                     "cannot create " + folder.string() + ": " + error.message());
  }
  const auto engine = open_engine<rocksdb::BackupEngine>(folder);
  rocksdb::BackupID id = 0;
  require_ok(engine->CreateNewBackup(rocksdb::CreateBackupOptions(), state_->rocks.db.get(), &id),
             folder);
  require_ok(engine->VerifyBackup(id, true), folder);
}

void Store::restore(const fs::path& folder, const fs::path& store) {
  if (fs::exists(store) && !fs::is_empty(store)) {
    throw StoreError(ExitCode::kCannotCreate, store.string() + " already exists",
                     "restore to a new place, or remove it first");
  }
  if (!fs::is_directory(folder)) {
    throw StoreError(ExitCode::kNoInput, "no backup at " + folder.string());
  }
  const auto engine = open_engine<rocksdb::BackupEngineReadOnly>(folder);
  std::vector<rocksdb::BackupInfo> backups;
  engine->GetBackupInfo(&backups);
  if (backups.empty()) throw StoreError(ExitCode::kNoInput, "no backup at " + folder.string());
  fs::create_directories(store);
  fs::permissions(store, fs::perms::owner_all);
  const std::string target = rocks_folder(store).string();
  require_ok(engine->RestoreDBFromLatestBackup(target, target), store);
}

}  // namespace zhengmai
