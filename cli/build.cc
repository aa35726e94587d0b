// zhengmai build: documents into the store. Only what changed is read again.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <set>

#include "cli/app.h"
#include "cli/console.h"
#include "cli/database.h"
#include "cli/imported.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "extract/lexicon/lexicon.h"
#include "graph/model/ids.h"
#include "graph/store/store.h"

namespace zhengmai {
namespace {

constexpr auto kSyncEvery = std::chrono::seconds(1);
constexpr uint64_t kManyChanges = 1000;  // documents that make tidying worth its time
constexpr int kNotes = 10;               // documents of one kind of change that are named

struct BuildOptions {
  std::string db;
  SourceOptions sources;
  int jobs = 0;
  std::string encoding;
  std::string tables;  // a folder of lexicon tables on top of the built-in ones
  bool prune = false;
  bool again = false;
  bool dry_run = false;
  bool no_image = false;
};

struct Counts {
  uint64_t added = 0, replaced = 0, linked = 0, unchanged = 0, removed = 0, failed = 0;
  uint64_t changed() const { return added + replaced + linked + removed; }
};

// Names the documents that changed, the first few of each kind: a ledger's keeper wants to know which.
class ChangeNotes {
 public:
  void linked(const std::string& source, const Store& store) {
    if (linked_++ >= kNotes) return;  // to look the other up is two reads of the store
    print_note(source + ": same content as " + twin_of(source, store) + ", linked");
  }
  void updated(const std::string& source, uint64_t gone, uint64_t added) {
    say(updated_, fmt::format("{}: updated, -{} +{} relationships", source, gone, added));
  }
  void removed(const std::string& source, uint64_t gone) {
    say(removed_, fmt::format("{}: removed, -{} relationships", source, gone));
  }
  void say_how_many_more() const {
    const int more = std::max(0, linked_ - kNotes) + std::max(0, updated_ - kNotes) +
                     std::max(0, removed_ - kNotes);
    if (more > 0) print_note(fmt::format("… and {} more", more));
  }

 private:
  // Another source with the content of this one.
  static std::string twin_of(const std::string& source, const Store& store) {
    const auto known = store.find_source(source);
    const auto document = known ? store.find_document(known->document_id) : std::nullopt;
    if (!document) return "another";
    std::string other = document->id;
    for (const std::string& name : document->sources) {
      if (name != source) other = name;
    }
    return other;
  }
  static void say(int& count, const std::string& line) {
    if (count++ < kNotes) print_note(line);
  }

  int linked_ = 0, updated_ = 0, removed_ = 0;
};

// What to write for one document; runs on the main thread, in the order of the sources.
class StoreConsumer {
 public:
  StoreConsumer(Store& store, uint64_t total) : store_(store), progress_(total) {}

  void operator()(Extracted& result) {
    progress_.step(result.source.name);
    if (!result.error.empty()) {
      ++counts.failed;
      print_error(result.error);
      return;
    }
    if (result.skipped) {
      skip(result);
      return;
    }
    for (const std::string& warning : result.encoded->warnings) {
      print_warning(result.source.name + ": " + warning);
    }
    put(result.source.name, *result.encoded);
    sync_sometimes();
  }

  void remove(const std::string& source) {
    const uint64_t before = store_.totals().relationships;
    if (!store_.remove_source(source)) return;
    ++counts.removed;
    notes_.removed(source, before - store_.totals().relationships);
  }

  void finish_notes() const { notes_.say_how_many_more(); }
  double seconds() const { return progress_.seconds(); }
  Counts counts;

 private:
  // The content is in the store already: under this source, or under another one.
  void skip(const Extracted& result) {
    const auto known = store_.find_source(result.source.name);
    if (known && known->sha256 == result.sha256) {
      ++counts.unchanged;
    } else if (store_.link(result.source.name, document_id(result.sha256))) {
      link(result.source.name);
    }
  }

  void put(const std::string& source, const EncodedDocument& document) {
    const uint64_t before = store_.totals().relationships;
    switch (store_.put(document)) {
      case PutOutcome::kAdded: ++counts.added; return;
      case PutOutcome::kLinked: link(source); return;
      case PutOutcome::kUnchanged: ++counts.unchanged; return;
      case PutOutcome::kReplaced:
        ++counts.replaced;
        const uint64_t added = document.relationship_count;
        notes_.updated(source, before + added - store_.totals().relationships, added);
        return;
    }
  }

  void link(const std::string& source) {
    ++counts.linked;
    notes_.linked(source, store_);
  }

  // Acknowledged documents survive a kill at once; power loss costs at most the last second.
  void sync_sometimes() {
    const auto now = std::chrono::steady_clock::now();
    if (now - synced_ < kSyncEvery) return;
    store_.sync();
    synced_ = now;
  }

  Store& store_;
  Progress progress_;
  ChangeNotes notes_;
  std::chrono::steady_clock::time_point synced_ = std::chrono::steady_clock::now();
};

bool is_under(const std::string& file, const std::string& folder) {
  const std::string prefix = folder.ends_with('/') ? folder : folder + "/";
  return file.starts_with(prefix) || file == folder;
}

// Sources under the given paths that are not there any more.
std::vector<std::string> vanished(const Store& store, const BuildOptions& options,
                                  const SourceReader& reader) {
  const std::set<std::string> present(reader.files().begin(), reader.files().end());
  std::vector<std::string> out;
  for (const std::string& source : store.sources()) {
    const bool ours = std::any_of(options.sources.paths.begin(), options.sources.paths.end(),
                                  [&](const std::string& p) { return is_under(source, p); });
    if (ours && !present.contains(source)) out.push_back(source);
  }
  return out;
}

bool is_unchanged(const Store& store, const std::string& source, const std::string& sha256) {
  const auto known = store.find_source(source);
  if (known && known->sha256 == sha256) return true;
  const auto document = store.find_document(document_id(sha256));
  return document && document->sha256 == sha256;
}

int dry_run(const BuildOptions& options) {
  SourceReader reader(options.sources);
  std::optional<Store> store;
  const std::string path = store_path(options.db);
  if (Store::exists(path)) store.emplace(Store::open(path, Store::Mode::kReadOnly));
  Output out("-");
  while (auto source = reader.next()) {
    if (!source->error.empty()) {
      print_error(source->error);
      continue;
    }
    const std::string sha = sha256_hex(source->bytes);
    const bool known = store && store->find_source(source->name).has_value();
    const bool same = store && is_unchanged(*store, source->name, sha);
    out.stream() << (same    ? "unchanged"
                     : known ? "changed"
                             : "new")
                 << '\t' << source->name << '\n';
  }
  if (store && options.prune) {
    for (const std::string& gone : vanished(*store, options, reader)) {
      out.stream() << "removed\t" << gone << '\n';
    }
  }
  out.commit();
  return 0;
}

void print_summary(const Counts& c, const Store& store, double seconds) {
  std::string line = fmt::format("{} added, {} updated, {} unchanged", c.added, c.replaced,
                                 c.unchanged);
  if (c.linked > 0) line += fmt::format(", {} with the content of another", c.linked);
  if (c.removed > 0) line += fmt::format(", {} removed", c.removed);
  if (c.failed > 0) line += fmt::format(", {} failed", c.failed);
  print_note(fmt::format("{} in {:.2f} s; {} now holds {} documents", line, seconds,
                         store.path().string(), store.totals().documents));
}

// What was only added leaves nothing behind that rewriting would remove.
void tidy(Store& store, const Counts& counts) {
  if (counts.replaced + counts.removed >= kManyChanges) {
    store.compact();
  } else if (counts.changed() >= kManyChanges) {
    store.flush();
  }
}

// Reads everything, writes what changed. Returns the counts; the store is synced.
Counts fill(Store& store, SourceReader& reader, const BuildOptions& options, uint64_t refused) {
  const Lexicon lexicon =
      options.tables.empty() ? Lexicon::builtin() : Lexicon::load(options.tables);
  const Extractor extractor(lexicon);
  PipelineOptions pipeline;
  pipeline.encode = true;
  pipeline.jobs = options.jobs > 0 ? options.jobs : default_jobs();
  if (!options.encoding.empty()) pipeline.encoding = options.encoding;
  if (!options.again) {
    pipeline.unchanged = [&store](const std::string& source, const std::string& sha256) {
      return is_unchanged(store, source, sha256);
    };
  }
  StoreConsumer consumer(store, reader.total());
  run_pipeline(reader, extractor, pipeline, [&](Extracted& result) { consumer(result); });
  consumer.counts.failed += refused;
  if (options.prune && !interrupt_flag()) {
    for (const std::string& gone : vanished(store, options, reader)) consumer.remove(gone);
  }
  // A store that cannot be written gets here when all was unchanged.
  if (store.notice().empty()) store.sync();
  if (!interrupt_flag()) tidy(store, consumer.counts);
  consumer.finish_notes();
  print_summary(consumer.counts, store, consumer.seconds());
  return consumer.counts;
}

int run_build(const BuildOptions& options) {
  if (options.dry_run) return dry_run(options);
  SourceReader reader(options.sources);
  const std::string path = store_path(options.db);
  if (is_imported(path)) {
    throw StoreError(ExitCode::kCannotCreate, "'" + path + "' holds an imported graph",
                     "build documents into a store of their own: -d OTHER");
  }
  const uint64_t refused = reader.print_notices();
  Counts counts;
  {
    Store store = Store::open(path, Store::Mode::kReadWrite);
    if (!store.notice().empty()) print_warning(store.notice());
    counts = fill(store, reader, options, refused);
  }
  if (interrupt_flag()) {
    throw Interrupted(fmt::format("interrupted; {} documents committed; run the same command again "
                                  "to continue", counts.changed()));
  }
  if (!options.no_image) {  // saves the image, so that the first query is fast
    const LoadedGraph loaded = make_graph(path);
    if (!loaded.from_image && !loaded.image_saved) print_warning(loaded.notice);
  }
  return static_cast<int>(counts.failed > 0 ? ExitCode::kPartial : ExitCode::kSuccess);
}

}  // namespace

void setup_build(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<BuildOptions>();
  CLI::App* command = app.add_subcommand("build", "Read documents and update the store");
  add_store_option(*command, o->db);
  command->add_option("paths", o->sources.paths,
                      "Files, folders (read to the bottom), or - for JSON Lines {\"id\",\"text\"}")
      ->type_name("PATH");
  command->add_option("--files0-from", o->sources.files_from,
                      "A list of paths, separated by NUL or line feeds; - is stdin")
      ->type_name("FILE");
  command->add_option("-j,--jobs", o->jobs, "Threads (default: one a processor)")
      ->check(CLI::Range(1, 64))->type_name("N");
  command->add_option("--encoding", o->encoding, "Read all documents in this encoding")
      ->type_name("NAME");
  command->add_option_function<uint64_t>(
             "--max-file-size",
             [o](const uint64_t& megabytes) { o->sources.files.max_file_size = megabytes << 20; },
             "Refuse larger files (default 64)")
      ->check(CLI::Range(uint64_t{1}, uint64_t{4096}))->type_name("MB");
  command->add_option("--lexicon", o->tables,
                      "A folder of your own tables, on top of the built-in lexicon")
      ->type_name("DIR");
  command->add_flag("--follow", o->sources.files.follow_links, "Follow symbolic links in folders");
  command->add_flag("--prune", o->prune, "Drop documents whose file has vanished from PATH");
  command->add_flag("--again", o->again, "Extract unchanged documents too (after an upgrade)");
  command->add_flag("-n,--dry-run", o->dry_run, "Only list what is new, changed and unchanged");
  command->add_flag("--no-image", o->no_image, "Do not prepare the graph for the first query");
  add_examples(*command, {"zhengmai build documents/", "zhengmai build -d my.db a.txt b.pdf",
                          "zhengmai build --prune documents/      also forget what was deleted",
                          "find . -name '*.txt' -print0 | zhengmai build --files0-from -"});
  command->callback([o, &commands] {
    if (o->sources.paths.empty() && o->sources.files_from.empty()) {
      throw CLI::RequiredError("PATH");
    }
    commands.run = [o] { return run_build(*o); };
  });
}

}  // namespace zhengmai
