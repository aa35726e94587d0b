// DOT is read back by boost::read_graphviz, and drawn by graphviz where it is installed.
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/graphviz.hpp>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "graph/model/error.h"
#include "policy_graph.h"
#include "report/cell.h"
#include "report/export.h"
#include "report/graphviz.h"
#include "report/views.h"
#include "tests/temporary_folder.h"

namespace zhengmai::report {
namespace {

using BoostGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS,
                          boost::property<boost::vertex_name_t, std::string>>;

std::string dot_of(const Graph& graph) {
  std::ostringstream out;
  write_dot(draw(select_all(graph), {}), out);
  return out.str();
}

TEST_CASE("Boost reads the DOT back with every node and its caption") {
  const Graph graph = report_test::policy_graph();
  BoostGraph read;
  boost::dynamic_properties properties(boost::ignore_other_properties);
  properties.property("label", boost::get(boost::vertex_name, read));
  std::istringstream in(dot_of(graph));
  REQUIRE(boost::read_graphviz(in, read, properties, ""));
  std::set<std::string> labels;
  for (const auto v : boost::make_iterator_range(boost::vertices(read))) {
    labels.insert(boost::get(boost::vertex_name, read, v));
  }
  for (NodeId node = 0; node < graph.node_count(); ++node) {
    CAPTURE(node_caption(graph, node));
    CHECK(labels.count(node_caption(graph, node)) == 1);
  }
  CHECK(boost::num_edges(read) == graph.relationship_count());
}

TEST_CASE("no text leaves its quotes in DOT") {
  const Graph graph = report_test::hostile_graph();
  BoostGraph read;
  boost::dynamic_properties properties(boost::ignore_other_properties);
  std::istringstream in(dot_of(graph));
  REQUIRE(boost::read_graphviz(in, read, properties, ""));
  CHECK(boost::num_edges(read) == graph.relationship_count());
  CHECK(dot_of(graph).find("href") == std::string::npos);
}

TEST_CASE("graphviz draws an SVG in which captions can be read") {
  const Graph graph = report_test::policy_graph();
  const View view = make_view(graph, "agencies", {});
  const test::TemporaryFolder folder;
  const std::string path = folder / "a.svg";
  try {
    write_picture(draw(view.selection, view.style), "svg", path, {});
  } catch (const StoreError& error) {
    REQUIRE(error.code() == ExitCode::kNoHelper);
    std::cout << "skipped: graphviz is not installed\n";
    return;
  }
  std::ifstream in(path);
  const std::string svg((std::istreambuf_iterator<char>(in)), {});
  CHECK(svg.find("商务部") != std::string::npos);
  CHECK(svg.find("<script") == std::string::npos);
}

TEST_CASE("a missing or slow layout program ends in a message, not in a hang") {
  const Graph graph = report_test::policy_graph();
  const Drawing drawing = draw(select_all(graph), {});
  const test::TemporaryFolder folder;
  PictureOptions options;
  options.engine = "zhengmai-no-such-program";
  CHECK_THROWS_WITH(write_picture(drawing, "svg", folder / "a.svg", options),
                    "'zhengmai-no-such-program' not found");
  const std::string slow = folder / "slow";
  std::ofstream(slow) << "#!/bin/sh\nexec sleep 60\n";
  std::filesystem::permissions(slow, std::filesystem::perms::owner_all);
  options.engine = slow;
  options.timeout = std::chrono::seconds(1);
  CHECK_THROWS_AS(write_picture(drawing, "svg", folder / "a.svg", options), LimitError);
}

TEST_CASE("ties are routed around nodes only where that takes seconds") {
  const Graph graph = report_test::policy_graph();
  Drawing drawing = draw(select_all(graph), {});
  const auto dot = [&] {
    std::ostringstream out;
    write_dot(drawing, out);
    return out.str();
  };
  CHECK(dot().find("splines=true") != std::string::npos);
  while (drawing.relationships.size() < 1000) {
    drawing.relationships.push_back(drawing.relationships.front());
  }
  CHECK(dot().find("splines=line") != std::string::npos);
}

TEST_CASE("the engine follows layout and size") {
  const Graph graph = report_test::policy_graph();
  DrawingStyle style;
  style.layout = Layout::kLayered;
  Drawing drawing = draw(select_all(graph), style);
  CHECK(choose_engine(drawing) == "dot");
  drawing.nodes.resize(1000);
  CHECK(choose_engine(drawing) == "sfdp");
}

}  // namespace
}  // namespace zhengmai::report
