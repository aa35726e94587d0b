// What the graph itself costs: import, save, open, memory, and three queries of bench/compare as
// loops over the Graph's interface, which is the floor under the query engine.
//
// usage: graph_memory_bench FOLDER     (FOLDER as bench/graph_csv.py writes it; reads FOLDER/import)
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>

#include "graph/memory/image.h"
#include "graph/memory/import.h"

using namespace zhengmai;

namespace {

double seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median_milliseconds(const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < 9; ++i) times.push_back(1000 * seconds(work));
  std::ranges::sort(times);
  return times[times.size() / 2];
}

ImportOptions sources_in(const std::filesystem::path& folder) {
  ImportOptions options;
  std::map<std::string, std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.emplace(entry.path().stem(), entry.path());
  }
  for (const auto& [name, file] : files) {
    const bool relationships = std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
    (relationships ? options.relationships : options.nodes).push_back({{name}, {file}});
  }
  return options;
}

// q03: the pair of agencies that shares most measures, by a square of counters.
uint64_t shared_pairs(const Graph& g) {
  const TypeId assigned = *g.types().find("ASSIGNED_TO");
  const Rows& rows = g.rows_out(assigned);
  const IdRange agencies = rows.range().size() > 0 ? g.end_range(assigned) : IdRange{};
  const uint64_t width = agencies.size();
  std::vector<uint32_t> count(width * width);
  for (uint32_t row = 0; row < rows.row_count(); ++row) {
    const auto ends = rows[rows.node_of_row(row)].nodes();  // ascending
    for (size_t i = 0; i < ends.size(); ++i) {
      uint32_t* const line = &count[(ends[i] - agencies.begin) * width];
      for (size_t j = i + 1; j < ends.size(); ++j) ++line[ends[j] - agencies.begin];
    }
  }
  return std::ranges::max(count);
}

// q11: assignments by class of agency and year of document, the largest group.
uint64_t class_by_year(const Graph& g) {
  const Rows& contains = g.rows_out(*g.types().find("CONTAINS"));
  const Rows& assigned = g.rows_out(*g.types().find("ASSIGNED_TO"));
  const IdRange documents = g.nodes_with(*g.labels().find("Document"))[0];
  const IdRange agencies = g.nodes_with(*g.labels().find("Agency"))[0];
  const auto column = [&](IdRange nodes, const char* key) {
    return g.node_column(g.label_set_of(nodes.begin), *g.keys().find(key));
  };
  const auto years = column(documents, "year")->integers();
  const auto classes = column(agencies, "cls_name")->codes();
  const uint32_t width = column(agencies, "cls_name")->dictionary_size();
  const auto [first, last] = std::ranges::minmax(years);
  std::vector<uint64_t> count((last - first + 1) * width);
  for (NodeId d = documents.begin; d < documents.end; ++d) {
    uint64_t* const line = &count[(years[d - documents.begin] - first) * width];
    for (const NodeId m : contains[d].nodes()) {
      for (const NodeId a : assigned[m].nodes()) ++line[classes[a - agencies.begin]];
    }
  }
  return std::ranges::max(count);
}

// q12: paths document → measure → agency, by degrees.
uint64_t two_hops(const Graph& g) {
  const Rows& contains = g.rows_out(*g.types().find("CONTAINS"));
  const Rows& assigned = g.rows_out(*g.types().find("ASSIGNED_TO"));
  uint64_t paths = 0;
  for (const NodeId m : g.ends_of(*g.types().find("CONTAINS"))) paths += assigned.degree(m);
  return contains.row_count() == 0 ? 0 : paths;
}

}  // namespace

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
    GraphBuilder builder;
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
  const auto measure = [&](const char* name, uint64_t (*query)(const Graph&)) {
    const uint64_t answer = query(g);
    std::printf("%s %.3f ms (%llu)\n", name, median_milliseconds([&] { query(g); }),
                static_cast<unsigned long long>(answer));
  };
  measure("q03", shared_pairs);
  measure("q11", class_by_year);
  measure("q12", two_hops);
  const double verify = seconds([&] { std::printf("verify: %s", verify_image(image).c_str()); });
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%.3f s; peak memory %.0f MB\n", verify, double(usage.ru_maxrss) / 1024);
  return 0;
}
