#include <catch2/catch.hpp>

#include <string>

#include "graph/model/error.h"
#include "graph/model/value_budget.h"

namespace zhengmai {
namespace {

TEST_CASE("a budget counts what values own, and what they give back") {
  const ValueBudget budget(1 << 20);
  CHECK(ValueBudget::used() == 0);
  {
    const Value text = Value::string(std::string(10'000, 'x'));
    const Value copy = text;  // shares its box
    const Value list = Value::list(List(1000));
    CHECK(ValueBudget::used() >= 10'000 + 1000 * sizeof(Value));
    CHECK(ValueBudget::used() < 30'000);
    CHECK(value_bytes(list) >= 1000 * sizeof(Value));
  }
  CHECK(ValueBudget::used() == 0);
}

TEST_CASE("values beyond the budget are refused, and the next ones fit again") {
  const Value before = Value::string(std::string(1 << 20, 'x'));  // not under the budget
  {
    const ValueBudget budget(100'000);
    CHECK_THROWS_AS(Value::string(std::string(200'000, 'x')), LimitError);
    CHECK_THROWS_AS(ValueBudget::require(100'001), LimitError);
    {
      const ValueBudget inner(10'000);
      CHECK_THROWS_AS(Value::string(std::string(20'000, 'x')), LimitError);
    }
    CHECK(Value::string(std::string(20'000, 'x')).is_string());
  }
  CHECK_NOTHROW(ValueBudget::require(uint64_t{1} << 40));
}

TEST_CASE("lists and maps may lie in one another to a depth, and have so many values in all") {
  Value list = Value::list({});
  for (uint32_t depth = 1; depth < ValueBudget::kMaxDepth; ++depth) {
    list = depth % 2 == 0 ? Value::list({list}) : Value::map({{"k", list}});
  }
  CHECK_THROWS_AS(Value::list({list}), LimitError);
  Value doubled = Value::list({Value::integer(1)});
  for (int i = 0; i < 24; ++i) doubled = Value::list({doubled, doubled});
  CHECK_THROWS_AS(Value::list({doubled, doubled}), LimitError);
}

}  // namespace
}  // namespace zhengmai
