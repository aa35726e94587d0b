// Large arrays and graphs in files without a name: the same graph, less memory, and nothing left
// behind.
#include <catch2/catch.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "graph/memory/builder.h"
#include "graph/memory/growing_array.h"
#include "graph/memory/image.h"
#include "graph/memory/import.h"
#include "graph/memory/parts.h"
#include "graph/model/error.h"
#include "tests/temporary_folder.h"

using namespace zhengmai;
using test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

auto files_in(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), {});
}

// Large enough for its arrays to leave memory: kSpillFrom, Buffer::kFileFrom.
Graph large_graph(const fs::path& spill) {
  GraphBuilder b(spill);
  for (int i = 0; i < 1'200'000; ++i) {
    const std::string name = "node number " + std::to_string(i);
    b.add_node({"N"}, {{"name", Value::borrowed(name)},
                       {"wide", Value::integer(int64_t{i} << 33)},
                       {"kind", Value::borrowed(i % 3 == 0 ? "a" : "b")}});
  }
  // Ends go down within each start, so that relationships and their columns change places.
  for (uint32_t i = 0; i < 1'200'000; ++i) {
    for (const uint32_t step : {7u, 3u}) {
      b.add_relationship("R", i, (i + 1'200'000 - step) % 1'200'000,
                         {{"step", Value::integer(step)}});
    }
  }
  return std::move(b).freeze();
}

// The most that this process has had of files in memory, mapped, while it lives.
class FilePages {
 public:
  FilePages() : before_(now()), sampler_([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      most_ = std::max(most_, now());
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
  }) {}
  size_t most() {
    sampler_ = {};
    return most_ - std::min(most_, before_);
  }

 private:
  static size_t now() {
    size_t all = 0, resident = 0, shared = 0;
    std::ifstream("/proc/self/statm") >> all >> resident >> shared;
    return shared * 4096;
  }

  size_t before_, most_ = 0;
  std::jthread sampler_;
};

std::string_view contents(const Graph& g) {
  const Buffer& buffer = g.parts().buffer;
  return std::string_view(buffer.data(), buffer.size()).substr(sizeof(LayoutHeader));
}

}  // namespace

TEST_CASE("an array keeps its values as it moves from the heap to pages to a file") {
  const TemporaryFolder folder;
  const Spill spill(folder.path());
  GrowingArray<uint32_t> array(&spill);
  const uint32_t count = 3 * GrowingMemory::kSpillFrom / sizeof(uint32_t);
  for (uint32_t i = 0; i < count; ++i) array.push_back(i * 7);
  CHECK(array.memory().in_file());
  CHECK(files_in(folder.path()) == 0);
  uint32_t wrong = 0;
  for (uint32_t i = 0; i < count; ++i) wrong += array[i] != i * 7;
  CHECK(wrong == 0);
  array.memory().check_written();

  const GrowingArray<uint32_t> copy = array;
  CHECK(std::ranges::equal(copy.span(), array.span()));
  GrowingArray<uint32_t> moved = std::move(array);
  CHECK(moved.size() == count);
  CHECK(array.empty());
}

TEST_CASE("an array stays in memory where no file can be made") {
  const Spill spill("/nonexistent/folder");
  GrowingArray<uint64_t> array(&spill);
  const size_t count = 2 * GrowingMemory::kSpillFrom / sizeof(uint64_t);
  for (size_t i = 0; i < count; ++i) array.push_back(i);
  CHECK_FALSE(array.memory().in_file());
  CHECK(array[count - 1] == count - 1);
}

TEST_CASE("a graph built in files is the graph built in memory, and its file becomes the image") {
  const TemporaryFolder folder;
  const Graph expected = large_graph({});
  const Graph graph = large_graph(folder.path());
  REQUIRE(graph.parts().buffer.size() >= Buffer::kFileFrom);
  CHECK(expected.parts().buffer.nameless_file() == -1);
  CHECK(graph.parts().buffer.nameless_file() >= 0);
  CHECK(contents(graph) == contents(expected));
  CHECK(files_in(folder.path()) == 0);

  const fs::path first = folder.path() / "first.image", second = folder.path() / "second.image";
  save_image(graph, first, "one");
  CHECK(verify_image(first).empty());
  CHECK(contents(map_image(first, "one")) == contents(expected));
  // Saved again, it is copied: the first image stays what it is.
  save_image(graph, second, "two");
  CHECK(map_image(first, "one").node_count() == graph.node_count());
  CHECK(map_image(second, "two").node_count() == graph.node_count());
  CHECK(verify_image(second).empty());
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("an import beyond what memory holds is the import in memory") {
  const TemporaryFolder tables, folder;
  {
    std::ofstream nodes(tables.path() / "nodes.csv"), arcs(tables.path() / "arcs.csv");
    nodes << "id:ID,text,code:int,kind\n";
    arcs << ":START_ID,:END_ID,weight:double\n";
    const std::string text(240, 'x');
    for (int i = 0; i < 300'000; ++i) {
      // Every thousandth id comes twice, every hundredth relationship ends in nothing.
      nodes << 'n' << (i % 1000 == 999 ? i - 1 : i) << ',' << text << i << ',' << i * 7 << ','
            << (i % 3 == 0 ? "a" : "b") << '\n';
      for (const int step : {5, 1, 3}) {
        const int end = i % 100 == 0 ? 900'000 : (i + step) % 300'000 / 10 * 10;
        arcs << 'n' << (i - i % 10) << ",n" << end << ',' << step * 0.5 << '\n';
      }
    }
  }
  ImportOptions options;
  options.nodes.push_back({{"N"}, {tables.path() / "nodes.csv"}});
  options.relationships.push_back({{"R"}, {tables.path() / "arcs.csv"}});
  options.skip_duplicate_nodes = options.skip_bad_relationships = true;
  const auto import = [&](const fs::path& spill) {
    GraphBuilder builder(spill);
    const ImportReport report = import_csv(options, builder);
    CHECK(report.nodes == 299'700);
    CHECK(report.skipped_nodes == 300);
    CHECK(report.skipped_relationships == 9000);
    return std::move(builder).freeze();
  };
  const Graph expected = import({});
  const Graph graph = import(folder.path());
  REQUIRE(graph.parts().buffer.nameless_file() >= 0);
  CHECK(expected.parts().buffer.nameless_file() == -1);
  CHECK(contents(graph) == contents(expected));
  CHECK(check_graph(graph).empty());
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("of a graph that is built and frozen in files, a part is in memory at any time") {
  const TemporaryFolder folder;
  FilePages pages;
  GraphBuilder b(folder.path());
  const NodeId node = b.add_node({"N"}, {});
  const std::array<std::string, 6> keys = {"a", "b", "c", "d", "e", "f"};
  std::vector<Property> properties;
  for (int64_t i = 0; i < 2'000'000; ++i) {
    properties.clear();
    for (const std::string& key : keys) properties.push_back({key, Value::integer(i << 32)});
    b.add_relationship("R", node, node, properties);
  }
  const Graph graph = std::move(b).freeze();
  const size_t size = graph.parts().buffer.size();
  REQUIRE(size > 6 * 8 * 2'000'000);
  // Two columns at a time, each with a window of what is written and what is read for it.
  CHECK(pages.most() < size / 4 * 3);
}
