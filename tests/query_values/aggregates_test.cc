#include "query/values/aggregates.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

#include "query/values/compare.h"
#include "query/values/error.h"
#include "query/values/value_text.h"

namespace zhengmai {
namespace {

using V = Value;

std::unique_ptr<Aggregate> make(const char* name, bool distinct, const Value& parameter) {
  auto aggregate = make_aggregate(*find_aggregate(name), distinct);
  if (!parameter.is_null()) aggregate->set_parameter(parameter);
  return aggregate;
}

std::string run(const char* name, const List& values, bool distinct = false,
                const Value& parameter = {}) {
  const auto aggregate = make(name, distinct, parameter);
  for (const Value& v : values) aggregate->add(v);
  const Graph graph;
  return to_text(aggregate->finish(), graph);
}

TEST_CASE("aggregates over values and over nothing") {
  const List mixed = {V::integer(1), V::null(), V::floating(2.5), V::integer(1)};
  const List empty;
  CHECK(run("count", mixed) == "3");
  CHECK(run("COUNT", mixed, true) == "2");
  CHECK(run("sum", mixed) == "4.5");
  CHECK(run("sum", mixed, true) == "3.5");
  CHECK(run("sum", {V::integer(1), V::integer(2)}) == "3");
  CHECK(run("avg", {V::integer(1), V::integer(2)}) == "1.5");
  CHECK(run("min", mixed) == "1");
  CHECK(run("max", mixed) == "2.5");
  CHECK(run("collect", mixed) == "[1, 2.5, 1]");
  CHECK(run("collect", {V::integer(1), V::floating(1), V::string("a")}, true) == "[1, 'a']");
  CHECK(run("stDev", {V::integer(2), V::integer(4), V::integer(6)}) == "2.0");
  CHECK(run("stDevP", {V::integer(2), V::integer(4)}) == "1.0");
  CHECK(run("percentileDisc", {V::integer(10), V::integer(20), V::integer(30)}, false,
            V::floating(0.5)) == "20");
  CHECK(run("percentileCont", {V::integer(10), V::integer(20)}, false, V::floating(0.25)) == "12.5");
  CHECK(run("sum", {V::duration({1, 0, 0, 0}), V::duration({0, 2, 0, 0})}) == "'P1M2D'");
  CHECK(run("avg", {V::duration({0, 2, 0, 0}), V::duration({0, 4, 0, 0})}) == "'P3D'");
  CHECK(run("count", empty) == "0");
  CHECK(run("sum", empty) == "0");
  for (const char* name : {"avg", "min", "max"}) CHECK(run(name, empty) == "null");
  CHECK(run("collect", empty) == "[]");
  CHECK(run("stDev", empty) == "0.0");
  CHECK(run("percentileDisc", empty, false, V::integer(1)) == "null");
  CHECK_FALSE(find_aggregate("median"));
  CHECK(arity(AggregateKind::kCountAll) == 0);
  CHECK(arity(AggregateKind::kPercentileCont) == 2);
}

TEST_CASE("min and max go by the order of all kinds") {
  const List mixed = {V::integer(1), V::string("a"), V::list({V::integer(1)}), V::boolean(true)};
  CHECK(run("max", mixed) == "1");
  CHECK(run("min", mixed) == "[1]");
}

TEST_CASE("integers only need to fit in the end") {
  const Value large = V::integer(INT64_MAX);
  CHECK(run("sum", {large, large, V::integer(-INT64_MAX)}) == "9223372036854775807");
  CHECK_THROWS_WITH(run("sum", {large, V::integer(1)}), "the sum does not fit a 64-bit integer");
  CHECK(run("avg", {large, large}) == "9.223372036854776E18");
}

TEST_CASE("wrong kinds and percentiles are refused") {
  CHECK_THROWS_WITH(run("sum", {V::string("a")}),
                    "sum() expects numbers or durations, not a String");
  CHECK_THROWS_WITH(run("avg", {V::integer(1), V::duration({})}),
                    "avg() cannot mix numbers and durations");
  CHECK_THROWS_WITH(run("stDev", {V::boolean(true)}), "stDev() expects numbers, not a Boolean");
  CHECK_THROWS_WITH(run("percentileCont", {}, false, V::floating(1.1)),
                    "percentileCont(): the percentile must be between 0 and 1, not 1.1");
}

TEST_CASE("merging parts gives what one run gives, for every aggregate and any cut") {
  std::mt19937_64 random(9);
  List values;
  for (int i = 0; i < 500; ++i) {
    if (i % 7 == 0) values.push_back(V::null());
    else if (i % 3 == 0) values.push_back(V::integer(int64_t(random() % 50)));
    else values.push_back(V::floating(std::ldexp(double(random() % 1000), int(random() % 60) - 30)));
  }
  for (const char* name : {"count", "sum", "avg", "min", "max", "collect", "percentileCont",
                           "percentileDisc"}) {
    for (const bool distinct : {false, true}) {
      const Value parameter = std::string(name).starts_with("p") ? V::floating(0.3) : V::null();
      const std::string expected = run(name, values, distinct, parameter);
      for (int parts = 2; parts < 12; ++parts) {
        const auto total = make(name, distinct, parameter);
        for (int p = 0; p < parts; ++p) {
          const auto part = make(name, distinct, parameter);
          for (size_t i = values.size() * p / parts; i < values.size() * (p + 1) / parts; ++i)
            part->add(values[i]);
          total->merge(*part);
        }
        const Graph graph;
        INFO(name << " " << distinct << " " << parts);
        CHECK(to_text(total->finish(), graph) == expected);
      }
    }
  }
}

TEST_CASE("sums of floats do not depend on the order, and are the true sum rounded once") {
  std::mt19937_64 random(10);
  for (int round = 0; round < 200; ++round) {
    // Integers scaled by powers of two whose true sum fits 128 bits: an exact oracle.
    std::vector<double> values;
    __extension__ __int128 exact = 0;
    for (int i = 0; i < 100; ++i) {
      const int64_t mantissa = int64_t(random() % (uint64_t{1} << 53)) - (int64_t{1} << 52);
      const int shift = int(random() % 60);
      values.push_back(std::ldexp(double(mantissa), shift));
      exact += static_cast<decltype(exact)>(mantissa) << shift;
    }
    ExactSum sum;
    for (const double v : values) sum.add(v);
    CHECK(sum.value() == static_cast<double>(exact));
    std::shuffle(values.begin(), values.end(), random);
    ExactSum left, right;
    for (size_t i = 0; i < values.size(); ++i) (i % 3 == 0 ? left : right).add(values[i]);
    left.merge(right);
    CHECK(left.value() == sum.value());
  }
  ExactSum tenths;
  for (int i = 0; i < 10; ++i) tenths.add(0.1);
  CHECK(tenths.value() == 1.0);
  ExactSum infinite;
  infinite.add(INFINITY);
  infinite.add(1);
  CHECK(infinite.value() == INFINITY);
  infinite.add(-INFINITY);
  CHECK(std::isnan(infinite.value()));
}

TEST_CASE("the standard deviation holds where values are large and close together") {
  List values;
  for (const int i : {4, 7, 13, 16}) values.push_back(V::floating(1e9 + i));
  CHECK(run("stDev", values) == "5.477225575051661");
}

}  // namespace
}  // namespace zhengmai
