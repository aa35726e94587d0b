#include "query/exec/evaluator.h"

#include <fmt/format.h>

#include "query/values/operators.h"

namespace zhengmai::exec {

using plan::Expr;
using plan::ExprKind;

void Evaluator::column(Frame& frame, Vector& out) {
  out.reset(VectorType::kValue);
  std::vector<Value>& values = out.values();
  values.reserve(frame.batch->size);
  for (frame.row = 0; frame.row < frame.batch->size; ++frame.row) {
    values.push_back(value(frame));
  }
}

namespace {

class Constant final : public Evaluator {
 public:
  explicit Constant(Value value) : value_(std::move(value)) {}
  Value value(Frame&) override { return value_; }
  const Value* constant() const override { return &value_; }
  void column(Frame& frame, Vector& out) override {
    const size_t n = frame.batch->size;
    if (value_.is_integer()) {
      out.reset(VectorType::kInteger);
      out.integers().assign(n, value_.as_integer());
    } else {
      out.reset(VectorType::kValue);
      out.values().assign(n, value_);
    }
  }

 private:
  Value value_;
};

// Computed at the first row that wants it: an error in it is an error only then.
class LazyConstant final : public Evaluator {
 public:
  explicit LazyConstant(EvaluatorPtr inner) : inner_(std::move(inner)) {}
  Value value(Frame& frame) override {
    if (!ready_) {
      value_ = inner_->value(frame);
      ready_ = true;
    }
    return value_;
  }

 private:
  EvaluatorPtr inner_;
  bool ready_ = false;
  Value value_;
};

class ColumnVariable final : public Evaluator {
 public:
  explicit ColumnVariable(Symbol symbol) : symbol_(symbol) {}
  Value value(Frame& frame) override { return (*frame.batch)[symbol_].value(frame.row); }
  void column(Frame& frame, Vector& out) override { out = (*frame.batch)[symbol_]; }
  const Vector* existing_column(const Frame& frame) const override {
    return &(*frame.batch)[symbol_];
  }

 private:
  Symbol symbol_;
};

class LocalVariable final : public Evaluator {
 public:
  explicit LocalVariable(Symbol symbol) : symbol_(static_cast<size_t>(symbol)) {}
  Value value(Frame& frame) override { return frame.locals[symbol_]; }

 private:
  size_t symbol_;
};

}  // namespace

EvaluatorPtr compile(const Expr& e, Context& context) { return Compiler(context).compile(e); }
EvaluatorPtr compile(const Expr& e, Context& context, Symbol local) {
  return Compiler(context, {local}).compile(e);
}

EvaluatorPtr Compiler::variable(const Expr& e) {
  if (is_local(e.symbol)) return std::make_unique<LocalVariable>(e.symbol);
  return std::make_unique<ColumnVariable>(e.symbol);
}

EvaluatorPtr Compiler::compile(const Expr& e) {
  switch (e.kind) {
    case ExprKind::kLiteral: return std::make_unique<Constant>(e.literal);
    case ExprKind::kParameter: {
      const auto it = context_.run().parameters().find(e.name);
      if (it != context_.run().parameters().end()) return std::make_unique<Constant>(it->second);
      throw QueryError({{Severity::kError, e.range, fmt::format("parameter '{}' is missing", e.name),
                         "give it with --param " + e.name + "=VALUE", "ParameterMissing",
                         "compile time", "MissingParameter"}},
                       context_.run().text());
    }
    case ExprKind::kVariable: return variable(e);
    case ExprKind::kProperty: return property(e);
    case ExprKind::kLabelTest: return label_test(e);
    case ExprKind::kUnary: return unary(e);
    case ExprKind::kBinary: return binary(e);
    case ExprKind::kIndex:
    case ExprKind::kSlice:
    case ExprKind::kMapProjection: return container(e);
    case ExprKind::kList:
    case ExprKind::kMap: {
      EvaluatorPtr inner = container(e);
      if (!plan::is_constant(e)) return inner;
      return std::make_unique<LazyConstant>(std::move(inner));
    }
    case ExprKind::kCase: return case_of(e);
    case ExprKind::kCall: return call(e);
    case ExprKind::kListComprehension:
    case ExprKind::kQuantifier:
    case ExprKind::kReduce: {
      const plan::SymbolSet outside = locals_;
      EvaluatorPtr out = comprehension(e);
      locals_ = outside;
      return out;
    }
    case ExprKind::kSubquery: return subquery(e);
    case ExprKind::kPath: return path(e);
    case ExprKind::kAggregate: break;
  }
  throw Error(ExitCode::kInternal, "an aggregate outside of an aggregation reached the engine");
}

void to_truth(Frame& frame, const Vector& column, SourceRange range, std::vector<Ternary>& out) {
  if (column.type() == VectorType::kBoolean) {
    out = column.booleans();
    return;
  }
  out.clear();
  for (size_t i = 0; i < frame.batch->size; ++i) {
    try {
      out.push_back(truth(column.value(i)));
    } catch (const EvaluationError& error) {
      frame.context.run().raise(error, range);
    }
  }
}

}  // namespace zhengmai::exec
