// EXISTS, COUNT, COLLECT, pattern predicates and comprehensions: a plan run for one row.
#include "graph/model/value_budget.h"
#include "query/exec/build.h"
#include "query/exec/eval_guard.h"

namespace zhengmai::exec {

using plan::Expr;

namespace {

class SubqueryOf final : public Evaluator {
 public:
  SubqueryOf(const plan::Subquery& subquery, Compiler& compiler)
      : subquery_(subquery), sink_(subquery), argument_(compiler.context().symbols()),
        pipeline_(build(*subquery.root, compiler.context(), sink_)) {
    for (const Symbol s : subquery.arguments) {
      arguments_.push_back({s, compiler.compile(*variables_.emplace_back(plan::variable(s)))});
    }
  }

  Value value(Frame& frame) override {
    frame.context.tick();
    if (subquery_.detached) {
      if (!members_ && ++calls_ * plan::total_rows(*subquery_.root) >
                           plan::total_rows(*subquery_.detached) && calls_ > kCallsBefore) {
        find_members(frame.context);
      }
      if (members_) return is_member(arguments_[0].value->value(frame));
    }
    return run(frame);
  }

 private:
  static constexpr double kCallsBefore = 4;

  Value run(Frame& frame) {
    for (Argument& a : arguments_) {
      Vector& column = argument_[a.symbol];
      column.reset(VectorType::kValue);
      const Vector* existing = a.value->existing_column(frame);
      if (existing) {
        column.append(*existing, frame.row);
      } else {
        column.append_value(a.value->value(frame));
      }
    }
    argument_.size = 1;
    sink_.count = 0;
    sink_.items.clear();
    pipeline_.run(argument_);
    switch (subquery_.kind) {
      case ast::SubqueryKind::kExists: return Value::boolean(sink_.count > 0);
      case ast::SubqueryKind::kCount: return Value::integer(static_cast<int64_t>(sink_.count));
      case ast::SubqueryKind::kCollect: break;
    }
    return Value::list(std::move(sink_.items));
  }

  // Gathers the nodes for which the pattern holds.
  class Members final : public Operator {
   public:
    Members(Context& context, Symbol node)
        : context_(context), node_(node), found(context.graph().node_count()) {}
    bool push(Batch& batch) override {
      for (const NodeId id : node_ids(context_, batch[node_], scratch_)) {
        if (id != kNoId) found[id] = true;
      }
      return true;
    }
    void finish() override {}
    void reset() override {}

   private:
    Context& context_;
    Symbol node_;
    std::vector<uint32_t> scratch_;

   public:
    std::vector<bool> found;
  };

  void find_members(Context& context) {
    members_ = std::make_unique<Members>(context, subquery_.detached_node);
    Batch start = single_row(context.symbols());
    build(*subquery_.detached, context, *members_).run(start);
  }
  Value is_member(const Value& v) const {
    return Value::boolean(v.is_node() && members_->found[v.as_node()]);
  }

  struct Argument {
    Symbol symbol;
    EvaluatorPtr value;
  };

  class Sink final : public Operator {
   public:
    explicit Sink(const plan::Subquery& subquery) : subquery_(subquery) {}
    bool push(Batch& batch) override {
      count += batch.size;
      if (subquery_.kind == ast::SubqueryKind::kExists) return false;
      if (subquery_.kind == ast::SubqueryKind::kCollect) {
        for (size_t i = 0; i < batch.size; ++i) items.push_back(batch[subquery_.result].value(i));
        ValueBudget::require(items.capacity() * sizeof(Value));
      }
      return true;
    }
    void finish() override {}
    void reset() override {}

    uint64_t count = 0;
    List items;

   private:
    const plan::Subquery& subquery_;
  };

  const plan::Subquery& subquery_;
  Sink sink_;
  std::vector<plan::ExprPtr> variables_;
  std::vector<Argument> arguments_;
  Batch argument_;
  Pipeline pipeline_;
  double calls_ = 0;
  std::unique_ptr<Members> members_;
};

}  // namespace

EvaluatorPtr Compiler::subquery(const Expr& e) {
  return std::make_unique<SubqueryOf>(*e.subquery, *this);
}

}  // namespace zhengmai::exec
