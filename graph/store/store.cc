#include "graph/store/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/write_batch.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "graph/model/error.h"
#include "graph/model/ids.h"
#include "graph/store/block.h"
#include "graph/store/keys.h"
#include "graph/store/rocks.h"
#include "graph/store/state.h"

namespace zhengmai {
namespace fs = std::filesystem;
namespace {

rocksdb::ReadOptions verified_reads() {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  return options;
}

// The keys of one kind in order, without their letter. Throws at the first damaged block.
class Scan {
 public:
  Scan(const Store::State& state, char kind)
      : path_(state.path), last_(1, char(kind + 1)), upper_(last_) {
    rocksdb::ReadOptions options = verified_reads();
    options.readahead_size = 4 << 20;
    options.fill_cache = false;
    options.iterate_upper_bound = &upper_;
    it_.reset(state.rocks.db->NewIterator(options));
    it_->Seek(std::string(1, kind));
  }
  bool valid() const {
    // A damaged block ends the iteration without Valid(), as its end does.
    if (!it_->Valid()) require_ok(it_->status(), path_);
    return it_->Valid();
  }
  void next() { it_->Next(); }
  std::string_view key() const { return it_->key().ToStringView().substr(1); }
  std::string_view value() const { return it_->value().ToStringView(); }

 private:
  const fs::path& path_;
  const std::string last_;
  const rocksdb::Slice upper_;
  std::unique_ptr<rocksdb::Iterator> it_;
};

uint64_t acknowledged_batches(const fs::path& store) {
  std::ifstream in(side_file(store));
  uint64_t batches = 0;
  return in >> batches ? batches : 0;
}

// Temp file, fsync, rename: the side file is the old one or the new one, never half of one.
void note_acknowledged(const fs::path& store, uint64_t batches) {
  const fs::path target = side_file(store), temporary = target.string() + ".tmp";
  const int fd = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::string text = std::to_string(batches) + "\n";
  const bool written = fd >= 0 && write(fd, text.data(), text.size()) == ssize_t(text.size()) &&
                       fsync(fd) == 0;
  if (fd >= 0) close(fd);
  if (!written || rename(temporary.c_str(), target.c_str()) != 0) {
    throw StoreError(ExitCode::kIoError,
                     fmt::format("cannot write {}: {}", target.string(),
                                 std::generic_category().message(errno)),
                     "free some space and run the command again");
  }
}

}  // namespace

std::optional<std::string> Store::State::get(char kind, std::string_view rest) const {
  const std::string key = store_key(kind, rest);
  if (rocks.read_only) {
    // RocksDB 7.8's Get of a database that is open for reading now and then misses what only the log
    // of a writer at work holds (one open in thousands, right after a compaction); iterators do not.
    const std::unique_ptr<rocksdb::Iterator> it(rocks.db->NewIterator(verified_reads()));
    it->Seek(key);
    require_ok(it->status(), path);
    if (!it->Valid() || it->key() != key) return std::nullopt;
    return it->value().ToString();
  }
  std::string value;
  const rocksdb::Status status = rocks.db->Get(verified_reads(), key, &value);
  if (status.IsNotFound()) return std::nullopt;
  require_ok(status, path);
  return value;
}

std::optional<StoredDocument> Store::State::stored(std::string_view document_id) const {
  const auto bytes = get(kDocumentKey, document_id);
  if (!bytes) return std::nullopt;
  return decode_document(*bytes);
}

void Store::State::scan(
    char kind, const std::function<void(std::string_view, std::string_view)>& visit) const {
  for (Scan scan(*this, kind); scan.valid(); scan.next()) visit(scan.key(), scan.value());
}

void Store::State::commit(rocksdb::WriteBatch& batch, const Counters& next) {
  require_ok(batch.Put(store_key(kMetaKey, "counters"), encode(next)), path);
  rocksdb::WriteOptions options;
  options.protection_bytes_per_key = 8;
  require_ok(rocks.db->Write(options, &batch), path);
  counters = next;
}

void Store::State::require_writable() const {
  if (!rocks.read_only) return;
  throw StoreError(ExitCode::kNoPermission, path.string() + " is open read-only");
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

bool Store::exists(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(rocks_folder(path), error);
  if (error == std::errc::permission_denied) {
    throw StoreError(ExitCode::kNoPermission, path.string() + ": permission denied");
  }
  return fs::is_directory(status);
}

Store Store::open(const fs::path& path, Mode mode) {
  auto state = std::make_unique<State>();
  state->path = path;
  // Before the database: a writer may move both forward while this opens.
  const uint64_t acknowledged = acknowledged_batches(path);
  state->rocks = open_rocks(path, mode == Mode::kReadWrite);
  const auto format = state->get(kMetaKey, "format");
  if (!format) {
    if (state->rocks.read_only) {
      throw StoreError(ExitCode::kIoError, path.string() + ": database damaged: no format record",
                       "bring back a backup with 'zhengmai restore'");
    }
    rocksdb::WriteBatch batch;
    require_ok(batch.Put(store_key(kMetaKey, "format"), std::to_string(kStoreFormat)), path);
    state->commit(batch, Counters{});
  } else if (const int found = std::atoi(format->c_str()); found < int(kStoreFormat)) {
    throw StoreError(ExitCode::kBadInput,
                     fmt::format("{}: database format {} is older than this program ({})",
                                 path.string(), found, kStoreFormat),
                     "build the documents again into a new database");
  } else if (found > int(kStoreFormat)) {
    throw StoreError(ExitCode::kBadInput,
                     fmt::format("{}: database format {} is newer than this program ({})",
                                 path.string(), found, kStoreFormat),
                     "use a newer zhengmai");
  }
  const auto counters = state->get(kMetaKey, "counters");
  if (!counters) {
    throw StoreError(ExitCode::kIoError, path.string() + ": database damaged: no counters",
                     "bring back a backup with 'zhengmai restore'");
  }
  state->counters = decode_counters(*counters);
  // RocksDB cannot tell that its newest log was deleted; the side file can.
  if (state->counters.batches < acknowledged) {
    throw StoreError(ExitCode::kIoError,
                     fmt::format("{}: database damaged: {} of {} acknowledged changes are missing",
                                 path.string(), acknowledged - state->counters.batches,
                                 acknowledged),
                     "bring back a backup with 'zhengmai restore', or build again");
  }
  return Store(std::move(state));
}

StoreTotals Store::totals() const {
  const Counters& c = state_->counters;
  return {c.documents,  c.sources, c.nodes,      c.relationships,
          c.text_bytes, c.batches, stamp_hex(c)};
}

std::optional<SourceRecord> Store::find_source(std::string_view source) const {
  const auto bytes = state_->get(kSourceKey, source);
  if (!bytes) return std::nullopt;
  return decode_source(*bytes);
}

std::optional<DocumentRecord> Store::find_document(std::string_view document_id) const {
  auto stored = state_->stored(document_id);
  if (!stored) return std::nullopt;
  return std::move(stored->record);
}

std::vector<std::string> Store::sources() const {
  std::vector<std::string> out;
  state_->scan(kSourceKey, [&](std::string_view key, std::string_view) { out.emplace_back(key); });
  return out;
}

void Store::for_each_record(const std::function<void(const DocumentRecord&)>& visit) const {
  state_->scan(kDocumentKey, [&](std::string_view, std::string_view value) {
    visit(decode_document(value).record);
  });
}

std::string Store::packed_block(std::string_view document_id) const {
  auto packed = state_->get(kFactsKey, document_id);
  if (!packed) {
    throw InputError(fmt::format("no document {} in {}", document_id, state_->path.string()),
                     "'zhengmai stats' lists the documents", ExitCode::kNoInput);
  }
  return std::move(*packed);
}

std::string Store::text(std::string_view document_id) const {
  std::string block;
  unpack(packed_block(document_id), block);
  return std::string(BlockReader(block).text());
}

void Store::for_each(
    const std::function<void(const DocumentRecord&, std::string_view)>& visit) const {
  const auto fail = [&](std::string_view id, const char* what) {
    throw StoreError(ExitCode::kIoError,
                     fmt::format("{}: database damaged: {} {}", state_->path.string(), id, what),
                     "run 'zhengmai check'");
  };
  // Records and facts have the same ids in the same order: side by side, nothing is looked up.
  Scan records(*state_, kDocumentKey), facts(*state_, kFactsKey);
  for (; records.valid() && facts.valid(); records.next(), facts.next()) {
    if (records.key() < facts.key()) fail(records.key(), "has no facts");
    if (facts.key() < records.key()) fail(facts.key(), "has facts without their record");
    visit(decode_document(records.value()).record, facts.value());
  }
  if (records.valid()) fail(records.key(), "has no facts");
  if (facts.valid()) fail(facts.key(), "has facts without their record");
}

PutOutcome Store::put(const EncodedDocument& encoded) {
  state_->require_writable();
  const auto bound = find_source(encoded.source);
  std::optional<StoredDocument> old = state_->stored(encoded.id);
  const bool same_facts = old && old->block_digest == encoded.block_digest;
  if (bound && bound->document_id == encoded.id && same_facts) return PutOutcome::kUnchanged;

  rocksdb::WriteBatch batch;
  Counters next = state_->counters;
  ++next.batches;
  if (bound && bound->document_id != encoded.id) {
    state_->unbind(batch, next, encoded.source, bound->document_id);
  }
  StoredDocument document;
  if (old) {
    count(next, *old, -1);
    document.record.sources = old->record.sources;
  }
  std::vector<std::string>& sources = document.record.sources;
  const auto at = std::lower_bound(sources.begin(), sources.end(), encoded.source);
  if (at == sources.end() || *at != encoded.source) sources.insert(at, encoded.source);
  document.record.id = encoded.id;
  document.record.sha256 = encoded.sha256;
  document.record.warnings = encoded.warnings;
  document.record.text_bytes = encoded.text_bytes;
  document.record.node_count = encoded.node_count;
  document.record.relationship_count = encoded.relationship_count;
  document.block_digest = encoded.block_digest;
  count(next, document, +1);
  require_ok(batch.Put(store_key(kDocumentKey, encoded.id), encode(document)), state_->path);
  require_ok(batch.Put(store_key(kSourceKey, encoded.source),
                       encode(SourceRecord{encoded.id, encoded.sha256})),
             state_->path);
  if (!same_facts) {
    require_ok(batch.Put(store_key(kFactsKey, encoded.id), encoded.packed), state_->path);
  }
  state_->commit(batch, next);
  if (bound || (old && !same_facts)) return PutOutcome::kReplaced;
  return old ? PutOutcome::kLinked : PutOutcome::kAdded;
}

bool Store::link(std::string_view source, std::string_view document_id) {
  state_->require_writable();
  auto document = state_->stored(document_id);
  if (!document) return false;
  const auto bound = find_source(source);
  if (bound && bound->document_id == document_id) return true;
  rocksdb::WriteBatch batch;
  Counters next = state_->counters;
  ++next.batches;
  if (bound) state_->unbind(batch, next, source, bound->document_id);
  count(next, *document, -1);
  std::vector<std::string>& sources = document->record.sources;
  sources.insert(std::lower_bound(sources.begin(), sources.end(), source), std::string(source));
  count(next, *document, +1);
  require_ok(batch.Put(store_key(kDocumentKey, document_id), encode(*document)), state_->path);
  require_ok(batch.Put(store_key(kSourceKey, source),
                       encode(SourceRecord{std::string(document_id), document->record.sha256})),
             state_->path);
  state_->commit(batch, next);
  return true;
}

// Takes `source` off its document, and the document out when that was its last source.
void Store::State::unbind(rocksdb::WriteBatch& batch, Counters& next, std::string_view source,
                          std::string_view document_id) const {
  auto document = stored(document_id);
  if (!document) return;
  count(next, *document, -1);
  std::erase(document->record.sources, source);
  if (document->record.sources.empty()) {
    for (const char kind : {kDocumentKey, kFactsKey}) {
      require_ok(batch.Delete(store_key(kind, document_id)), path);
    }
  } else {
    count(next, *document, +1);
    require_ok(batch.Put(store_key(kDocumentKey, document_id), encode(*document)), path);
  }
  require_ok(batch.Delete(store_key(kSourceKey, source)), path);
}

bool Store::remove_source(std::string_view source) {
  state_->require_writable();
  const auto bound = find_source(source);
  if (!bound) return false;
  rocksdb::WriteBatch batch;
  Counters next = state_->counters;
  ++next.batches;
  state_->unbind(batch, next, source, bound->document_id);
  state_->commit(batch, next);
  return true;
}

bool Store::remove_document(std::string_view document_id) {
  state_->require_writable();
  const auto document = state_->stored(document_id);
  if (!document) return false;
  rocksdb::WriteBatch batch;
  Counters next = state_->counters;
  ++next.batches;
  count(next, *document, -1);
  for (const char kind : {kDocumentKey, kFactsKey}) {
    require_ok(batch.Delete(store_key(kind, document_id)), state_->path);
  }
  for (const std::string& source : document->record.sources) {
    require_ok(batch.Delete(store_key(kSourceKey, source)), state_->path);
  }
  state_->commit(batch, next);
  return true;
}

void Store::sync() {
  state_->require_writable();
  require_ok(state_->rocks.db->SyncWAL(), state_->path);
  note_acknowledged(state_->path, state_->counters.batches);
}

void Store::flush() {
  state_->require_writable();
  require_ok(state_->rocks.db->Flush(rocksdb::FlushOptions()), state_->path);
}

void Store::compact() {
  flush();
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kIfHaveCompactionFilter;
  require_ok(state_->rocks.db->CompactRange(options, nullptr, nullptr), state_->path);
}

const fs::path& Store::path() const { return state_->path; }
const std::string& Store::notice() const { return state_->rocks.notice; }

fs::path image_path(const fs::path& store) { return store / "graph.image"; }

}  // namespace zhengmai
