// A small policy graph in our own words, for the tests of reports and exports: one national and one
// provincial document, five measures; and a graph of texts that break formats.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "graph/memory/graph.h"

namespace zhengmai::report_test {

// Text that breaks formats which forget to escape.
const std::vector<std::string>& hostile_texts();

Graph policy_graph();

// One node a hostile text, each with two parallel relationships to the next.
Graph hostile_graph();

// Runs a program without a shell; its exit status, or -1 when it is not installed.
int run_program(const std::vector<std::string>& words, std::string* output = nullptr);

}  // namespace zhengmai::report_test
