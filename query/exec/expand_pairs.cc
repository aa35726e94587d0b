// PairExpand: pairs of relationships of one node, (a)<--(m)-->(b) with b on one side of a. A node's
// arcs are sorted by their ends, so the partners of an arc are the run that lies beside it.
#include <algorithm>
#include <cstring>

#include "query/exec/build.h"
#include "query/exec/emitter.h"
#include "query/exec/hop.h"

namespace zhengmai::exec {
namespace {

class PairExpand final : public EmittingOperator {
 public:
  PairExpand(Context& context, const plan::LogicalOp& op, const plan::PairExpand& pair)
      : EmittingOperator(context, op), from_(pair.first.from),
        beyond_(pair.second.after != ast::kUnresolved),
        rows_(rows_of_hop(context.graph(), pair.first)),
        first_(pair.first.to, op), second_(pair.second.to, op),
        first_relationship_(pair.first.relationship, op),
        second_relationship_(pair.second.relationship, op) {
    first_.declare(emitter_, VectorType::kNode);
    second_.declare(emitter_, VectorType::kNode);
    first_relationship_.declare(emitter_, VectorType::kRelationship);
    second_relationship_.declare(emitter_, VectorType::kRelationship);
  }

  bool push(Batch& input) override {
    if (rows_.empty()) return true;  // no relationship is of the type
    emitter_.begin(input);
    const Rows& rows = *rows_[0].rows;
    const std::vector<uint32_t>& from = node_ids(context_, input[from_], from_scratch_);
    for (uint32_t row = 0; row < input.size; ++row) {
      if (from[row] == kNoId) continue;
      const ArcView arcs = rows[from[row]];
      if (arcs.size() < 2) continue;
      if (!pair_in_blocks(rows, arcs, row) && !pair(arcs, row)) return stop();
      if (emitter_.full() && !flush()) return stop();
    }
    move_columns();
    emitter_.settle();
    return true;
  }
  void reset() override {
    pending_ = 0;
    EmittingOperator::reset();
  }

 private:
  // One of the columns that are written.
  struct Found {
    Found(Symbol symbol, const plan::LogicalOp& op)
        : symbol(symbol), keep(op.live.count(symbol) > 0) {
      if (keep) ids.resize(Batch::kRows + Emitter::kSlack);
    }
    void declare(Emitter& emitter, VectorType type) const {
      if (keep) emitter.declare(symbol, type);
    }
    Symbol symbol;
    bool keep;
    std::vector<uint32_t> ids;  // for the rows that the emitter has pending
  };

  // Few arcs with different ends, as most nodes have: for each arc a whole block is written, and
  // counted as much of it as there are partners, so that no length is branched on. False, and
  // nothing done, where that does not apply.
  bool pair_in_blocks(const Rows& rows, const ArcView& arcs, uint32_t row) {
    const size_t count = arcs.size();
    if (count > Emitter::kSlack + 1 || !first_.keep || !second_.keep) return false;
    if (first_relationship_.keep || second_relationship_.keep) return false;
    const NodeId* const ends = arcs.nodes().data();
    if (ends + count + Emitter::kSlack > rows.ends() + rows.offsets().back()) return false;
    const size_t pairs = count * (count - 1) / 2;
    if (pairs > emitter_.room()) return false;
    uint32_t* first = first_.ids.data() + pending_;
    uint32_t* second = second_.ids.data() + pending_;
    bool repeated = false;
    for (size_t i = 1; i < count; ++i) {
      repeated |= ends[i - 1] == ends[i];
      std::fill_n(first, Emitter::kSlack, ends[beyond_ ? i - 1 : i]);
      std::memcpy(second, ends + (beyond_ ? i : 0), Emitter::kSlack * sizeof(NodeId));
      const size_t partners = beyond_ ? count - i : i;
      first += partners;
      second += partners;
    }
    if (repeated) return false;
    pending_ += pairs;
    emitter_.add(row, pairs);
    return true;
  }

  bool pair(const ArcView& arcs, uint32_t row) {
    const auto ends = arcs.nodes();
    size_t same = 0;  // the first arc with this end, then the first with another
    for (size_t i = 0; i < ends.size(); ++i) {
      if (beyond_) {
        while (same < ends.size() && ends[same] == ends[i]) ++same;
      } else if (ends[same] != ends[i]) {
        same = i;
      }
      if (!copy_run(arcs, i, beyond_ ? same : 0, beyond_ ? ends.size() : same, row)) return false;
    }
    return true;
  }

  // The arc `one` with each of the arcs begin … end - 1.
  bool copy_run(const ArcView& arcs, size_t one, size_t begin, size_t end, uint32_t row) {
    while (begin < end) {
      const size_t take = std::min(end - begin, emitter_.room());
      for (size_t k = 0; k < take; ++k) {
        const Arc first = arcs[one], second = arcs[begin + k];
        if (first_.keep) first_.ids[pending_ + k] = first.node;
        if (second_.keep) second_.ids[pending_ + k] = second.node;
        if (first_relationship_.keep) first_relationship_.ids[pending_ + k] = first.relationship;
        if (second_relationship_.keep) second_relationship_.ids[pending_ + k] = second.relationship;
      }
      pending_ += take;
      emitter_.add(row, take);
      begin += take;
      if (emitter_.full() && !flush()) return false;
    }
    return true;
  }

  void move_columns() {
    for (const Found* found : {&first_, &second_, &first_relationship_, &second_relationship_}) {
      if (!found->keep) continue;
      std::vector<uint32_t>& column = emitter_.column(found->symbol).ids();
      column.insert(column.end(), found->ids.begin(), found->ids.begin() + pending_);
    }
    pending_ = 0;
  }

  bool flush() {
    context_.tick(Batch::kRows);
    move_columns();
    return emitter_.flush();
  }

  Symbol from_;
  bool beyond_;
  std::vector<RowsOfType> rows_;  // one, or none
  Found first_, second_, first_relationship_, second_relationship_;
  size_t pending_ = 0;
  std::vector<uint32_t> from_scratch_;
};

}  // namespace

std::unique_ptr<Operator> make_pair_expand(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<PairExpand>(context, op, *op.as<plan::PairExpand>());
}

}  // namespace zhengmai::exec
