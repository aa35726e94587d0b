// RETURN and WITH: projection, grouping, DISTINCT, ORDER BY, SKIP, LIMIT.
#include <algorithm>

#include "query/plan/lowering.h"

namespace zhengmai::plan {

// The work of one projection, in the order that its parts take effect.
class ProjectionLowering {
 public:
  ProjectionLowering(Lowering& outer, const ast::Projection& projection)
      : outer_(outer), projection_(projection) {}

  LogicalPtr run(LogicalPtr input, std::vector<Symbol>& outputs) {
    collect_items();
    collect_order();
    LogicalPtr plan = grouped() ? aggregate(std::move(input)) : project(std::move(input));
    for (const Assignment& item : items_) outputs.push_back(item.symbol);
    if (projection_.distinct) plan = stack(std::move(plan), Distinct{outputs});
    plan = sort(std::move(plan));
    if (projection_.skip) {
      plan = stack(std::move(plan), Skip{outer_.expression(*projection_.skip)});
    }
    if (projection_.limit) {
      plan = stack(std::move(plan), Limit{outer_.expression(*projection_.limit)});
    }
    return plan;
  }

 private:
  void collect_items() {
    if (projection_.star) {
      std::vector<Symbol> all;
      for (const Symbol s : outer_.scope_) {
        if (static_cast<size_t>(s) < outer_.checked_.symbols.size()) all.push_back(s);
      }
      std::sort(all.begin(), all.end(), [&](Symbol a, Symbol b) {
        return outer_.names_[a] != outer_.names_[b] ? outer_.names_[a] < outer_.names_[b] : a < b;
      });
      for (const Symbol s : all) items_.push_back({s, variable(s)});
    }
    for (const ast::ReturnItem& item : projection_.items) {
      ExprPtr value = outer_.expression(*item.expression);
      Symbol symbol = ast::kUnresolved;
      if (item.alias) symbol = item.alias->symbol;
      if (symbol == ast::kUnresolved) {
        symbol = value->kind == ExprKind::kVariable ? value->symbol : outer_.fresh(item.text);
      }
      const bool known = std::any_of(items_.begin(), items_.end(), [&](const Assignment& a) {
        return a.symbol == symbol;
      });
      if (!known || !projection_.star) items_.push_back({symbol, std::move(value)});
    }
  }

  void collect_order() {
    const SymbolSet before = outer_.scope_;
    for (const Assignment& item : items_) outer_.scope_.insert(item.symbol);
    for (const ast::SortItem& item : projection_.order_by) {
      order_.push_back({outer_.expression(*item.expression), item.descending});
    }
    outer_.scope_ = before;
  }

  bool grouped() const {
    auto aggregates = [](const ExprPtr& e) { return has_aggregate(*e); };
    return std::any_of(items_.begin(), items_.end(),
                       [&](const Assignment& a) { return aggregates(a.value); }) ||
           std::any_of(order_.begin(), order_.end(),
                       [&](const Order& o) { return aggregates(o.value); });
  }

  LogicalPtr project(LogicalPtr input) {
    for (Order& o : order_) o.value = in_terms_of_items(o.value);
    Project out;
    for (const Assignment& item : items_) {
      if (!item.value->is_variable(item.symbol)) out.items.push_back(item);
    }
    if (out.items.empty()) return input;
    return stack(std::move(input), std::move(out));
  }

  LogicalPtr aggregate(LogicalPtr input) {
    Aggregate group;
    for (const Assignment& item : items_) {
      if (!has_aggregate(*item.value)) group.keys.push_back(item);
    }
    Project after;
    for (const Assignment& item : items_) {
      if (has_aggregate(*item.value)) {
        after.items.push_back({item.symbol, over_groups(item.value, group)});
      }
    }
    for (Order& o : order_) o.value = over_groups(in_terms_of_items(o.value), group);
    // A call that is an item by itself writes the item's column directly.
    for (AggregateCall& call : group.calls) {
      const auto it = std::find_if(after.items.begin(), after.items.end(),
                                   [&](const Assignment& a) {
                                     return a.value->is_variable(call.symbol);
                                   });
      if (it == after.items.end()) continue;
      const Symbol old = call.symbol;
      const Symbol renamed = it->symbol;
      auto rename = [&](const Expr& e) {
        return e.is_variable(old) ? variable(renamed, e.range) : nullptr;
      };
      after.items.erase(it);
      for (Assignment& a : after.items) a.value = substitute(a.value, rename);
      for (Order& o : order_) o.value = substitute(o.value, rename);
      call.symbol = renamed;
    }
    LogicalPtr plan = stack(std::move(input), std::move(group));
    if (!after.items.empty()) plan = stack(std::move(plan), std::move(after));
    return plan;
  }

  // Aggregating calls become columns of the group, and what equals a grouping key its column.
  ExprPtr over_groups(const ExprPtr& value, Aggregate& group) {
    return substitute(value, [&](const Expr& e) -> ExprPtr {
      for (const Assignment& key : group.keys) {
        if (equal(e, *key.value)) return variable(key.symbol, e.range);
      }
      if (e.kind != ExprKind::kAggregate) return nullptr;
      for (size_t i = 0; i < group.calls.size(); ++i) {
        if (equal(e, *calls_[i])) return variable(group.calls[i].symbol, e.range);
      }
      const Symbol symbol = outer_.fresh(e.name);
      group.calls.push_back({symbol, e.name, e.distinct, e.arguments, e.range});
      calls_.push_back(std::make_shared<Expr>(e));
      return variable(symbol, e.range);
    });
  }

  ExprPtr in_terms_of_items(const ExprPtr& value) {
    return substitute(value, [&](const Expr& e) -> ExprPtr {
      for (const Assignment& item : items_) {
        if (e.kind != ExprKind::kLiteral && equal(e, *item.value)) {
          return variable(item.symbol, e.range);
        }
      }
      return nullptr;
    });
  }

  LogicalPtr sort(LogicalPtr input) {
    if (order_.empty()) return input;
    Project columns;
    Sort out;
    for (const Order& o : order_) {
      Symbol symbol = o.value->symbol;
      if (o.value->kind != ExprKind::kVariable) {
        symbol = outer_.fresh("key");
        columns.items.push_back({symbol, o.value});
      }
      out.keys.push_back({symbol, o.descending});
    }
    if (!columns.items.empty()) input = stack(std::move(input), std::move(columns));
    return stack(std::move(input), std::move(out));
  }

  struct Order {
    ExprPtr value;
    bool descending;
  };

  Lowering& outer_;
  const ast::Projection& projection_;
  std::vector<Assignment> items_;
  std::vector<Order> order_;
  std::vector<ExprPtr> calls_;  // the expressions behind the group's calls
};

LogicalPtr Lowering::projection(const ast::Projection& projection, LogicalPtr input,
                                std::vector<Symbol>& outputs) {
  return ProjectionLowering(*this, projection).run(std::move(input), outputs);
}

}  // namespace zhengmai::plan
