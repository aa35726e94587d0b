// Collects the rows of an operator that makes several out of one, and hands on full batches.
//
//   emitter.begin(input);
//   … emitter.column(to).ids().push_back(node); emitter.add(row); …
//   emitter.settle();                 // before the input goes away
//   emitter.flush();                  // at the end of all input
//
// New columns are written by the operator, columns of the input are gathered here, once a batch.
// Rows that are not enough for a batch wait for the next input, so batches stay full behind
// selective filters.
#pragma once

#include <vector>

#include "query/exec/operator.h"

namespace zhengmai::exec {

class Emitter {
 public:
  Emitter(Context& context, std::vector<Symbol> carried)
      : out_(context.symbols()), carried_(std::move(carried)),
        parents_(Batch::kRows + kSlack) {}

  void set_next(Operator* next) { next_ = next; }
  // `types`: of the columns that the operator writes.
  void declare(Symbol symbol, VectorType type) { written_.push_back({symbol, type}); }

  void begin(const Batch& input) { input_ = &input; }
  Vector& column(Symbol symbol) { return out_[symbol]; }
  size_t size() const { return out_.size + pending_; }
  size_t room() const { return Batch::kRows - std::min(size(), size_t{Batch::kRows}); }
  bool full() const { return size() >= Batch::kRows; }

  // Short runs are written in blocks of this many, of which the last may reach beyond the run.
  static constexpr size_t kSlack = 8;

  // REQUIRES: room() for as many.
  void add(uint32_t parent) { parents_[pending_++] = parent; }
  void add(uint32_t parent, size_t times) {
    uint32_t* const out = parents_.data() + pending_;
    pending_ += times;
    if (carried_.empty()) return;  // nothing will be gathered
    for (size_t i = 0; i < times; i += kSlack) {
      for (size_t k = 0; k < kSlack; ++k) out[i + k] = parent;
    }
  }

  void settle() {
    if (pending_ == 0) return;
    const std::span<const uint32_t> parents(parents_.data(), pending_);
    for (const Symbol s : carried_) out_[s].append_rows((*input_)[s], parents);
    out_.size += pending_;
    pending_ = 0;
  }
  // Hands on what there is; false when nobody wants more.
  bool flush() {
    settle();
    if (out_.size == 0) return true;
    const bool more = next_->push(out_);
    clear();
    return more;
  }
  void clear() {
    pending_ = 0;
    out_.size = 0;
    for (const Written& w : written_) out_[w.symbol].reset(w.type);
    for (const Symbol s : carried_) out_[s].reset(out_[s].type());
  }

 private:
  struct Written {
    Symbol symbol;
    VectorType type;
  };

  Batch out_;
  std::vector<Symbol> carried_;
  std::vector<Written> written_;
  const Batch* input_ = nullptr;
  std::vector<uint32_t> parents_;  // the input's row of each pending output row
  size_t pending_ = 0;
  Operator* next_ = nullptr;
};

// An operator around an emitter: what they share.
class EmittingOperator : public Operator {
 public:
  EmittingOperator(Context& context, const plan::LogicalOp& op)
      : context_(context), emitter_(context, carried(op)) {}
  void finish() override {
    if (!stopped_) emitter_.flush();
    stopped_ = false;
    next_->finish();
  }
  void reset() override {
    emitter_.set_next(next_);
    emitter_.clear();
    stopped_ = false;
    next_->reset();
  }

 protected:
  bool stop() {
    stopped_ = true;
    return false;
  }

  Context& context_;
  Emitter emitter_;
  bool stopped_ = false;
};

}  // namespace zhengmai::exec
