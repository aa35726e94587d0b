// shortestPath and allShortestPaths between two bound nodes: breadth first from both ends, always
// from the side whose frontier has fewer arcs, until the two meet.
#include <algorithm>

#include "query/exec/build.h"
#include "query/exec/emitter.h"
#include "query/exec/hop.h"
#include "query/exec/memory_account.h"

namespace zhengmai::exec {
namespace {

plan::Hop turned(plan::Hop hop) {
  if (hop.direction != Direction::kBoth) {
    hop.direction = hop.direction == Direction::kOut ? Direction::kIn : Direction::kOut;
  }
  return hop;
}

// The levels of a breadth-first search from one node. Distances are reset by touching only the
// nodes that were reached.
struct Side {
  std::vector<RowsOfType> rows;
  std::vector<uint32_t> distance;  // by node; kNoId: not reached
  std::vector<NodeId> reached;     // in the order of reaching
  size_t frontier = 0;             // where the last level begins in `reached`
  uint32_t depth = 0;

  void start(NodeId node, uint32_t node_count) {
    if (distance.empty()) distance.assign(node_count, kNoId);
    for (const NodeId n : reached) distance[n] = kNoId;
    reached.assign(1, node);
    distance[node] = 0;
    frontier = 0;
    depth = 0;
  }
  uint64_t frontier_arcs() const {
    uint64_t arcs = 0;
    for (size_t i = frontier; i < reached.size(); ++i) {
      for (const RowsOfType& r : rows) arcs += r.rows->degree(reached[i]);
    }
    return arcs;
  }
};

class ShortestPath final : public EmittingOperator {
 public:
  ShortestPath(Context& context, const plan::LogicalOp& op, const plan::ShortestPath& search)
      : EmittingOperator(context, op), hop_(search.hop), min_(search.min),
        max_(search.max.value_or(UINT32_MAX)), all_(search.all), path_(search.path),
        step_(search.step), keep_path_(op.live.count(search.path) > 0),
        keep_list_(op.live.count(hop_.relationship) > 0), excluded_(hop_.different),
        memory_(context.run(), op) {
    forward_.rows = rows_of_hop(context.graph(), hop_);
    backward_.rows = rows_of_hop(context.graph(), turned(hop_));
    if (keep_path_) emitter_.declare(path_, VectorType::kValue);
    if (keep_list_) emitter_.declare(hop_.relationship, VectorType::kValue);
    if (search.step_filter) filter_ = compile(*search.step_filter, context, step_);
  }

  bool push(Batch& input) override {
    emitter_.begin(input);
    if (forward_.distance.empty()) memory_.add(int64_t{16} * context_.graph().node_count());
    const auto& from = node_ids(context_, input[hop_.from], from_scratch_);
    const auto& to = node_ids(context_, input[hop_.to], to_scratch_);
    Frame frame(context_, input);
    for (uint32_t row = 0; row < input.size; ++row) {
      if (from[row] == kNoId || to[row] == kNoId) continue;
      frame.row = row;
      excluded_.load(input, row);
      if (!search(frame, row, from[row], to[row])) return stop();
    }
    emitter_.settle();
    return true;
  }

 private:
  bool search(Frame& frame, uint32_t row, NodeId from, NodeId to) {
    if (from == to && min_ == 0) return emit(row, {{from}, {}});
    if (from == to) return true;
    const uint32_t nodes = context_.graph().node_count();
    start_node_ = from;
    forward_.start(from, nodes);
    backward_.start(to, nodes);
    uint32_t best = kNoId;
    while (best == kNoId && forward_.depth + backward_.depth < max_) {
      Side& side = forward_.frontier_arcs() <= backward_.frontier_arcs() ? forward_ : backward_;
      Side& other = &side == &forward_ ? backward_ : forward_;
      if (!advance(frame, side, other, best)) return true;  // one side is exhausted
    }
    if (best == kNoId || best > max_ || best < min_) return true;
    return trace_all(frame, row, best);
  }

  // One more level. `best`: the length of the shortest path found so far.
  bool advance(Frame& frame, Side& side, const Side& other, uint32_t& best) {
    const size_t end = side.reached.size();
    if (side.frontier == end) return false;
    ++side.depth;
    for (size_t i = side.frontier; i < end; ++i) {
      const NodeId node = side.reached[i];
      for (const RowsOfType& rows : side.rows) {
        for (const Arc arc : (*rows.rows)[node]) {
          context_.tick();
          if (side.distance[arc.node] != kNoId || !allowed(frame, arc.relationship)) continue;
          side.distance[arc.node] = side.depth;
          side.reached.push_back(arc.node);
          if (other.distance[arc.node] != kNoId) {
            best = std::min(best, side.depth + other.distance[arc.node]);
          }
        }
      }
    }
    side.frontier = end;
    return true;
  }

  bool allowed(Frame& frame, RelationshipId relationship) {
    if (excluded_.contains(relationship)) return false;
    if (!filter_) return true;
    frame.locals[static_cast<size_t>(step_)] = Value::relationship(relationship);
    const Value v = filter_->value(frame);
    return v.is_boolean() && v.as_boolean();
  }

  // Every shortest path crosses a node that both sides have reached, `half` steps from the start:
  // from there each half is walked down its own side's distances, where no step is in vain.
  bool trace_all(Frame& frame, uint32_t row, uint32_t length) {
    const uint32_t half = std::min(forward_.depth, length);
    for (const NodeId middle : forward_.reached) {
      if (forward_.distance[middle] != half) continue;
      if (backward_.distance[middle] != length - half) continue;
      bool found = false;
      if (!trace(frame, row, middle, half, length, found)) return false;
      if (found && !all_) return true;
    }
    return true;
  }

  struct Level {
    NodeId node;
    uint32_t rows = 0;
    uint32_t arc = 0;
  };

  // Depth first: `half` steps back to the start, then (from the middle again) on to the end.
  bool trace(Frame& frame, uint32_t row, NodeId middle, uint32_t half, uint32_t length,
             bool& found) {
    levels_.assign(1, Level{middle});
    trail_.clear();
    while (true) {
      const uint32_t done = static_cast<uint32_t>(trail_.size());
      if (done == length) {
        found = true;
        if (!emit_trail(row, half)) return false;
        if (!all_) return true;
        levels_.pop_back();
        if (trail_.empty()) return true;
        trail_.pop_back();
        continue;
      }
      if (done == half && levels_.back().rows == 0 && levels_.back().arc == 0) {
        levels_.back().node = middle;
      }
      const Arc arc = next_arc(frame, levels_.back(), done < half, done < half ? half - 1 - done
                                                                            : length - 1 - done);
      if (arc.relationship == kNoId) {
        levels_.pop_back();
        if (trail_.empty()) return true;
        trail_.pop_back();
        continue;
      }
      trail_.push_back(arc.relationship);
      levels_.push_back(Level{arc.node});
    }
  }

  // The next arc of the level to a node `left` steps from the start (back) or from the end.
  Arc next_arc(Frame& frame, Level& level, bool back, uint32_t left) {
    const std::vector<RowsOfType>& all_rows = back ? backward_.rows : forward_.rows;
    const std::vector<uint32_t>& distance = back ? forward_.distance : backward_.distance;
    for (; level.rows < all_rows.size(); ++level.rows, level.arc = 0) {
      const RowsOfType& rows = all_rows[level.rows];
      const ArcView arcs = (*rows.rows)[level.node];
      while (level.arc < arcs.size()) {
        const Arc arc = arcs[level.arc++];
        context_.tick();
        if (rows.skip_loops && arc.node == level.node) continue;
        if (distance[arc.node] == left && allowed(frame, arc.relationship)) return arc;
      }
    }
    return {kNoId, kNoId};
  }

  bool emit_trail(uint32_t row, uint32_t half) {
    Path path;
    path.relationships.assign(trail_.rend() - half, trail_.rend());
    path.relationships.insert(path.relationships.end(), trail_.begin() + half, trail_.end());
    const Graph& graph = context_.graph();
    path.nodes.push_back(start_node_);
    for (const RelationshipId r : path.relationships) {
      const NodeId from = graph.start_of(r);
      path.nodes.push_back(from == path.nodes.back() ? graph.end_of(r) : from);
    }
    return emit(row, std::move(path));
  }

  bool emit(uint32_t row, Path path) {
    if (keep_list_) {
      List list;
      for (const RelationshipId r : path.relationships) list.push_back(Value::relationship(r));
      emitter_.column(hop_.relationship).values().push_back(Value::list(std::move(list)));
    }
    if (keep_path_) emitter_.column(path_).values().push_back(Value::path(std::move(path)));
    emitter_.add(row);
    return !emitter_.full() || emitter_.flush();
  }

  const plan::Hop& hop_;
  uint32_t min_, max_;
  bool all_;
  Symbol path_, step_;
  bool keep_path_, keep_list_;
  NodeId start_node_ = kNoId;
  Exclusion excluded_;
  EvaluatorPtr filter_;
  Side forward_, backward_;
  std::vector<RelationshipId> trail_;
  std::vector<Level> levels_;
  std::vector<uint32_t> from_scratch_, to_scratch_;
  MemoryAccount memory_;  // distances and reached nodes, of both sides
};

}  // namespace

std::unique_ptr<Operator> make_shortest_path(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<ShortestPath>(context, op, *op.as<plan::ShortestPath>());
}

}  // namespace zhengmai::exec
