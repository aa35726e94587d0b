// The image under failing disks and sudden death: it costs the image, never the answer, and leaves
// nothing behind.
#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "graph/load/load.h"
#include "graph/memory/image.h"
#include "graph/store/store.h"
#include "tests/crash/crash_documents.h"

namespace zhengmai {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "zhengmai-image-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
    Store store = Store::open(db(), Store::Mode::kReadWrite);
    for (int i = 0; i < 30; ++i) store.put(*crash_block(i));
    store.sync();
  }
  ~Folder() { fs::remove_all(path_); }
  fs::path db() const { return path_ / "db"; }
  // Files that are neither the store's nor the image with its note.
  int left_over() const {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(db())) {
      const std::string name = entry.path().filename().string();
      count += name != "facts" && name != "acknowledged" && name != "graph.image" &&
               name != "graph.image.verified" && name != "graph.stamp";
    }
    return count;
  }

 private:
  fs::path path_;
};

struct Loaded {
  int status;           // as waitpid gives it
  std::string printed;  // nodes, relationships, notice
};

Loaded load_in_child(const fs::path& store, const std::string& fault) {
  int out[2];
  REQUIRE(pipe(out) == 0);
  const pid_t child = fork();
  if (child == 0) {
    dup2(out[1], STDOUT_FILENO);
    close(out[0]);
    close(out[1]);
    if (!fault.empty()) {
      setenv("LD_PRELOAD", CRASH_SHIM, 1);
      setenv("ZM_FAULT", fault.c_str(), 1);
    }
    execl(CRASH_IMAGE, CRASH_IMAGE, store.c_str(), nullptr);
    _exit(70);
  }
  close(out[1]);
  Loaded loaded;
  char buffer[4096];
  for (ssize_t n; (n = read(out[0], buffer, sizeof buffer)) > 0;) {
    loaded.printed.append(buffer, size_t(n));
  }
  close(out[0]);
  waitpid(child, &loaded.status, 0);
  return loaded;
}

void require_exit(const Loaded& loaded, int code) {
  REQUIRE(WIFEXITED(loaded.status));
  REQUIRE(WEXITSTATUS(loaded.status) == code);
}

std::string counts_of(const Graph& graph) {
  return std::to_string(graph.node_count()) + " " + std::to_string(graph.relationship_count());
}

}  // namespace

TEST_CASE("a disk that fails while the image is saved costs the image and not the answer") {
  const Folder folder;
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
    const Loaded loaded = load_in_child(folder.db(), c.fault);
    require_exit(loaded, 0);
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
  const Folder folder;
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
        const Loaded after = load_in_child(folder.db(), "");
        require_exit(after, 0);
        CHECK_THAT(after.printed, Catch::StartsWith(expected + " "));
        CHECK(verify_image(folder.db() / "graph.image").empty());
        CHECK(load_graph(folder.db()).from_image);
      }
    }
  }
}

}  // namespace zhengmai
