// Patterns → pattern graphs (match_order.h orders them).
#include "query/plan/lowering.h"

namespace zhengmai::plan {

Symbol Lowering::add_node(const ast::NodePattern& node, PatternGraph& graph) {
  const Symbol symbol = symbol_of(node.variable, "node");
  PatternNode* known = nullptr;
  for (PatternNode& n : graph.nodes) {
    if (n.symbol == symbol) known = &n;
  }
  if (!known) {
    graph.nodes.push_back({symbol, in_scope(symbol), {}});
    known = &graph.nodes.back();
  }
  if (node.labels) {
    auto test = std::make_shared<Expr>();
    test->kind = ExprKind::kLabelTest;
    test->arguments = {variable(symbol)};
    test->labels = std::make_shared<ast::LabelExpression>(*node.labels);
    test->range = node.range;
    graph.predicates.push_back(test);
    collect_label_names(*node.labels, known->labels);
  }
  add_property_predicates(symbol, node.properties, graph.predicates);
  if (node.where) split_conjunction(expression(*node.where), graph.predicates);
  return symbol;
}

// {k: v} as k-by-k equality; a parameter map as one test over its keys.
void Lowering::add_property_predicates(Symbol owner, const ast::ExpressionPtr& properties,
                                       std::vector<ExprPtr>& out) {
  if (!properties) return;
  if (const auto* map = std::get_if<ast::MapLiteral>(&properties->node)) {
    for (const auto& entry : map->entries) {
      out.push_back(binary(ast::BinaryOperator::kEqual,
                           property(variable(owner), entry.first, properties->range),
                           expression(*entry.second), properties->range));
    }
    return;
  }
  const ExprPtr map = expression(*properties);
  const Symbol key = fresh("key");
  auto index = [&](ExprPtr subject) {
    auto e = std::make_shared<Expr>();
    e->kind = ExprKind::kIndex;
    e->arguments = {std::move(subject), variable(key)};
    return e;
  };
  auto keys = std::make_shared<Expr>();
  keys->kind = ExprKind::kCall;
  keys->name = "keys";
  keys->arguments = {map};
  auto all = std::make_shared<Expr>();
  all->kind = ExprKind::kQuantifier;
  all->quantifier = ast::QuantifierKind::kAll;
  all->symbol = key;
  all->arguments = {keys, binary(ast::BinaryOperator::kEqual, index(variable(owner)), index(map))};
  out.push_back(all);
}

void Lowering::add_relationship(const ast::RelationshipPattern& pattern,
                                const ast::PathPattern& path, Symbol from, Symbol to,
                                PatternGraph& graph) {
  PatternRelationship r;
  r.symbol = symbol_of(pattern.variable, "relationship");
  r.bound = in_scope(r.symbol);
  r.from = from;
  r.to = to;
  r.types = pattern.types;
  r.direction = pattern.direction == ast::ArrowDirection::kRight  ? Direction::kOut
                : pattern.direction == ast::ArrowDirection::kLeft ? Direction::kIn
                                                                  : Direction::kBoth;
  r.search = path.search;
  if (pattern.hops || path.search != ast::PathPattern::Search::kAll) {
    r.variable_length = true;
    r.min = pattern.hops ? pattern.hops->min : 1;
    r.max = pattern.hops ? pattern.hops->max : std::optional<uint32_t>(1);
    std::vector<ExprPtr> conditions;
    r.step = fresh("step");
    add_property_predicates(r.step, pattern.properties, conditions);
    if (pattern.where) {
      const ExprPtr where = expression(*pattern.where);
      split_conjunction(substitute(where, [&](const Expr& e) {
                          return e.is_variable(r.symbol) ? variable(r.step) : nullptr;
                        }), conditions);
    }
    for (const ExprPtr& condition : conditions) {
      r.step_filter = r.step_filter
                          ? binary(ast::BinaryOperator::kAnd, r.step_filter, condition)
                          : condition;
    }
  } else {
    add_property_predicates(r.symbol, pattern.properties, graph.predicates);
    if (pattern.where) split_conjunction(expression(*pattern.where), graph.predicates);
  }
  graph.relationships.push_back(std::move(r));
}

void Lowering::add_path(const ast::PathPattern& path, PatternGraph& graph,
                        std::vector<Assignment>& paths) {
  auto value = std::make_shared<Expr>();
  value->kind = ExprKind::kPath;
  value->range = path.range;
  std::vector<Symbol> nodes;
  for (const ast::NodePattern& node : path.nodes) nodes.push_back(add_node(node, graph));
  value->arguments.push_back(variable(nodes[0]));
  for (size_t i = 0; i < path.relationships.size(); ++i) {
    add_relationship(path.relationships[i], path, nodes[i], nodes[i + 1], graph);
    value->arguments.push_back(variable(graph.relationships.back().symbol));
    value->arguments.push_back(variable(nodes[i + 1]));
  }
  const bool search = path.search != ast::PathPattern::Search::kAll;
  if (search && !graph.relationships.empty()) {
    PatternRelationship& r = graph.relationships.back();
    r.path = path.variable ? path.variable->symbol : fresh("path");
  } else if (path.variable) {
    paths.push_back({path.variable->symbol, value});
  }
}

LogicalPtr Lowering::plan_patterns(const std::vector<const ast::PathPattern*>& paths,
                                   const ast::ExpressionPtr& where, LogicalPtr input) {
  PatternGraph graph;
  std::vector<Assignment> values;
  const SymbolSet before = scope_;
  // All variables of the clause are in scope in its property maps and conditions.
  for (const ast::PathPattern* path : paths) add_path(*path, graph, values);
  for (const PatternNode& n : graph.nodes) scope_.insert(n.symbol);
  for (const PatternRelationship& r : graph.relationships) {
    scope_.insert(r.symbol);
    if (r.path != ast::kUnresolved) scope_.insert(r.path);
  }
  for (const Assignment& a : values) scope_.insert(a.symbol);
  if (where) split_conjunction(expression(*where), graph.predicates);
  // A path variable is an expression over its parts, so conditions on it sink like any other.
  for (ExprPtr& predicate : graph.predicates) {
    predicate = substitute(predicate, [&](const Expr& e) -> ExprPtr {
      for (const Assignment& a : values) {
        if (e.is_variable(a.symbol)) return a.value;
      }
      return nullptr;
    });
  }
  const SymbolSet path_symbols = [&] {
    SymbolSet out;
    for (const Assignment& a : values) out.insert(a.symbol);
    return out;
  }();
  std::vector<ExprPtr> late;  // subqueries that read a path variable need it as a column
  std::erase_if(graph.predicates, [&](const ExprPtr& predicate) {
    for (const Symbol s : free_symbols(*predicate)) {
      if (path_symbols.count(s)) {
        late.push_back(predicate);
        return true;
      }
    }
    return false;
  });
  LogicalPtr plan = order_match(std::move(graph), before, estimator_, std::move(input));
  if (!values.empty()) plan = stack(std::move(plan), Project{std::move(values)});
  if (!late.empty()) plan = stack(std::move(plan), Filter{std::move(late)});
  return plan;
}

}  // namespace zhengmai::plan
