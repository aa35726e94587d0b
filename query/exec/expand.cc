// Expand: the relationships of a node, one row each. The engine's hottest loop.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>

#include "query/exec/build.h"
#include "query/exec/emitter.h"
#include "query/exec/hop.h"

namespace zhengmai::exec {
namespace {

// Neighbours, as a scan gives them and as what belongs together often is.
bool ascending_by_one(std::span<const uint32_t> ids) {
  if (ids.empty() || ids.back() - ids.front() != ids.size() - 1) return false;
  const uint32_t first = ids.front(), count = static_cast<uint32_t>(ids.size());
  uint32_t differences = 0;
  for (uint32_t i = 0; i < count; ++i) differences |= ids[i] ^ (first + i);
  return differences == 0;
}

class Expand final : public EmittingOperator {
 public:
  Expand(Context& context, const plan::LogicalOp& op, const plan::Hop& hop)
      : EmittingOperator(context, op), from_(hop.from), relationship_(hop.relationship),
        to_(hop.to), after_(hop.after), before_(hop.before), into_(hop.into),
        bounded_(hop.bounded()), keep_relationship_(op.live.count(hop.relationship) > 0),
        keep_to_(!hop.into && op.live.count(hop.to) > 0),
        rows_(rows_of_hop(context.graph(), hop)), excluded_(hop.different),
        plain_(!into_ && excluded_.none() && rows_.size() == 1 && rows_[0].rows->dense() &&
               rows_[0].rows->row_count() > 0 && !rows_[0].skip_loops),
        carries_nothing_(carried(op).empty()), nodes_(Batch::kRows + Emitter::kSlack),
        ids_(Batch::kRows + Emitter::kSlack) {
    if (into_) {
      for (const RowsOfType& rows : rows_) {
        const bool out = rows.rows == &context.graph().rows_out(rows.type);
        opposite_.push_back(out ? &context.graph().rows_in(rows.type)
                                : &context.graph().rows_out(rows.type));
      }
    }
    if (keep_relationship_) emitter_.declare(relationship_, VectorType::kRelationship);
    if (keep_to_) emitter_.declare(to_, VectorType::kNode);
  }

  bool push(Batch& input) override {
    emitter_.begin(input);
    const std::vector<uint32_t>& from = node_ids(context_, input[from_], from_scratch_);
    static const std::vector<uint32_t> kNone;
    const std::vector<uint32_t>& to =
        into_ ? node_ids(context_, input[to_], to_scratch_) : kNone;
    load_bounds(input);
    if (plain_ && !expand_dense(*rows_[0].rows, {from.data(), input.size})) return stop();
    for (uint32_t row = 0; row < input.size && !plain_; ++row) {
      if (from[row] == kNoId) continue;
      if (!excluded_.none()) excluded_.load(input, row);
      for (size_t i = 0; i < rows_.size(); ++i) {
        const bool more = into_ ? expand_into(i, from[row], to[row], row)
                                : expand(rows_[i], from[row], row);
        if (!more) return stop();
      }
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
  // One type, nothing to leave out, rows that are found by indexing: all of a batch in one loop.
  bool expand_dense(const Rows& rows, std::span<const uint32_t> from) {
    const uint32_t* const offsets = rows.offsets().data();
    const IdRange range = rows.range();
    if (carries_nothing_ && !bounded_ && ascending_by_one(from) && range.contains(from.front()) &&
        range.contains(from.back())) {
      return copy_run(rows, offsets[from.front() - range.begin],
                      offsets[from.back() - range.begin + 1], 0);
    }
    const size_t total = rows.offsets().back();
    for (uint32_t row = 0; row < from.size(); ++row) {
      if (!range.contains(from[row])) continue;
      uint32_t begin = offsets[from[row] - range.begin];
      uint32_t end = offsets[from[row] - range.begin + 1];
      if (bounded_) narrow(rows.ends(), row, begin, end);
      if (end - begin <= Emitter::kSlack && begin + Emitter::kSlack <= total &&
          end - begin <= emitter_.room()) {
        copy_block(rows, begin);
        pending_ += end - begin;
        emitter_.add(row, end - begin);
        if (emitter_.full() && !flush()) return false;
      } else if (!copy_run(rows, begin, end, row)) {
        return false;
      }
    }
    return true;
  }

  // A whole block, of which the caller counts as much as there is: most runs are short, and a
  // loop over just their length would be mispredicted at each end.
  void copy_block(const Rows& rows, uint32_t begin) {
    std::memcpy(nodes_.data() + pending_, rows.ends() + begin, Emitter::kSlack * sizeof(NodeId));
    if (keep_relationship_) write_ids(rows, begin, Emitter::kSlack);
  }

  void write_ids(const Rows& rows, uint32_t begin, size_t count) {
    uint32_t* const id = ids_.data() + pending_;
    if (const RelationshipId* const given = rows.relationships()) {
      for (size_t k = 0; k < count; ++k) id[k] = given[begin + k];
    } else {
      for (uint32_t k = 0; k < count; ++k) id[k] = begin + k;
    }
  }

  // The arcs at begin … end - 1 of the rows, all from the same input row.
  bool copy_run(const Rows& rows, uint32_t begin, uint32_t end, uint32_t row) {
    while (begin < end) {
      const uint32_t take = std::min(end - begin, static_cast<uint32_t>(emitter_.room()));
      std::copy_n(rows.ends() + begin, take, nodes_.data() + pending_);
      if (keep_relationship_) write_ids(rows, begin, take);
      pending_ += take;
      emitter_.add(row, take);
      begin += take;
      if (emitter_.full() && !flush()) return false;
    }
    return true;
  }

  // One by one, without those that lead to `not_to`.
  bool expand_some(const Rows& rows, uint32_t begin, uint32_t end, NodeId not_to, uint32_t row) {
    for (uint32_t i = begin; i < end; ++i) {
      if (rows.ends()[i] == not_to) continue;
      if (!emit({rows.ends()[i], rows.relationships() ? rows.relationships()[i] : i}, row)) {
        return false;
      }
    }
    return true;
  }

  bool expand(const RowsOfType& rows, NodeId from, uint32_t row) {
    const ArcView arcs = (*rows.rows)[from];
    if (arcs.empty()) return true;
    auto begin = static_cast<uint32_t>(arcs.nodes().data() - rows.rows->ends());
    auto end = begin + static_cast<uint32_t>(arcs.size());
    if (bounded_) narrow(rows.rows->ends(), row, begin, end);
    if (excluded_.empty() && !rows.skip_loops) return copy_run(*rows.rows, begin, end, row);
    return expand_some(*rows.rows, begin, end, rows.skip_loops ? from : kNoId, row);
  }

  void load_bounds(const Batch& input) {
    if (after_ != ast::kUnresolved) after_ids_ = &node_ids(context_, input[after_], after_scratch_);
    if (before_ != ast::kUnresolved) {
      before_ids_ = &node_ids(context_, input[before_], before_scratch_);
    }
  }

  // Leaves the arcs whose ends lie on the wanted side of the row's bounds. Most rows of arcs are
  // short, where counting beats searching.
  void narrow(const NodeId* ends, uint32_t row, uint32_t& begin, uint32_t& end) const {
    const auto first_beyond = [&](NodeId limit) {
      if (end - begin > Emitter::kSlack) {
        return static_cast<uint32_t>(std::lower_bound(ends + begin, ends + end, limit) - ends);
      }
      uint32_t smaller = 0;
      for (uint32_t i = begin; i < end; ++i) smaller += ends[i] < limit;
      return begin + smaller;
    };
    if (after_ != ast::kUnresolved) begin = first_beyond((*after_ids_)[row] + 1);
    if (before_ != ast::kUnresolved) end = first_beyond((*before_ids_)[row]);
  }

  // Arcs are sorted by their far node, so those between two nodes are one run; it is looked for
  // at the node that has fewer.
  bool expand_into(size_t i, NodeId from, NodeId to, uint32_t row) {
    if (to == kNoId || (rows_[i].skip_loops && to == from)) return true;
    const ArcView ahead = (*rows_[i].rows)[from];
    if (ahead.size() <= Emitter::kSlack) {  // not worth a look at the other end
      for (size_t k = 0; k < ahead.size(); ++k) {
        if (ahead.nodes()[k] == to && !emit(ahead[k], row)) return false;
      }
      return true;
    }
    const ArcView back = (*opposite_[i])[to];
    const bool turn = back.size() < ahead.size();
    const ArcView& arcs = turn ? back : ahead;
    const NodeId wanted = turn ? from : to;
    const auto nodes = arcs.nodes();
    const auto first = std::lower_bound(nodes.begin(), nodes.end(), wanted);
    for (auto it = first; it != nodes.end() && *it == wanted; ++it) {
      const Arc arc = arcs[static_cast<size_t>(it - nodes.begin())];
      if (!emit({to, arc.relationship}, row)) return false;
    }
    return true;
  }

  bool emit(Arc arc, uint32_t row) {
    if (!excluded_.empty() && excluded_.contains(arc.relationship)) return true;
    nodes_[pending_] = arc.node;
    ids_[pending_++] = arc.relationship;
    emitter_.add(row);
    return !emitter_.full() || flush();
  }

  // What was found goes into the output's columns, a run at a time.
  void move_columns() {
    auto move = [&](Symbol symbol, const std::vector<uint32_t>& found) {
      std::vector<uint32_t>& column = emitter_.column(symbol).ids();
      column.insert(column.end(), found.begin(), found.begin() + pending_);
    };
    if (keep_to_) move(to_, nodes_);
    if (keep_relationship_) move(relationship_, ids_);
    pending_ = 0;
  }

  bool flush() {
    context_.tick(Batch::kRows);
    move_columns();
    return emitter_.flush();
  }

  Symbol from_, relationship_, to_, after_, before_;
  bool into_, bounded_, keep_relationship_, keep_to_;
  std::vector<RowsOfType> rows_;
  std::vector<const Rows*> opposite_;  // of each of rows_, seen from its far end
  Exclusion excluded_;
  bool plain_, carries_nothing_;
  std::vector<uint32_t> nodes_, ids_;  // found for the rows that the emitter has pending
  size_t pending_ = 0;
  std::vector<uint32_t> from_scratch_, to_scratch_, after_scratch_, before_scratch_;
  const std::vector<uint32_t>* after_ids_ = nullptr;
  const std::vector<uint32_t>* before_ids_ = nullptr;
};

// The number of arcs instead of the arcs: rows stay where they are.
class DegreeExpand final : public Operator {
 public:
  DegreeExpand(Context& context, const plan::LogicalOp& op, const plan::DegreeExpand& degree)
      : context_(context), from_(degree.hop.from), count_(degree.count), times_(degree.times),
        optional_(degree.optional), rows_(rows_of_hop(context.graph(), degree.hop)),
        live_(op.live.begin(), op.live.end()) {}

  bool push(Batch& batch) override {
    context_.tick(static_cast<uint32_t>(batch.size));
    const std::vector<uint32_t>& from = node_ids(context_, batch[from_], scratch_);
    Vector& count = batch[count_];
    if (count.type() != VectorType::kInteger) count.reset(VectorType::kInteger);
    count.integers().resize(batch.size);  // of the batch before, and all written over
    const bool zeros = write_counts({from.data(), batch.size}, batch, count.integers().data());
    return optional_ || !zeros || drop_zeros(batch) ? next_->push(batch) : true;
  }

 private:
  // Whether a count is zero. In one pass over the rows where there is one type.
  bool write_counts(std::span<const uint32_t> from, const Batch& batch, int64_t* counts) const {
    const int64_t* const times =
        times_ == ast::kUnresolved ? nullptr : batch[times_].integers().data();
    uint64_t below_zero = 0;  // the sign bit
    const auto put = [&](size_t i, int64_t count) {
      counts[i] = count;
      below_zero |= static_cast<uint64_t>(count - 1);
    };
    if (rows_.size() == 1) {
      if (times) {
        visit_degrees(*rows_[0].rows, from, [&](size_t i, uint32_t degree) {
          put(i, product(degree, times[i]));
        });
      } else {
        visit_degrees(*rows_[0].rows, from, put);
      }
    } else {
      std::fill_n(counts, from.size(), int64_t{0});
      for (const RowsOfType& rows : rows_) {
        visit_degrees(*rows.rows, from, [&](size_t i, uint32_t degree) { counts[i] += degree; });
      }
      for (size_t i = 0; i < from.size(); ++i) {
        put(i, times ? product(counts[i], times[i]) : counts[i]);
      }
    }
    return below_zero >> 63 != 0;
  }

  // Both are degrees, so their product is that of two 32-bit numbers.
  static int64_t product(int64_t a, int64_t b) {
    return static_cast<int64_t>(uint64_t{static_cast<uint32_t>(a)} * static_cast<uint32_t>(b));
  }

  template <typename Visit>
  static void visit_degrees(const Rows& rows, std::span<const uint32_t> from, Visit visit) {
    if (!rows.dense()) {
      for (size_t i = 0; i < from.size(); ++i) visit(i, rows.degree(from[i]));
      return;
    }
    const uint32_t* const offsets = rows.offsets().data();
    const IdRange range = rows.range();
    if (ascending_by_one(from) && range.contains(from.front()) && range.contains(from.back())) {
      const uint32_t* const first = offsets + (from.front() - range.begin);
      for (size_t i = 0; i < from.size(); ++i) visit(i, first[i + 1] - first[i]);
      return;
    }
    for (size_t i = 0; i < from.size(); ++i) {  // kNoId lies outside of every range
      const bool inside = range.contains(from[i]);
      const uint32_t row = inside ? from[i] - range.begin : 0;
      visit(i, inside ? offsets[row + 1] - offsets[row] : 0);
    }
  }

  // False when no row is left.
  bool drop_zeros(Batch& batch) {
    const std::vector<int64_t>& counts = batch[count_].integers();
    selected_.clear();
    for (uint32_t i = 0; i < batch.size; ++i) {
      if (counts[i] != 0) selected_.push_back(i);
    }
    for (const Symbol s : live_) batch[s].select(selected_);
    batch.size = selected_.size();
    return batch.size > 0;
  }

  Context& context_;
  Symbol from_, count_, times_;
  bool optional_;
  std::vector<RowsOfType> rows_;
  std::vector<Symbol> live_;
  std::vector<uint32_t> scratch_, selected_;
};

}  // namespace

std::unique_ptr<Operator> make_expand(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<Expand>(context, op, op.as<plan::Expand>()->hop);
}

std::unique_ptr<Operator> make_degree_expand(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<DegreeExpand>(context, op, *op.as<plan::DegreeExpand>());
}

}  // namespace zhengmai::exec
