// What the REPL offers on Tab: commands, labels, types, properties (English and Chinese), keywords.
//
// Cost: linear in the names of the graph. Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "graph/memory/graph.h"

namespace zhengmai {

// Names that begin with `word` where the text before it allows them, sorted, without repeats.
std::vector<std::string> complete_word(const Graph& graph, const std::string& before,
                                       const std::string& word);

// The REPL's commands, with their colon.
const std::vector<std::string>& repl_commands();

}  // namespace zhengmai
