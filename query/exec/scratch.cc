// ScratchEngine: a query is cut at its CREATE and DELETE clauses; each gives a new frozen graph,
// and what follows runs on that.
#include "graph/model/value_budget.h"
#include "query/exec/build.h"
#include "query/exec/compiled.h"
#include "query/exec/engine.h"
#include "query/exec/explain.h"
#include "query/exec/mutation.h"
#include "query/exec/result_sink.h"

namespace zhengmai {

using exec::Batch;
using exec::CompiledQuery;
using exec::Symbol;

namespace {

// Puts all rows of a stretch of the plan aside.
class Collector final : public exec::Operator {
 public:
  Collector(const plan::SymbolSet& live, size_t symbols) : live_(live), rows_(symbols) {}
  bool push(Batch& batch) override {
    for (const Symbol s : live_) {
      for (size_t i = 0; i < batch.size; ++i) rows_[s].append_value(batch[s].value(i));
    }
    rows_.size += batch.size;
    return true;
  }
  void finish() override {}
  void reset() override {}
  Batch take() { return std::move(rows_); }

 private:
  const plan::SymbolSet& live_;
  Batch rows_;
};

}  // namespace

struct ScratchEngine::State {
  Graph graph;
  std::vector<Procedure> procedures;

  // One stretch of the plan between changes, with the limits of the whole query.
  struct Setting {
    const CompiledQuery& query;
    const Parameters& parameters;
    const QueryLimits& limits;
    exec::Profile* profile;
  };

  void change(const Setting& s, const plan::LogicalOp& op, const plan::LogicalOp* from,
              Batch& rows) {
    exec::Run run(graph, s.parameters, s.limits, s.query.text, procedures);
    run.set_profile(s.profile);
    exec::Context context(run, s.query.plan.symbol_names.size());
    Collector collector(op.input->live, context.symbols());
    exec::link(exec::build_stages(*op.input, from, context), collector).run(rows);
    rows = collector.take();
    const auto* create = op.as<plan::Create>();
    graph = create ? exec::apply_create(context, *create, rows)
                   : exec::apply_delete(context, *op.as<plan::Delete>(), rows);
  }
};

ScratchEngine::ScratchEngine() : ScratchEngine(Graph()) {}
ScratchEngine::ScratchEngine(Graph start) : state_(std::make_unique<State>()) {
  state_->graph = std::move(start);
  const auto builtin = builtin_procedures();
  state_->procedures.assign(builtin.begin(), builtin.end());
}
ScratchEngine::~ScratchEngine() = default;

const Graph& ScratchEngine::graph() const { return state_->graph; }

void ScratchEngine::register_procedure(Procedure procedure) {
  state_->procedures.push_back(std::move(procedure));
}

Result ScratchEngine::run(std::string_view text, const Parameters& parameters,
                          const QueryLimits& limits) {
  const ValueBudget budget(limits.max_memory_bytes);
  const auto query =
      exec::compile_query(text, state_->graph, parameters, state_->procedures, /*may_create=*/true);
  Result result;
  result.columns = query->columns;
  result.warnings = query->checked.warnings;
  if (query->mode == ast::PlanMode::kExplain) {
    result.plan = exec::explain(*query, nullptr);
    return result;
  }
  exec::Profile profile;
  const bool profiled = query->mode == ast::PlanMode::kProfile;
  const State::Setting setting{*query, parameters, limits, profiled ? &profile : nullptr};

  std::vector<const plan::LogicalOp*> changes;  // from the last to the first
  for (const plan::LogicalOp* op = query->plan.root.get(); op; op = op->input.get()) {
    if (op->as<plan::Create>() || op->as<plan::Delete>()) changes.push_back(op);
  }
  Batch rows = exec::single_row(query->plan.symbol_names.size());
  const plan::LogicalOp* from = nullptr;
  for (size_t i = changes.size(); i-- > 0;) {
    state_->change(setting, *changes[i], from, rows);
    from = changes[i];
  }
  exec::Run run(state_->graph, parameters, limits, query->text, state_->procedures);
  run.set_profile(setting.profile);
  exec::Context context(run, query->plan.symbol_names.size());
  exec::ResultSink sink(run, query->plan.result, nullptr, result.cells);
  exec::link(exec::build_stages(*query->plan.root, from, context), sink).run(rows);
  if (profiled) result.plan = exec::explain(*query, &profile);
  return result;
}

}  // namespace zhengmai
