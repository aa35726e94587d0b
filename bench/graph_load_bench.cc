// graph_load_bench STORE: what making the graph of a store costs, step by step.
//
// Read: every block read and decoded, nothing built. Assemble: the graph without, then with,
// derived relationships. Save: the image, to STORE/bench.image (removed again). Seconds of the
// processor and of the wall; memory is the process's peak so far.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <functional>

#include "bench/store_main.h"
#include "graph/load/assemble.h"
#include "graph/load/read_ahead.h"
#include "graph/memory/image.h"

namespace zhengmai {
namespace {

rusage usage() {
  rusage u{};
  getrusage(RUSAGE_SELF, &u);
  return u;
}

double processor_seconds(const rusage& u) {
  const auto seconds = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
  return seconds(u.ru_utime) + seconds(u.ru_stime);
}

void measure(const char* what, const std::function<void()>& action) {
  const double before = processor_seconds(usage());
  const auto start = std::chrono::steady_clock::now();
  action();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  const rusage after = usage();
  fmt::print("{:<28}{:8.2f} s processor {:8.2f} s wall {:8} MB peak\n", what,
             processor_seconds(after) - before, wall.count(), after.ru_maxrss / 1024);
}

int run(const std::filesystem::path& path) {
  const Store store = Store::open(path, Store::Mode::kReadOnly);
  uint64_t facts = 0;
  measure("read", [&] {
    for_each_decoded(store, [&](const DecodedDocument& d) {
      facts += d.node_count + d.relationship_count;
    });
  });
  measure("assemble, not derived", [&] { assemble_graph(store, false); });
  Graph graph;
  measure("assemble, derived", [&] { graph = assemble_graph(store, true); });
  measure("save", [&] { save_image(graph, path / "bench.image", "bench"); });
  std::filesystem::remove(path / "bench.image");
  const uint64_t documents = store.totals().documents;
  const auto size = graph.footprint();
  const uint64_t bytes = size.adjacency + size.columns + size.strings;
  fmt::print("{} documents, {} facts; {} nodes, {} relationships, {} MB ({} KB a document)\n",
             documents, facts, graph.node_count(), graph.relationship_count(), bytes >> 20,
             documents == 0 ? 0 : (bytes >> 10) / documents);
  return 0;
}

}  // namespace
}  // namespace zhengmai

int main(int argc, char** argv) {
  return zhengmai::bench::run_on_store("graph_load_bench", argc, argv, zhengmai::run);
}
