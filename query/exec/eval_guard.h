// Gives a fault found deep in a value's computation its place in the query.
#pragma once

#include <utility>

#include "query/exec/evaluator.h"

namespace zhengmai::exec {

// Counts as work what a call did with a long list or text, so that limits are looked at in time.
inline void tick_for(Frame& frame, const Value& v) {
  if (v.is_list()) frame.context.tick(static_cast<uint32_t>(v.as_list().size() / 8));
  if (v.is_string()) frame.context.tick(static_cast<uint32_t>(v.as_string().size() / 64));
}

template <typename Body>
auto guarded(Frame& frame, SourceRange range, Body&& body) {
  try {
    return std::forward<Body>(body)();
  } catch (const EvaluationError& error) {
    frame.context.run().raise(error, range);
  }
}

}  // namespace zhengmai::exec
