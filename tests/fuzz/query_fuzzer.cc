// Any text → rows on a small graph, within limits. Whatever it is, the answer is rows or an Error.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "graph/memory/builder.h"
#include "graph/model/error.h"
#include "query/exec/engine.h"
#include "tests/fuzz/work_limit.h"

namespace {

// Six nodes with loops, parallel relationships, a dead end and every kind of property.
zhengmai::Graph small_graph() {
  using zhengmai::Value;
  zhengmai::GraphBuilder b;
  const auto a = b.add_node({"A"}, {{"name", Value::string("a")}, {"num", Value::integer(1)}});
  const auto c =
      b.add_node({"A", "B"}, {{"name", Value::string("措施")}, {"num", Value::floating(2.5)}});
  const auto d = b.add_node({"B"}, {{"list", Value::list({Value::integer(1), Value::null()})}});
  const auto e = b.add_node({}, {{"flag", Value::boolean(true)}});
  const auto f = b.add_node({"Measure"}, {{"ordinal", Value::integer(3)}});
  b.add_node({"Agency"}, {{"name", Value::string("x")}});
  b.add_relationship("T", a, c, {{"num", Value::integer(1)}});
  b.add_relationship("T", a, c, {});
  b.add_relationship("T", c, d, {{"num", Value::integer(2)}});
  b.add_relationship("U", d, a, {});
  b.add_relationship("U", e, e, {});
  b.add_relationship("ASSIGNED_TO", f, a, {{"role", Value::string("lead")}});
  return std::move(b).freeze();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const WorkLimit limit;
  static const zhengmai::Graph graph = small_graph();
  const std::string text(reinterpret_cast<const char*>(data), size);
  zhengmai::QueryLimits limits;
  limits.timeout = std::chrono::milliseconds(300);
  limits.max_rows = 10'000;
  limits.max_memory_bytes = uint64_t{64} << 20;
  const zhengmai::Parameters parameters = {{"p", zhengmai::Value::integer(1)},
                                           {"s", zhengmai::Value::string("a")}};
  try {
    zhengmai::Engine(graph).run(text, parameters, limits);
  } catch (const zhengmai::Error&) {
  }
  return 0;
}
