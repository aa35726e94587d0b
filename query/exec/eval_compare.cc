// =, <>, <, <=, >, >=: three-valued in general; plain loops over columns of integers and codes.
#include "query/exec/eval_guard.h"

namespace zhengmai::exec {

using plan::Expr;
using Op = ast::BinaryOperator;

namespace {

Ternary compare_values(Op op, const Value& a, const Value& b) {
  switch (op) {
    case Op::kEqual: return equals(a, b);
    case Op::kNotEqual: return negate(equals(a, b));
    case Op::kLess: return compare(Comparison::kLess, a, b);
    case Op::kLessEqual: return compare(Comparison::kLessEqual, a, b);
    case Op::kGreater: return compare(Comparison::kGreater, a, b);
    default: return compare(Comparison::kGreaterEqual, a, b);
  }
}

template <typename T, typename Compare>
void loop(const std::vector<T>& a, const std::vector<T>& b, Compare holds,
          std::vector<Ternary>& out) {
  const size_t n = a.size();
  out.resize(n);
  for (size_t i = 0; i < n; ++i) out[i] = to_ternary(holds(a[i], b[i]));
}

template <typename T>
void compare_plain(Op op, const std::vector<T>& a, const std::vector<T>& b,
                   std::vector<Ternary>& out) {
  switch (op) {
    case Op::kEqual: return loop(a, b, [](T x, T y) { return x == y; }, out);
    case Op::kNotEqual: return loop(a, b, [](T x, T y) { return x != y; }, out);
    case Op::kLess: return loop(a, b, [](T x, T y) { return x < y; }, out);
    case Op::kLessEqual: return loop(a, b, [](T x, T y) { return x <= y; }, out);
    case Op::kGreater: return loop(a, b, [](T x, T y) { return x > y; }, out);
    default: return loop(a, b, [](T x, T y) { return x >= y; }, out);
  }
}

class CompareTo final : public Evaluator {
 public:
  CompareTo(Op op, EvaluatorPtr left, EvaluatorPtr right)
      : op_(op), left_(std::move(left)), right_(std::move(right)) {}

  Value value(Frame& frame) override {
    const Value a = left_->value(frame);
    tick_for(frame, a);
    return to_value(compare_values(op_, a, right_->value(frame)));
  }

  void column(Frame& frame, Vector& out) override {
    const Vector& a = operand(frame, *left_, left_column_);
    out.reset(VectorType::kBoolean);
    std::vector<Ternary>& result = out.booleans();
    if (const Value* fixed = right_->constant()) return compare_to(frame, a, *fixed, result);
    const Vector& b = operand(frame, *right_, right_column_);
    if (a.type() == VectorType::kInteger && b.type() == VectorType::kInteger) {
      return compare_plain(op_, a.integers(), b.integers(), result);
    }
    if (a.type() == VectorType::kFloat && b.type() == VectorType::kFloat) {
      return compare_plain(op_, a.floats(), b.floats(), result);
    }
    result.reserve(frame.batch->size);
    for (size_t i = 0; i < frame.batch->size; ++i) {
      const Value left = a.value(i);
      tick_for(frame, left);
      result.push_back(compare_values(op_, left, b.value(i)));
    }
  }

 private:
  static const Vector& operand(Frame& frame, Evaluator& e, Vector& scratch) {
    if (const Vector* existing = e.existing_column(frame)) return *existing;
    e.column(frame, scratch);
    return scratch;
  }
  void compare_to(Frame& frame, const Vector& a, const Value& fixed,
                  std::vector<Ternary>& out) const {
    const bool equality = op_ == Op::kEqual || op_ == Op::kNotEqual;
    if (a.type() == VectorType::kInteger && fixed.is_integer()) {
      return compare_to_integer(a.integers(), fixed.as_integer(), out);
    }
    if (equality && a.type() == VectorType::kCode && fixed.is_string()) {
      return compare_codes(a, fixed, out);
    }
    const size_t n = a.size();
    out.reserve(n);
    for (size_t i = 0; i < n; ++i) {
      const Value left = a.value(i);
      tick_for(frame, left);
      out.push_back(compare_values(op_, left, fixed));
    }
  }
  void compare_to_integer(const std::vector<int64_t>& a, int64_t b,
                          std::vector<Ternary>& out) const {
    out.resize(a.size());
    auto each = [&](auto holds) {
      for (size_t i = 0; i < a.size(); ++i) out[i] = to_ternary(holds(a[i]));
    };
    switch (op_) {
      case Op::kEqual: return each([b](int64_t x) { return x == b; });
      case Op::kNotEqual: return each([b](int64_t x) { return x != b; });
      case Op::kLess: return each([b](int64_t x) { return x < b; });
      case Op::kLessEqual: return each([b](int64_t x) { return x <= b; });
      case Op::kGreater: return each([b](int64_t x) { return x > b; });
      default: return each([b](int64_t x) { return x >= b; });
    }
  }
  void compare_codes(const Vector& codes, const Value& text, std::vector<Ternary>& out) const {
    const auto wanted = codes.dictionary()->find_code(text.as_string());
    const uint32_t code = wanted.value_or(kNoId - 1);  // no code is that large
    const bool equal = op_ == Op::kEqual;
    out.resize(codes.ids().size());
    for (size_t i = 0; i < out.size(); ++i) {
      const uint32_t x = codes.ids()[i];
      out[i] = x == kNoId ? Ternary::kNull : to_ternary((x == code) == equal);
    }
  }

  Op op_;
  EvaluatorPtr left_, right_;
  Vector left_column_, right_column_;
};

Op mirrored(Op op) {
  switch (op) {
    case Op::kLess: return Op::kGreater;
    case Op::kLessEqual: return Op::kGreaterEqual;
    case Op::kGreater: return Op::kLess;
    case Op::kGreaterEqual: return Op::kLessEqual;
    default: return op;
  }
}

bool is_fixed(const Expr& e) {
  return e.kind == plan::ExprKind::kLiteral || e.kind == plan::ExprKind::kParameter;
}

}  // namespace

EvaluatorPtr Compiler::comparison(const Expr& e) {
  const Expr* left = e.arguments[0].get();
  const Expr* right = e.arguments[1].get();
  Op op = e.binary;
  if (is_fixed(*left)) {  // constants go to the right: one fast form instead of two
    std::swap(left, right);
    op = mirrored(op);
  }
  return std::make_unique<CompareTo>(op, compile(*left), compile(*right));
}

}  // namespace zhengmai::exec
