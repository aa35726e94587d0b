// From CSV to answers on a graph of policies' shape: networkx reads the same files by itself and
// must come to the same degrees, ranks, components and distances.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "graph/memory/algorithms.h"
#include "graph/memory/image.h"
#include "graph/memory/import.h"
#include "tests/temporary_folder.h"

using namespace zhengmai;

namespace {

// A line a node: label, id, arcs in, arcs out, PageRank, distance from Province 1 against and along
// arcs, number of nodes in its component.
constexpr const char* kOracle = R"PY(
import csv, pathlib, sys, networkx as nx
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python
ENDS = dict(ISSUED=('Province', 'Document'), CONTAINS=('Document', 'Measure'),
            ASSIGNED_TO=('Measure', 'Agency'), ABOUT=('Measure', 'Theme'),
            CITES=('Document', 'Document'), PARENT=('Theme', 'Theme'),
            HAS_SECTION=('Document', 'Section'))
many, g = nx.MultiDiGraph(), nx.DiGraph()
for path in pathlib.Path('data').glob('*.csv'):
    with open(path, encoding='utf-8') as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            if path.stem in ENDS:
                a, b = ENDS[path.stem]
                many.add_edge((a, row[0]), (b, row[1]))
            else:
                many.add_node((path.stem, row[0]))
g.add_nodes_from(many)
g.add_edges_from(many.edges())
rank = _pagerank_python(g, weight=None, tol=1e-12, max_iter=1000)
hops = nx.single_source_shortest_path_length(nx.Graph(g), ('Province', '1'))
size = {n: len(c) for c in nx.weakly_connected_components(g) for n in c}
for n in g:
    print(n[0], n[1], many.in_degree(n), many.out_degree(n), repr(rank[n]), hops.get(n, -1), size[n])
)PY";

struct Expected {
  uint32_t in, out;
  double rank;
  int hops;
  uint32_t component;
};

}  // namespace

TEST_CASE("networkx reads the same policies and agrees") {
  if (std::system("python3 -c 'import networkx' >/dev/null 2>&1") != 0) {
    WARN("skipped: python3 with networkx is not here");
    return;
  }
  const test::TemporaryFolder folder;
  folder.write("oracle.py", kOracle);
  const std::string command = "cd " + folder.path().string() + " && python3 " ZHENGMAI_SOURCE_DIR
                              "/bench/graph_csv.py 40 data >/dev/null 2>&1 && python3 oracle.py > out";
  REQUIRE(std::system(command.c_str()) == 0);

  ImportOptions options;
  const std::filesystem::path data = folder / "data/import";
  for (const char* label : {"Province", "Document", "Section", "Measure", "Agency", "Theme"}) {
    options.nodes.push_back({{label}, {data / (label + std::string(".csv"))}});
  }
  for (const char* type : {"ISSUED", "CONTAINS", "ASSIGNED_TO", "ABOUT", "CITES", "PARENT",
                           "HAS_SECTION"}) {
    options.relationships.push_back({{type}, {data / (type + std::string(".csv"))}});
  }
  GraphBuilder builder;
  import_csv(options, builder);
  save_image(std::move(builder).freeze(), folder / "graph.image", "s");
  CHECK(verify_image(folder / "graph.image").empty());
  const Graph g = map_image(folder / "graph.image", "s");

  const auto find = [&](const std::string& label, int64_t id) {
    const auto nodes =
        g.find_nodes(*g.labels().find(label), *g.keys().find("id"), Value::integer(id));
    REQUIRE(nodes.size() == 1);
    return nodes[0];
  };
  const Subgraph directed(g, {});
  const auto rank = page_rank(directed, {.iterations = 1000, .tolerance = 1e-13});
  const auto component = connected_components(directed);
  std::map<uint32_t, uint32_t> component_size;
  for (const uint32_t c : component) ++component_size[c];
  Projection both;
  both.direction = Direction::kBoth;
  const Subgraph undirected(g, both);
  const auto hops = distances(undirected, find("Province", 1));

  std::ifstream out(folder / "out");
  std::string label;
  int64_t id = 0;
  Expected e{};
  uint32_t nodes = 0;
  for (; out >> label >> id >> e.in >> e.out >> e.rank >> e.hops >> e.component; ++nodes) {
    const NodeId n = find(label, id);  // all labels and types: vertices are nodes
    INFO(label << " " << id);
    REQUIRE(g.in_degree(n) == e.in);
    REQUIRE(g.out_degree(n) == e.out);
    REQUIRE(rank[n] == Approx(e.rank).epsilon(1e-6));
    REQUIRE((std::isinf(hops[n]) ? -1 : int(hops[n])) == e.hops);
    REQUIRE(component_size[component[n]] == e.component);
  }
  CHECK(nodes == g.node_count());
  CHECK(nodes > 3000);
}
