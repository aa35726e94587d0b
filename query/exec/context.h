// One run of one query: its graph, parameters and limits.
//
// Threads: Run is shared by the threads of a query (its counters are atomic); each thread has a
// Context of its own.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <string_view>

#include "query/exec/engine.h"
#include "query/plan/logical.h"
#include "query/values/error.h"
#include "query/values/functions.h"

namespace zhengmai::exec {

// What PROFILE counts of an operator.
struct OperatorCounts {
  uint64_t rows = 0;          // handed on
  double downstream_ms = 0;   // spent by the operators above while it handed rows on
  uint64_t bytes = 0;         // taken from the memory budget, at the peak
};
using Profile = std::map<const plan::LogicalOp*, OperatorCounts>;

class Run {
 public:
  Run(const Graph& graph, const Parameters& parameters, const QueryLimits& limits,
      std::string_view text, std::span<const Procedure> procedures);

  const Graph& graph() const { return graph_; }
  const Parameters& parameters() const { return parameters_; }
  const QueryLimits& limits() const { return limits_; }
  std::string_view text() const { return text_; }
  const FunctionContext& functions() const { return functions_; }
  std::span<const Procedure> procedures() const { return procedures_; }

  // Throws LimitError past the deadline or beyond the memory budget, and Interrupted when the flag
  // is set.
  void check();
  // Counts memory held by operators; LimitError when that and this thread's values (ValueBudget)
  // are beyond the budget.
  void add_memory(int64_t bytes);
  // The most memory that was in use when anybody looked.
  uint64_t peak_memory() const { return peak_.load(std::memory_order_relaxed); }

  // Null unless the query is profiled.
  Profile* profile() const { return profile_; }
  void set_profile(Profile* profile) { profile_ = profile; }

  [[noreturn]] void raise(const EvaluationError& error, SourceRange range) const;

 private:
  const Graph& graph_;
  const Parameters& parameters_;
  const QueryLimits& limits_;
  std::string_view text_;
  std::span<const Procedure> procedures_;
  FunctionContext functions_;
  std::chrono::steady_clock::time_point deadline_;
  void weigh(int64_t held);

  std::atomic<int64_t> memory_{0};
  std::atomic<uint64_t> peak_{0};
  Profile* profile_ = nullptr;
};

class Context {
 public:
  Context(Run& run, size_t symbols) : run_(run), symbols_(symbols) {}

  // The context of a query's own chain, which starts from one row; those of subqueries and of
  // parts of a parallel scan are not.
  bool is_outermost() const { return outermost_; }
  void set_outermost(bool outermost) { outermost_ = outermost; }

  Run& run() { return run_; }
  const Graph& graph() const { return run_.graph(); }
  size_t symbols() const { return symbols_; }

  // Called for each unit of work; looks at the limits once in a while.
  void tick(uint32_t units = 1) {
    steps_ += units;
    if (steps_ >= kStepsBetweenChecks) {
      steps_ = 0;
      run_.check();
    }
  }

 private:
  static constexpr uint32_t kStepsBetweenChecks = 4096;

  Run& run_;
  size_t symbols_;
  bool outermost_ = false;
  uint32_t steps_ = 0;
};

}  // namespace zhengmai::exec
