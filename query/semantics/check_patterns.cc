#include <fmt/format.h>

#include <utility>

#include "query/semantics/checker.h"

namespace zhengmai::semantics {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject
using namespace type_set;

// First all names, so that a property may refer to what stands further on; then the expressions.
void Checker::pattern(Pattern& pattern, PatternUse use, Scope& scope) {
  std::set<Symbol> relationships;  // bound by this clause: each is one relationship of the match
  for (PathPattern& path : pattern.paths) {
    bind_path(path, use, scope, relationships);
    bind_path_variable(path, use, scope);
  }
  for (PathPattern& path : pattern.paths) pattern_expressions(path, use, scope);
}

void Checker::bind_path(PathPattern& path, PatternUse use, Scope& scope,
                        std::set<Symbol>& relationships) {
  const bool alone = path.relationships.empty();
  for (size_t i = 0; i < path.nodes.size(); ++i) {
    if (i > 0) bind_relationship(path.relationships[i - 1], use, scope, relationships);
    bind_node(path.nodes[i], use, alone, scope);
  }
}

void Checker::bind_node(NodePattern& node, PatternUse use, bool alone, Scope& scope) {
  if (node.labels) resolve_labels(*node.labels);
  if (!node.variable) return;
  const auto bound = scope.find(node.variable->name);
  if (bound == scope.end()) {
    if (use == PatternUse::kPredicate) {
      node.variable->symbol = kUnresolved;
      this->use(*node.variable, scope);
    } else {
      if (!node.labels) warn_like_schema("label", *node.variable);
      define(*node.variable, Type{kNode, kAny}, scope);
    }
    return;
  }
  node.variable->symbol = bound->second;
  const Type type = type_of(bound->second);
  if (!type.may_be(kNode)) {
    error(node.variable->range,
          fmt::format("'{}' is {}, and cannot be a node here", node.variable->name,
                      kind_words(type.kinds)),
          "choose another name", "VariableTypeConflict");
    return;
  }
  const bool describes = node.labels || node.properties != nullptr;
  if (use == PatternUse::kCreate && (alone || describes)) {
    error(node.variable->range, fmt::format("'{}' is already bound", node.variable->name),
          "create a new node under another name", "VariableAlreadyBound");
  }
}

void Checker::bind_relationship(RelationshipPattern& r, PatternUse use, Scope& scope,
                                std::set<Symbol>& relationships) {
  resolve_types(r);
  if (use == PatternUse::kCreate || use == PatternUse::kMerge) check_created(r);
  if (!r.variable) return;
  const TypeSet kind = r.hops ? kList : kRelationship;
  const auto bound = scope.find(r.variable->name);
  if (bound == scope.end()) {
    if (use == PatternUse::kPredicate) {
      this->use(*r.variable, scope);
      return;
    }
    if (r.types.empty()) warn_like_schema("relationship type", *r.variable);
    const Symbol symbol = define(*r.variable, Type{kind, kRelationship}, scope);
    checked_.symbols[symbol].relationship_list = r.hops.has_value();
    relationships.insert(symbol);
    return;
  }
  r.variable->symbol = bound->second;
  const Type type = type_of(bound->second);
  if (!type.may_be(kind) ||
      (r.hops && type.kinds == kList && !Type{type.items}.may_be(kRelationship))) {
    error(r.variable->range,
          fmt::format("'{}' is {}, and cannot be a {} here", r.variable->name,
                      kind_words(type.kinds), r.hops ? "list of relationships" : "relationship"),
          "choose another name", "VariableTypeConflict");
  } else if (!relationships.insert(bound->second).second) {
    error(r.variable->range,
          fmt::format("relationship '{}' stands twice in one pattern, which never matches",
                      r.variable->name),
          "a match uses each relationship once", "RelationshipUniquenessViolation");
  } else if (use == PatternUse::kCreate || use == PatternUse::kMerge) {
    error(r.variable->range, fmt::format("'{}' is already bound", r.variable->name),
          "create a new relationship under another name", "VariableAlreadyBound");
  }
}

void Checker::bind_path_variable(PathPattern& path, PatternUse use, Scope& scope) {
  if (!path.variable) return;
  if (use == PatternUse::kPredicate) return;  // a pattern predicate has none
  if (scope.count(path.variable->name) > 0) {
    error(path.variable->range, fmt::format("variable '{}' is already bound", path.variable->name),
          "choose another name for the path", "VariableAlreadyBound");
    return;
  }
  define(*path.variable, Type{kPath, kAny}, scope);
}

void Checker::check_created(const RelationshipPattern& r) {
  if (r.hops) {
    error(r.range, "a relationship to create has no variable length", "", "CreatingVarLength");
  }
  if (r.types.size() != 1) {
    error(r.range, "a relationship to create has exactly one type", "CREATE (a)-[:TYPE]->(b)",
          "NoSingleRelationshipType");
  }
  if (r.direction == ArrowDirection::kEither) {
    error(r.range, "a relationship to create has a direction", "CREATE (a)-[:TYPE]->(b)",
          "RequiresDirectedRelationship");
  }
}

void Checker::pattern_expressions(PathPattern& path, PatternUse use, Scope& scope) {
  const Place place{&scope, Place::Aggregates::kForbidden, true};
  for (NodePattern& node : path.nodes) {
    pattern_properties(node.properties, use, scope);
    predicate(node.where, place, "WHERE");
  }
  for (RelationshipPattern& r : path.relationships) {
    pattern_properties(r.properties, use, scope);
    predicate(r.where, place, "WHERE");
  }
}

void Checker::pattern_properties(ExpressionPtr& properties, PatternUse use, Scope& scope) {
  if (properties == nullptr) return;
  if (auto* map = std::get_if<MapLiteral>(&properties->node)) {
    for (auto& [key, value] : map->entries) {
      resolve_key(key, Type{kNode, kAny}, properties->range);
      expression(*value, Place{&scope});
    }
    return;
  }
  if (use != PatternUse::kCreate) {
    error(properties->range, "a parameter cannot stand for the properties of a pattern",
          "write the keys: {key: $parameter.key}", "InvalidParameterUse");
  }
  expression(*properties, Place{&scope});
}

Type Checker::visit(PatternPredicate& e, Expression& whole, const Place& place) {
  if (!place.predicate) {
    error(whole.range, "a pattern stands for true or false, and only where that is asked for",
          "count with COUNT { … }, collect with [ (a)-->(b) | b ]", "UnexpectedSyntax");
  }
  std::set<Symbol> relationships;
  bind_path(e.pattern, PatternUse::kPredicate, *place.scope, relationships);
  pattern_expressions(e.pattern, PatternUse::kPredicate, *place.scope);
  return {kBoolean};
}

Type Checker::visit(PatternComprehension& e, Expression&, const Place& place) {
  Scope scope = copied(*place.scope);
  std::set<Symbol> relationships;
  bind_path(e.pattern, PatternUse::kComprehension, scope, relationships);
  bind_path_variable(e.pattern, PatternUse::kComprehension, scope);
  pattern_expressions(e.pattern, PatternUse::kComprehension, scope);
  predicate(e.where, Place{&scope, Place::Aggregates::kForbidden, true}, "WHERE");
  const Type item = expression(*e.projection, Place{&scope});
  return {kList, item.kinds};
}

Type Checker::visit(SubqueryExpression& e, Expression& whole, const Place& place) {
  const Role role = e.kind == SubqueryKind::kExists  ? Role::kExists
                    : e.kind == SubqueryKind::kCount ? Role::kCount
                                                     : Role::kCollect;
  const Columns columns = query(*e.query, *place.scope, role);
  if (role == Role::kExists) return {kBoolean};
  if (role == Role::kCount) return {kInteger};
  if (columns.size() != 1) {
    if (columns.empty()) return {kList};  // reported with the missing RETURN
    error(whole.range, fmt::format("COLLECT {{ … }} returns one column, not {}", columns.size()),
          "", "InvalidClauseComposition");
    return {kList};
  }
  return {kList, checked_.symbols[columns[0].symbol].types};
}

}  // namespace zhengmai::semantics
