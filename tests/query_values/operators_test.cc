#include "query/values/operators.h"

#include <catch2/catch.hpp>

#include <string>

#include "graph/memory/builder.h"
#include "query/syntax/parse.h"
#include "query/values/error.h"
#include "query/values/value_text.h"
#include "tests/query_values/expression_table.h"

namespace zhengmai {
namespace {

using testing::check_failures;
using testing::check_results;

TEST_CASE("operators give what they should") {
  check_results({
      {"1 + 2", "3"},
      {"1 + 2.5", "3.5"},
      {"'a' + 1", "'a1'"},
      {"1.5 + 'a'", "'1.5a'"},
      {"'冷' + '链'", "'冷链'"},
      {"[1] + [2, 3]", "[1, 2, 3]"},
      {"[1] + 2", "[1, 2]"},
      {"1 + [2]", "[1, 2]"},
      {"1 + null", "null"},
      {"null + [1]", "null"},
      {"7 / 2", "3"},
      {"-7 / 2", "-3"},
      {"7 / 2.0", "3.5"},
      {"1 / 0.0", "Infinity"},
      {"-1 / 0.0", "-Infinity"},
      {"0.0 / 0.0", "NaN"},
      {"-7 % 3", "-1"},
      {"7.5 % 2", "1.5"},
      {"2 ^ 10", "1024.0"},
      {"2 ^ -1", "0.5"},
      {"-(1)", "-1"},
      {"-0.0", "0.0"},
      {"-(0.0)", "0.0"},
      {"9223372036854775806 + 1", "9223372036854775807"},
      {"1 IN [1.0]", "true"},
      {"1 IN [2, null]", "null"},
      {"null IN []", "false"},
      {"null IN [1]", "null"},
      {"1 IN null", "null"},
      {"[1] IN [[1, null], [1]]", "true"},
      {"'冷链物流' STARTS WITH '冷链'", "true"},
      {"'冷链物流' ENDS WITH '冷链'", "false"},
      {"'冷链物流' CONTAINS '链物'", "true"},
      {"'a' CONTAINS ''", "true"},
      {"'a' CONTAINS 1", "null"},
      {"'冷链物流' =~ '冷.{2}流'", "true"},
      {"'冷链物流' =~ '冷链'", "false"},
      {"'ABC' =~ '(?i)abc'", "true"},
      {"null =~ 'a'", "null"},
      {"[1, 2, 3][0]", "1"},
      {"[1, 2, 3][-1]", "3"},
      {"[1, 2, 3][3]", "null"},
      {"[1, 2, 3][-4]", "null"},
      {"[1, 2, 3][null]", "null"},
      {"{a: 1}['a']", "1"},
      {"{a: 1}['b']", "null"},
      {"[1, 2, 3, 4][1..3]", "[2, 3]"},
      {"[1, 2, 3, 4][..-1]", "[1, 2, 3]"},
      {"[1, 2, 3, 4][-2..]", "[3, 4]"},
      {"[1, 2, 3, 4][3..1]", "[]"},
      {"[1, 2, 3, 4][-99..99]", "[1, 2, 3, 4]"},
      {"[1, 2][null..]", "null"},
      {"{a: {b: 2}}.a.b", "2"},
      {"null.a", "null"},
      {"true AND null", "null"},
      {"false AND null", "false"},
      {"true XOR null", "null"},
  });
}

TEST_CASE("operators say which operands they cannot use") {
  check_failures({
      {"1 + true", "TypeError", "InvalidArgumentType", "'+' does not apply to Integer and Boolean"},
      {"{} - 1", "TypeError", "InvalidArgumentType", "'-' does not apply to Map and Integer"},
      {"'a' * 2", "TypeError", "InvalidArgumentType", "'*' does not apply to String and Integer"},
      {"-'a'", "TypeError", "InvalidArgumentType",
       "unary '-' expects a number or a duration, not a String"},
      {"9223372036854775807 + 1", "ArithmeticError", "IntegerOverflow",
       "9223372036854775807 + 1 does not fit a 64-bit integer"},
      {"4611686018427387904 * 2", "ArithmeticError", "IntegerOverflow",
       "4611686018427387904 * 2 does not fit a 64-bit integer"},
      {"(-9223372036854775807 - 1) / -1", "ArithmeticError", "IntegerOverflow",
       "-(-9223372036854775808) does not fit a 64-bit integer"},
      {"1 / 0", "ArithmeticError", "DivisionByZero", "1 / 0: an integer is divided by zero"},
      {"1 % 0", "ArithmeticError", "DivisionByZero", "1 % 0: an integer is divided by zero"},
      {"duration('P1D') / 0", "ArithmeticError", "DivisionByZero", "a duration is divided by zero"},
      {"'a' =~ '('", "ArgumentError", "InvalidArgumentValue",
       "the regular expression '(' is malformed: missing ): ("},
      {"1 IN 2", "TypeError", "InvalidArgumentType", "IN expects a list, not an Integer"},
      {"[1]['a']", "TypeError", "ListElementAccessByNonInteger",
       "a list's index expects an integer, not a String"},
      {"{a: 1}[1]", "TypeError", "MapElementAccessByNonString",
       "a key expects text, not an Integer"},
      {"'abc'[0]", "TypeError", "InvalidArgumentType",
       "[…] expects a list, a map, a node or a relationship, not a String"},
      {"[1]['a'..]", "TypeError", "InvalidArgumentType",
       "a list's slice expects integers, not a String"},
      {"NOT 1", "TypeError", "InvalidArgumentType",
       "a condition expects true, false or null, not an Integer"},
      {"'abc'.length", "TypeError", "InvalidArgumentType",
       ".length expects a node, a relationship, a map or a temporal value, not a String"},
  });
}

TEST_CASE("no operator crashes on any two values") {
  using V = Value;
  const int64_t low = INT64_MIN, high = INT64_MAX;
  const std::vector<Value> any = {
      {}, V::boolean(true), V::integer(0), V::integer(-1), V::integer(low), V::integer(high),
      V::floating(0.0), V::floating(1e308), V::floating(0.0 / 0.0), V::string("冷链"), V::string("("),
      V::list({V::null(), V::integer(1)}), V::map({{"a", V::integer(1)}}), V::path({{0}, {}}),
      V::date({0}), V::date({365'000'000'000}), V::local_time({0}), V::time({0, 64'800}),
      V::local_datetime({-31'556'889'864'403'199, 0}), V::datetime({{0, 0}, 3600, ""}),
      V::duration({high, high, high, 999'999'999}), V::duration({low, low, low, 0}),
      V::duration({1, 1, 1, 1})};
  GraphBuilder builder;
  builder.add_node({"A"}, {});  // the path's
  const Graph graph = std::move(builder).freeze();
  int thrown = 0, computed = 0;
  const auto attempt = [&](auto operation) {
    try {
      operation();
      ++computed;
    } catch (const EvaluationError&) {
      ++thrown;
    }
  };
  for (const Value& a : any) {
    attempt([&] { negate(a); });
    attempt([&] { truth(a); });
    attempt([&] { property(graph, a, "epochMillis"); });
    attempt([&] { property(graph, a, "nanoseconds"); });
    attempt([&] { to_text(a, graph); });
    for (const Value& b : any) {
      for (const auto operation : {add, subtract, multiply, divide, modulo, power})
        attempt([&] { operation(a, b); });
      for (const auto operation : {in_list, starts_with, ends_with, zhengmai::contains, matches})
        attempt([&] { operation(a, b); });
      attempt([&] { element(graph, a, b); });
      attempt([&] { slice(a, &b, nullptr); });
      attempt([&] { slice(a, nullptr, &b); });
      attempt([&] { equals(a, b); });
      attempt([&] { compare(Comparison::kLess, a, b); });
      CHECK((order(a, b) == 0) == (order(b, a) == 0));
    }
  }
  CHECK(thrown > 1000);
  CHECK(computed > 1000);
}

TEST_CASE("a hostile regular expression stays linear") {
  const Value text = Value::string(std::string(100'000, 'a') + "b");
  CHECK(matches(text, Value::string("(a+)+$")) == Ternary::kFalse);
}

TEST_CASE("an error becomes a diagnostic at the place that the engine names") {
  try {
    divide(Value::integer(1), Value::integer(0));
    FAIL("no error");
  } catch (const EvaluationError& e) {
    const Diagnostic d = e.at({7, 12});
    CHECK(d.range.begin == 7);
    CHECK(d.range.end == 12);
    CHECK(d.type == "ArithmeticError");
    CHECK(d.phase == "runtime");
    CHECK(d.detail == "DivisionByZero");
    CHECK_FALSE(d.hint.empty());
  }
}

}  // namespace
}  // namespace zhengmai
