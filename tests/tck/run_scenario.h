// Runs one scenario on a scratch graph of its own and says how it went.
//
// Results are compared as bags unless the step says "in order"; columns by name and place; errors
// by type, phase and detail, where the scenario's "any time" and "*" leave one open; a reading
// query leaves the graph as it was. Threads: one scenario, one thread.
#pragma once

#include <optional>
#include <string>

#include "tests/tck/scenario.h"

namespace zhengmai::tck {

struct RunOptions {
  std::string graphs;       // folder of the named graphs
  bool parse_only = false;  // every query parses, or fails as expected
};

// Nothing when the scenario passes, else what was expected and what came.
std::optional<std::string> run_scenario(const Scenario& scenario, const RunOptions& options);

}  // namespace zhengmai::tck
