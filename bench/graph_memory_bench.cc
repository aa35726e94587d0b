// What the graph itself costs: import, save, open, memory, and three queries of bench/compare as
// loops, over the Graph's interface and over plain vectors: the floor under the query engine.
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

// The same arcs in plain vectors with ids from 0 on: what a program written for one query would use.
struct PlainRows {
  std::vector<uint32_t> offsets;
  std::vector<NodeId> ends;

  PlainRows(const Graph& g, TypeId type) : ends(g.ends_of(type).begin(), g.ends_of(type).end()) {
    for (NodeId n = 0; n < g.node_count(); ++n) {
      offsets.push_back(uint32_t(n == 0 ? 0 : offsets.back() + g.out_degree(n - 1, type)));
    }
    offsets.push_back(uint32_t(ends.size()));
  }
  std::span<const NodeId> nodes(NodeId n) const {
    return std::span(ends).subspan(offsets[n], offsets[n + 1] - offsets[n]);
  }
  uint32_t degree(NodeId n) const { return offsets[n + 1] - offsets[n]; }
};

// The Graph's rows under the same names.
struct GraphRows {
  const Rows& rows;
  std::span<const NodeId> nodes(NodeId n) const { return rows[n].nodes(); }
  uint32_t degree(NodeId n) const { return rows.degree(n); }
};

struct Bounds {
  IdRange documents, measures, agencies;
  std::span<const int64_t> years;
  std::span<const uint32_t> classes;  // of agencies
  uint32_t class_count;
};

// q03: the pair of agencies that shares most measures, by a square of counters.
template <typename R>
uint64_t shared_pairs(const R&, const R& assigned, const Bounds& b) {
  const uint64_t width = b.agencies.size();
  std::vector<uint32_t> count(width * width);
  for (NodeId m = b.measures.begin; m < b.measures.end; ++m) {
    const auto ends = assigned.nodes(m);  // ascending
    for (size_t i = 0; i < ends.size(); ++i) {
      uint32_t* const line = &count[(ends[i] - b.agencies.begin) * width];
      for (size_t j = i + 1; j < ends.size(); ++j) ++line[ends[j] - b.agencies.begin];
    }
  }
  return std::ranges::max(count);
}

// q11: assignments by class of agency and year of document, the largest group.
template <typename R>
uint64_t class_by_year(const R& contains, const R& assigned, const Bounds& b) {
  const auto [first, last] = std::ranges::minmax(b.years);
  std::vector<uint32_t> count(size_t(last - first + 1) * b.class_count);
  for (NodeId d = b.documents.begin; d < b.documents.end; ++d) {
    uint32_t* const line = &count[size_t(b.years[d - b.documents.begin] - first) * b.class_count];
    for (const NodeId m : contains.nodes(d)) {
      for (const NodeId a : assigned.nodes(m)) ++line[b.classes[a - b.agencies.begin]];
    }
  }
  return std::ranges::max(count);
}

// q12: paths document → measure → agency, by degrees.
template <typename R>
uint64_t two_hops(const R& contains, const R& assigned, const Bounds& b) {
  uint64_t paths = 0;
  for (NodeId d = b.documents.begin; d < b.documents.end; ++d) {
    for (const NodeId m : contains.nodes(d)) paths += assigned.degree(m);
  }
  return paths;
}

Bounds bounds_of(const Graph& g) {
  const auto range = [&](const char* label) { return g.nodes_with(*g.labels().find(label))[0]; };
  const auto column = [&](IdRange nodes, const char* key) {
    return g.node_column(g.label_set_of(nodes.begin), *g.keys().find(key));
  };
  const Column& classes = *column(range("Agency"), "cls_name");
  return {range("Document"), range("Measure"), range("Agency"),
          column(range("Document"), "year")->integers(), classes.codes(),
          classes.dictionary_size()};
}

void compare_loops(const Graph& g) {
  const TypeId contains = *g.types().find("CONTAINS");
  const TypeId assigned = *g.types().find("ASSIGNED_TO");
  const PlainRows plain_contains(g, contains), plain_assigned(g, assigned);
  const GraphRows graph_contains{g.rows_out(contains)}, graph_assigned{g.rows_out(assigned)};
  const Bounds b = bounds_of(g);
  const auto measure = [&](const char* name, auto plain, auto graph) {
    const uint64_t answer = graph(graph_contains, graph_assigned, b);
    if (plain(plain_contains, plain_assigned, b) != answer) std::printf("%s DIFFERS\n", name);
    const double p = median_milliseconds([&] { plain(plain_contains, plain_assigned, b); });
    const double m = median_milliseconds([&] { graph(graph_contains, graph_assigned, b); });
    std::printf("%s: plain vectors %.3f ms, Graph %.3f ms: %.2f\n", name, p, m, m / p);
  };
  measure("q03", shared_pairs<PlainRows>, shared_pairs<GraphRows>);
  measure("q11", class_by_year<PlainRows>, class_by_year<GraphRows>);
  measure("q12", two_hops<PlainRows>, two_hops<GraphRows>);
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
  compare_loops(g);
  const double verify = seconds([&] { std::printf("verify: %s", verify_image(image).c_str()); });
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%.3f s; peak memory %.0f MB\n", verify, double(usage.ru_maxrss) / 1024);
  return 0;
}
