// What the graph itself costs: import, save, open, memory.
//
// usage: graph_memory_bench FOLDER     (FOLDER as bench/graph_csv.py writes it; reads FOLDER/import)
#include <sys/resource.h>

#include <cstdio>
#include <filesystem>

#include "bench/measure.h"
#include "graph/memory/image.h"

using namespace zhengmai;
using namespace zhengmai::bench;

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: graph_memory_bench FOLDER\n");
    return 64;
  }
  const std::filesystem::path folder = argv[1];
  const auto image = folder / "graph.image";
  const ImportOptions options = sources_in(folder / "import");
  double parse = 0, freeze = 0, save = 0;
  double total = 1e9;
  for (int round = 0; round < 5; ++round) {
    GraphBuilder builder(folder);
    Graph graph;
    const double p = seconds([&] { import_csv(options, builder); });
    const double f = seconds([&] { graph = std::move(builder).freeze(); });
    const double s = seconds([&] { save_image(graph, image, "bench"); });
    if (p + f + s < total) total = p + f + s, parse = p, freeze = f, save = s;
  }
  Graph g;
  const double open = median_milliseconds([&] { g = map_image(image, "bench"); });
  const auto footprint = g.footprint();
  std::printf("%u nodes, %u relationships\n", g.node_count(), g.relationship_count());
  std::printf("parse %.3f s, build %.3f s, save %.3f s: bulk load %.3f s\n", parse, freeze, save,
              total);
  std::printf("image %.1f MB; open %.3f ms; adjacency %.1f bytes a relationship\n",
              double(std::filesystem::file_size(image)) / 1e6, open,
              double(footprint.adjacency) / g.relationship_count());
  const double verify = seconds([&] { std::printf("verify: %s", verify_image(image).c_str()); });
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%.3f s; peak memory %.0f MB\n", verify, double(usage.ru_maxrss) / 1024);
  return 0;
}
