// Procedures: what `CALL name(arguments) YIELD fields` runs. The built-in ones are graph
// algorithms, the schema and full-text search; a program can register more with its engine.
//
//   for (const Procedure& p : builtin_procedures()) catalogue.add(p);
//
// Errors: `run` throws EvaluationError (query/values/error.h) for arguments that it cannot use.
// Threads: procedures are immutable; `run` may be called from several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "graph/memory/graph.h"
#include "graph/model/value.h"

namespace zhengmai {

struct Procedure {
  struct Field {
    std::string name;
    std::string type;  // "STRING?", "INTEGER?", "NUMBER?", "LIST? OF STRING" … as the TCK writes it
  };
  std::string name;
  std::vector<Field> inputs;
  std::vector<Field> outputs;
  // One List a row, as wide as `outputs`. The arguments are as many as `inputs` and checked against
  // their types; those left out are null.
  std::function<std::vector<List>(const Graph&, const std::vector<Value>&)> run;
  std::string summary = {};  // one line for users; may be empty
  // How many of the inputs a call must give; the rest may be left out. SIZE_MAX: all.
  size_t required_inputs = SIZE_MAX;
};

// The procedures that every engine knows, by name.
std::span<const Procedure> builtin_procedures();

}  // namespace zhengmai
