#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "query/semantics/checker.h"

namespace zhengmai::semantics {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject
using namespace type_set;

// What ORDER BY and the WHERE of a WITH see: the new names, and behind them the old ones; after
// DISTINCT or aggregation a row has lost the old ones, and only whole items can be named again.
Scope Checker::projection(Projection& p, bool is_with, Scope& in, ExpressionPtr* where) {
  expand_star(p, is_with, in);
  Scope out;
  for (ReturnItem& item : p.items) check_item(item, is_with, in, out);
  const ItemKinds kinds = item_kinds(p);
  for (const Expression* item : kinds.aggregates) check_grouping(kinds, *item);
  const bool grouped = !kinds.aggregates.empty();
  const bool closed = grouped || p.distinct;

  spend(in.size() + out.size());
  Scope both = out;
  both.insert(in.begin(), in.end());
  const auto aggregates = grouped ? Place::Aggregates::kAllowed : Place::Aggregates::kForbidden;
  for (SortItem& item : p.order_by) {
    const size_t errors_before = errors_.size();
    expression(*item.expression, Place{&both, aggregates});
    if (closed && errors_.size() == errors_before) {
      check_sorted_groups(kinds, *item.expression, in, out);
    }
  }
  check_count(p.skip, "SKIP");
  check_count(p.limit, "LIMIT");
  if (where != nullptr && *where != nullptr) {
    const size_t errors_before = errors_.size();
    predicate(*where, Place{&both, Place::Aggregates::kForbidden, true}, "WHERE");
    if (closed && errors_.size() == errors_before) check_sorted_groups(kinds, **where, in, out);
    name_items(p, **where);
  }
  return out;
}

// WITH DISTINCT a.x AS x WHERE a.x > 1: what repeats an item becomes its name, since the rows that
// WHERE sees may have lost the rest.
void Checker::name_items(const Projection& p, Expression& e) {
  for (const ReturnItem& item : p.items) {
    const bool constant = std::holds_alternative<Literal>(e.node);
    if (!item.alias || item.alias->symbol == kUnresolved || constant || !same(e, *item.expression))
      continue;
    e.node = VariableRef{Variable{item.alias->name, e.range, item.alias->symbol}};
    return;
  }
  for (const Expression* child : children_of(e).expressions) {
    name_items(p, const_cast<Expression&>(*child));  // children of an expression that is ours
  }
}

// A column of * is an item with a variable of its own: far more than a name.
constexpr size_t kStepsOfColumn = 25;

void Checker::expand_star(Projection& p, bool is_with, const Scope& in) {
  if (!p.star) return;
  if (in.empty() && !is_with) {
    error(p.range, "RETURN * needs a variable, and none is in scope", "MATCH (n) RETURN *",
          "NoVariablesInScope");
  }
  spend(in.size() * kStepsOfColumn);
  std::vector<ReturnItem> items;
  for (const auto& [name, symbol] : in) {
    ReturnItem item;
    item.range = {p.range.begin, p.range.begin + 1};
    item.text = name;
    Variable variable{name, item.range, symbol};
    item.alias = variable;
    item.expression = make(VariableRef{std::move(variable)}, item.range);
    items.push_back(std::move(item));
  }
  for (ReturnItem& item : p.items) items.push_back(std::move(item));
  p.items = std::move(items);
  p.star = false;
}

void Checker::check_item(ReturnItem& item, bool is_with, Scope& in, Scope& out) {
  const Type type = expression(*item.expression, Place{&in, Place::Aggregates::kAllowed});
  const auto* variable = std::get_if<VariableRef>(&item.expression->node);
  if (!item.alias) {
    if (variable == nullptr && is_with) {
      error(item.range, fmt::format("'{}' in WITH needs a name", item.text),
            fmt::format("WITH {} AS name", item.text), "NoExpressionAlias");
      return;
    }
    item.alias = Variable{variable != nullptr ? variable->variable.name : item.text,
                          item.expression->range, kUnresolved};
  }
  Variable& alias = *item.alias;
  if (out.count(alias.name) > 0) {
    error(alias.range, fmt::format("two columns are named '{}'", alias.name),
          "name one of them otherwise with AS", "ColumnNameConflict");
    return;
  }
  const bool passed_on = variable != nullptr && variable->variable.name == alias.name;
  if (passed_on) {
    alias.symbol = variable->variable.symbol;
    out[alias.name] = alias.symbol;
    return;
  }
  define(alias, type, out);
  if (variable != nullptr) {
    checked_.symbols[alias.symbol].relationship_list =
        checked_.symbols[variable->variable.symbol].relationship_list;
  }
}

namespace {

bool mentions_variable(const Expression& e) {
  if (std::holds_alternative<VariableRef>(e.node) ||
      std::holds_alternative<MapProjection>(e.node) ||
      std::holds_alternative<PatternPredicate>(e.node)) {
    return true;
  }
  const Children children = children_of(e);
  return std::any_of(children.expressions.begin(), children.expressions.end(),
                     [](const Expression* child) { return mentions_variable(*child); });
}

}  // namespace

void Checker::check_count(ExpressionPtr& count, std::string_view word) {
  if (count == nullptr) return;
  if (mentions_variable(*count)) {
    error(count->range, fmt::format("{} is the same for every row; it cannot use variables", word),
          "use a number or a parameter", "NonConstantExpression");
    return;
  }
  Scope nothing;
  const Type type = expression(*count, Place{&nothing});
  require(type, kInteger, count->range, word);
  const auto* literal = std::get_if<Literal>(&count->node);
  if (literal != nullptr && literal->value.is_integer() && literal->value.as_integer() < 0) {
    error(count->range, fmt::format("{} cannot be negative", word), "", "NegativeIntegerArgument");
  }
}

}  // namespace zhengmai::semantics
