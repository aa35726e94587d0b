// CALL procedure(…) YIELD …
#include <fmt/format.h>

#include "query/exec/build.h"
#include "query/exec/emitter.h"

namespace zhengmai::exec {
namespace {

[[noreturn]] void fail(Context& context, SourceRange range, const std::string& message,
                       const char* type, const char* detail) {
  throw QueryError({{Severity::kError, range, message, "", type, "compile time", detail}},
                   context.run().text());
}

class ProcedureCall final : public EmittingOperator {
 public:
  ProcedureCall(Context& context, const plan::LogicalOp& op, const plan::ProcedureCall& call)
      : EmittingOperator(context, op), call_(call) {
    for (const Procedure& p : context.run().procedures()) {
      if (p.name == call.procedure) procedure_ = &p;
    }
    if (!procedure_) {
      fail(context, call.range, fmt::format("unknown procedure '{}'", call.procedure),
           "ProcedureError", "ProcedureNotFound");
    }
    if (call.implicit_arguments) {
      for (size_t i = 0; i < procedure_->inputs.size(); ++i) {
        const std::string& input = procedure_->inputs[i].name;
        const auto it = context.run().parameters().find(input);
        if (it == context.run().parameters().end()) {
          if (i >= procedure_->required_inputs) break;
          fail(context, call.range,
               fmt::format("parameter '{}' of procedure '{}' is missing", input, procedure_->name),
               "ParameterMissing", "MissingParameter");
        }
        implicit_.push_back(it->second);
      }
    }
    for (const plan::ExprPtr& e : call.arguments) arguments_.push_back(compile(*e, context));
    for (const auto& yield : call.yields) {
      size_t field = 0;
      while (field < procedure_->outputs.size() && procedure_->outputs[field].name != yield.first) {
        ++field;
      }
      fields_.push_back(field);
      emitter_.declare(yield.second, VectorType::kValue);
    }
  }

  bool push(Batch& input) override {
    emitter_.begin(input);
    Frame frame(context_, input);
    for (frame.row = 0; frame.row < input.size; ++frame.row) {
      for (const List& row : rows_of(frame)) {
        context_.tick();
        for (size_t i = 0; i < fields_.size(); ++i) {
          emitter_.column(call_.yields[i].second)
              .append_value(fields_[i] < row.size() ? row[fields_[i]] : Value());
        }
        emitter_.add(static_cast<uint32_t>(frame.row));
        if (emitter_.full() && !emitter_.flush()) return stop();
      }
    }
    emitter_.settle();
    return true;
  }

 private:
  std::vector<List> rows_of(Frame& frame) {
    std::vector<Value> values = implicit_;
    for (const EvaluatorPtr& argument : arguments_) values.push_back(argument->value(frame));
    values.resize(std::max(values.size(), procedure_->inputs.size()));
    try {
      std::vector<List> rows = procedure_->run(context_.graph(), values,
                                              [this] { context_.run().check(); });
      // A procedure without outputs is called for its effect: the row goes on.
      if (procedure_->outputs.empty()) rows.assign(1, {});
      return rows;
    } catch (const EvaluationError& error) {
      context_.run().raise(error, call_.range);
    }
  }

  const plan::ProcedureCall& call_;
  const Procedure* procedure_ = nullptr;
  std::vector<Value> implicit_;
  std::vector<EvaluatorPtr> arguments_;
  std::vector<size_t> fields_;
};

}  // namespace

std::unique_ptr<Operator> make_procedure_call(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<ProcedureCall>(context, op, *op.as<plan::ProcedureCall>());
}

}  // namespace zhengmai::exec
