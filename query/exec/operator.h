// Physical operators: batches are pushed through a chain, each operator handing on to the next.
//
//   Pipeline p = build(logical_plan, context, sink);   // build.h
//   p.run(argument);                                   // one batch in, everything out of `sink`
//
// `push` may change or empty the batch; its columns that are not live any more are undefined.
// It returns false when nobody downstream wants more rows. `finish` hands on what is still held
// and leaves the operator ready for new rows, so a subquery's pipeline runs many times.
//
// Errors: QueryError, LimitError, Interrupted. Threads: a pipeline belongs to one thread.
#pragma once

#include <memory>
#include <vector>

#include "query/exec/batch.h"
#include "query/exec/context.h"
#include "query/exec/evaluator.h"
#include "query/plan/logical.h"

namespace zhengmai::exec {

class Operator {
 public:
  virtual ~Operator() = default;
  virtual bool push(Batch& batch) = 0;
  virtual void finish() { next_->finish(); }
  // Forgets rows and counts of an earlier run that was cut short.
  virtual void reset() { next_->reset(); }

  void set_next(Operator* next) { next_ = next; }

 protected:
  Operator* next_ = nullptr;
};

class Pipeline {
 public:
  // `operators` from the source to the last; the last one's next is the caller's sink.
  explicit Pipeline(std::vector<std::unique_ptr<Operator>> operators)
      : operators_(std::move(operators)) {}

  Operator& head() { return *operators_.front(); }
  void run(Batch& argument) {
    head().reset();
    head().push(argument);
    head().finish();
  }

 private:
  std::vector<std::unique_ptr<Operator>> operators_;
};

// Symbols that an operator copies from its input to its output.
std::vector<Symbol> carried(const plan::LogicalOp& op);

// One row without columns: what a query starts from.
Batch single_row(size_t symbols);

// Columns that may arrive as Values (a node taken from a list, say) as plain ids. Null is kNoId.
// QueryError when a value is something else.
const std::vector<uint32_t>& node_ids(Context& context, const Vector& column,
                                      std::vector<uint32_t>& scratch);
const std::vector<uint32_t>& relationship_ids(Context& context, const Vector& column,
                                              std::vector<uint32_t>& scratch);

}  // namespace zhengmai::exec
