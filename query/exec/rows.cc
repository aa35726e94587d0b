// The operators that work row by row in place: filter, projection, skip, limit, unwind, distinct.
#include <unordered_set>

#include <fmt/format.h>

#include "query/exec/build.h"
#include "query/exec/emitter.h"

namespace zhengmai::exec {
namespace {

// Conditions one after another; each sees only the rows that the earlier ones let through.
class Filter final : public Operator {
 public:
  Filter(Context& context, const plan::LogicalOp& op, const plan::Filter& filter)
      : context_(context) {
    plan::SymbolSet kept = op.live;
    for (size_t i = filter.predicates.size(); i-- > 0;) {
      Step step;
      step.range = filter.predicates[i]->range;
      step.condition = compile(*filter.predicates[i], context);
      step.kept.assign(kept.begin(), kept.end());
      steps_.insert(steps_.begin(), std::move(step));
      plan::collect_free_symbols(*filter.predicates[i], kept);
    }
  }

  bool push(Batch& batch) override {
    context_.tick(static_cast<uint32_t>(batch.size));
    for (Step& step : steps_) {
      Frame frame(context_, batch);
      step.condition->column(frame, column_);
      to_truth(frame, column_, step.range, truth_);
      select_true(batch.size);
      if (selected_.size() == batch.size) continue;
      if (selected_.empty()) return true;
      for (const Symbol s : step.kept) batch[s].select(selected_);
      batch.size = selected_.size();
    }
    return next_->push(batch);
  }

 private:
  struct Step {
    EvaluatorPtr condition;
    SourceRange range;
    std::vector<Symbol> kept;  // needed by later conditions or downstream
  };

  // Written without a branch: which rows pass is not to be predicted.
  void select_true(size_t rows) {
    selected_.resize(rows);
    uint32_t* const selected = selected_.data();
    size_t count = 0;
    for (uint32_t i = 0; i < rows; ++i) {
      selected[count] = i;
      count += truth_[i] == Ternary::kTrue;
    }
    selected_.resize(count);
  }

  Context& context_;
  std::vector<Step> steps_;
  Vector column_;
  std::vector<Ternary> truth_;
  std::vector<uint32_t> selected_;
};

class Project final : public Operator {
 public:
  Project(Context& context, const plan::Project& project) : context_(context) {
    for (const plan::Assignment& item : project.items) {
      symbols_.push_back(item.symbol);
      values_.push_back(compile(*item.value, context));
    }
    columns_.resize(symbols_.size());
  }

  bool push(Batch& batch) override {
    context_.tick(static_cast<uint32_t>(batch.size));
    Frame frame(context_, batch);
    // All values first: an item may replace a column that another one reads.
    for (size_t i = 0; i < symbols_.size(); ++i) values_[i]->column(frame, columns_[i]);
    for (size_t i = 0; i < symbols_.size(); ++i) std::swap(batch[symbols_[i]], columns_[i]);
    return next_->push(batch);
  }

 private:
  Context& context_;
  std::vector<Symbol> symbols_;
  std::vector<EvaluatorPtr> values_;
  std::vector<Vector> columns_;
};

class Skip final : public Operator {
 public:
  Skip(Context& context, const plan::LogicalOp& op, const plan::ExprPtr& count)
      : context_(context), count_(count), live_(op.live.begin(), op.live.end()) {}

  void reset() override {
    left_ = row_count(context_, *count_, "SKIP");
    next_->reset();
  }
  void finish() override {
    next_->finish();
    left_ = row_count(context_, *count_, "SKIP");
  }
  bool push(Batch& batch) override {
    if (left_ == 0) return next_->push(batch);
    if (left_ >= batch.size) {
      left_ -= batch.size;
      return true;
    }
    std::vector<uint32_t> rows;
    for (uint64_t i = left_; i < batch.size; ++i) rows.push_back(static_cast<uint32_t>(i));
    for (const Symbol s : live_) batch[s].select(rows);
    batch.size = rows.size();
    left_ = 0;
    return next_->push(batch);
  }

 private:
  Context& context_;
  plan::ExprPtr count_;
  std::vector<Symbol> live_;
  uint64_t left_ = 0;
};

class Limit final : public Operator {
 public:
  Limit(Context& context, const plan::LogicalOp& op, const plan::ExprPtr& count)
      : context_(context), count_(count), live_(op.live.begin(), op.live.end()) {}

  void reset() override {
    left_ = row_count(context_, *count_, "LIMIT");
    next_->reset();
  }
  void finish() override {
    next_->finish();
    left_ = row_count(context_, *count_, "LIMIT");
  }
  bool push(Batch& batch) override {
    if (left_ == 0) return false;
    if (batch.size > left_) {
      for (const Symbol s : live_) batch[s].truncate(left_);
      batch.size = left_;
    }
    left_ -= batch.size;
    return next_->push(batch) && left_ > 0;
  }

 private:
  Context& context_;
  plan::ExprPtr count_;
  std::vector<Symbol> live_;
  uint64_t left_ = 0;
};

class Unwind final : public EmittingOperator {
 public:
  Unwind(Context& context, const plan::LogicalOp& op, const plan::Unwind& unwind)
      : EmittingOperator(context, op), symbol_(unwind.symbol),
        list_(compile(*unwind.list, context)) {
    emitter_.declare(symbol_, VectorType::kValue);
  }

  bool push(Batch& input) override {
    emitter_.begin(input);
    Frame frame(context_, input);
    for (frame.row = 0; frame.row < input.size; ++frame.row) {
      const Value list = list_->value(frame);
      if (list.is_null()) continue;
      const List single = list.is_list() ? List{} : List{list};  // a single value is a list of one
      for (const Value& item : list.is_list() ? list.as_list() : single) {
        context_.tick();
        emitter_.column(symbol_).values().push_back(item);
        emitter_.add(static_cast<uint32_t>(frame.row));
        if (emitter_.full() && !emitter_.flush()) return stop();
      }
    }
    emitter_.settle();
    return true;
  }

 private:
  Symbol symbol_;
  EvaluatorPtr list_;
};

}  // namespace

uint64_t row_count(Context& context, const plan::Expr& e, const char* clause) {
  Batch row = single_row(context.symbols());
  Frame frame(context, row);
  const Value v = compile(e, context)->value(frame);
  if (v.is_integer() && v.as_integer() >= 0) return static_cast<uint64_t>(v.as_integer());
  const bool negative = v.is_integer();
  throw QueryError(
      {{Severity::kError, e.range,
        fmt::format("{} needs a non-negative integer, not {}", clause,
                    negative ? fmt::format("{}", v.as_integer()) : std::string(kind_name(v.kind()))),
        "", "SyntaxError", "runtime", negative ? "NegativeIntegerArgument" : "InvalidArgumentType"}},
      context.run().text());
}

std::unique_ptr<Operator> make_filter(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<Filter>(context, op, *op.as<plan::Filter>());
}
std::unique_ptr<Operator> make_project(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<Project>(context, *op.as<plan::Project>());
}
std::unique_ptr<Operator> make_skip(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<Skip>(context, op, op.as<plan::Skip>()->count);
}
std::unique_ptr<Operator> make_limit(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<Limit>(context, op, op.as<plan::Limit>()->count);
}
std::unique_ptr<Operator> make_unwind(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<Unwind>(context, op, *op.as<plan::Unwind>());
}

}  // namespace zhengmai::exec
