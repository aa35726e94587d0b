// What the tests of procedures share.
#pragma once

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "graph/memory/builder.h"
#include "query/procedures/procedure.h"
#include "query/values/error.h"
#include "query/values/value_text.h"

namespace zhengmai::testing {

// Calls a built-in procedure; arguments left out are null.
inline std::vector<List> call_procedure(const Graph& graph, const std::string& name,
                                        std::vector<Value> arguments = {}, const Poll& poll = {}) {
  for (const Procedure& p : builtin_procedures()) {
    if (p.name != name) continue;
    arguments.resize(p.inputs.size());
    auto rows = p.run(graph, arguments, poll);
    for (const List& row : rows) REQUIRE(row.size() == p.outputs.size());
    return rows;
  }
  FAIL("no procedure " << name);
  return {};
}

// The rows as text, one a line.
inline std::string text_of(const std::vector<List>& rows, const Graph& graph) {
  std::string out;
  for (const List& row : rows) {
    for (size_t i = 0; i < row.size(); ++i)
      out += (i > 0 ? " " : "") + to_text(row[i], graph, TextForm::kPlain);
    out += '\n';
  }
  return out;
}

}  // namespace zhengmai::testing
