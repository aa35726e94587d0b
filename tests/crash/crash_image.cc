// crash_image DB: loads the graph of a store, saving its image, and prints the nodes, the
// relationships and what was said of the image. Meant to be killed, or to meet a failing disk.
#include <cstdio>

#include "graph/load/load.h"
#include "graph/model/error.h"

int main(int argc, char** argv) {
  using namespace zhengmai;
  if (argc != 2) return 64;
  try {
    const LoadedGraph loaded = load_graph(argv[1]);
    std::printf("%u %u %s\n", loaded.graph.node_count(), loaded.graph.relationship_count(),
                loaded.notice.c_str());
    return 0;
  } catch (const Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return int(error.code());
  }
}
