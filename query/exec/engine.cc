#include "query/exec/engine.h"

#include <mutex>
#include <unordered_map>

#include "graph/model/value_budget.h"
#include "query/exec/build.h"
#include "query/exec/compiled.h"
#include "query/exec/explain.h"
#include "query/exec/result_sink.h"

namespace zhengmai {

using exec::CompiledQuery;

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

struct Engine::State {
  explicit State(const Graph& g) : graph(g) {
    const auto builtin = builtin_procedures();
    procedures.assign(builtin.begin(), builtin.end());
  }

  std::shared_ptr<const CompiledQuery> compiled(std::string_view text,
                                                const Parameters& parameters);
  Result execute(std::string_view text, const Parameters& parameters, const QueryLimits& limits,
                 const RowSink* sink);

  static constexpr size_t kCachedQueries = 256;

  const Graph& graph;
  std::vector<Procedure> procedures;
  std::mutex mutex;  // of the cache
  std::unordered_map<std::string, std::shared_ptr<const CompiledQuery>> cache;
};

std::shared_ptr<const CompiledQuery> Engine::State::compiled(std::string_view text,
                                                             const Parameters& parameters) {
  const std::string cache_key = std::string(text) + '\0' + exec::signature(parameters);
  {
    const std::lock_guard lock(mutex);
    const auto it = cache.find(cache_key);
    if (it != cache.end()) return it->second;
  }
  auto query = exec::compile_query(text, graph, parameters, procedures, /*may_create=*/false);
  const std::lock_guard lock(mutex);
  if (cache.size() >= kCachedQueries) cache.clear();
  cache.emplace(cache_key, query);
  return query;
}

Result Engine::State::execute(std::string_view text, const Parameters& parameters,
                              const QueryLimits& limits, const RowSink* sink) {
  Result result;
  const ValueBudget budget(limits.max_memory_bytes);
  const auto compile_start = Clock::now();
  const auto query = compiled(text, parameters);
  result.compile_ms = milliseconds_since(compile_start);
  result.columns = query->columns;
  result.warnings = query->checked.warnings;
  if (sink && sink->columns) sink->columns(result.columns);
  if (query->mode == ast::PlanMode::kExplain) {
    result.plan = exec::explain(*query, nullptr);
    return result;
  }
  const auto run_start = Clock::now();
  exec::Run run(graph, parameters, limits, query->text, procedures);
  exec::Profile profile;
  if (query->mode == ast::PlanMode::kProfile) run.set_profile(&profile);
  exec::Context context(run, query->plan.symbol_names.size());
  exec::ResultSink rows(run, query->plan.result, sink, result.cells);
  exec::Batch start = exec::single_row(context.symbols());
  exec::build_outermost(*query->plan.root, context, rows).run(start);
  if (query->mode == ast::PlanMode::kProfile) result.plan = exec::explain(*query, &profile);
  result.peak_bytes = run.peak_memory();
  result.run_ms = milliseconds_since(run_start);
  return result;
}

Engine::Engine(const Graph& graph) : state_(std::make_unique<State>(graph)) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;

Result Engine::run(std::string_view text, const Parameters& parameters,
                   const QueryLimits& limits) const {
  return state_->execute(text, parameters, limits, nullptr);
}

Result Engine::stream(std::string_view text, const Parameters& parameters,
                      const QueryLimits& limits, const RowSink& sink) const {
  return state_->execute(text, parameters, limits, &sink);
}

void Engine::register_procedure(Procedure procedure) {
  const std::lock_guard lock(state_->mutex);
  state_->procedures.push_back(std::move(procedure));
  state_->cache.clear();
}

}  // namespace zhengmai
