// The built-in procedures by file. Used by procedures.cc only.
//
// Threads: pure functions.
#pragma once

#include <vector>

#include "query/procedures/procedure.h"

namespace zhengmai {

std::vector<Procedure> graph_procedures();   // graph_procedures.cc
std::vector<Procedure> schema_procedures();  // schema_procedures.cc
std::vector<Procedure> text_procedures();    // text_procedures.cc

}  // namespace zhengmai
