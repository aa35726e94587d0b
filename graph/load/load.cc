#include "graph/load/load.h"

#include <fmt/format.h>

#include "graph/load/assemble.h"
#include "graph/load/ledger.h"
#include "graph/load/trust.h"
#include "graph/memory/image.h"
#include "graph/model/error.h"
#include "graph/store/files_state.h"
#include "graph/store/store.h"

namespace zhengmai {
namespace fs = std::filesystem;
namespace {

// Bumped when the same facts would give another graph: an image made by an older program is stale.
constexpr std::string_view kLoaderVersion = "3";

std::string stamp_suffix(const LoadOptions& options) {
  return fmt::format(".{}.{}", kLoaderVersion, options.derive ? 1 : 0);
}

std::string stamp_of(const Store& store, const LoadOptions& options) {
  return store.totals().stamp + stamp_suffix(options);
}

}  // namespace

// Opening the database takes longer than most questions: where its files look as they did when the
// stamp was last read, the stamp is the same.
std::string image_stamp(const std::filesystem::path& path, const LoadOptions& options) {
  const std::string state = files_state(path);
  std::string stamp = noted_stamp(path, state);
  if (stamp.ends_with(stamp_suffix(options))) return stamp;
  stamp = stamp_of(Store::open(path, Store::Mode::kReadOnly), options);
  if (files_state(path) == state) note_stamp(path, state, stamp);
  return stamp;
}

std::string store_stamp(const std::filesystem::path& path) {
  const std::string stamp = image_stamp(path);
  return stamp.substr(0, stamp.size() - stamp_suffix({}).size());
}

namespace {

fs::path ledger_path(const fs::path& store) { return store / "graph.ledger"; }

// Best effort: without its ledger an image is as good, and the next one made from all documents.
void save_ledger(LedgerWriter& ledger, const fs::path& store, const std::string& stamp) {
  try {
    ledger.save(ledger_path(store), stamp);
  } catch (const StoreError&) {
    std::error_code ignored;
    fs::remove(ledger_path(store), ignored);
  }
}

// From the earlier image where there is one that may be trusted, with its ledger.
Assembled assemble_derived(const Store& store, bool may_use_image) {
  const fs::path image = image_path(store.path());
  const auto ledger = may_use_image ? Ledger::open(ledger_path(store.path())) : std::nullopt;
  if (ledger && ledger->stamp().ends_with(stamp_suffix({})) && fs::exists(image)) {
    try {
      const Graph before = map_image(image, ledger->stamp());
      if (reason_for_distrust(image).empty()) return assemble_from(before, *ledger, store);
    } catch (const StoreError&) {
      // What is wrong with image or ledger costs time; what is wrong with the store shows again.
    }
  }
  return assemble_with_ledger(store);
}

}  // namespace

LoadedGraph load_graph(const fs::path& path, const LoadOptions& options) {
  LoadedGraph loaded;
  const fs::path image = image_path(path);
  if (options.use_image && fs::exists(image)) {
    const std::string stamp = image_stamp(path, options);
    try {
      loaded.notice = reason_for_distrust(image);
      if (loaded.notice.empty()) {
        loaded.graph = map_image(image, stamp);
        loaded.from_image = true;
        return loaded;
      }
    } catch (const StoreError& error) {
      loaded.notice = error.what();
    }
  }
  const std::string state = files_state(path);
  const Store store = Store::open(path, Store::Mode::kReadOnly);
  Assembled assembled;
  if (options.derive) {
    assembled = assemble_derived(store, options.use_image);
  } else {
    assembled.graph = assemble_graph(store, false);
  }
  loaded.graph = std::move(assembled.graph);
  loaded.taken_over = assembled.taken_over;
  if (options.save_image) {
    try {
      const std::string stamp = stamp_of(store, options);
      save_image(loaded.graph, image, stamp);
      note_verified(image);
      loaded.image_saved = true;
      if (files_state(path) == state) note_stamp(path, state, stamp);
      if (assembled.ledger) save_ledger(*assembled.ledger, path, stamp);
    } catch (const StoreError& error) {
      loaded.notice = error.what();  // a read-only folder costs the image, not the answer
    }
  }
  return loaded;
}

}  // namespace zhengmai
