// The end of a query's pipeline: rows into a Result, or to a callback.
//
// Errors: LimitError when there are more rows than allowed. Threads: one thread.
#pragma once

#include "query/exec/operator.h"

namespace zhengmai::exec {

class ResultSink final : public Operator {
 public:
  // `rows` null: cells are appended to `cells`.
  ResultSink(Run& run, std::vector<Symbol> columns, const Engine::RowSink* rows,
             std::vector<Value>& cells)
      : run_(run), columns_(std::move(columns)), rows_(rows), cells_(cells) {}

  bool push(Batch& batch) override;
  void finish() override {}
  void reset() override {}

 private:
  Run& run_;
  std::vector<Symbol> columns_;
  const Engine::RowSink* rows_;
  std::vector<Value>& cells_;
  std::vector<Value> row_;
  uint64_t count_ = 0;
};

}  // namespace zhengmai::exec
