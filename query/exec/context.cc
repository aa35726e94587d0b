#include "query/exec/context.h"

#include <fmt/format.h>

namespace zhengmai::exec {

Run::Run(const Graph& graph, const Parameters& parameters, const QueryLimits& limits,
         std::string_view text, std::span<const Procedure> procedures)
    : graph_(graph), parameters_(parameters), limits_(limits), text_(text),
      procedures_(procedures), functions_{graph} {
  if (limits.timeout) deadline_ = std::chrono::steady_clock::now() + *limits.timeout;
}

void Run::check() const {
  if (limits_.interrupt && limits_.interrupt->load(std::memory_order_relaxed)) throw Interrupted();
  if (limits_.timeout && std::chrono::steady_clock::now() > deadline_) {
    throw LimitError(fmt::format("the query ran longer than its limit of {} ms",
                                 limits_.timeout->count()),
                     "give it more time with --timeout, or narrow the pattern: an upper bound on "
                     "[*], a label, a LIMIT");
  }
}

void Run::add_memory(int64_t bytes) {
  const int64_t now = memory_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  if (bytes <= 0 || now <= static_cast<int64_t>(limits_.max_memory_bytes)) return;
  throw LimitError(fmt::format("the query needs more than its limit of {} MiB of memory",
                               limits_.max_memory_bytes >> 20),
                   "raise --max-memory, or group, filter or LIMIT earlier");
}

void Run::raise(const EvaluationError& error, SourceRange range) const {
  throw QueryError({error.at(range)}, text_);
}

}  // namespace zhengmai::exec
