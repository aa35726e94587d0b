// One MATCH: a pattern graph and conditions → a chain of scans and expansions, cheapest first.
//
// From every sensible start (bound nodes, index look-ups, label scans) the pattern is walked
// greedily, always taking the step that leaves the fewest rows; the walk with the smallest sum of
// intermediate rows wins. Conditions are applied as soon as what they read is bound.
//
// Cost: cubic in the pattern's size, which is small. Ties go to what was written first, so the
// same query gives the same plan. Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "query/plan/estimate.h"
#include "query/plan/logical.h"

namespace zhengmai::plan {

struct PatternNode {
  Symbol symbol;
  bool bound = false;               // by an earlier clause
  std::vector<std::string> labels;  // that it must have
};

struct PatternRelationship {
  Symbol symbol = ast::kUnresolved;
  bool bound = false;
  Symbol from = ast::kUnresolved;   // as written, left to right
  Symbol to = ast::kUnresolved;
  std::vector<std::string> types;
  Direction direction = Direction::kBoth;
  bool variable_length = false;
  uint32_t min = 1;
  std::optional<uint32_t> max;
  Symbol step = ast::kUnresolved;
  ExprPtr step_filter;
  ast::PathPattern::Search search = ast::PathPattern::Search::kAll;
  Symbol path = ast::kUnresolved;   // of a shortest path
};

struct PatternGraph {
  std::vector<PatternNode> nodes;
  std::vector<PatternRelationship> relationships;
  std::vector<ExprPtr> predicates;
};

// REQUIRES: `bound` holds every symbol that `input` provides.
LogicalPtr order_match(PatternGraph graph, const SymbolSet& bound, const Estimator& estimator,
                       LogicalPtr input);

// The labels that a node must have for the expression to hold (through AND only).
void collect_label_names(const ast::LabelExpression& labels, std::vector<std::string>& out);

}  // namespace zhengmai::plan
