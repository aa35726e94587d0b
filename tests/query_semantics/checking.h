// Helpers of these tests: parse and check a text against a small world.
#pragma once

#include <string>

#include "query/semantics/check.h"
#include "query/syntax/parse.h"

namespace zhengmai {

// Two procedures, no graph.
inline CheckContext small_world() {
  CheckContext context;
  context.procedures.push_back({"my.proc",
                                {{"name", type_set::kString}, {"id", type_set::kInteger}},
                                {{"city", type_set::kString}, {"code", type_set::kInteger}}});
  context.procedures.push_back({"my.nothing", {}, {}});
  context.procedures.push_back(
      {"my.half", {{"x", type_set::kFloat}}, {{"half", type_set::kFloat}}, 0});
  context.parameters = {{"name", type_set::kString}};
  return context;
}

inline CheckedQuery check_text(const std::string& text,
                               const CheckContext& context = small_world()) {
  return check_query(parse_query(text), text, context);
}

// The details of all errors, in order: "UndefinedVariable InvalidAggregation"; "" when it is right.
inline std::string details_of(const std::string& text,
                              const CheckContext& context = small_world()) {
  try {
    check_text(text, context);
    return "";
  } catch (const QueryError& e) {
    std::string out;
    for (const Diagnostic& d : e.diagnostics()) out += (out.empty() ? "" : " ") + d.detail;
    return out;
  }
}

}  // namespace zhengmai
