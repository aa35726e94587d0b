#include "query/exec/context.h"

#include <algorithm>

#include <fmt/format.h>

#include "graph/model/value_budget.h"

namespace zhengmai::exec {

Run::Run(const Graph& graph, const Parameters& parameters, const QueryLimits& limits,
         std::string_view text, std::span<const Procedure> procedures)
    : graph_(graph), parameters_(parameters), limits_(limits), text_(text),
      procedures_(procedures), functions_{graph} {
  if (limits.timeout) deadline_ = std::chrono::steady_clock::now() + *limits.timeout;
}

void Run::check() {
  if (limits_.interrupt && limits_.interrupt->load(std::memory_order_relaxed)) throw Interrupted();
  if (limits_.timeout && std::chrono::steady_clock::now() > deadline_) {
    throw LimitError(fmt::format("the query ran longer than its limit of {} ms",
                                 limits_.timeout->count()),
                     "give it more time with --timeout, or narrow the pattern: an upper bound on "
                     "[*], a label, a LIMIT");
  }
  weigh(memory_.load(std::memory_order_relaxed));
}

void Run::add_memory(int64_t bytes) {
  const int64_t held = memory_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  if (bytes > 0) weigh(held);
}

void Run::weigh(int64_t held) {
  const uint64_t now = static_cast<uint64_t>(std::max<int64_t>(held, 0)) + ValueBudget::used();
  uint64_t peak = peak_.load(std::memory_order_relaxed);
  while (now > peak && !peak_.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {
  }
  if (now > limits_.max_memory_bytes) ValueBudget::exceeded(limits_.max_memory_bytes);
}

void Run::raise(const EvaluationError& error, SourceRange range) const {
  throw QueryError({error.at(range)}, text_);
}

}  // namespace zhengmai::exec
