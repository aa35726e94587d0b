// JSON text → Value: parameters of queries, and lists in imported CSV.
//
// Whole numbers are integers (floats beyond 64 bits), objects are maps. Nesting is limited to 200.
// Cost: linear. Errors: LimitError for nesting. Threads: pure function. Source: nlohmann-json.
#pragma once

#include <optional>
#include <string_view>

#include "graph/model/value.h"

namespace zhengmai::report {

// Nothing when the text is not JSON.
std::optional<Value> parse_json_value(std::string_view text);

}  // namespace zhengmai::report
