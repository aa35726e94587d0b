// Expressions made ready to run: a tree of small objects, each of which computes one value for
// one row, or a whole column for a batch.
//
//   EvaluatorPtr e = compile(*expression, context);
//   Frame frame(context, batch);
//   e->column(frame, out);               // a column
//   frame.row = 7; Value v = e->value(frame);
//
// `column` has fast forms for what queries do most (properties, comparisons, text search); the
// rest loops over `value`. Both give the same values.
//
// Errors: QueryError at the place of the expression that failed.
// Threads: an evaluator belongs to one thread (it keeps scratch space).
#pragma once

#include <memory>
#include <vector>

#include "query/exec/batch.h"
#include "query/exec/context.h"
#include "query/plan/expression.h"

namespace zhengmai::exec {

// Where an expression is evaluated: a batch, a row of it, and the variables of comprehensions.
struct Frame {
  Frame(Context& context, const Batch& batch)
      : context(context), batch(&batch), locals(context.symbols()) {}

  Context& context;
  const Batch* batch;
  size_t row = 0;
  std::vector<Value> locals;  // by symbol
};

class Evaluator {
 public:
  virtual ~Evaluator() = default;
  virtual Value value(Frame& frame) = 0;
  // All rows of the frame's batch. `out` is emptied first.
  virtual void column(Frame& frame, Vector& out);
  // The column itself when the expression is a column of the batch, so that nobody copies it.
  virtual const Vector* existing_column(const Frame&) const { return nullptr; }
  // The value when it is the same for every row and known already.
  virtual const Value* constant() const { return nullptr; }
};
using EvaluatorPtr = std::unique_ptr<Evaluator>;

// REQUIRES: the expression lives as long as the evaluator.
EvaluatorPtr compile(const plan::Expr& e, Context& context);
// With a variable that the caller sets in Frame::locals.
EvaluatorPtr compile(const plan::Expr& e, Context& context, Symbol local);

// What `compile` is made of (one family a file); `locals` are the symbols of comprehensions around.
class Compiler {
 public:
  explicit Compiler(Context& context, plan::SymbolSet locals = {})
      : context_(context), locals_(std::move(locals)) {}

  EvaluatorPtr compile(const plan::Expr& e);
  EvaluatorPtr compile_optional(const plan::ExprPtr& e) { return e ? compile(*e) : nullptr; }

  Context& context() { return context_; }
  bool is_local(Symbol s) const { return locals_.count(s) > 0; }

 private:
  EvaluatorPtr variable(const plan::Expr& e);
  EvaluatorPtr property(const plan::Expr& e);       // eval_property.cc
  EvaluatorPtr label_test(const plan::Expr& e);     // eval_property.cc
  EvaluatorPtr unary(const plan::Expr& e);          // eval_operator.cc
  EvaluatorPtr binary(const plan::Expr& e);         // eval_operator.cc
  EvaluatorPtr comparison(const plan::Expr& e);     // eval_compare.cc
  EvaluatorPtr text_search(const plan::Expr& e);    // eval_text.cc
  EvaluatorPtr container(const plan::Expr& e);      // eval_container.cc
  EvaluatorPtr case_of(const plan::Expr& e);        // eval_case.cc
  EvaluatorPtr call(const plan::Expr& e);           // eval_call.cc
  EvaluatorPtr comprehension(const plan::Expr& e);  // eval_comprehension.cc
  EvaluatorPtr subquery(const plan::Expr& e);       // eval_subquery.cc
  EvaluatorPtr path(const plan::Expr& e);           // eval_path.cc

  Context& context_;
  plan::SymbolSet locals_;
};

// The truth of a column's rows; QueryError when one is neither a boolean nor null.
void to_truth(Frame& frame, const Vector& column, SourceRange range, std::vector<Ternary>& out);

}  // namespace zhengmai::exec
