#include "graph/load/load.h"

#include <fmt/format.h>

#include "graph/load/assemble.h"
#include "graph/load/trust.h"
#include "graph/memory/image.h"
#include "graph/model/error.h"
#include "graph/store/files_state.h"
#include "graph/store/store.h"

namespace zhengmai {
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

LoadedGraph load_graph(const std::filesystem::path& path, const LoadOptions& options) {
  LoadedGraph loaded;
  const std::filesystem::path image = image_path(path);
  if (options.use_image && std::filesystem::exists(image)) {
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
  loaded.graph = assemble_graph(store, options.derive);
  if (options.save_image) {
    try {
      const std::string stamp = stamp_of(store, options);
      save_image(loaded.graph, image, stamp);
      note_verified(image);
      loaded.image_saved = true;
      if (files_state(path) == state) note_stamp(path, state, stamp);
    } catch (const StoreError& error) {
      loaded.notice = error.what();  // a read-only folder costs the image, not the answer
    }
  }
  return loaded;
}

}  // namespace zhengmai
