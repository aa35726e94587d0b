#include "cli/database.h"

#include "cli/app.h"
#include "cli/console.h"
#include "cli/imported.h"
#include "cli/signals.h"
#include "graph/memory/image.h"
#include "graph/model/error.h"
#include "graph/store/store.h"

namespace zhengmai {

LoadedGraph make_graph(const std::string& path) {
  const ExitOnInterrupt at_once(
      "\nzhengmai: error: interrupted while the graph was prepared; all documents are in the store\n"
      "hint: the next query prepares the graph\n");
  return load_graph(path);
}

LoadedGraph open_graph(const std::string& given) {
  const std::string path = existing_store(given);
  if (is_imported(path)) {
    // Making the graph again from (no) documents would answer from an empty graph.
    LoadedGraph loaded;
    const std::filesystem::path image = image_path(path);
    try {
      loaded.graph = map_image(image, store_stamp(path));
    } catch (const StoreError& error) {
      throw StoreError(ExitCode::kIoError, "the imported graph in '" + path + "' cannot be read: " +
                                               error.what(),
                       "import it again");
    }
    loaded.from_image = true;
    return loaded;
  }
  LoadedGraph loaded = make_graph(path);
  if (!loaded.notice.empty()) print_note(loaded.notice);
  return loaded;
}

}  // namespace zhengmai
