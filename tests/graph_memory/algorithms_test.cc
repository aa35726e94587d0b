// Algorithms agree with networkx on random graphs, and with hand-made cases where it is absent.
#include "graph/memory/algorithms.h"

#include <boost/graph/graph_concepts.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "graph/memory/bgl.h"
#include "graph/model/error.h"
#include "tests/graph_memory/random_graph.h"
#include "tests/temporary_folder.h"

using namespace zhengmai;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// networkx, one line of numbers an algorithm, by name.
constexpr const char* kOracle = R"PY(
import sys, networkx as nx
directed = sys.argv[2] == 'directed'
g = nx.DiGraph() if directed else nx.Graph()
with open(sys.argv[1]) as f:
    n = int(f.readline())
    groups = [int(x) for x in f.readline().split()]
    g.add_nodes_from(range(n))
    for line in f:
        a, b, w = line.split()
        g.add_edge(int(a), int(b), weight=float(w))
def out(name, d): print(name, *[repr(float(d[i])) for i in range(n)])
def sets(name, components):
    d = {v: min(c) for c in components for v in c}
    out(name, d)
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python  # wants no numpy
out('page_rank', _pagerank_python(g, weight=None, tol=1e-12, max_iter=1000))
out('page_rank_weighted', _pagerank_python(g, weight='weight', tol=1e-12, max_iter=1000))
out('betweenness', nx.betweenness_centrality(g, normalized=False))
out('betweenness_normalised', nx.betweenness_centrality(g, normalized=True))
out('betweenness_weighted', nx.betweenness_centrality(g, normalized=False, weight='weight'))
u = nx.Graph(g)
sets('components', nx.connected_components(u))
if directed: sets('strong', nx.strongly_connected_components(g))
u.remove_edges_from(list(nx.selfloop_edges(u)))
out('cores', nx.core_number(u))
out('triangles', nx.triangles(u))
inf = float('inf')
hops = nx.single_source_shortest_path_length(g, 0)
out('hops', {v: hops.get(v, inf) for v in range(n)})
lengths = nx.single_source_dijkstra_path_length(g, 0)
out('lengths', {v: lengths.get(v, inf) for v in range(n)})
if not directed and g.number_of_edges():
    by_group = [[v for v in range(n) if groups[v] == k] for k in set(groups)]
    print('modularity', repr(nx.algorithms.community.modularity(g, by_group)))
    best = nx.algorithms.community.louvain_communities(g, seed=1)
    print('louvain', repr(nx.algorithms.community.modularity(g, best)))
)PY";

using Numbers = std::map<std::string, std::vector<double>>;

bool have_networkx() {
  return std::system("python3 -c 'import networkx' >/dev/null 2>&1") == 0;
}

Numbers ask_networkx(const Subgraph& g, const std::vector<uint32_t>& groups) {
  const test::TemporaryFolder folder;
  folder.write("oracle.py", kOracle);
  {
    std::ofstream edges(folder / "edges");
    edges.precision(17);
    edges << g.size() << '\n';
    for (const uint32_t group : groups) edges << group << ' ';
    edges << '\n';
    for (uint32_t v = 0; v < g.size(); ++v) {
      const IdRange arcs = g.arcs(v);
      for (uint32_t a = arcs.begin; a < arcs.end; ++a) {
        edges << v << ' ' << g.target(a) << ' ' << g.weight(a) << '\n';
      }
    }
  }
  const std::string command = "cd " + folder.path().string() + " && python3 oracle.py edges " +
                              (g.directed() ? "directed" : "undirected") + " > out 2> err";
  const int status = std::system(command.c_str());
  std::ifstream error(folder / "err");
  INFO(std::string(std::istreambuf_iterator<char>(error), {}));
  REQUIRE(status == 0);
  Numbers numbers;
  std::ifstream out(folder / "out");
  for (std::string line; std::getline(out, line);) {
    std::istringstream words(line);
    std::string name, number;
    words >> name;
    while (words >> number) {
      numbers[name].push_back(number == "inf" ? kInfinity : std::stod(number));
    }
  }
  return numbers;
}

template <typename T>
void check_equal(const std::string& name, const std::vector<T>& ours,
                 const std::vector<double>& theirs) {
  INFO(name);
  REQUIRE(ours.size() == theirs.size());
  for (size_t i = 0; i < ours.size(); ++i) {
    if (std::isinf(theirs[i])) {
      REQUIRE(std::isinf(double(ours[i])));
    } else {
      REQUIRE(double(ours[i]) == Approx(theirs[i]).epsilon(1e-6).margin(1e-9));
    }
  }
}

// Our group numbers → the smallest vertex of each group, as the oracle prints them.
std::vector<double> smallest_members(const std::vector<uint32_t>& groups) {
  std::map<uint32_t, uint32_t> first;
  for (uint32_t v = 0; v < groups.size(); ++v) first.try_emplace(groups[v], v);
  std::vector<double> out;
  for (const uint32_t group : groups) out.push_back(first[group]);
  return out;
}

Subgraph random_subgraph(uint32_t seed, uint32_t nodes, uint32_t edges, bool directed) {
  std::mt19937 random(seed);
  std::vector<NodeId> ids(nodes);
  for (uint32_t i = 0; i < nodes; ++i) ids[i] = i * 3;
  std::vector<Subgraph::Edge> list;
  for (uint32_t i = 0; i < edges; ++i) {
    list.push_back({uint32_t(random() % nodes), uint32_t(random() % nodes),
                    double(1 + random() % 16) / 4});
  }
  return Subgraph(std::move(ids), list, directed);
}

void compare_with_networkx(const Subgraph& g) {
  const std::vector<uint32_t> groups = communities(g);
  const Numbers theirs = ask_networkx(g, groups);
  const auto check = [&](const char* name, const auto& ours) {
    check_equal(name, ours, theirs.at(name));
  };
  check("page_rank", page_rank(g, {.iterations = 1000, .tolerance = 1e-13}));
  check("page_rank_weighted",
        page_rank(g, {.iterations = 1000, .tolerance = 1e-13, .weighted = true}));
  check("betweenness", betweenness(g));
  check("betweenness_normalised", betweenness(g, {.normalised = true}));
  check("betweenness_weighted", betweenness(g, {.weighted = true}));
  check("components", smallest_members(connected_components(g)));
  if (g.directed()) check("strong", smallest_members(strong_components(g)));
  check("cores", core_numbers(g));
  check("triangles", triangles(g));
  check("hops", distances(g, 0));
  check("lengths", distances(g, 0, true));
  if (theirs.contains("modularity")) {
    const double q = modularity(g, groups);
    CHECK(q == Approx(theirs.at("modularity")[0]).margin(1e-9));
    CHECK(q >= theirs.at("louvain")[0] - 0.03);  // as good a grouping, within noise
  }
}

}  // namespace

TEST_CASE("our graphs model Boost's concepts") {
  BOOST_CONCEPT_ASSERT((boost::concepts::BidirectionalGraphConcept<zhengmai::Graph>));
  BOOST_CONCEPT_ASSERT((boost::concepts::VertexListGraphConcept<zhengmai::Graph>));
  BOOST_CONCEPT_ASSERT((boost::concepts::EdgeListGraphConcept<zhengmai::Graph>));
  BOOST_CONCEPT_ASSERT((boost::concepts::AdjacencyGraphConcept<zhengmai::Graph>));
  BOOST_CONCEPT_ASSERT((boost::concepts::IncidenceGraphConcept<Subgraph>));
  BOOST_CONCEPT_ASSERT((boost::concepts::VertexListGraphConcept<Subgraph>));
  BOOST_CONCEPT_ASSERT((boost::concepts::EdgeListGraphConcept<Subgraph>));
  BOOST_CONCEPT_ASSERT((boost::concepts::AdjacencyGraphConcept<Subgraph>));
  SUCCEED();
}

TEST_CASE("Boost's iterators visit every relationship from both its ends") {
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    const Graph g =
        RandomGraph(seed, {.nodes = 80, .relationships = 300, .types = 7}).builder().freeze();
    std::vector<int> out(g.relationship_count()), in(out), all(out);
    for (NodeId n = 0; n < g.node_count(); ++n) {
      uint32_t count = 0;
      for (auto [it, end] = out_edges(n, g); it != end; ++it, ++count) {
        ++out[(*it).relationship];
        REQUIRE(source(*it, g) == n);
        REQUIRE(target(*it, g) == g.end_of((*it).relationship));
      }
      REQUIRE(count == out_degree(n, g));
      for (auto [it, end] = in_edges(n, g); it != end; ++it) {
        ++in[(*it).relationship];
        REQUIRE(target(*it, g) == n);
        REQUIRE(source(*it, g) == g.start_of((*it).relationship));
      }
    }
    for (auto [it, end] = edges(g); it != end; ++it) ++all[(*it).relationship];
    const std::vector<int> once(g.relationship_count(), 1);
    REQUIRE(out == once);
    REQUIRE(in == once);
    REQUIRE(all == once);
  }
}

TEST_CASE("algorithms agree with networkx") {
  if (!have_networkx()) {
    WARN("skipped: python3 with networkx is not here");
    return;
  }
  for (const bool directed : {true, false}) {
    compare_with_networkx(random_subgraph(1, 40, 60, directed));
    compare_with_networkx(random_subgraph(2, 150, 220, directed));
    compare_with_networkx(random_subgraph(3, 80, 1500, directed));
    compare_with_networkx(random_subgraph(4, 30, 0, directed));
  }
}

TEST_CASE("a projection keeps the labels and types it names, and merges what is parallel") {
  GraphBuilder b;
  const auto name = [](const char* text) { return Value::string(text); };
  const NodeId a1 = b.add_node({"Agency"}, {{"name", name("a1")}});
  const NodeId m1 = b.add_node({"Measure"}, {{"name", name("m1")}});
  const NodeId a2 = b.add_node({"Agency", "Lead"}, {{"name", name("a2")}});
  b.add_relationship("WITH", a1, a2, {{"n", Value::integer(2)}});
  b.add_relationship("WITH", a2, a1, {{"n", Value::floating(0.5)}});
  b.add_relationship("WITH", a1, a2, {});
  b.add_relationship("KNOWS", a1, a2, {});
  b.add_relationship("WITH", a1, m1, {});
  GraphBuilder::Renumbering to;
  const Graph g = std::move(b).freeze(&to);
  Projection p;
  p.labels = {*g.labels().find("Agency")};
  p.types = {*g.types().find("WITH")};
  p.weight = *g.keys().find("n");
  const Subgraph out(g, p);
  REQUIRE(out.size() == 2);
  CHECK(out.arc_count() == 2);
  const uint32_t v1 = *out.vertex_of(to.nodes[a1]);
  CHECK(out.node(v1) == to.nodes[a1]);
  CHECK_FALSE(out.vertex_of(to.nodes[m1]));
  CHECK(degree(out, true)[v1] == 3);        // 2, and 1 for the one without a weight
  p.direction = Direction::kIn;
  CHECK(degree(Subgraph(g, p), true)[v1] == 0.5);
  p.direction = Direction::kBoth;
  CHECK(degree(Subgraph(g, p), true)[v1] == 3.5);
  CHECK(degree(Subgraph(g, p))[v1] == 1);
  p.merge = Projection::Merge::kLeast;
  CHECK(degree(Subgraph(g, p), true)[v1] == 0.5);
  p.weight = *g.keys().find("name");
  CHECK(degree(Subgraph(g, p), true)[v1] == 1);
  CHECK(Subgraph(g, {}).size() == 3);
}

TEST_CASE("weights that are no lengths are refused") {
  for (const Value& bad : {Value::string("x"), Value::integer(-1), Value::floating(std::nan(""))}) {
    GraphBuilder b;
    const NodeId n = b.add_node({}, {});
    b.add_relationship("T", n, n, {{"w", bad}});
    const Graph g = std::move(b).freeze();
    Projection p;
    p.weight = 0;
    CHECK_THROWS_AS(Subgraph(g, p), InputError);
  }
}

TEST_CASE("agencies are joined by the measures they share") {
  GraphBuilder b;
  for (int i = 0; i < 3; ++i) b.add_node({"Measure"}, {});
  for (int i = 0; i < 4; ++i) b.add_node({"Agency"}, {});
  const auto assign = [&](NodeId m, NodeId a) { b.add_relationship("ASSIGNED_TO", m, a, {}); };
  assign(0, 3), assign(0, 4), assign(0, 4);  // twice the same agency is once
  assign(1, 3), assign(1, 4), assign(1, 5);
  assign(2, 6);
  GraphBuilder::Renumbering to;
  const Graph g = std::move(b).freeze(&to);
  const Subgraph shared = Subgraph::shared(g, 0);
  REQUIRE(shared.size() == 4);
  CHECK_FALSE(shared.directed());
  const auto vertex = [&](NodeId n) { return *shared.vertex_of(to.nodes[n]); };
  CHECK(degree(shared)[vertex(3)] == 2);
  CHECK(degree(shared, true)[vertex(3)] == 3);
  CHECK(degree(shared)[vertex(6)] == 0);
  const Subgraph measures = Subgraph::shared(g, 0, Direction::kIn);
  CHECK(degree(measures, true)[*measures.vertex_of(to.nodes[0])] == 2);
}

TEST_CASE("two cliques joined by a bridge are two communities") {
  std::vector<Subgraph::Edge> edges = {{4, 5, 1}};
  for (uint32_t i = 0; i < 5; ++i) {
    for (uint32_t j = i + 1; j < 5; ++j) {
      edges.push_back({i, j, 1});
      edges.push_back({i + 5, j + 5, 1});
    }
  }
  const Subgraph g({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, edges, false);
  const std::vector<uint32_t> expected = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
  CHECK(communities(g) == expected);
  CHECK(betweenness(g)[4] == 20);
  CHECK(core_numbers(g)[0] == 4);
  CHECK(triangles(g)[0] == 6);
}

TEST_CASE("a shortest path is as long as the distance says, arc by arc") {
  for (const bool weighted : {false, true}) {
    const Subgraph g = random_subgraph(7, 120, 300, true);
    const auto lengths = distances(g, 5, weighted);
    int paths = 0;
    for (uint32_t target = 0; target < g.size(); ++target) {
      const auto path = shortest_path(g, 5, target, weighted);
      REQUIRE(path.has_value() == std::isfinite(lengths[target]));
      if (!path) continue;
      ++paths;
      double length = 0;
      REQUIRE(path->front() == 5);
      REQUIRE(path->back() == target);
      for (size_t i = 0; i + 1 < path->size(); ++i) {
        const auto near = g.neighbours((*path)[i]);
        const auto arc = std::lower_bound(near.begin(), near.end(), (*path)[i + 1]);
        REQUIRE(arc != near.end());
        REQUIRE(*arc == (*path)[i + 1]);
        length += weighted ? g.weight(g.arcs((*path)[i]).begin + uint32_t(arc - near.begin())) : 1;
      }
      REQUIRE(length == Approx(lengths[target]));
    }
    CHECK(paths > 50);
  }
}

TEST_CASE("long work can be stopped") {
  struct Stop {};
  const Subgraph g = random_subgraph(8, 300, 2000, false);
  const Poll stop = [] { throw Stop(); };
  CHECK_THROWS_AS(page_rank(g, {.poll = stop}), Stop);
  CHECK_THROWS_AS(betweenness(g, {.poll = stop}), Stop);
  CHECK_THROWS_AS(communities(g, {.poll = stop}), Stop);
}

TEST_CASE("an empty subgraph has no numbers, and options out of range are refused") {
  const Subgraph none;
  CHECK(page_rank(none).empty());
  CHECK(betweenness(none).empty());
  CHECK(communities(none).empty());
  CHECK(connected_components(none).empty());
  CHECK(core_numbers(none).empty());
  CHECK(modularity(none, {}) == 0);
  CHECK_THROWS_AS(distances(none, 0), InputError);
  CHECK_THROWS_AS(page_rank(none, {.damping = 2}), InputError);
  CHECK_THROWS_AS(communities(none, {.resolution = 0}), InputError);
}
