// Arithmetic, logic, IN and the null tests.
#include <cmath>

#include "query/exec/eval_guard.h"
#include "query/values/operators.h"

namespace zhengmai::exec {

using plan::Expr;
using Op = ast::BinaryOperator;

namespace {

Value apply(Op op, const Value& a, const Value& b) {
  switch (op) {
    case Op::kAdd: return add(a, b);
    case Op::kSubtract: return subtract(a, b);
    case Op::kMultiply: return multiply(a, b);
    case Op::kDivide: return divide(a, b);
    case Op::kModulo: return modulo(a, b);
    case Op::kPower: return power(a, b);
    case Op::kIn: return to_value(in_list(a, b));
    case Op::kStartsWith: return to_value(starts_with(a, b));
    case Op::kEndsWith: return to_value(ends_with(a, b));
    case Op::kContains: return to_value(zhengmai::contains(a, b));
    case Op::kRegexMatch: return to_value(matches(a, b));
    default: return {};
  }
}

class Operator final : public Evaluator {
 public:
  Operator(Op op, SourceRange range, EvaluatorPtr left, EvaluatorPtr right)
      : op_(op), range_(range), left_(std::move(left)), right_(std::move(right)) {}

  Value value(Frame& frame) override {
    const Value a = left_->value(frame);
    const Value b = right_->value(frame);
    tick_for(frame, a);
    tick_for(frame, b);
    return guarded(frame, range_, [&] { return apply(op_, a, b); });
  }

  void column(Frame& frame, Vector& out) override {
    if (op_ != Op::kAdd && op_ != Op::kSubtract && op_ != Op::kMultiply) {
      return Evaluator::column(frame, out);
    }
    left_->column(frame, left_column_);
    right_->column(frame, right_column_);
    if (integers(out)) return;
    out.reset(VectorType::kValue);
    for (size_t i = 0; i < frame.batch->size; ++i) {
      out.values().push_back(guarded(frame, range_, [&] {
        return apply(op_, left_column_.value(i), right_column_.value(i));
      }));
      tick_for(frame, out.values().back());
    }
  }

 private:
  // Integers without overflow; anything else takes the general way, which reports it.
  bool integers(Vector& out) {
    if (left_column_.type() != VectorType::kInteger) return false;
    if (right_column_.type() != VectorType::kInteger) return false;
    const std::vector<int64_t>& a = left_column_.integers();
    const std::vector<int64_t>& b = right_column_.integers();
    out.reset(VectorType::kInteger);
    std::vector<int64_t>& c = out.integers();
    c.resize(a.size());
    bool overflow = false;
    for (size_t i = 0; i < a.size(); ++i) {
      overflow |= op_ == Op::kAdd        ? __builtin_add_overflow(a[i], b[i], &c[i])
                  : op_ == Op::kSubtract ? __builtin_sub_overflow(a[i], b[i], &c[i])
                                         : __builtin_mul_overflow(a[i], b[i], &c[i]);
    }
    return !overflow;
  }

  Op op_;
  SourceRange range_;
  EvaluatorPtr left_, right_;
  Vector left_column_, right_column_;
};

// AND, OR, XOR. The right side is left alone where the left one decides.
class Logic final : public Evaluator {
 public:
  Logic(const Expr& e, EvaluatorPtr left, EvaluatorPtr right)
      : op_(e.binary), left_range_(e.arguments[0]->range), right_range_(e.arguments[1]->range),
        left_(std::move(left)), right_(std::move(right)) {}

  Value value(Frame& frame) override {
    const Ternary a = truth_of(frame, *left_, left_range_);
    return to_value(decided(a) ? a : combine(a, truth_of(frame, *right_, right_range_)));
  }

  void column(Frame& frame, Vector& out) override {
    left_->column(frame, scratch_);
    to_truth(frame, scratch_, left_range_, left_truth_);
    bool any = false;
    for (const Ternary t : left_truth_) any |= decided(t);
    out.reset(VectorType::kBoolean);
    std::vector<Ternary>& result = out.booleans();
    result.resize(left_truth_.size());
    if (any) {
      for (frame.row = 0; frame.row < result.size(); ++frame.row) {
        const Ternary a = left_truth_[frame.row];
        result[frame.row] =
            decided(a) ? a : combine(a, truth_of(frame, *right_, right_range_));
      }
      return;
    }
    right_->column(frame, scratch_);
    to_truth(frame, scratch_, right_range_, right_truth_);
    for (size_t i = 0; i < result.size(); ++i) result[i] = combine(left_truth_[i], right_truth_[i]);
  }

 private:
  static Ternary truth_of(Frame& frame, Evaluator& e, SourceRange range) {
    const Value v = e.value(frame);
    return guarded(frame, range, [&] { return truth(v); });
  }
  bool decided(Ternary a) const {
    return (op_ == Op::kAnd && a == Ternary::kFalse) || (op_ == Op::kOr && a == Ternary::kTrue);
  }
  Ternary combine(Ternary a, Ternary b) const {
    return op_ == Op::kAnd ? conjunction(a, b) : op_ == Op::kOr ? disjunction(a, b)
                                                                : exclusive(a, b);
  }

  Op op_;
  SourceRange left_range_, right_range_;
  EvaluatorPtr left_, right_;
  Vector scratch_;
  std::vector<Ternary> left_truth_, right_truth_;
};

class Not final : public Evaluator {
 public:
  Not(SourceRange range, EvaluatorPtr operand) : range_(range), operand_(std::move(operand)) {}
  Value value(Frame& frame) override {
    const Value v = operand_->value(frame);
    return guarded(frame, range_, [&] { return to_value(negate(truth(v))); });
  }
  void column(Frame& frame, Vector& out) override {
    operand_->column(frame, scratch_);
    to_truth(frame, scratch_, range_, truth_);
    out.reset(VectorType::kBoolean);
    for (const Ternary t : truth_) out.booleans().push_back(negate(t));
  }

 private:
  SourceRange range_;
  EvaluatorPtr operand_;
  Vector scratch_;
  std::vector<Ternary> truth_;
};

class NullTest final : public Evaluator {
 public:
  NullTest(bool wanted, EvaluatorPtr operand) : wanted_(wanted), operand_(std::move(operand)) {}
  Value value(Frame& frame) override {
    return Value::boolean(operand_->value(frame).is_null() == wanted_);
  }
  void column(Frame& frame, Vector& out) override {
    const Vector* column = operand_->existing_column(frame);
    if (!column) {
      operand_->column(frame, scratch_);
      column = &scratch_;
    }
    out.reset(VectorType::kBoolean);
    for (size_t i = 0; i < frame.batch->size; ++i) {
      out.booleans().push_back(to_ternary(column->is_null(i) == wanted_));
    }
  }

 private:
  bool wanted_;
  EvaluatorPtr operand_;
  Vector scratch_;
};

class Sign final : public Evaluator {
 public:
  Sign(bool minus, SourceRange range, EvaluatorPtr operand)
      : minus_(minus), range_(range), operand_(std::move(operand)) {}
  Value value(Frame& frame) override {
    Value v = operand_->value(frame);
    return guarded(frame, range_, [&] {
      if (minus_) return negate(v);
      if (!v.is_null() && !v.is_number()) throw_wrong_kind("+", "a number", v, "InvalidArgumentType");
      return v;
    });
  }

 private:
  bool minus_;
  SourceRange range_;
  EvaluatorPtr operand_;
};

}  // namespace

EvaluatorPtr Compiler::unary(const Expr& e) {
  const plan::ExprPtr& operand = e.arguments[0];
  EvaluatorPtr inner = compile(*operand);
  switch (e.unary) {
    case ast::UnaryOperator::kNot:
      return std::make_unique<Not>(operand->range, std::move(inner));
    case ast::UnaryOperator::kIsNull: return std::make_unique<NullTest>(true, std::move(inner));
    case ast::UnaryOperator::kIsNotNull: return std::make_unique<NullTest>(false, std::move(inner));
    case ast::UnaryOperator::kMinus:
    case ast::UnaryOperator::kPlus: break;
  }
  return std::make_unique<Sign>(e.unary == ast::UnaryOperator::kMinus, e.range, std::move(inner));
}

EvaluatorPtr Compiler::binary(const Expr& e) {
  switch (e.binary) {
    case Op::kAnd:
    case Op::kOr:
    case Op::kXor:
      return std::make_unique<Logic>(e, compile(*e.arguments[0]), compile(*e.arguments[1]));
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual: return comparison(e);
    case Op::kContains: return text_search(e);
    default: break;
  }
  return std::make_unique<Operator>(e.binary, e.range, compile(*e.arguments[0]),
                                    compile(*e.arguments[1]));
}

}  // namespace zhengmai::exec
