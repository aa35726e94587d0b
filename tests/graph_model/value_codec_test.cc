// Values survive the byte codec, have one spelling each, and damage is an error, never a crash.
#include "graph/model/value_codec.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "graph/model/error.h"
#include "graph/model/varint.h"

using namespace zhengmai;

namespace {

std::string encoded(const Value& value) {
  std::string out;
  encode_value(value, out);
  return out;
}

Value nested(int levels) {
  Value v = Value::integer(1);
  for (int i = 0; i < levels; ++i) v = Value::list({v});
  return v;
}

std::vector<Value> examples() {
  std::vector<Value> values = {
      Value::null(), Value::boolean(false), Value::boolean(true), Value::string(""),
      Value::string("省商务厅"), Value::string(std::string(300, 'x')), Value::list({}),
      Value::list({Value::null(), Value::string("a"), Value::list({Value::floating(0.5)})}),
      Value::map({}), Value::map({{"b", Value::integer(2)}, {"a", Value::null()}}),
      Value::date({-1}), Value::date({20'000}), Value::local_time({86'399'999'999'999}),
      Value::time({1, -43'200}), Value::local_datetime({-62'135'596'800, 999'999'999}),
      Value::datetime({{1, 2}, 28'800, "Asia/Shanghai"}), Value::datetime({{1, 2}, 0, ""}),
      Value::duration({-14, 3, -5, 999'999'999}), nested(kMaxValueDepth)};
  for (const int64_t i : {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{7}, int64_t{-8}, int64_t{64},
                          int64_t{1} << 40, std::numeric_limits<int64_t>::max(),
                          std::numeric_limits<int64_t>::min()}) {
    values.push_back(Value::integer(i));
  }
  for (const double d : {0.0, -0.0, 1.5, std::nan(""), std::numeric_limits<double>::infinity(),
                         std::numeric_limits<double>::denorm_min()}) {
    values.push_back(Value::floating(d));
  }
  return values;
}

}  // namespace

TEST_CASE("every kind of value survives encoding and decoding") {
  for (const Strings strings : {Strings::kOwned, Strings::kBorrowed}) {
    for (const Value& value : examples()) {
      const std::string bytes = encoded(value) + "rest";
      std::string_view in = bytes;
      CHECK(decode_value(in, strings) == value);
      CHECK(in == "rest");
    }
  }
}

TEST_CASE("borrowed strings point into the input") {
  const std::string bytes = encoded(Value::list({Value::string("福建省商务厅")}));
  std::string_view in = bytes;
  const Value list = decode_value(in, Strings::kBorrowed);
  const std::string_view text = list.as_list()[0].as_string();
  CHECK(text.data() >= bytes.data());
  CHECK(text.data() + text.size() <= bytes.data() + bytes.size());
}

TEST_CASE("small values are short") {
  CHECK(encoded(Value::integer(7)).size() == 1);
  CHECK(encoded(Value::integer(-70)).size() == 2);
  CHECK(encoded(Value::string("lead")).size() == 5);
  CHECK(encoded(Value::null()) == std::string(1, '\0'));
  CHECK(encoded(Value::boolean(true)) == "\x11");
  CHECK(encoded(Value::string("ab")) == "\x24" "ab");
}

TEST_CASE("a value cut short at any byte is refused") {
  for (const Value& value : examples()) {
    const std::string bytes = encoded(value);
    for (size_t n = 0; n < bytes.size(); ++n) {
      std::string_view in(bytes.data(), n);
      CHECK_THROWS_AS(decode_value(in), StoreError);
    }
  }
}

TEST_CASE("random bytes decode to a value with those bytes or are refused") {
  std::mt19937 random(7);
  int decoded = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string bytes(random() % 24, '\0');
    for (char& c : bytes) c = char(random() % 4 ? random() % 64 : random());
    std::string_view in = bytes;
    try {
      const Value value = decode_value(in);
      ++decoded;
      // One spelling each: what was read is what would be written.
      REQUIRE(encoded(value) == bytes.substr(0, bytes.size() - in.size()));
    } catch (const StoreError&) {
    }
  }
  CHECK(decoded > 1000);
}

TEST_CASE("ids of a graph cannot be encoded, nor can bottomless lists") {
  CHECK_THROWS_AS(encoded(Value::node(1)), InputError);
  CHECK_THROWS_AS(encoded(Value::list({Value::relationship(1)})), InputError);
  CHECK_THROWS_AS(encoded(Value::path({{1}, {}})), InputError);
  CHECK_THROWS_AS(encoded(nested(kMaxValueDepth + 1)), LimitError);
  const std::string deep(100'000, '\x15');  // lists of one item each
  std::string_view in = deep;
  CHECK_THROWS_AS(decode_value(in), StoreError);
}

TEST_CASE("varints refuse padding, overflow and truncation") {
  for (const std::string& bytes : {std::string("\x80\x00", 2), std::string(10, '\xff'),
                                   std::string("\x80"), std::string(),
                                   std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02")}) {
    std::string_view in = bytes;
    CHECK_THROWS_AS(take_varint(in), StoreError);
  }
  for (const uint64_t n : {uint64_t{0}, uint64_t{127}, uint64_t{128}, UINT64_MAX}) {
    std::string bytes;
    put_varint(bytes, n);
    std::string_view in = bytes;
    CHECK(take_varint(in) == n);
    CHECK(in.empty());
  }
}
