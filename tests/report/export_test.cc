// Exports are read back by the programs they are for: networkx, libxml2, our own CSV reader.
#include "report/export.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <sstream>

#include "policy_graph.h"
#include "report/cell.h"
#include "report/csv_reader.h"
#include "tests/temporary_folder.h"

namespace zhengmai::report {
namespace {

using report_test::run_program;

std::string graphml(const Selection& s) {
  std::ostringstream out;
  write_graphml(s, out);
  return out.str();
}

std::string gexf(const Selection& s) {
  std::ostringstream out;
  write_gexf(s, draw(s, {}), out);
  return out.str();
}

void save(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

constexpr const char* kCheck = R"py(
import sys, json, networkx as nx
path, kind, expected = sys.argv[1], sys.argv[2], json.load(open(sys.argv[3], encoding='utf-8'))
g = nx.read_graphml(path, force_multigraph=True) if kind == 'graphml' else nx.read_gexf(path)
# Debian's networkx (2.8) reads an empty text of GraphML as none.
got = sorted(d['name'] for _, d in g.nodes(data=True) if d.get('name'))
assert g.number_of_nodes() == expected['nodes'], (g.number_of_nodes(), expected['nodes'])
assert g.number_of_edges() == expected['edges'], (g.number_of_edges(), expected['edges'])
assert got == sorted(filter(None, expected['names'])), (got, expected['names'])
)py";

// XML cannot hold control characters: they come back as U+FFFD.
std::string as_xml_has_it(const std::string& s) {
  std::string out;
  for (const char c : s) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 && c != '\n' && c != '\r' && c != '\t' ? "\uFFFD" : std::string(1, c);
  }
  return out;
}

TEST_CASE("networkx reads GraphML and GEXF back whole, hostile names included") {
  if (run_program({"python3", "-c", "import networkx"}) != 0) {
    std::cout << "skipped: python3 with networkx is not installed\n";
    return;
  }
  const test::TemporaryFolder folder;
  save(folder / "check.py", kCheck);
  for (const bool hostile : {false, true}) {
    const Graph graph = hostile ? report_test::hostile_graph() : report_test::policy_graph();
    const Selection all = select_all(graph);
    for (const std::string kind : {"graphml", "gexf"}) {
      nlohmann::json expected = {{"nodes", graph.node_count()},
                                 {"edges", graph.relationship_count()},
                                 {"names", nlohmann::json::array()}};
      for (NodeId n = 0; n < graph.node_count(); ++n) {
        const Value name = property(graph, n, "name");
        if (name.is_string())
          expected["names"].push_back(as_xml_has_it(std::string(name.as_string())));
      }
      save(folder / "expected.json", expected.dump());
      save(folder / ("g." + kind), kind == "graphml" ? graphml(all) : gexf(all));
      std::string output;
      const int status = run_program({"python3", folder / "check.py", folder / ("g." + kind), kind,
                                      folder / "expected.json"},
                                     &output);
      CAPTURE(kind, hostile, output);
      CHECK(status == 0);
    }
  }
}

TEST_CASE("GraphML, GEXF and pages are well-formed") {
  const test::TemporaryFolder folder;
  if (run_program({"xmllint", "--version"}) < 0) {
    std::cout << "skipped: xmllint is not installed\n";
    return;
  }
  const Graph graph = report_test::hostile_graph();
  const Selection all = select_all(graph);
  save(folder / "a.graphml", graphml(all));
  save(folder / "a.gexf", gexf(all));
  DrawingStyle style;
  style.title = "</title><b>";
  std::ostringstream page;
  write_graph_page(draw(all, style), "dropped <b>", page);
  save(folder / "a.html", page.str());
  CHECK(run_program({"xmllint", "--noout", folder / "a.graphml"}) == 0);
  CHECK(run_program({"xmllint", "--noout", folder / "a.gexf"}) == 0);
  CHECK(run_program({"xmllint", "--html", "--noout", folder / "a.html"}) == 0);
}

TEST_CASE("the page's data is JSON that cannot leave its script element") {
  const Graph graph = report_test::hostile_graph();
  std::ostringstream out;
  write_graph_page(draw(select_all(graph), {}), "", out);
  const std::string page = out.str();
  const std::string open = "<script type=\"application/json\" id=\"data\">";
  const size_t begin = page.find(open) + open.size();
  const size_t end = page.find("</script>", begin);
  const auto data = nlohmann::json::parse(page.substr(begin, end - begin));
  CHECK(data["nodes"].size() == graph.node_count());
  CHECK(data["edges"].size() == graph.relationship_count());
  CHECK(page.find("<script>alert") == std::string::npos);
}

TEST_CASE("JSON Lines name both ends of a relationship with id and labels") {
  const Graph graph = report_test::policy_graph();
  std::ostringstream out;
  write_jsonl(select_all(graph), out);
  std::istringstream in(out.str());
  std::map<std::string, nlohmann::json> nodes;
  size_t relationships = 0;
  for (std::string line; std::getline(in, line);) {
    const auto json = nlohmann::json::parse(line);
    if (json["type"] == "node") {
      nodes[json["id"]] = json["labels"];
      continue;
    }
    ++relationships;
    for (const char* end : {"start", "end"}) {
      CHECK(nodes.at(json[end]["id"]) == json[end]["labels"]);
    }
  }
  CHECK(nodes.size() == graph.node_count());
  CHECK(relationships == graph.relationship_count());
}

TEST_CASE("every N-Triples line is a triple, and agencies carry Chinese tags and provenance") {
  static const std::regex triple(
      R"re(<[^<>"{}|^`\\\x01-\x20]*> <[^<>"{}|^`\\\x01-\x20]*> )re"
      R"re((<[^<>"{}|^`\\\x01-\x20]*>|"([^"\\\n\r]|\\[tbnrf"'\\]|\\u[0-9A-F]{4})*")re"
      R"re((@[a-zA-Z-]+|\^\^<[^<>]*>)?) \.)re");
  for (const bool hostile : {false, true}) {
    const Graph graph = hostile ? report_test::hostile_graph() : report_test::policy_graph();
    std::ostringstream out;
    write_ntriples(select_all(graph), out);
    std::istringstream in(out.str());
    size_t lines = 0;
    for (std::string line; std::getline(in, line); ++lines) {
      CAPTURE(line);
      CHECK(std::regex_match(line, triple));
    }
    CHECK(lines > graph.node_count());
    if (hostile) continue;
    CHECK(out.str().find("<urn:zhengmai:agency:100000/commerce> "
                         "<http://www.w3.org/2000/01/rdf-schema#label> \"商务部\"@zh-CN .") !=
          std::string::npos);
    CHECK(out.str().find("<http://www.w3.org/ns/prov#wasQuotedFrom> "
                         "<urn:zhengmai:doc:aaaaaaaaaaaa> .") != std::string::npos);
  }
}

TEST_CASE("Turtle says what N-Triples says") {
  const Graph graph = report_test::policy_graph();
  std::ostringstream nt, ttl;
  write_ntriples(select_all(graph), nt);
  write_turtle(select_all(graph), ttl);
  // One subject's statements are "s p o ;\n    p o .": unfolded they are the lines of N-Triples.
  std::istringstream in(ttl.str());
  std::string unfolded, subject;
  for (std::string line; std::getline(in, line);) {
    const bool first = line[0] == '<';
    if (first) subject = line.substr(0, line.find("> ") + 1);
    const std::string rest = first ? line.substr(subject.size() + 1) : line.substr(4);
    unfolded += subject + " " + rest.substr(0, rest.size() - 1) + ".\n";
  }
  CHECK(unfolded == nt.str());
}

TEST_CASE("CSV has neo4j's headers and holds every node and relationship") {
  const Graph graph = report_test::policy_graph();
  const test::TemporaryFolder folder;
  const auto files = write_csv_folder(select_all(graph), folder.path());
  CHECK(std::count(files.begin(), files.end(), "nodes-Jurisdiction_Province.csv") == 1);
  size_t nodes = 0, relationships = 0;
  for (const std::string& name : files) {
    std::ifstream in(folder / name);
    CsvReader reader(in, name);
    CsvRow header, row;
    REQUIRE(reader.next(header));
    const bool is_node = name.starts_with("nodes-");
    CHECK(header.front().text == (is_node ? "id:ID" : ":START_ID"));
    CHECK(header.back().text == (is_node ? ":LABEL" : ":TYPE"));
    while (reader.next(row)) {
      CHECK(row.size() == header.size());
      ++(is_node ? nodes : relationships);
    }
  }
  CHECK(nodes == graph.node_count());
  CHECK(relationships == graph.relationship_count());
}

}  // namespace
}  // namespace zhengmai::report
