// Groups and what is gathered over them: the heart of an aggregation, for one thread.
//
// Threads: one thread an object; merge() joins what several have gathered, in their order.
#pragma once

#include <memory>
#include <vector>

#include "query/exec/accumulator.h"
#include "query/exec/group_table.h"
#include "query/exec/operator.h"

namespace zhengmai::exec {

class AggregateState {
 public:
  AggregateState(Context& context, const plan::LogicalOp& op);

  void add(Batch& batch);
  // `other` was made for the same operator; its rows come after this one's.
  void merge(AggregateState& other);
  // Hands the groups on, in the order of first appearance, and forgets them.
  void emit(Operator& next);
  void clear();

 private:
  struct Call {
    EvaluatorPtr argument, parameter;  // null where the call has none
    std::unique_ptr<Accumulator> accumulator;
    Vector argument_column, parameter_column;
  };

  const Vector* column_of(Evaluator* e, Frame& frame, Vector& scratch);

  Context& context_;
  const plan::LogicalOp& op_;
  const plan::Aggregate& aggregate_;
  std::vector<EvaluatorPtr> keys_;
  std::vector<Vector> key_columns_;
  std::vector<Call> calls_;
  MemoryAccount memory_;
  GroupTable table_;
  std::vector<uint32_t> groups_;
};

}  // namespace zhengmai::exec
