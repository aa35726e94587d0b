// Exports: a selection of the graph in the formats of other programs.
//
//   Selection all = select_all(graph);
//   write_graphml(all, std::cout);
//
// GraphML reads in networkx, Gephi, yEd and boost::read_graphml; GEXF is 1.2draft, which networkx 2
// and Gephi both read; CSV has the headers of neo4j-admin; JSON Lines are APOC's; N-Triples and
// Turtle carry evidence as PROV statements; DOT is for graphviz; HTML is a page to explore.
//
// Text from documents is escaped in every format, and what a format cannot hold is replaced, never
// dropped silently. The same selection gives the same bytes.
// Cost: linear. Errors: what the stream throws; CSV: StoreError. Threads: pure functions.
// Source: graphml.graphdrawing.org, gexf.net/1.2draft, neo4j operations manual (import tool).
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "report/drawing.h"
#include "report/selection.h"

namespace zhengmai::report {

// Each writes a whole document of its format.
void write_dot(const Drawing& drawing, std::ostream& out);
void write_graphml(const Selection& selection, std::ostream& out);
void write_gexf(const Selection& selection, const Drawing& drawing, std::ostream& out);
void write_jsonl(const Selection& selection, std::ostream& out);
void write_ntriples(const Selection& selection, std::ostream& out);
void write_turtle(const Selection& selection, std::ostream& out);

// A page that needs nothing else: force layout on a canvas, evidence under the pointer, search,
// filter by type. `dropped` is a sentence about what is not shown, or empty.
void write_graph_page(const Drawing& drawing, const std::string& dropped, std::ostream& out);

// One file a label set and one a type, written into the folder; returns their names, sorted.
// `zhengmai import` reads them back.
std::vector<std::string> write_csv_folder(const Selection& selection,
                                          const std::filesystem::path& folder);

}  // namespace zhengmai::report
