// The query engine's front door: text in, rows out.
//
//   Engine engine(graph);
//   Result r = engine.run("MATCH (m:措施)-[:责任单位]->(a:机构) RETURN a.name, count(m) AS n "
//                         "ORDER BY n DESC LIMIT 5");
//   for (size_t i = 0; i < r.row_count(); ++i) use(r.at(i, 0).as_string(), r.at(i, 1).as_integer());
//
// Values in a result may borrow from the graph and hold its node and relationship ids: keep the
// graph alive. The same query on the same graph gives the same rows in the same order.
//
// Errors: QueryError (query/syntax/diagnostics.h) with every independent problem found, LimitError
// for time, memory, rows or nesting, Interrupted when `interrupt` is set.
// Threads: one Engine may be used from several threads; each run is independent. Compiled queries
// are cached by text.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/graph.h"
#include "graph/model/value.h"
#include "query/procedures/procedure.h"
#include "query/syntax/diagnostics.h"

namespace zhengmai {

using Parameters = std::map<std::string, Value, std::less<>>;

struct QueryLimits {
  std::optional<std::chrono::milliseconds> timeout;
  uint64_t max_memory_bytes = uint64_t{4} << 30;
  uint64_t max_rows = UINT64_MAX;
  const std::atomic<bool>* interrupt = nullptr;  // polled; set by Ctrl-C
};

// One operator of a plan, after PROFILE or EXPLAIN.
struct PlanNode {
  std::string name;     // "Expand", "NodeByLabel", "TopK" …
  std::string detail;   // "(m)-[:ASSIGNED_TO]->(a)"
  double estimated_rows = 0;
  std::optional<uint64_t> rows;       // PROFILE only
  std::optional<double> milliseconds; // PROFILE only, own time
  std::optional<uint64_t> bytes;      // PROFILE only, at the peak
  std::vector<PlanNode> children;
};

struct Result {
  std::vector<std::string> columns;
  std::vector<Value> cells;  // row by row
  std::vector<Diagnostic> warnings;
  std::optional<PlanNode> plan;  // EXPLAIN and PROFILE
  double compile_ms = 0;
  double run_ms = 0;
  uint64_t peak_bytes = 0;   // of the values and operators, as counted for the memory limit

  size_t row_count() const { return columns.empty() ? 0 : cells.size() / columns.size(); }
  const Value& at(size_t row, size_t column) const { return cells[row * columns.size() + column]; }
  std::span<const Value> row(size_t i) const {
    return std::span(cells).subspan(i * columns.size(), columns.size());
  }
};

class Engine {
 public:
  // REQUIRES: `graph` outlives the engine.
  explicit Engine(const Graph& graph);
  ~Engine();
  Engine(Engine&&) noexcept;

  // Parses, checks, plans and runs. EXPLAIN returns no rows, only the plan.
  Result run(std::string_view text, const Parameters& parameters = {},
             const QueryLimits& limits = {}) const;

  // The same, a row at a time; `row` returns false to stop. `columns` is called first.
  struct RowSink {
    std::function<void(std::span<const std::string>)> columns;
    std::function<bool(std::span<const Value>)> row;
  };
  // Cells of the result stay empty.
  Result stream(std::string_view text, const Parameters& parameters, const QueryLimits& limits,
                const RowSink& sink) const;

  void register_procedure(Procedure procedure);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A graph that statements with CREATE may extend: `zhengmai query --scratch` and the TCK's set-ups.
// Each run that creates freezes a new graph. Threads: one thread.
class ScratchEngine {
 public:
  ScratchEngine();
  explicit ScratchEngine(Graph start);
  ~ScratchEngine();

  Result run(std::string_view text, const Parameters& parameters = {},
             const QueryLimits& limits = {});
  void register_procedure(Procedure procedure);
  const Graph& graph() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace zhengmai
