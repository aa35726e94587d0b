#include "query/semantics/functions_table.h"

#include <catch2/catch.hpp>

#include "query/values/functions.h"

using namespace zhengmai;  // NOLINT: a test

TEST_CASE("functions are found in any case of letters") {
  REQUIRE(find_signature("TOUPPER") != nullptr);
  CHECK(find_signature("TOUPPER")->name == "toUpper");
  CHECK(find_signature("duration.indays")->name == "duration.inDays");
  CHECK(find_signature("count")->aggregate);
  CHECK(find_signature("toUper") == nullptr);
}

TEST_CASE("the checker and the values agree on names and numbers of arguments") {
  for (const FunctionSignature& s : function_signatures()) {
    if (s.aggregate || s.name == "exists") continue;  // the engine's own
    CAPTURE(s.name);
    const Function* f = find_function(s.name);
    REQUIRE(f != nullptr);
    CHECK(f->name == s.name);
    CHECK(int(f->min_arguments) == int(s.min_arguments));
    CHECK(int(f->max_arguments) == int(s.max_arguments));
  }
  for (const Function& f : all_functions()) {
    CAPTURE(f.name);
    CHECK(find_signature(f.name) != nullptr);
  }
}
