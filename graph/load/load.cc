#include "graph/load/load.h"

#include <fmt/format.h>

#include "graph/load/assemble.h"
#include "graph/load/trust.h"
#include "graph/memory/image.h"
#include "graph/model/error.h"
#include "graph/store/store.h"

namespace zhengmai {
namespace {

// Bumped when the same facts would give another graph: an image made by an older program is stale.
constexpr std::string_view kLoaderVersion = "3";

std::string stamp_of(const Store& store, const LoadOptions& options) {
  return fmt::format("{}.{}.{}", store.totals().stamp, kLoaderVersion, options.derive ? 1 : 0);
}

}  // namespace

std::string image_stamp(const std::filesystem::path& store, const LoadOptions& options) {
  return stamp_of(Store::open(store, Store::Mode::kReadOnly), options);
}

LoadedGraph load_graph(const std::filesystem::path& path, const LoadOptions& options) {
  const Store store = Store::open(path, Store::Mode::kReadOnly);
  const std::string stamp = stamp_of(store, options);
  LoadedGraph loaded;
  if (options.use_image && std::filesystem::exists(store.image_path())) {
    try {
      loaded.notice = reason_for_distrust(store.image_path());
      if (loaded.notice.empty()) {
        loaded.graph = map_image(store.image_path(), stamp);
        loaded.from_image = true;
        return loaded;
      }
    } catch (const StoreError& error) {
      loaded.notice = error.what();
    }
  }
  loaded.graph = assemble_graph(store, options.derive);
  if (options.save_image) {
    try {
      save_image(loaded.graph, store.image_path(), stamp);
      note_verified(store.image_path());
    } catch (const StoreError& error) {
      loaded.notice = error.what();  // a read-only folder costs the image, not the answer
    }
  }
  return loaded;
}

}  // namespace zhengmai
