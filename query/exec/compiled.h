// A query made ready: parsed, checked and planned, shared by all its runs.
//
// Threads: immutable once made.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "query/exec/engine.h"
#include "query/plan/passes.h"
#include "query/semantics/check.h"

namespace zhengmai::exec {

struct CompiledQuery {
  std::string text;
  CheckedQuery checked;
  plan::Plan plan;
  ast::PlanMode mode = ast::PlanMode::kRun;
  std::vector<std::string> columns;
  bool creates = false;
};

// Errors: QueryError, LimitError for nesting.
std::shared_ptr<const CompiledQuery> compile_query(std::string_view text, const Graph& graph,
                                                   const Parameters& parameters,
                                                   const std::vector<Procedure>& procedures,
                                                   bool may_create);

// Names and kinds of the parameters: what of them a compiled query depends on.
std::string signature(const Parameters& parameters);

}  // namespace zhengmai::exec
