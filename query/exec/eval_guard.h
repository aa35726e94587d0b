// Gives a fault found deep in a value's computation its place in the query.
#pragma once

#include <utility>

#include "query/exec/evaluator.h"

namespace zhengmai::exec {

template <typename Body>
auto guarded(Frame& frame, SourceRange range, Body&& body) {
  try {
    return std::forward<Body>(body)();
  } catch (const EvaluationError& error) {
    frame.context.run().raise(error, range);
  }
}

}  // namespace zhengmai::exec
