#include "query/exec/aggregate_state.h"

#include <algorithm>

namespace zhengmai::exec {

AggregateState::AggregateState(Context& context, const plan::LogicalOp& op)
    : context_(context), op_(op), aggregate_(*op.as<plan::Aggregate>()),
      memory_(context.run(), op),
      table_(memory_, aggregate_.keys.size()) {
  for (const plan::Assignment& key : aggregate_.keys) keys_.push_back(compile(*key.value, context));
  key_columns_.resize(keys_.size());
  for (const plan::AggregateCall& call : aggregate_.calls) {
    Call out;
    if (!call.arguments.empty()) out.argument = compile(*call.arguments[0], context);
    if (call.arguments.size() > 1) out.parameter = compile(*call.arguments[1], context);
    calls_.push_back(std::move(out));
  }
  clear();
}

void AggregateState::clear() {
  table_.clear();
  for (size_t i = 0; i < calls_.size(); ++i) {
    calls_[i].accumulator = make_accumulator(memory_, aggregate_.calls[i]);
  }
  memory_.clear();
}

const Vector* AggregateState::column_of(Evaluator* e, Frame& frame, Vector& scratch) {
  if (!e) return nullptr;
  if (const Vector* existing = e->existing_column(frame)) return existing;
  e->column(frame, scratch);
  return &scratch;
}

void AggregateState::add(Batch& batch) {
  context_.tick(static_cast<uint32_t>(batch.size));
  Frame frame(context_, batch);
  std::vector<const Vector*> keys;
  for (size_t k = 0; k < keys_.size(); ++k) {
    keys.push_back(column_of(keys_[k].get(), frame, key_columns_[k]));
  }
  table_.find(keys, batch.size, groups_);
  for (Call& call : calls_) {
    const Vector* argument = column_of(call.argument.get(), frame, call.argument_column);
    const Vector* parameter = column_of(call.parameter.get(), frame, call.parameter_column);
    call.accumulator->add(groups_, table_.size(), argument, parameter);
  }
}

void AggregateState::merge(AggregateState& other) {
  std::vector<Vector> columns(keys_.size());
  std::vector<const Vector*> keys;
  for (size_t k = 0; k < keys_.size(); ++k) {
    other.table_.key(k, 0, other.table_.size(), columns[k]);
    keys.push_back(&columns[k]);
  }
  std::vector<uint32_t> mapping;
  table_.find(keys, other.table_.size(), mapping);
  for (size_t i = 0; i < calls_.size(); ++i) {
    calls_[i].accumulator->merge(*other.calls_[i].accumulator, mapping, table_.size());
  }
  memory_.absorb(other.memory_);
}

void AggregateState::emit(Operator& next) {
  // Without keys there is one group, even over no rows.
  const size_t groups = keys_.empty() ? 1 : table_.size();
  Batch out(context_.symbols());
  for (size_t begin = 0; begin < groups; begin += Batch::kRows) {
    const size_t end = std::min(groups, begin + Batch::kRows);
    for (size_t k = 0; k < keys_.size(); ++k) {
      const Symbol s = aggregate_.keys[k].symbol;
      if (op_.live.count(s)) table_.key(k, begin, end, out[s]);
    }
    for (size_t i = 0; i < calls_.size(); ++i) {
      calls_[i].accumulator->finish(begin, end, groups, out[aggregate_.calls[i].symbol]);
    }
    out.size = end - begin;
    if (!next.push(out)) break;
  }
  clear();
}

}  // namespace zhengmai::exec
