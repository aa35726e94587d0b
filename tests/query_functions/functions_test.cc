#include "query/values/functions.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>
#include <string>

#include "query/syntax/parse.h"
#include "query/values/error.h"
#include "query/values/value_text.h"
#include "tests/query_values/expression_table.h"

namespace zhengmai {
namespace {

using testing::check_failures;
using testing::check_results;
using testing::evaluate;

TEST_CASE("functions give what they should") {
  check_results({
      // Text, by code points.
      {"size('冷链')", "2"},
      {"char_length('冷链a')", "3"},
      {"left('冷链物流', 2)", "'冷链'"},
      {"left('冷链', 9)", "'冷链'"},
      {"right('冷链物流', 1)", "'流'"},
      {"right('冷链', 9)", "'冷链'"},
      {"substring('冷链物流', 1)", "'链物流'"},
      {"substring('冷链物流', 1, 2)", "'链物'"},
      {"substring('冷链', 5)", "''"},
      {"reverse('冷链a')", "'a链冷'"},
      {"replace('冷链冷链', '链', '')", "'冷冷'"},
      {"replace('abc', '', 'x')", "'abc'"},
      {"split('a,b,,c', ',')", "['a', 'b', '', 'c']"},
      {"split('省商务厅、省发改委', '、')", "['省商务厅', '省发改委']"},
      {"split('a,b;c', [',', ';'])", "['a', 'b', 'c']"},
      {"split('冷链', '')", "['冷', '链']"},
      {"split('', ',')", "['']"},
      {"toUpper('aé冷')", "'AÉ冷'"},
      {"toLower('ÀB')", "'àb'"},
      {"upper('a') + lower('B')", "'Ab'"},
      {"trim('　 冷链\\t')", "'冷链'"},
      {"lTrim('  a ')", "'a '"},
      {"rTrim('  a ')", "'  a'"},
      {"bTrim('xxaxx', 'x')", "'a'"},
      {"normalize('ＡＩ', 'NFKC')", "'AI'"},
      // Lists.
      {"head([1, 2])", "1"},
      {"head([])", "null"},
      {"last([1, 2])", "2"},
      {"tail([1, 2, 3])", "[2, 3]"},
      {"tail([])", "[]"},
      {"reverse([1, 2])", "[2, 1]"},
      {"size([1, [2]])", "2"},
      {"isEmpty([])", "true"},
      {"isEmpty({a: 1})", "false"},
      {"range(1, 3)", "[1, 2, 3]"},
      {"range(3, 1)", "[]"},
      {"range(3, 1, -1)", "[3, 2, 1]"},
      {"range(-9223372036854775807, 9223372036854775807, 9223372036854775807)",
       "[-9223372036854775807, 0, 9223372036854775807]"},
      {"keys({b: 1, a: 2})", "['a', 'b']"},
      // Any kind.
      {"coalesce(null, 1, 2)", "1"},
      {"coalesce(null)", "null"},
      {"exists(null)", "false"},
      {"nullIf(1, 1.0)", "null"},
      {"nullIf(1, 2)", "1"},
      {"valueType([1])", "'List'"},
      // Numbers.
      {"abs(-3)", "3"},
      {"abs(-3.5)", "3.5"},
      {"sign(-2.5)", "-1"},
      {"ceil(1.2)", "2.0"},
      {"floor(-1.2)", "-2.0"},
      {"sqrt(16)", "4.0"},
      {"sqrt(-1)", "NaN"},
      {"exp(0)", "1.0"},
      {"log(e())", "1.0"},
      {"log10(1000)", "3.0"},
      {"atan2(0, 1)", "0.0"},
      {"degrees(pi())", "180.0"},
      {"radians(180) = pi()", "true"},
      {"haversin(0)", "0.0"},
      {"isNaN(0.0 / 0.0)", "true"},
      {"round(2.5)", "3.0"},
      {"round(-2.5)", "-2.0"},
      {"round(0.49999999999999994)", "0.0"},
      {"round(1.005, 2)", "1.01"},
      {"round(-1.55, 1)", "-1.6"},
      {"round(2.5, 0, 'HALF_EVEN')", "2.0"},
      {"round(2.5, 0, 'HALF_DOWN')", "2.0"},
      {"round(2.1, 0, 'UP')", "3.0"},
      {"round(-2.9, 0, 'DOWN')", "-2.0"},
      {"round(-2.1, 0, 'FLOOR')", "-3.0"},
      {"round(2.1, 0, 'CEILING')", "3.0"},
      {"round(1.5, 400)", "1.5"},
      // Conversions.
      {"toInteger('42')", "42"},
      {"toInteger(' -7 ')", "-7"},
      {"toInteger('2.9')", "2"},
      {"toInteger('1e3')", "1000"},
      {"toInteger('abc')", "null"},
      {"toInteger('9223372036854775808')", "null"},
      {"toInteger(-2.9)", "-2"},
      {"toInteger('inf')", "null"},
      {"toFloat('2.5')", "2.5"},
      {"toFloat(2)", "2.0"},
      {"toFloat('2.5x')", "null"},
      {"toBoolean('TRUE')", "true"},
      {"toBoolean('1')", "null"},
      {"toString(1.0)", "'1.0'"},
      {"toString(true)", "'true'"},
      {"toString(date('2015-07-21'))", "'2015-07-21'"},
      {"toIntegerOrNull([])", "null"},
      {"toFloatOrNull({})", "null"},
      {"toBooleanOrNull(1.5)", "null"},
      {"toStringOrNull([])", "null"},
      {"toIntegerList(['1', 2.5, [], null])", "[1, 2, null, null]"},
      {"toStringList([1, true])", "['1', 'true']"},
  });
}

TEST_CASE("functions say what they cannot use") {
  check_failures({
      {"toInteger(true)", "TypeError", "InvalidArgumentValue",
       "toInteger() expects a number or text, not a Boolean"},
      {"toInteger(1e30)", "ArithmeticError", "IntegerOverflow", "1.0E30 does not fit a 64-bit integer"},
      {"toString([1])", "TypeError", "InvalidArgumentValue",
       "toString() expects text, a number, a boolean or a date, not a List"},
      {"labels(1)", "TypeError", "InvalidArgumentValue", "labels() expects a node, not an Integer"},
      {"type('a')", "TypeError", "InvalidArgumentValue",
       "type() expects a relationship, not a String"},
      {"range(0, 1, 0)", "ArgumentError", "NumberOutOfRange", "range() cannot go in steps of 0"},
      {"range(0, 1.0)", "ArgumentError", "InvalidArgumentType",
       "range() expects integers, not a Float"},
      {"left('a', -1)", "ArgumentError", "NumberOutOfRange",
       "left() expects a number that is not negative, not -1"},
      {"substring('a', 0, -1)", "ArgumentError", "NumberOutOfRange",
       "substring() expects a number that is not negative, not -1"},
      {"sqrt('a')", "TypeError", "InvalidArgumentValue", "sqrt() expects a number, not a String"},
      {"size(1)", "TypeError", "InvalidArgumentValue",
       "size() expects text, a list or a map, not an Integer"},
      {"round(1.5, 0, 'SIDEWAYS')", "ArgumentError", "InvalidArgumentValue",
       "there is no rounding mode 'SIDEWAYS'"},
      {"normalize('a', 'NFX')", "ArgumentError", "InvalidArgumentValue",
       "there is no normal form 'NFX'"},
      {"abs(-9223372036854775807 - 1)", "ArithmeticError", "IntegerOverflow",
       "abs() of the smallest integer does not fit 64 bits"},
  });
  CHECK_THROWS_AS(evaluate("range(1, 100000000000)"), LimitError);
}

TEST_CASE("every function is found without regard to case, and is null for null") {
  const Graph graph;
  const FunctionContext context{graph};
  for (const Function& f : all_functions()) {
    std::string upper(f.name);
    std::transform(upper.begin(), upper.end(), upper.begin(), ::toupper);
    CHECK(find_function(upper) == find_function(f.name));
    REQUIRE(find_function(f.name)->name == f.name);
    if (!f.null_in_null_out || f.min_arguments == 0) continue;
    const std::vector<Value> nulls(f.min_arguments);
    CHECK(call(f, context, nulls).is_null());
  }
  CHECK(find_function("nosuch") == nullptr);
  CHECK(find_function("") == nullptr);
}

TEST_CASE("no function crashes on any kind of value") {
  const Graph graph;
  const FunctionContext context{graph};
  const std::vector<Value> any = {
      {}, Value::boolean(true), Value::integer(-1), Value::integer(INT64_MIN), Value::floating(1e308),
      Value::floating(0.0 / 0.0), Value::string(""), Value::string("冷链"), Value::list({}),
      Value::list({Value::null()}), Value::map({}), Value::map({{"year", Value::integer(INT64_MAX)}}),
      Value::path({{0}, {}}), Value::date({0}), Value::local_time({0}), Value::time({0, 0}),
      Value::local_datetime({}), Value::datetime({}), Value::duration({INT64_MAX, 0, INT64_MIN, 0})};
  int called = 0;
  for (const Function& f : all_functions()) {
    const int most = std::min<int>(f.max_arguments, 3);
    for (int n = f.min_arguments; n <= most; ++n) {
      std::vector<size_t> pick(n, 0);
      for (bool more = true; more;) {
        std::vector<Value> arguments;
        for (const size_t p : pick) arguments.push_back(any[p]);
        try {
          call(f, context, arguments);
        } catch (const Error&) {
        }
        ++called;
        more = false;
        for (size_t& p : pick) {
          if (++p < any.size()) {
            more = true;
            break;
          }
          p = 0;
        }
      }
    }
  }
  CHECK(called > 50'000);
}

TEST_CASE("the moments of one statement agree, and the clock's moves") {
  const Graph graph;
  const FunctionContext context{graph, {1'500'000'000, 5}};
  const auto at = [&](const char* name) {
    return to_text(call(*find_function(name), context, {}), graph, TextForm::kPlain);
  };
  CHECK(at("datetime") == "2017-07-14T02:40:00.000000005Z");
  CHECK(at("datetime.statement") == at("datetime"));
  CHECK(at("date.transaction") == "2017-07-14");
  CHECK(at("localtime") == "02:40:00.000000005");
  CHECK(at("timestamp") == "1500000000000");
  CHECK(at("datetime.realtime") > "2020");
  const std::vector<Value> zone = {Value::string("Asia/Shanghai")};
  CHECK(to_text(call(*find_function("localdatetime.statement"), context, zone), graph,
                TextForm::kPlain) == "2017-07-14T10:40:00.000000005");
}

TEST_CASE("random numbers are in range and identifiers well formed") {
  const Value first = evaluate("rand()");
  CHECK(first.as_float() >= 0);
  CHECK(first.as_float() < 1);
  CHECK(evaluate("rand() = rand()").as_boolean() == false);
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  for (int i = 0; i < 100; ++i)
    CHECK(std::regex_match(std::string(evaluate("randomUUID()").as_string()), form));
}

}  // namespace
}  // namespace zhengmai
