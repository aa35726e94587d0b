// CASE, in both forms; between integer literals it is computed a column at a time.
#include "query/exec/eval_guard.h"
#include "query/values/operators.h"

namespace zhengmai::exec {

using plan::Expr;
using plan::ExprKind;

namespace {

struct Branch {
  EvaluatorPtr when, then;
  SourceRange when_range;
};

class CaseOf final : public Evaluator {
 public:
  CaseOf(EvaluatorPtr subject, std::vector<Branch> branches, EvaluatorPtr otherwise)
      : subject_(std::move(subject)), branches_(std::move(branches)),
        otherwise_(std::move(otherwise)) {}

  Value value(Frame& frame) override {
    Value subject;
    if (subject_) subject = subject_->value(frame);
    for (Branch& branch : branches_) {
      const Value when = branch.when->value(frame);
      const Ternary taken =
          subject_ ? equals(subject, when)
                   : guarded(frame, branch.when_range, [&] { return truth(when); });
      if (taken == Ternary::kTrue) return branch.then->value(frame);
    }
    return otherwise_ ? otherwise_->value(frame) : Value();
  }

 private:
  EvaluatorPtr subject_;
  std::vector<Branch> branches_;
  EvaluatorPtr otherwise_;
};

// CASE WHEN condition THEN integer ELSE integer END.
class Choose final : public Evaluator {
 public:
  Choose(EvaluatorPtr condition, SourceRange range, int64_t yes, int64_t no)
      : condition_(std::move(condition)), range_(range), yes_(yes), no_(no) {}

  Value value(Frame& frame) override {
    const Value v = condition_->value(frame);
    const Ternary t = guarded(frame, range_, [&] { return truth(v); });
    return Value::integer(t == Ternary::kTrue ? yes_ : no_);
  }
  void column(Frame& frame, Vector& out) override {
    condition_->column(frame, scratch_);
    to_truth(frame, scratch_, range_, truth_);
    const size_t rows = truth_.size();
    out.reset(VectorType::kInteger);
    out.integers().resize(rows);
    const Ternary* const truth = truth_.data();
    int64_t* const chosen = out.integers().data();
    const int64_t yes = yes_, no = no_;  // locals, so that the loop is free to run wide
    for (size_t i = 0; i < rows; ++i) chosen[i] = truth[i] == Ternary::kTrue ? yes : no;
  }

 private:
  EvaluatorPtr condition_;
  SourceRange range_;
  int64_t yes_, no_;
  Vector scratch_;
  std::vector<Ternary> truth_;
};

bool is_integer(const plan::ExprPtr& e) {
  return e && e->kind == ExprKind::kLiteral && e->literal.is_integer();
}

}  // namespace

EvaluatorPtr Compiler::case_of(const Expr& e) {
  const auto& a = e.arguments;
  if (!a[0] && a.size() == 4 && is_integer(a[1]) && is_integer(a[3])) {
    return std::make_unique<Choose>(compile(*a[2]), a[2]->range, a[3]->literal.as_integer(),
                                    a[1]->literal.as_integer());
  }
  std::vector<Branch> branches;
  for (size_t i = 2; i + 1 < a.size(); i += 2) {
    branches.push_back({compile(*a[i]), compile(*a[i + 1]), a[i]->range});
  }
  return std::make_unique<CaseOf>(compile_optional(a[0]), std::move(branches),
                                  compile_optional(a[1]));
}

}  // namespace zhengmai::exec
