// The functions by file: each table is one functions_*.cc. Used by functions.cc only.
//
// Threads: immutable.
#pragma once

#include <span>

#include "query/values/functions.h"

namespace zhengmai {

std::span<const Function> scalar_functions();      // functions_scalar.cc
std::span<const Function> graph_functions();       // functions_graph.cc
std::span<const Function> list_functions();        // functions_list.cc
std::span<const Function> string_functions();      // functions_string.cc
std::span<const Function> math_functions();        // functions_math.cc
std::span<const Function> conversion_functions();  // functions_conversion.cc
std::span<const Function> temporal_functions();    // functions_temporal.cc

// A function's arguments.
using Arguments = std::span<const Value>;

}  // namespace zhengmai
