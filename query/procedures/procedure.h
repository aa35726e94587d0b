// Procedures: what `CALL name(arguments) YIELD fields` runs. The built-in ones are graph
// algorithms, the schema and full-text search; a program can register more with its engine.
//
//   for (Procedure& p : builtin_procedures()) catalogue.push_back(std::move(p));
//
// Errors: `run` throws EvaluationError (query/values/error.h) for arguments that it cannot use,
// and passes on whatever `poll` throws.
// Threads: procedures are immutable; `run` may be called from several threads.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "graph/memory/algorithms.h"
#include "graph/memory/graph.h"
#include "graph/model/value.h"

namespace zhengmai {

// The work of a procedure: one List a row, as wide as its outputs. Made from a function of the
// graph and the arguments, and of a Poll where the work can take long.
class ProcedureBody {
 public:
  using Rows = std::vector<List>;
  using Arguments = std::vector<Value>;

  ProcedureBody() = default;
  template <typename F>
    requires std::invocable<F&, const Graph&, const Arguments&, const Poll&>
  ProcedureBody(F body) : body_(std::move(body)) {}  // NOLINT: as std::function converts
  template <typename F>
    requires std::invocable<F&, const Graph&, const Arguments&>
  ProcedureBody(F body)  // NOLINT: as std::function converts
      : body_([body = std::move(body)](const Graph& graph, const Arguments& arguments,
                                       const Poll&) { return body(graph, arguments); }) {}

  Rows operator()(const Graph& graph, const Arguments& arguments, const Poll& poll = {}) const {
    return body_(graph, arguments, poll);
  }

 private:
  std::function<Rows(const Graph&, const Arguments&, const Poll&)> body_;
};

struct Procedure {
  struct Field {
    std::string name;
    std::string type;  // "STRING?", "INTEGER?", "NUMBER?", "LIST? OF STRING" … as the TCK writes it
  };
  std::string name;
  std::vector<Field> inputs;
  std::vector<Field> outputs;
  // The arguments are as many as `inputs` and checked against their types; those left out are null.
  ProcedureBody run;
  std::string summary = {};  // one line for users; may be empty
  // How many of the inputs a call must give; the rest may be left out. SIZE_MAX: all.
  size_t required_inputs = SIZE_MAX;
};

// The procedures that every engine knows, by name. Each call returns procedures of their own: they
// keep what they build for a graph (the full-text index), so use them with one graph only.
std::vector<Procedure> builtin_procedures();

}  // namespace zhengmai
