// Grouping with aggregates, and DISTINCT, which is grouping without.
#include "query/exec/aggregate_state.h"
#include "query/exec/build.h"

namespace zhengmai::exec {
namespace {

class Aggregate final : public Operator {
 public:
  Aggregate(Context& context, const plan::LogicalOp& op) : state_(context, op) {}

  bool push(Batch& batch) override {
    state_.add(batch);
    return true;
  }
  void finish() override {
    state_.emit(*next_);
    next_->finish();
  }
  void reset() override {
    state_.clear();
    next_->reset();
  }

 private:
  AggregateState state_;
};

// The first row of each group passes.
class Distinct final : public Operator {
 public:
  Distinct(Context& context, const plan::LogicalOp& op)
      : context_(context), symbols_(op.as<plan::Distinct>()->symbols),
        live_(op.live.begin(), op.live.end()), memory_(context.run(), op),
        table_(memory_, symbols_.size()) {}

  bool push(Batch& batch) override {
    context_.tick(static_cast<uint32_t>(batch.size));
    std::vector<const Vector*> keys;
    for (const Symbol s : symbols_) keys.push_back(&batch[s]);
    uint32_t next_group = static_cast<uint32_t>(table_.size());
    table_.find(keys, batch.size, groups_);
    selected_.clear();
    for (uint32_t i = 0; i < batch.size; ++i) {
      if (groups_[i] != next_group) continue;
      selected_.push_back(i);
      ++next_group;
    }
    if (selected_.empty()) return true;
    if (selected_.size() < batch.size) {
      for (const Symbol s : live_) batch[s].select(selected_);
      batch.size = selected_.size();
    }
    return next_->push(batch);
  }
  void finish() override {
    clear();
    next_->finish();
  }
  void reset() override {
    clear();
    next_->reset();
  }

 private:
  void clear() {
    table_.clear();
    memory_.clear();
  }

  Context& context_;
  std::vector<Symbol> symbols_, live_;
  MemoryAccount memory_;
  GroupTable table_;
  std::vector<uint32_t> groups_, selected_;
};

}  // namespace

std::unique_ptr<Operator> make_aggregate(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<Aggregate>(context, op);
}
std::unique_ptr<Operator> make_distinct(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<Distinct>(context, op);
}

}  // namespace zhengmai::exec
