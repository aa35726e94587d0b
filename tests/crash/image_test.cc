// The image under failing disks and sudden death: it costs the image, never the answer, and leaves
// nothing behind.
#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

#include "graph/load/load.h"
#include "graph/memory/image.h"
#include "graph/store/store.h"
#include "tests/crash/crash_documents.h"
#include "tests/crash/fault.h"
#include "tests/temporary_folder.h"

namespace zhengmai {
namespace {

namespace fs = std::filesystem;

// A store in a folder of its own.
class StoreFolder {
 public:
  StoreFolder() {
    Store store = Store::open(db(), Store::Mode::kReadWrite);
    for (int i = 0; i < 30; ++i) store.put(*crash_block(i));
    store.sync();
  }
  fs::path db() const { return folder_ / "db"; }
  // Files that are neither the store's nor the image with its note.
  int left_over() const {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(db())) {
      const std::string name = entry.path().filename().string();
      count += name != "facts" && name != "acknowledged" && name != "graph.image" &&
               name != "graph.image.verified" && name != "graph.ledger" && name != "graph.stamp";
    }
    return count;
  }

 private:
  test::TemporaryFolder folder_;
};

// Prints nodes, relationships, notice.
test::Ended load_in_child(const fs::path& store, const std::string& fault) {
  return test::run_with_fault({CRASH_IMAGE, store}, fault);
}

std::string counts_of(const Graph& graph) {
  return std::to_string(graph.node_count()) + " " + std::to_string(graph.relationship_count());
}

}  // namespace

TEST_CASE("a disk that fails while the image is saved costs the image and not the answer") {
  const StoreFolder folder;
  const std::string expected =
      counts_of(load_graph(folder.db(), {.use_image = false, .save_image = false}).graph);
  struct Case {
    const char* fault;
    const char* says;
  };
  for (const Case& c : {Case{"write:1:eio", "Input/output error"},
                        Case{"write:2:eio", "Input/output error"},
                        Case{"write:1:enospc+", "No space left on device"},
                        Case{"write:2:enospc+", "No space left on device"},
                        Case{"fsync:1:eio", "Input/output error"},
                        Case{"link:1:enospc", "No space left on device"},
                        Case{"rename:1:eio", "Input/output error"},
                        Case{"create:1:erofs+", "Read-only file system"}}) {
    INFO(c.fault);
    const test::Ended loaded = load_in_child(folder.db(), c.fault);
    test::require_exit(loaded, 0);
    CHECK_THAT(loaded.printed, Catch::StartsWith(expected + " cannot "));
    CHECK_THAT(loaded.printed, Catch::Contains(c.says));
    CHECK_FALSE(fs::exists(folder.db() / "graph.image"));
    CHECK(folder.left_over() == 0);
  }
  // Once the disk works, the next query makes the image.
  CHECK_THAT(load_in_child(folder.db(), "").printed, Catch::StartsWith(expected + " \n"));
  CHECK(load_graph(folder.db()).from_image);
}

TEST_CASE("death while the image is saved leaves the old image or the new one") {
  const StoreFolder folder;
  const std::string expected =
      counts_of(load_graph(folder.db(), {.use_image = false, .save_image = false}).graph);
  for (const bool had_image : {false, true}) {
    for (const char* operation : {"write", "fsync", "link", "rename"}) {
      for (const int at : {1, 2}) {
        const std::string fault = std::string(operation) + ":" + std::to_string(at) + ":kill";
        INFO(fault << (had_image ? ", over a stale image" : ""));
        fs::remove(folder.db() / "graph.image");
        if (had_image) save_image(Graph(), folder.db() / "graph.image", "another state");
        load_in_child(folder.db(), fault);
        const test::Ended after = load_in_child(folder.db(), "");
        test::require_exit(after, 0);
        CHECK_THAT(after.printed, Catch::StartsWith(expected + " "));
        CHECK(folder.left_over() == 0);
        CHECK(verify_image(folder.db() / "graph.image").empty());
        CHECK(load_graph(folder.db()).from_image);
      }
    }
  }
}

}  // namespace zhengmai
