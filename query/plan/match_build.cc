// A finished walk → scans, expansions and filters.
#include <algorithm>

#include "query/plan/match_walk.h"

namespace zhengmai::plan {

Direction flip(Direction direction) {
  return direction == Direction::kOut  ? Direction::kIn
         : direction == Direction::kIn ? Direction::kOut
                                       : direction;
}

namespace {

class MatchBuilder {
 public:
  MatchBuilder(const PatternGraph& graph, const SymbolSet& bound) : graph_(graph), bound_(bound) {}

  LogicalPtr run(const Walk& walk, LogicalPtr plan) {
    plan = filter(std::move(plan), walk.settled, walk.rows_settled);
    for (const Step& step : walk.steps) {
      plan = step.kind == Step::Kind::kRelationship ? relationship(step, std::move(plan))
                                                    : entry(step, std::move(plan));
      plan->rows = step.rows;
      plan = filter(std::move(plan), step.settled, step.rows_settled);
    }
    return plan;
  }

 private:
  LogicalPtr filter(LogicalPtr plan, const std::vector<size_t>& predicates, double rows) {
    Filter out;
    for (const size_t p : predicates) {
      if (!implied_by_scan(*plan, *graph_.predicates[p])) {
        out.predicates.push_back(graph_.predicates[p]);
      }
    }
    if (out.predicates.empty()) return plan;
    plan = stack(std::move(plan), std::move(out));
    plan->rows = rows;
    return plan;
  }

  // A scan or look-up of a label has tested that label.
  static bool implied_by_scan(const LogicalOp& op, const Expr& predicate) {
    if (predicate.kind != ExprKind::kLabelTest) return false;
    if (predicate.labels->kind != ast::LabelExpression::Kind::kName) return false;
    const auto* scan = op.as<NodeScan>();
    const auto* lookup = op.as<NodeLookup>();
    if (!scan && !lookup) return false;
    const Symbol node = scan ? scan->node : lookup->node;
    const std::string& label = scan ? scan->label : lookup->label;
    return predicate.arguments[0]->is_variable(node) && predicate.labels->name == label;
  }

  LogicalPtr entry(const Step& step, LogicalPtr plan) {
    const Symbol node = graph_.nodes[step.index].symbol;
    bound_.insert(node);
    if (step.kind == Step::Kind::kScan) return stack(std::move(plan), NodeScan{node, step.label});
    const ExprPtr& equality = graph_.predicates[step.predicate];
    const ExprPtr& left = equality->arguments[0];
    const bool on_left = left->is_property_of_variable() && left->arguments[0]->is_variable(node) &&
                         !free_symbols(*equality->arguments[1]).count(node);
    const size_t side = on_left ? 0 : 1;
    return stack(std::move(plan), NodeLookup{node, step.label, equality->arguments[side]->name,
                                             equality->arguments[1 - side]});
  }

  LogicalPtr relationship(const Step& step, LogicalPtr plan) {
    const PatternRelationship& r = graph_.relationships[step.index];
    Hop hop;
    hop.from = step.reversed ? r.to : r.from;
    hop.to = step.reversed ? r.from : r.to;
    hop.direction = step.reversed ? flip(r.direction) : r.direction;
    hop.relationship = r.symbol;
    hop.reversed = step.reversed;
    hop.types = r.types;
    std::sort(hop.types.begin(), hop.types.end());
    hop.types.erase(std::unique(hop.types.begin(), hop.types.end()), hop.types.end());
    const bool from_bound = bound_.count(hop.from) > 0;
    hop.into = bound_.count(hop.to) > 0 || (hop.from == hop.to && from_bound);
    if (r.search == ast::PathPattern::Search::kAll) {
      for (const PatternRelationship* other : placed_) {
        if (may_coincide(*other, r)) hop.different.push_back(other->symbol);
      }
      placed_.push_back(&r);
    }
    bound_.insert({hop.from, hop.to, r.symbol});
    if (r.search != ast::PathPattern::Search::kAll) {
      const bool all = r.search == ast::PathPattern::Search::kAllShortest;
      return stack(std::move(plan), ShortestPath{std::move(hop), r.min, r.max, all, r.path, r.step,
                                                 r.step_filter});
    }
    if (r.bound && r.variable_length) {
      return stack(std::move(plan), BoundVarExpand{std::move(hop), r.min, r.max});
    }
    if (r.bound) return stack(std::move(plan), BoundExpand{std::move(hop), from_bound});
    if (r.variable_length) {
      return stack(std::move(plan),
                   VarExpand{std::move(hop), r.min, r.max, r.step, r.step_filter});
    }
    return stack(std::move(plan), Expand{std::move(hop)});
  }

  // Relationships of types that have nothing in common are different by themselves.
  static bool may_coincide(const PatternRelationship& a, const PatternRelationship& b) {
    if (a.types.empty() || b.types.empty()) return true;
    return std::any_of(a.types.begin(), a.types.end(), [&](const std::string& type) {
      return std::find(b.types.begin(), b.types.end(), type) != b.types.end();
    });
  }

  const PatternGraph& graph_;
  SymbolSet bound_;
  std::vector<const PatternRelationship*> placed_;
};

}  // namespace

LogicalPtr build_match(const PatternGraph& graph, const SymbolSet& bound, const Walk& walk,
                       LogicalPtr input) {
  return MatchBuilder(graph, bound).run(walk, std::move(input));
}

}  // namespace zhengmai::plan
