// graph_load_bench STORE: what making the graph of a store costs, step by step.
//
// Read: every block read and decoded, nothing built. Assemble: the graph without, then with,
// derived relationships. Save: the image, to STORE/bench.image (removed again), and its ledger. From
// the image: the graph again, without reading a document, which is what one changed document costs but
// for reading that one. Seconds of the processor and of the wall; memory is the process's peak so far.
// Then what the image is made of.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <functional>

#include "bench/store_main.h"
#include "graph/load/assemble.h"
#include "graph/load/ledger.h"
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

// Bytes of the graph's columns by what they hold; presence bits, saved indexes and the text of lists
// and other mixed values are the rest of the image.
struct ColumnSizes {
  uint64_t integers = 0, floats = 0, codes = 0, text_offsets = 0, text = 0;

  void add(const Column* column) {
    if (column == nullptr) return;
    switch (column->kind()) {
      case ColumnKind::kInteger: integers += column->integers().size_bytes(); break;
      case ColumnKind::kFloat: floats += column->floats().size_bytes(); break;
      case ColumnKind::kDictionary: codes += column->codes().size_bytes(); break;
      case ColumnKind::kString:
        text_offsets += column->offsets().size_bytes();
        text += column->heap().size();
        break;
      case ColumnKind::kBoolean:
      case ColumnKind::kMixed: break;
    }
  }
};

void print_sizes(const Graph& graph) {
  ColumnSizes columns;
  for (LabelSetId set = 0; set < graph.label_set_count(); ++set) {
    for (const KeyId key : graph.node_keys(set)) columns.add(graph.node_column(set, key));
  }
  for (TypeId type = 0; type < graph.types().size(); ++type) {
    for (const KeyId key : graph.relationship_keys(type)) {
      columns.add(graph.relationship_column(type, key));
    }
  }
  const auto size = graph.footprint();
  const uint64_t all = size.adjacency + size.columns + size.strings;
  uint64_t rest = all;
  const auto line = [&](const char* what, uint64_t bytes) {
    fmt::print("  {:<14}{:8.1f} MB {:6.1f} bytes a relationship\n", what, double(bytes) / 1e6,
               double(bytes) / graph.relationship_count());
    rest -= bytes;
  };
  line("adjacency", size.adjacency);
  line("integers", columns.integers);
  line("floats", columns.floats);
  line("codes", columns.codes);
  line("text offsets", columns.text_offsets);
  line("text", columns.text);
  line("the rest", rest);
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
  Assembled made;
  measure("assemble, derived", [&] { made = assemble_with_ledger(store); });
  measure("save", [&] { save_image(made.graph, path / "bench.image", "bench"); });
  measure("save the ledger", [&] { made.ledger->save(path / "bench.ledger", "bench"); });
  const Graph graph = map_image(path / "bench.image", "bench");
  const uintmax_t ledger_size = std::filesystem::file_size(path / "bench.ledger");
  made = {};
  measure("assemble from the image", [&] {
    const auto ledger = Ledger::open(path / "bench.ledger");
    assemble_from(graph, *ledger, store);
  });
  std::filesystem::remove(path / "bench.image");
  std::filesystem::remove(path / "bench.ledger");
  const uint64_t documents = store.totals().documents;
  const auto size = graph.footprint();
  const uint64_t bytes = size.adjacency + size.columns + size.strings;
  fmt::print("{} documents, {} facts; {} nodes, {} relationships, {} MB ({} KB a document)\n",
             documents, facts, graph.node_count(), graph.relationship_count(), bytes >> 20,
             documents == 0 ? 0 : (bytes >> 10) / documents);
  print_sizes(graph);
  fmt::print("  {:<14}{:8.1f} MB\n", "ledger", double(ledger_size) / 1e6);
  return 0;
}

}  // namespace
}  // namespace zhengmai

int main(int argc, char** argv) {
  return zhengmai::bench::run_on_store("graph_load_bench", argc, argv, zhengmai::run);
}
