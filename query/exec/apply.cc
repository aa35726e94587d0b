// Plans inside a plan: OPTIONAL MATCH, CALL { … } and UNION.
#include "query/exec/build.h"
#include "query/exec/emitter.h"

namespace zhengmai::exec {
namespace {

// Copies what an inner plan reads of the outer batch.
void copy_arguments(const plan::LogicalOp& inner, const Batch& outer, Batch& argument) {
  const plan::LogicalOp* foot = &inner;
  while (foot->input) foot = foot->input.get();
  for (const Symbol s : foot->as<plan::Argument>()->symbols) argument[s] = outer[s];
}

// What OPTIONAL MATCH and CALL { … } share: an inner plan whose rows are joined with the outer rows
// that they belong to.
class Apply : public EmittingOperator {
 protected:
  Apply(Context& context, const plan::LogicalOp& op, const plan::LogicalOp& inner,
        const std::vector<Symbol>& introduced)
      : EmittingOperator(context, op), introduced_(introduced), collector_(*this),
        inner_(build(inner, context, collector_)), argument_(context.symbols()) {
    for (const Symbol s : introduced) emitter_.declare(s, VectorType::kValue);
  }

  // Rows of the inner plan; false when nobody wants more.
  virtual bool take(Batch& batch) = 0;

  // Row `i` of the inner plan beside the outer row; false when nobody wants more.
  bool join(const Batch& batch, size_t i, uint32_t outer) {
    for (const Symbol s : introduced_) emitter_.column(s).append(batch[s], i);
    return hand_on(outer);
  }
  // The outer row with whatever the new columns hold.
  bool hand_on(uint32_t outer) {
    emitter_.add(outer);
    if (emitter_.full()) more_ = emitter_.flush();
    return more_;
  }
  bool settle() {
    if (!more_) return stop();
    emitter_.settle();
    return true;
  }

 private:
  class Collector final : public Operator {
   public:
    explicit Collector(Apply& owner) : owner_(owner) {}
    bool push(Batch& batch) override { return owner_.take(batch); }
    void finish() override {}
    void reset() override {}

   private:
    Apply& owner_;
  };

 protected:
  const std::vector<Symbol>& introduced_;
  Collector collector_;
  Pipeline inner_;
  Batch argument_;
  bool more_ = true;
};

// The inner plan runs once for a whole batch; each row carries the number of its outer row, which
// shows whom it belongs to and which outer rows found nothing.
class OptionalApply final : public Apply {
 public:
  OptionalApply(Context& context, const plan::LogicalOp& op, const plan::OptionalApply& apply)
      : Apply(context, op, *apply.inner, apply.introduced), apply_(apply) {}

  bool push(Batch& input) override {
    emitter_.begin(input);
    matched_.assign(input.size, false);
    more_ = true;
    copy_arguments(*apply_.inner, input, argument_);
    Vector& row = argument_[apply_.row];
    row.reset(VectorType::kInteger);
    for (size_t i = 0; i < input.size; ++i) row.integers().push_back(static_cast<int64_t>(i));
    argument_.size = input.size;
    inner_.run(argument_);
    for (uint32_t i = 0; more_ && i < input.size; ++i) {
      if (matched_[i]) continue;
      for (const Symbol s : introduced_) emitter_.column(s).append_nulls(1);
      hand_on(i);
    }
    return settle();
  }

 private:
  bool take(Batch& batch) override {
    const Vector& rows = batch[apply_.row];
    for (size_t i = 0; i < batch.size; ++i) {
      const uint32_t row = static_cast<uint32_t>(rows.value(i).as_integer());
      matched_[row] = true;
      if (!join(batch, i, row)) return false;
    }
    return true;
  }

  const plan::OptionalApply& apply_;
  std::vector<bool> matched_;
};

// CALL { … }: the inner plan runs for each row by itself, for it may group, sort and limit.
class SubqueryApply final : public Apply {
 public:
  SubqueryApply(Context& context, const plan::LogicalOp& op, const plan::SubqueryApply& apply)
      : Apply(context, op, *apply.inner, apply.introduced), apply_(apply),
        row_(context.symbols()) {}

  bool push(Batch& input) override {
    emitter_.begin(input);
    more_ = true;
    copy_arguments(*apply_.inner, input, argument_);
    const plan::LogicalOp* foot = apply_.inner.get();
    while (foot->input) foot = foot->input.get();
    for (current_ = 0; more_ && current_ < input.size; ++current_) {
      context_.tick();
      for (const Symbol s : foot->as<plan::Argument>()->symbols) {
        row_[s].reset(argument_[s].type());
        row_[s].append(argument_[s], current_);
      }
      row_.size = 1;
      inner_.run(row_);
      if (apply_.unit) hand_on(current_);
    }
    return settle();
  }

 private:
  bool take(Batch& batch) override {
    if (apply_.unit) return true;
    for (size_t i = 0; i < batch.size; ++i) {
      if (!join(batch, i, current_)) return false;
    }
    return true;
  }

  const plan::SubqueryApply& apply_;
  Batch row_;
  uint32_t current_ = 0;
};

class Union final : public Operator {
 public:
  Union(Context& context, const plan::Union& all) : all_(all) {
    for (size_t i = 0; i < all.parts.size(); ++i) {
      collectors_.push_back(std::make_unique<Collector>(*this, all.columns[i]));
      parts_.push_back(build(*all.parts[i], context, *collectors_.back()));
      arguments_.emplace_back(context.symbols());
    }
  }

  bool push(Batch& input) override {
    more_ = true;
    for (size_t i = 0; i < parts_.size(); ++i) {
      copy_arguments(*all_.parts[i], input, arguments_[i]);
      arguments_[i].size = input.size;
    }
    for (size_t i = 0; more_ && i < parts_.size(); ++i) parts_[i].run(arguments_[i]);
    return more_;
  }

 private:
  class Collector final : public Operator {
   public:
    Collector(Union& owner, const std::vector<Symbol>& columns)
        : owner_(owner), columns_(columns) {}
    bool push(Batch& batch) override {
      std::vector<Vector> moved;
      for (const Symbol s : columns_) moved.push_back(batch[s]);
      for (size_t i = 0; i < moved.size(); ++i) {
        batch[owner_.all_.symbols[i]] = std::move(moved[i]);
      }
      return owner_.more_ = owner_.next_->push(batch);
    }
    void finish() override {}
    void reset() override {}

   private:
    Union& owner_;
    const std::vector<Symbol>& columns_;
  };

  const plan::Union& all_;
  std::vector<std::unique_ptr<Collector>> collectors_;
  std::vector<Pipeline> parts_;
  std::vector<Batch> arguments_;
  bool more_ = true;
};

}  // namespace

std::unique_ptr<Operator> make_optional_apply(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<OptionalApply>(context, op, *op.as<plan::OptionalApply>());
}
std::unique_ptr<Operator> make_subquery_apply(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<SubqueryApply>(context, op, *op.as<plan::SubqueryApply>());
}
std::unique_ptr<Operator> make_union(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<Union>(context, *op.as<plan::Union>());
}

}  // namespace zhengmai::exec
