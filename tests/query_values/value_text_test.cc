#include "query/values/value_text.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include "graph/memory/builder.h"

namespace zhengmai {
namespace {

TEST_CASE("floats are written as short as they read back") {
  const std::pair<double, const char*> cases[] = {
      {0.0, "0.0"},        {-0.0, "-0.0"},      {1.0, "1.0"},         {0.1, "0.1"},
      {-2.5, "-2.5"},      {1e15, "1000000000000000.0"}, {1e16, "1.0E16"}, {1e21, "1.0E21"},
      {1.5e300, "1.5E300"}, {1e-5, "0.00001"},  {1.5e-8, "1.5E-8"},   {5e-324, "5.0E-324"},
      {1.0 / 3, "0.3333333333333333"},
      {std::numeric_limits<double>::infinity(), "Infinity"},
      {-std::numeric_limits<double>::infinity(), "-Infinity"},
      {std::numeric_limits<double>::quiet_NaN(), "NaN"}};
  for (const auto& [number, expected] : cases) CHECK(float_text(number) == expected);

  std::mt19937_64 random(4);
  for (int i = 0; i < 100'000; ++i) {
    const uint64_t bits = random();
    double d = 0;
    std::copy_n(reinterpret_cast<const char*>(&bits), 8, reinterpret_cast<char*>(&d));
    if (std::isfinite(d)) REQUIRE(std::strtod(float_text(d).c_str(), nullptr) == d);
  }
}

TEST_CASE("nodes, relationships and paths are written as patterns") {
  GraphBuilder b;
  const NodeId a = b.add_node({"B", "A"}, {{"y", Value::string("it's")}, {"x", Value::integer(1)}});
  const NodeId c = b.add_node({}, {{"措施 1", Value::floating(2)}});
  const NodeId d = b.add_node({"省份"}, {});
  b.add_relationship("T", a, c, {{"since", Value::date({0})}});
  b.add_relationship("责任-单位", d, c, {});
  GraphBuilder::Renumbering ids;
  const Graph g = std::move(b).freeze(&ids);
  const auto text = [&](const Value& v) { return to_text(v, g); };
  CHECK(text(Value::node(ids.nodes[a])) == "(:A:B {x: 1, y: 'it\\'s'})");
  CHECK(text(Value::node(ids.nodes[c])) == "({`措施 1`: 2.0})");
  CHECK(text(Value::node(ids.nodes[d])) == "(:省份)");
  CHECK(text(Value::relationship(ids.relationships[0])) == "[:T {since: '1970-01-01'}]");
  CHECK(text(Value::relationship(ids.relationships[1])) == "[:`责任-单位`]");
  CHECK(text(Value::path({{ids.nodes[a], ids.nodes[c], ids.nodes[d]},
                          {ids.relationships[0], ids.relationships[1]}})) ==
        "<(:A:B {x: 1, y: 'it\\'s'})-[:T {since: '1970-01-01'}]->({`措施 1`: 2.0})"
        "<-[:`责任-单位`]-(:省份)>");
  CHECK(text(Value::path({{ids.nodes[d]}, {}})) == "<(:省份)>");
}

TEST_CASE("the plain form leaves text and dates bare, but only on their own") {
  const Graph g;
  const Value list = Value::list({Value::string("a"), Value::date({0}), Value::null()});
  CHECK(to_text(Value::string("it's"), g, TextForm::kPlain) == "it's");
  CHECK(to_text(Value::date({0}), g, TextForm::kPlain) == "1970-01-01");
  CHECK(to_text(list, g, TextForm::kPlain) == "['a', '1970-01-01', null]");
  CHECK(to_text(Value::map({{"k", Value::boolean(true)}, {"a b", Value::integer(1)}}), g) ==
        "{`a b`: 1, k: true}");
}

TEST_CASE("quotes, backslashes and control characters are escaped") {
  CHECK(quoted("a'b\\c\n\t\r\b\f\x01") == "'a\\'b\\\\c\\n\\t\\r\\b\\f\\u0001'");
  CHECK(name_text("a`b") == "`a``b`");
  CHECK(name_text("") == "``");
  CHECK(name_text("1a") == "`1a`");
  CHECK(name_text("机构") == "机构");
}

}  // namespace
}  // namespace zhengmai
