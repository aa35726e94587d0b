// What the checker knows of every function: name, number and types of arguments, type of the
// result. What a function does is in query/values; a test there and here keeps the two in step.
//
// Cost: a look-up is a hash probe of a short string. Threads: immutable static data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "query/semantics/check.h"

namespace zhengmai {

struct FunctionSignature {
  static constexpr uint8_t kAnyNumber = 255;

  std::string_view name;  // as documented: "toUpper", "date.truncate"
  uint8_t min_arguments = 0;
  uint8_t max_arguments = 0;  // or kAnyNumber
  TypeSet result = type_set::kAny;
  // Of each argument; the last one holds for all further ones. Types that only running can judge
  // are kAny: openCypher wants range('a', 1) to fail when it runs.
  TypeSet arguments[3] = {type_set::kAny, type_set::kAny, type_set::kAny};
  bool aggregate = false;
  bool deterministic = true;  // false: rand(), and the like

  TypeSet argument(size_t i) const { return arguments[i < 3 ? i : 2]; }
};

// nullptr when there is no such function. Names are compared without case.
const FunctionSignature* find_signature(std::string_view name);

// All of them, by name.
std::span<const FunctionSignature> function_signatures();

}  // namespace zhengmai
