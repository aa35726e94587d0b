#include "query/values/compare.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "query/values/temporal.h"

namespace zhengmai {
namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();
const double kInfinity = std::numeric_limits<double>::infinity();

// Values of every kind, in their order; those of one inner list are equivalent.
std::vector<std::vector<Value>> ladder() {
  using V = Value;
  return {
      {V::map({})},
      {V::map({{"a", V::integer(1)}}), V::map({{"a", V::floating(1)}})},
      {V::map({{"a", V::integer(2)}})},
      {V::map({{"a", V::null()}})},
      {V::map({{"b", V::integer(1)}})},
      {V::node(3)},
      {V::node(4)},
      {V::relationship(0)},
      {V::list({})},
      {V::list({V::string("a")})},
      {V::list({V::integer(1)}), V::list({V::floating(1)})},
      {V::list({V::integer(1), V::null()}), V::list({V::floating(1), V::null()})},
      {V::list({V::null()})},
      {V::path({{1}, {}})},
      {V::path({{1, 2}, {0}})},
      {V::datetime(parse_datetime("2014-12-31T23:00Z")),
       V::datetime(parse_datetime("2014-12-31T23:00+00:00"))},
      {V::datetime(parse_datetime("2015-01-01T00:00+01:00"))},
      {V::local_datetime(parse_local_datetime("2015-01-01T00:00"))},
      {V::date(parse_date("2014-12-31"))},
      {V::date(parse_date("2015-01-01"))},
      {V::time(parse_time("12:00+02:00"))},
      {V::time(parse_time("11:00Z"))},
      {V::time(parse_time("12:00+01:00"))},
      {V::local_time(parse_local_time("00:00"))},
      {V::duration(parse_duration("P1D"))},
      {V::duration(parse_duration("PT24H1S"))},
      {V::duration(parse_duration("P1M"))},
      {V::string("")},
      {V::string("Z"), V::borrowed("Z")},
      {V::string("a")},
      {V::string("冷")},
      {V::boolean(false)},
      {V::boolean(true)},
      {V::floating(-kInfinity)},
      {V::integer(std::numeric_limits<int64_t>::min()), V::floating(-0x1p63)},
      {V::integer(-1)},
      {V::floating(-0.5)},
      {V::integer(0), V::floating(0.0), V::floating(-0.0)},
      {V::floating(1e-300)},
      {V::integer((int64_t{1} << 53)), V::floating(0x1p53)},
      {V::integer((int64_t{1} << 53) + 1)},
      {V::integer(std::numeric_limits<int64_t>::max())},
      {V::floating(0x1p63)},
      {V::floating(kInfinity)},
      {V::floating(kNaN), V::floating(-kNaN)},
      {V::null()},
  };
}

TEST_CASE("the order is total over all kinds, and zero exactly for equivalent values") {
  const auto steps = ladder();
  for (size_t i = 0; i < steps.size(); ++i)
    for (size_t j = 0; j < steps.size(); ++j)
      for (const Value& a : steps[i])
        for (const Value& b : steps[j]) {
          INFO(i << " " << j);
          CHECK((order(a, b) < 0) == (i < j));
          CHECK((order(a, b) > 0) == (i > j));
          CHECK(equivalent(a, b) == (i == j));
          if (i == j) CHECK(hash(a) == hash(b));
        }
}

TEST_CASE("different values seldom share a hash") {
  std::vector<uint64_t> hashes;
  for (const auto& step : ladder()) hashes.push_back(hash(step[0]));
  for (int64_t i = -5000; i < 5000; ++i) hashes.push_back(hash(Value::integer(i * 1'000'003 + 7)));
  for (int i = 0; i < 5000; ++i) hashes.push_back(hash(Value::string(std::to_string(i))));
  std::sort(hashes.begin(), hashes.end());
  CHECK(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
}

TEST_CASE("equality is unknown for null, also inside lists and maps") {
  using V = Value;
  const V null, one = V::integer(1), two = V::integer(2);
  const struct {
    Value a, b;
    Ternary expected;
  } cases[] = {
      {null, null, Ternary::kNull},
      {null, one, Ternary::kNull},
      {one, V::floating(1), Ternary::kTrue},
      {one, V::string("1"), Ternary::kFalse},
      {V::floating(kNaN), V::floating(kNaN), Ternary::kFalse},
      {V::list({one, null}), V::list({one, null}), Ternary::kNull},
      {V::list({one, null}), V::list({two, null}), Ternary::kFalse},
      {V::list({null, one}), V::list({null, two}), Ternary::kFalse},
      {V::list({one}), V::list({one, null}), Ternary::kFalse},
      {V::list({one, V::list({null})}), V::list({one, V::list({two})}), Ternary::kNull},
      {V::map({{"a", null}}), V::map({{"a", null}}), Ternary::kNull},
      {V::map({{"a", null}}), V::map({{"b", null}}), Ternary::kFalse},
      {V::map({{"a", one}, {"b", null}}), V::map({{"a", two}, {"b", null}}), Ternary::kFalse},
      {V::map({}), V::list({}), Ternary::kFalse},
      {V::node(1), V::node(1), Ternary::kTrue},
      {V::node(1), V::relationship(1), Ternary::kFalse},
      {V::path({{1, 2}, {0}}), V::path({{1, 2}, {0}}), Ternary::kTrue},
  };
  for (const auto& c : cases) {
    CHECK(equals(c.a, c.b) == c.expected);
    CHECK(equals(c.b, c.a) == c.expected);
  }
}

TEST_CASE("only values of one kind have an order that < sees") {
  using V = Value;
  const V null;
  const struct {
    Value a, b;
    Ternary less, greater_equal;
  } cases[] = {
      {V::integer(1), V::floating(1.5), Ternary::kTrue, Ternary::kFalse},
      {V::integer(2), V::integer(2), Ternary::kFalse, Ternary::kTrue},
      {V::floating(kNaN), V::integer(1), Ternary::kFalse, Ternary::kFalse},
      {V::integer(1), V::string("a"), Ternary::kNull, Ternary::kNull},
      {V::string("B"), V::string("a"), Ternary::kTrue, Ternary::kFalse},
      {V::boolean(false), V::boolean(true), Ternary::kTrue, Ternary::kFalse},
      {V::map({}), V::map({}), Ternary::kNull, Ternary::kNull},
      {V::node(1), V::node(2), Ternary::kNull, Ternary::kNull},
      {V::duration({1, 0, 0, 0}), V::duration({2, 0, 0, 0}), Ternary::kNull, Ternary::kNull},
      {V::date({1}), V::date({2}), Ternary::kTrue, Ternary::kFalse},
      {V::date({1}), V::local_datetime({2, 0}), Ternary::kNull, Ternary::kNull},
      {V::list({V::integer(1)}), V::list({V::integer(1), null}), Ternary::kTrue, Ternary::kFalse},
      {V::list({V::integer(1), V::integer(2)}), V::list({V::integer(1), null}), Ternary::kNull,
       Ternary::kNull},
      {V::list({V::integer(2), null}), V::list({V::integer(1), null}), Ternary::kFalse,
       Ternary::kTrue},
      {V::list({V::integer(1)}), V::list({V::string("a")}), Ternary::kNull, Ternary::kNull},
  };
  for (const auto& c : cases) {
    CHECK(compare(Comparison::kLess, c.a, c.b) == c.less);
    CHECK(compare(Comparison::kGreaterEqual, c.a, c.b) == c.greater_equal);
    CHECK(compare(Comparison::kGreater, c.b, c.a) == c.less);
    CHECK(compare(Comparison::kLessEqual, c.b, c.a) == c.greater_equal);
  }
}

TEST_CASE("integers and floats compare by their exact values, as long doubles do") {
  std::mt19937_64 random(2);
  for (int i = 0; i < 200'000; ++i) {
    const int64_t a = static_cast<int64_t>(random()) >> (random() % 64);
    // Floats around the integer, and any bits at all.
    const double near = std::nextafter(double(a), i % 2 == 0 ? 1e300 : -1e300);
    double any = 0;
    const uint64_t bits = random();
    std::copy_n(reinterpret_cast<const char*>(&bits), 8, reinterpret_cast<char*>(&any));
    for (const double b : {double(a), near, any}) {
      // A long double holds every 64-bit integer on the machines where it is wider than a double.
      if (std::numeric_limits<long double>::digits < 64) return;
      const auto expected = static_cast<long double>(a) <=> static_cast<long double>(b);
      REQUIRE(bool(compare_exactly(a, b) < 0) == bool(expected < 0));
      REQUIRE(bool(compare_exactly(a, b) > 0) == bool(expected > 0));
    }
  }
}

TEST_CASE("three-valued logic follows its truth tables") {
  using enum Ternary;
  CHECK(conjunction(kNull, kFalse) == kFalse);
  CHECK(conjunction(kNull, kTrue) == kNull);
  CHECK(conjunction(kTrue, kTrue) == kTrue);
  CHECK(disjunction(kNull, kTrue) == kTrue);
  CHECK(disjunction(kNull, kFalse) == kNull);
  CHECK(exclusive(kTrue, kFalse) == kTrue);
  CHECK(exclusive(kTrue, kNull) == kNull);
  CHECK(negate(kNull) == kNull);
}

}  // namespace
}  // namespace zhengmai
