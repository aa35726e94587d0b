// The functions of the query language, by name.
//
//   const Function* f = find_function("toUpper");     // once, at compile time
//   const Value v = call(*f, context, arguments);     // per row
//
// Aggregates are in aggregates.h. Functions that need variables of their own (reduce, any, all …)
// or the pattern matcher (shortestPath, exists of a pattern) belong to the engine.
//
// Cost: a look-up is a hash probe; a call is a call through a pointer.
// Errors: EvaluationError (error.h). Threads: the context is per thread, everything else immutable.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "graph/memory/graph.h"
#include "graph/model/value.h"

namespace zhengmai {

// A moment: nanoseconds are counted from the second.
struct Instant {
  int64_t seconds = 0;  // since 1970-01-01T00:00:00Z
  int32_t nanos = 0;    // 0 … 999 999 999
};

// The moment now, by the system's clock.
Instant now();

// What a call may look at besides its arguments.
struct FunctionContext {
  const Graph& graph;
  Instant statement_start = now();  // date(), datetime(), timestamp() … of one statement agree
};

using FunctionBody = Value (*)(const FunctionContext&, std::span<const Value>);

struct Function {
  static constexpr uint8_t kAnyNumber = 255;

  std::string_view name;       // as documented: "toUpper", "date.truncate"
  uint8_t min_arguments = 0;
  uint8_t max_arguments = 0;   // or kAnyNumber
  bool null_in_null_out = true;  // any null argument makes the result null, without a call
  bool pure = true;              // the result depends on the arguments alone: foldable
  FunctionBody body = nullptr;
};

// nullptr when there is no such function. Names are compared without case.
const Function* find_function(std::string_view name);

// Every function, by name.
std::span<const Function> all_functions();

// REQUIRES: the number of arguments is within the function's bounds.
inline Value call(const Function& function, const FunctionContext& context,
                  std::span<const Value> arguments) {
  if (function.null_in_null_out)
    for (const Value& argument : arguments)
      if (argument.is_null()) return {};
  return function.body(context, arguments);
}

}  // namespace zhengmai
