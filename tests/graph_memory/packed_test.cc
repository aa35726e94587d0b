#include "graph/memory/packed.h"

#include <bit>
#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

#include "graph/memory/builder.h"

namespace zhengmai {
namespace {

// A graph of nodes whose property `x` has these values, one a node.
Graph graph_of(const std::vector<Value>& values) {
  GraphBuilder builder;
  for (const Value& value : values) builder.add_node({"A"}, {{"x", value}});
  return std::move(builder).freeze();
}

const Column& column_of(const Graph& graph) { return *graph.node_column(0, 0); }

}  // namespace

TEST_CASE("integers take the bytes that the largest of them needs") {
  struct Case {
    int64_t largest;
    size_t bytes;
  };
  using Limits64 = std::numeric_limits<int64_t>;
  for (const auto& [largest, bytes] :
       {Case{0, 1}, Case{127, 1}, Case{-128, 1}, Case{128, 2}, Case{-129, 2}, Case{32'767, 2},
        Case{32'768, 4}, Case{INT32_MIN, 4}, Case{int64_t{INT32_MAX} + 1, 8},
        Case{Limits64::min(), 8}, Case{Limits64::max(), 8}}) {
    const Graph graph = graph_of({Value::integer(-1), Value::integer(largest), Value::integer(7)});
    const Packed<int64_t> integers = column_of(graph).integers();
    CAPTURE(largest);
    CHECK(integers.size_bytes() == 3 * bytes);
    CHECK(integers[0] == -1);
    CHECK(integers[1] == largest);
    CHECK(column_of(graph).get(1) == Value::integer(largest));
    integers.visit([&](auto plain) {
      CHECK(int64_t(plain[0]) == -1);
      CHECK(int64_t(plain[1]) == largest);
      CHECK(int64_t(plain[2]) == 7);
    });
  }
}

TEST_CASE("floats of which few differ become codes, and keep every bit") {
  std::vector<Value> values;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (int i = 0; i < 4000; ++i) {
    values.push_back(Value::floating(i % 5 == 0 ? -0.0 : i % 5 == 1 ? nan : 0.1 * (i % 300)));
  }
  const Graph graph = graph_of(values);
  const PackedFloats floats = column_of(graph).floats();
  REQUIRE(floats.coded());
  CHECK(floats.size() == 4000);
  CHECK(floats.values().size() < 300);
  CHECK(floats.size_bytes() < 4000 * 8 / 2);
  for (size_t i = 0; i < values.size(); ++i) {
    REQUIRE(std::bit_cast<uint64_t>(floats[i]) == std::bit_cast<uint64_t>(values[i].as_float()));
    REQUIRE(column_of(graph).get(uint32_t(i)).is_float());
  }
}

TEST_CASE("floats that differ are kept as they are") {
  std::vector<Value> values;
  for (int i = 0; i < 100; ++i) values.push_back(Value::floating(i / 7.0));
  const Graph graph = graph_of(values);
  const PackedFloats floats = column_of(graph).floats();
  CHECK_FALSE(floats.coded());
  for (int i = 0; i < 100; ++i) REQUIRE(floats[size_t(i)] == i / 7.0);
}

TEST_CASE("codes of texts take one byte up to 256 texts, two beyond") {
  for (const int texts : {256, 257}) {
    std::vector<Value> values;
    for (int i = 0; i < 4 * texts; ++i) {
      values.push_back(Value::string("text " + std::to_string(1000 + i % texts)));
    }
    const Graph graph = graph_of(values);
    const Column& column = column_of(graph);
    REQUIRE(column.kind() == ColumnKind::kDictionary);
    CHECK(column.codes().size_bytes() == size_t(4 * texts) * (texts == 256 ? 1 : 2));
    for (uint32_t i = 0; i < values.size(); ++i) REQUIRE(column.get(i) == values[i]);
  }
}

}  // namespace zhengmai
