#include "query/plan/match_order.h"

#include <algorithm>
#include <cmath>

#include "query/plan/match_walk.h"

namespace zhengmai::plan {

void collect_label_names(const ast::LabelExpression& labels, std::vector<std::string>& out) {
  using Kind = ast::LabelExpression::Kind;
  if (labels.kind == Kind::kName) out.push_back(labels.name);
  if (labels.kind != Kind::kAnd) return;
  for (const ast::LabelExpression& operand : labels.operands) collect_label_names(operand, out);
}

namespace {

class Orderer {
 public:
  Orderer(PatternGraph graph, const SymbolSet& bound, const Estimator& estimator)
      : graph_(std::move(graph)), bound_(bound), estimator_(estimator) {
    for (const PatternNode& n : graph_.nodes) labels_[n.symbol] = n.labels;
    for (const ExprPtr& p : graph_.predicates) reads_.push_back(free_symbols(*p));
  }

  LogicalPtr run(LogicalPtr input) {
    const Walk best = best_walk(input->rows);
    return build_match(graph_, bound_, best, std::move(input));
  }

 private:
  Walk start(double rows) const {
    Walk walk;
    walk.bound = bound_;
    walk.rows = rows;
    walk.node_done.resize(graph_.nodes.size());
    walk.relationship_done.resize(graph_.relationships.size());
    walk.predicate_done.resize(graph_.predicates.size());
    for (size_t i = 0; i < graph_.nodes.size(); ++i) walk.node_done[i] = graph_.nodes[i].bound;
    return walk;
  }

  Walk best_walk(double rows) const {
    std::vector<Walk> walks;
    bool anchored = graph_.nodes.empty();
    for (const PatternNode& n : graph_.nodes) anchored |= n.bound;
    for (const PatternRelationship& r : graph_.relationships) anchored |= r.bound;
    if (anchored) walks.push_back(finish(start(rows)));
    for (size_t i = 0; i < graph_.nodes.size(); ++i) {
      Walk walk = start(rows);
      if (walk.node_done[i]) continue;
      settle(walk);
      take(walk, entry(walk, i));
      walks.push_back(finish(std::move(walk)));
    }
    const Walk* best = &walks[0];
    for (const Walk& w : walks) {
      if (w.cost < best->cost) best = &w;
    }
    return *best;
  }

  Walk finish(Walk walk) const {
    settle(walk);
    while (true) {
      std::optional<Step> best;
      auto offer = [&](const Step& step) {
        if (!best || step.rows < best->rows) best = step;
      };
      for (size_t i = 0; i < graph_.relationships.size(); ++i) {
        if (!walk.relationship_done[i]) relationship_steps(walk, i, offer);
      }
      // A look-up joins disconnected parts cheaply; a scan is taken when nothing else is left.
      for (size_t i = 0; i < graph_.nodes.size(); ++i) {
        if (walk.node_done[i]) continue;
        const Step step = entry(walk, i);
        if (step.kind == Step::Kind::kLookup && worth_looking_up(walk, step, best)) offer(step);
      }
      if (!best) {
        for (size_t i = 0; i < graph_.nodes.size(); ++i) {
          if (!walk.node_done[i]) offer(entry(walk, i));
        }
      }
      if (!best) return walk;
      take(walk, *best);
    }
  }

  // A second anchor pays when it is a handful of nodes and its side of the pattern is not.
  bool worth_looking_up(const Walk& walk, const Step& step, const std::optional<Step>& best) const {
    return !best || (step.rows <= walk.rows * 1.5 && best->rows > walk.rows * 4);
  }

  // The best way to bind node i without a relationship.
  Step entry(const Walk& walk, size_t i) const {
    const PatternNode& node = graph_.nodes[i];
    Step step;
    step.index = i;
    step.rows = walk.rows * estimator_.nodes_with(node.labels);
    for (const std::string& label : node.labels) {
      if (step.label.empty() || estimator_.nodes_with({label}) < estimator_.nodes_with({step.label})) {
        step.label = label;
      }
    }
    for (size_t p = 0; p < graph_.predicates.size(); ++p) {
      if (walk.predicate_done[p]) continue;
      const ExprPtr value = looked_up_value(walk, node, p);
      if (!value) continue;
      const std::string& key = looked_up_key(node, p);
      for (const std::string& label : node.labels) {
        if (!estimator_.can_look_up(label, key)) continue;
        const double rows = walk.rows * estimator_.lookup_rows(label, key, *value);
        if (rows <= step.rows) {
          step = {Step::Kind::kLookup, i, false, p, label, rows, {}, rows};
        }
      }
    }
    return step;
  }

  // For `node.key = value` (either way round) with a value that is known already.
  ExprPtr looked_up_value(const Walk& walk, const PatternNode& node, size_t p) const {
    const ExprPtr& e = graph_.predicates[p];
    if (!e->is(ast::BinaryOperator::kEqual)) return nullptr;
    for (size_t side = 0; side < 2; ++side) {
      const ExprPtr& property = e->arguments[side];
      const ExprPtr& value = e->arguments[1 - side];
      if (!property->is_property_of_variable()) continue;
      if (!property->arguments[0]->is_variable(node.symbol)) continue;
      const SymbolSet needed = free_symbols(*value);
      if (std::includes(walk.bound.begin(), walk.bound.end(), needed.begin(), needed.end())) {
        return value;
      }
    }
    return nullptr;
  }

  const std::string& looked_up_key(const PatternNode& node, size_t p) const {
    const ExprPtr& e = graph_.predicates[p];
    const ExprPtr& left = e->arguments[0];
    const bool on_left = left->is_property_of_variable() &&
                         left->arguments[0]->is_variable(node.symbol);
    return e->arguments[on_left ? 0 : 1]->name;
  }

  template <typename Offer>
  void relationship_steps(const Walk& walk, size_t i, const Offer& offer) const {
    const PatternRelationship& r = graph_.relationships[i];
    const bool from = walk.bound.count(r.from) > 0;
    const bool to = walk.bound.count(r.to) > 0;
    const bool search = r.search != ast::PathPattern::Search::kAll;
    Step step;
    step.kind = Step::Kind::kRelationship;
    step.index = i;
    if (search) {
      // Both ends first: a shortest path is a question about two nodes.
      step.rows = walk.rows;
      if (from && to) offer(step);
      return;
    }
    if (r.bound && !r.variable_length) {
      step.rows = walk.rows * 0.5;
      offer(step);
      return;
    }
    if (from) {
      step.rows = rows_after(walk, r, false, to);
      offer(step);
    }
    if (to && !from && !r.bound) {
      step.reversed = true;
      step.rows = rows_after(walk, r, true, false);
      offer(step);
    } else if (to && r.bound) {
      step.reversed = true;
      step.rows = walk.rows;
      offer(step);
    }
  }

  double rows_after(const Walk& walk, const PatternRelationship& r, bool reversed,
                    bool into) const {
    const Direction direction = reversed ? flip(r.direction) : r.direction;
    const auto& near = labels_.at(reversed ? r.to : r.from);
    const auto& far = labels_.at(reversed ? r.from : r.to);
    double factor = estimator_.degree(r.types, direction, near);
    if (r.variable_length) {
      const uint32_t last = std::min(r.max.value_or(r.min + 3), r.min + 3);
      double sum = 0;
      for (uint32_t k = r.min; k <= last; ++k) sum += std::pow(factor, k);
      factor = std::min(sum, 1e12);
    }
    if (into) {
      factor = std::min(factor, 1.0) / std::max(1.0, std::min(10.0, estimator_.nodes_with(far)));
    } else {
      factor *= estimator_.label_share(r.types, direction, far);
    }
    return walk.rows * factor;
  }

  // Against the arrows, the relationships of a node lie scattered, and so do the nodes it leads to:
  // a walk that follows memory is worth some more rows.
  double weight(const Step& step) const {
    constexpr double kScattered = 1.3;
    if (step.kind != Step::Kind::kRelationship) return 1;
    const Direction written = graph_.relationships[step.index].direction;
    const Direction walked = step.reversed ? flip(written) : written;
    return walked == Direction::kIn ? kScattered : 1;
  }

  void take(Walk& walk, const Step& step) const {
    walk.steps.push_back(step);
    walk.rows = step.rows;
    walk.cost += step.rows * weight(step);
    if (step.kind == Step::Kind::kRelationship) {
      const PatternRelationship& r = graph_.relationships[step.index];
      walk.relationship_done[step.index] = true;
      walk.bound.insert({r.symbol, r.from, r.to});
      if (r.path != ast::kUnresolved) walk.bound.insert(r.path);
    } else {
      walk.bound.insert(graph_.nodes[step.index].symbol);
      if (step.kind == Step::Kind::kLookup) walk.predicate_done[step.predicate] = true;
    }
    for (size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (walk.bound.count(graph_.nodes[i].symbol)) walk.node_done[i] = true;
    }
    settle(walk);
  }

  // Applies every condition that can be decided now.
  void settle(Walk& walk) const {
    std::vector<size_t>& settled = walk.steps.empty() ? walk.settled : walk.steps.back().settled;
    for (size_t p = 0; p < graph_.predicates.size(); ++p) {
      if (!walk.predicate_done[p] && decidable(walk.bound, p)) {
        walk.predicate_done[p] = true;
        settled.push_back(p);
        walk.rows *= estimator_.selectivity(*graph_.predicates[p], labels_);
      }
    }
    (walk.steps.empty() ? walk.rows_settled : walk.steps.back().rows_settled) = walk.rows;
  }

  bool decidable(const SymbolSet& bound, size_t p) const {
    return std::includes(bound.begin(), bound.end(), reads_[p].begin(), reads_[p].end());
  }

  PatternGraph graph_;
  const SymbolSet& bound_;
  const Estimator& estimator_;
  KnownLabels labels_;
  std::vector<SymbolSet> reads_;
};

}  // namespace

LogicalPtr order_match(PatternGraph graph, const SymbolSet& bound, const Estimator& estimator,
                       LogicalPtr input) {
  return Orderer(std::move(graph), bound, estimator).run(std::move(input));
}

}  // namespace zhengmai::plan
