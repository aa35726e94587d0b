// A saved graph is the same graph when mapped; a damaged or stale image is refused or found out.
#include "graph/memory/image.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "graph/memory/parts.h"
#include "graph/model/error.h"
#include "tests/graph_memory/random_graph.h"
#include "tests/temporary_folder.h"

using namespace zhengmai;
using test::TemporaryFolder;

namespace {

Graph random_graph(uint32_t seed) {
  return RandomGraph(seed, {.nodes = 2000, .relationships = 5000, .keys = 40}).builder().freeze();
}

std::string bytes_of(const Graph& g) {
  const Buffer& buffer = g.parts().buffer;
  const size_t after_header = sizeof(LayoutHeader);
  return {buffer.data() + after_header, buffer.size() - after_header};
}

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

TEST_CASE("a mapped image is the graph that was saved, byte for byte") {
  const TemporaryFolder folder;
  for (uint32_t seed = 1; seed <= 3; ++seed) {
    const Graph g = random_graph(seed);
    CHECK(check_graph(g).empty());
    save_image(g, folder / "graph.image", "state 1");
    const Graph mapped = map_image(folder / "graph.image", "state 1");
    CHECK(mapped.footprint().mapped);
    CHECK(bytes_of(mapped) == bytes_of(g));
    CHECK(verify_image(folder / "graph.image").empty());
    CHECK(mapped.find_nodes(0, 0, Value::integer(3)) == g.find_nodes(0, 0, Value::integer(3)));
    // A mapped graph can be saved in its turn, over itself even.
    save_image(mapped, folder / "graph.image", "state 2");
    CHECK(bytes_of(map_image(folder / "graph.image", "state 2")) == bytes_of(g));
  }
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("the empty graph has an image too") {
  const TemporaryFolder folder;
  save_image(Graph(), folder / "graph.image", "");
  CHECK(map_image(folder / "graph.image", "").node_count() == 0);
}

TEST_CASE("the same additions give the same bytes") {
  CHECK(bytes_of(random_graph(9)) == bytes_of(random_graph(9)));
}

TEST_CASE("an image of another state is refused") {
  const TemporaryFolder folder;
  save_image(random_graph(1), folder / "graph.image", "state 1");
  CHECK_THROWS_WITH(map_image(folder / "graph.image", "state 2"),
                    Catch::Contains("another state of the store"));
  CHECK_THROWS_AS(map_image(folder / "graph.image", ""), StoreError);
  CHECK_THROWS_AS(map_image(folder / "none.image", ""), StoreError);
}

TEST_CASE("an image cut short or lengthened is refused") {
  const TemporaryFolder folder;
  const auto file = folder / "graph.image";
  save_image(random_graph(1), file, "s");
  const std::string whole = read(file);
  for (size_t size : {size_t{0}, size_t{1}, size_t{100}, sizeof(LayoutHeader), whole.size() / 2,
                      whole.size() - 1, whole.size() + 1}) {
    std::string bytes = whole;
    bytes.resize(size);
    write(file, bytes);
    CHECK_THROWS_AS(map_image(file, "s"), StoreError);
    CHECK_THROWS_AS(verify_image(file), StoreError);
  }
}

TEST_CASE("every flipped byte is refused on opening or found by verifying") {
  const TemporaryFolder folder;
  const auto file = folder / "graph.image";
  const Graph g = RandomGraph(2, {.nodes = 60, .relationships = 150}).builder().freeze();
  save_image(g, file, "s");
  const std::string whole = read(file);
  const auto& header = *reinterpret_cast<const LayoutHeader*>(whole.data());
  const auto in_part = [&](size_t at) {  // padding between parts is nobody's
    if (at < sizeof(LayoutHeader)) return true;
    return std::any_of(header.parts.begin(), header.parts.end(), [&](const PartRecord& p) {
      return p.offset <= at && at < p.offset + p.size;
    });
  };
  int refused = 0;
  int found = 0;
  for (size_t at = 0; at < whole.size(); at += 1 + at % 3) {
    if (!in_part(at)) continue;
    const auto patch = [&](char byte) {
      std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
      out.seekp(std::streamoff(at)).put(byte);
    };
    patch(char(whole[at] ^ (1 << at % 8)));
    try {
      const Graph mapped = map_image(file, "s");
      REQUIRE_FALSE(verify_image(file).empty());
      ++found;
    } catch (const StoreError&) {
      ++refused;
    }
    patch(whole[at]);
  }
  CHECK(refused > 100);
  CHECK(found > 100);
}

TEST_CASE("an image that cannot be written leaves the old one and no litter") {
  if (geteuid() == 0) {
    WARN("skipped the read-only folder: root may write anywhere");
  } else {
    const TemporaryFolder folder;
    save_image(random_graph(1), folder / "graph.image", "old");
    std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_read |
                                                    std::filesystem::perms::owner_exec);
    CHECK_THROWS_AS(save_image(random_graph(2), folder / "graph.image", "new"), StoreError);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
    CHECK_NOTHROW(map_image(folder / "graph.image", "old"));
  }
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "graph.image");  // a folder stands in the way
  CHECK_THROWS_AS(save_image(random_graph(1), folder / "graph.image", "s"), StoreError);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
  CHECK_THROWS_AS(save_image(random_graph(1), folder / "no/such/folder", "s"), StoreError);
  if (std::filesystem::exists("/dev/full")) {
    CHECK_THROWS_AS(map_image("/dev/full", "s"), StoreError);
  }
}

TEST_CASE("what a process left that died before its rename goes with the next save") {
  const TemporaryFolder folder;
  const pid_t dead = fork();
  if (dead == 0) _exit(0);
  REQUIRE(waitpid(dead, nullptr, 0) == dead);
  const auto name = [](pid_t pid) { return "graph.image." + std::to_string(pid) + "."; };
  const auto gone = {name(dead) + "0", name(dead) + "x7Hq2Z"};
  const auto kept = {name(getppid()) + "0",  // may still be at work
                     std::string("graph.image.verified"), "graph.image." + std::to_string(dead),
                     "other.image." + std::to_string(dead) + ".0"};
  for (const auto& names : {gone, kept}) {
    for (const std::string& each : names) folder.write(each, "x");
  }
  save_image(random_graph(1), folder / "graph.image", "s");
  for (const std::string& each : gone) CHECK_FALSE(std::filesystem::exists(folder / each));
  for (const std::string& each : kept) CHECK(std::filesystem::exists(folder / each));
}

TEST_CASE("a disk that fills up leaves the old image and no litter") {
  const TemporaryFolder folder;
  const auto file = folder / "graph.image";
  save_image(random_graph(1), file, "old");
  // A limit on the size of files stands in for the full disk: write() fails in the middle.
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{std::filesystem::file_size(file) / 2, before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  CHECK_THROWS_AS(save_image(random_graph(2), file, "new"), StoreError);
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);
  CHECK(bytes_of(map_image(file, "old")) == bytes_of(random_graph(1)));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}
