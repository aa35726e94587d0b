// [x IN list WHERE … | …], all/any/none/single, reduce.
#include "query/exec/eval_guard.h"
#include "query/values/operators.h"

namespace zhengmai::exec {

using plan::Expr;
using plan::ExprKind;

namespace {

// The list of a comprehension: null stays null, anything else must be a list.
const List* list_of(Frame& frame, const Value& v, SourceRange range) {
  if (v.is_null()) return nullptr;
  if (v.is_list()) return &v.as_list();
  guarded(frame, range, [&] { throw_wrong_kind("IN", "a list", v, "InvalidArgumentType"); });
  return nullptr;
}

class Comprehension final : public Evaluator {
 public:
  Comprehension(const Expr& e, EvaluatorPtr list, EvaluatorPtr where, EvaluatorPtr projection)
      : symbol_(static_cast<size_t>(e.symbol)), range_(e.range), list_(std::move(list)),
        where_(std::move(where)), projection_(std::move(projection)) {}

  Value value(Frame& frame) override {
    const Value source = list_->value(frame);
    const List* list = list_of(frame, source, range_);
    if (!list) return {};
    List out;
    for (const Value& item : *list) {
      frame.context.tick();
      frame.locals[symbol_] = item;
      if (where_) {
        const Value kept = where_->value(frame);
        if (guarded(frame, range_, [&] { return truth(kept); }) != Ternary::kTrue) continue;
      }
      out.push_back(projection_ ? projection_->value(frame) : item);
    }
    return Value::list(std::move(out));
  }

 private:
  size_t symbol_;
  SourceRange range_;
  EvaluatorPtr list_, where_, projection_;
};

class QuantifierOf final : public Evaluator {
 public:
  QuantifierOf(const Expr& e, EvaluatorPtr list, EvaluatorPtr where)
      : kind_(e.quantifier), symbol_(static_cast<size_t>(e.symbol)), range_(e.range),
        list_(std::move(list)), where_(std::move(where)) {}

  Value value(Frame& frame) override {
    const Value source = list_->value(frame);
    const List* list = list_of(frame, source, range_);
    if (!list) return {};
    size_t yes = 0, no = 0, unknown = 0;
    for (const Value& item : *list) {
      frame.context.tick();
      frame.locals[symbol_] = item;
      const Value holds = where_ ? where_->value(frame) : item;
      switch (guarded(frame, range_, [&] { return truth(holds); })) {
        case Ternary::kTrue: ++yes; break;
        case Ternary::kFalse: ++no; break;
        case Ternary::kNull: ++unknown; break;
      }
    }
    return to_value(verdict(yes, no, unknown));
  }

 private:
  Ternary verdict(size_t yes, size_t no, size_t unknown) const {
    using Kind = ast::QuantifierKind;
    switch (kind_) {
      case Kind::kAll:
        return no > 0 ? Ternary::kFalse : unknown > 0 ? Ternary::kNull : Ternary::kTrue;
      case Kind::kAny:
        return yes > 0 ? Ternary::kTrue : unknown > 0 ? Ternary::kNull : Ternary::kFalse;
      case Kind::kNone:
        return yes > 0 ? Ternary::kFalse : unknown > 0 ? Ternary::kNull : Ternary::kTrue;
      case Kind::kSingle: break;
    }
    if (yes > 1) return Ternary::kFalse;
    return unknown > 0 ? Ternary::kNull : to_ternary(yes == 1);
  }

  ast::QuantifierKind kind_;
  size_t symbol_;
  SourceRange range_;
  EvaluatorPtr list_, where_;
};

class ReduceOf final : public Evaluator {
 public:
  ReduceOf(const Expr& e, EvaluatorPtr init, EvaluatorPtr list, EvaluatorPtr body)
      : symbol_(static_cast<size_t>(e.symbol)), accumulator_(static_cast<size_t>(e.accumulator)),
        range_(e.range), init_(std::move(init)), list_(std::move(list)), body_(std::move(body)) {}

  Value value(Frame& frame) override {
    Value total = init_->value(frame);
    const Value source = list_->value(frame);
    const List* list = list_of(frame, source, range_);
    if (!list) return {};
    for (const Value& item : *list) {
      frame.context.tick();
      frame.locals[accumulator_] = std::move(total);
      frame.locals[symbol_] = item;
      total = body_->value(frame);
    }
    return total;
  }

 private:
  size_t symbol_, accumulator_;
  SourceRange range_;
  EvaluatorPtr init_, list_, body_;
};

}  // namespace

EvaluatorPtr Compiler::comprehension(const Expr& e) {
  if (e.kind == ExprKind::kReduce) {
    EvaluatorPtr init = compile(*e.arguments[0]);
    EvaluatorPtr list = compile(*e.arguments[1]);
    locals_.insert({e.symbol, e.accumulator});
    return std::make_unique<ReduceOf>(e, std::move(init), std::move(list),
                                      compile(*e.arguments[2]));
  }
  EvaluatorPtr list = compile(*e.arguments[0]);
  locals_.insert(e.symbol);
  EvaluatorPtr where = compile_optional(e.arguments[1]);
  if (e.kind == ExprKind::kQuantifier) {
    return std::make_unique<QuantifierOf>(e, std::move(list), std::move(where));
  }
  return std::make_unique<Comprehension>(e, std::move(list), std::move(where),
                                         compile_optional(e.arguments[2]));
}

}  // namespace zhengmai::exec
