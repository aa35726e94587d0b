// Function calls.
#include <fmt/format.h>

#include "query/exec/eval_guard.h"

namespace zhengmai::exec {

using plan::Expr;

namespace {

class FunctionOf final : public Evaluator {
 public:
  FunctionOf(const Function& function, SourceRange range, std::vector<EvaluatorPtr> arguments)
      : function_(function), range_(range), arguments_(std::move(arguments)) {}

  Value value(Frame& frame) override {
    std::vector<Value> values;
    values.reserve(arguments_.size());
    for (const EvaluatorPtr& argument : arguments_) {
      values.push_back(argument->value(frame));
      tick_for(frame, values.back());
    }
    Value result = guarded(frame, range_, [&] {
      return zhengmai::call(function_, frame.context.run().functions(), values);
    });
    tick_for(frame, result);
    return result;
  }

 private:
  const Function& function_;
  SourceRange range_;
  std::vector<EvaluatorPtr> arguments_;
};

// exists(x): x is there. Of a pattern, whether it matches.
class Exists final : public Evaluator {
 public:
  explicit Exists(EvaluatorPtr argument) : argument_(std::move(argument)) {}
  Value value(Frame& frame) override {
    return Value::boolean(!argument_->value(frame).is_null());
  }

 private:
  EvaluatorPtr argument_;
};

}  // namespace

EvaluatorPtr Compiler::call(const Expr& e) {
  if (e.name == "exists" && e.arguments.size() == 1) {
    EvaluatorPtr inner = compile(*e.arguments[0]);
    if (e.arguments[0]->kind == plan::ExprKind::kSubquery) return inner;
    return std::make_unique<Exists>(std::move(inner));
  }
  const Function* function = find_function(e.name);
  if (!function) {
    throw QueryError({{Severity::kError, e.range, fmt::format("unknown function '{}'", e.name), "",
                       "SyntaxError", "compile time", "UnknownFunction"}},
                     context_.run().text());
  }
  std::vector<EvaluatorPtr> arguments;
  for (const plan::ExprPtr& argument : e.arguments) arguments.push_back(compile(*argument));
  return std::make_unique<FunctionOf>(*function, e.range, std::move(arguments));
}

}  // namespace zhengmai::exec
