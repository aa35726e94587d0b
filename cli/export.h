// Writing a view of the graph in a named format: what `export` and the REPL's :export share.
//
// Errors: those of report/export.h and report/graphviz.h; StoreError (73) for an existing output.
// Threads: one thread.
#pragma once

#include <string>
#include <vector>

#include "report/views.h"

namespace zhengmai {

struct ExportTarget {
  std::string format;        // one of export_formats()
  std::string output = "-";  // a file; for csv a folder
  bool force = false;
  size_t max_nodes = 0;      // 0: what can be looked at, for pictures and pages
  std::string engine;
  int timeout = 60;
};

// dot, svg, png, html, graphml, gexf, csv, jsonl, nt, ttl.
const std::vector<std::string>& export_formats();

// Writes the view; notices (what was left out, fonts) go to stderr.
void export_view(report::View view, const ExportTarget& target);

}  // namespace zhengmai
