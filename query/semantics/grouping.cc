// Aggregation: which expressions a grouped row can still answer.
//
// RETURN a.x, a.x + count(b): the first item is a grouping key, the second mixes an aggregate with
// something else, which is allowed as long as everything outside of the aggregate is constant, or
// is a key that is itself a variable or a property.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "query/semantics/checker.h"
#include "query/semantics/functions_table.h"

namespace zhengmai::semantics {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject

namespace {

bool is_aggregate_call(const Expression& e) {
  const auto* call = std::get_if<FunctionCall>(&e.node);
  if (call == nullptr) return false;
  const FunctionSignature* signature = find_signature(call->name);
  return signature != nullptr && signature->aggregate;
}

// A variable, or a property of one (of a property …).
bool is_simple(const Expression& e) {
  if (std::holds_alternative<VariableRef>(e.node)) return true;
  const auto* access = std::get_if<PropertyAccess>(&e.node);
  return access != nullptr && is_simple(*access->subject);
}

void add(Children& out, const ExpressionPtr& e) {
  if (e != nullptr) out.expressions.push_back(e.get());
}

struct ChildrenOf {
  Children& out;

  void operator()(const Literal&) const {}
  void operator()(const Parameter&) const {}
  void operator()(const VariableRef&) const {}
  void operator()(const PatternPredicate&) const {}
  void operator()(const SubqueryExpression&) const {}
  void operator()(const PropertyAccess& e) const { add(out, e.subject); }
  void operator()(const LabelTest& e) const { add(out, e.subject); }
  void operator()(const Index& e) const {
    add(out, e.subject);
    add(out, e.index);
  }
  void operator()(const Slice& e) const {
    add(out, e.subject);
    add(out, e.from);
    add(out, e.to);
  }
  void operator()(const Unary& e) const { add(out, e.operand); }
  void operator()(const Binary& e) const {
    add(out, e.left);
    add(out, e.right);
  }
  void operator()(const ListLiteral& e) const {
    for (const auto& item : e.items) add(out, item);
  }
  void operator()(const MapLiteral& e) const {
    for (const auto& entry : e.entries) add(out, entry.second);
  }
  void operator()(const MapProjection& e) const {
    for (const auto& item : e.items) add(out, item.value);
  }
  void operator()(const Case& e) const {
    add(out, e.subject);
    for (const auto& branch : e.branches) {
      add(out, branch.first);
      add(out, branch.second);
    }
    add(out, e.otherwise);
  }
  void operator()(const FunctionCall& e) const {
    for (const auto& argument : e.arguments) add(out, argument);
  }
  void operator()(const ListComprehension& e) const {
    add(out, e.list);
    add(out, e.where);
    add(out, e.projection);
    out.locals.push_back(e.variable.symbol);
  }
  void operator()(const Quantifier& e) const {
    add(out, e.list);
    add(out, e.where);
    out.locals.push_back(e.variable.symbol);
  }
  void operator()(const Reduce& e) const {
    add(out, e.init);
    add(out, e.list);
    add(out, e.body);
    out.locals.push_back(e.accumulator.symbol);
    out.locals.push_back(e.variable.symbol);
  }
  void operator()(const PatternComprehension& e) const {
    add(out, e.where);
    add(out, e.projection);
    const PathPattern& path = e.pattern;
    if (path.variable) out.locals.push_back(path.variable->symbol);
    for (const auto& node : path.nodes) {
      if (node.variable) out.locals.push_back(node.variable->symbol);
    }
    for (const auto& r : path.relationships) {
      if (r.variable) out.locals.push_back(r.variable->symbol);
    }
  }
};

bool mentions(const Expression& e, Symbol symbol) {
  if (const auto* ref = std::get_if<VariableRef>(&e.node)) return ref->variable.symbol == symbol;
  if (const auto* map = std::get_if<MapProjection>(&e.node)) {
    if (map->subject.symbol == symbol) return true;
  }
  const Children children = children_of(e);
  return std::any_of(children.expressions.begin(), children.expressions.end(),
                     [&](const Expression* child) { return mentions(*child, symbol); });
}

}  // namespace

Children children_of(const Expression& e) {
  Children out;
  std::visit(ChildrenOf{out}, e.node);
  return out;
}

bool has_aggregate(const Expression& e) {
  if (is_aggregate_call(e)) return true;
  const Children children = children_of(e);
  return std::any_of(children.expressions.begin(), children.expressions.end(),
                     [](const Expression* child) { return has_aggregate(*child); });
}

bool same(const Expression& a, const Expression& b) {
  if (a.node.index() != b.node.index()) return false;
  if (const auto* left = std::get_if<VariableRef>(&a.node)) {
    return left->variable.symbol == std::get<VariableRef>(b.node).variable.symbol;
  }
  if (const auto* left = std::get_if<PropertyAccess>(&a.node)) {
    const auto& right = std::get<PropertyAccess>(b.node);
    return left->key == right.key && same(*left->subject, *right.subject);
  }
  if (const auto* left = std::get_if<Literal>(&a.node)) {
    return left->value == std::get<Literal>(b.node).value;
  }
  if (const auto* left = std::get_if<Parameter>(&a.node)) {
    return left->name == std::get<Parameter>(b.node).name;
  }
  if (const auto* left = std::get_if<Unary>(&a.node)) {
    if (left->op != std::get<Unary>(b.node).op) return false;
  } else if (const auto* binary = std::get_if<Binary>(&a.node)) {
    if (binary->op != std::get<Binary>(b.node).op) return false;
  } else if (const auto* call = std::get_if<FunctionCall>(&a.node)) {
    const auto& right = std::get<FunctionCall>(b.node);
    if (call->name != right.name || call->distinct != right.distinct || call->star != right.star) {
      return false;
    }
  } else if (const auto* cases = std::get_if<Case>(&a.node)) {
    const auto& right = std::get<Case>(b.node);
    if ((cases->subject == nullptr) != (right.subject == nullptr) ||
        (cases->otherwise == nullptr) != (right.otherwise == nullptr)) {
      return false;
    }
  } else if (const auto* map = std::get_if<MapLiteral>(&a.node)) {
    const auto& right = std::get<MapLiteral>(b.node);
    if (!std::equal(map->entries.begin(), map->entries.end(), right.entries.begin(),
                    right.entries.end(),
                    [](const auto& x, const auto& y) { return x.first == y.first; })) {
      return false;
    }
  } else if (!std::holds_alternative<ListLiteral>(a.node) &&
             !std::holds_alternative<Index>(a.node)) {
    return false;  // what binds variables of its own is never taken for another
  }
  const Children left = children_of(a);
  const Children right = children_of(b);
  return std::equal(left.expressions.begin(), left.expressions.end(), right.expressions.begin(),
                    right.expressions.end(),
                    [](const Expression* x, const Expression* y) { return same(*x, *y); });
}

// Walks the part of an expression that is outside of its aggregates.
class GroupingWalk {
 public:
  enum class Verdict : uint8_t { kFine, kAmbiguous, kUnknown };

  GroupingWalk(const ItemKinds& items, bool simple_keys_only, bool sorts)
      : items_(items), simple_keys_only_(simple_keys_only), sorts_(sorts) {}

  // `outputs`: the symbols that the grouped row has anyway.
  void run(const Expression& e, const std::set<Symbol>& outputs) {
    outputs_ = outputs;
    walk(e);
  }
  Verdict verdict() const { return verdict_; }
  const Expression* culprit() const { return culprit_; }
  const Expression* foreign_aggregate() const { return foreign_aggregate_; }

 private:
  bool is_item(const Expression& e) const {
    const auto repeats = [&](const Expression* item) { return same(e, *item); };
    for (const Expression* key : items_.keys) {
      if ((!simple_keys_only_ || is_simple(*key)) && repeats(key)) return true;
    }
    return sorts_ && std::any_of(items_.aggregates.begin(), items_.aggregates.end(), repeats);
  }

  void walk(const Expression& e) {
    if (verdict_ != Verdict::kFine || is_item(e)) return;
    if (is_aggregate_call(e)) {
      if (!sorts_) return;
      if (foreign_aggregate_ == nullptr) foreign_aggregate_ = &e;
    }
    if (const auto* ref = std::get_if<VariableRef>(&e.node)) return judge(ref->variable.symbol, e);
    if (const auto* map = std::get_if<MapProjection>(&e.node)) judge(map->subject.symbol, e);
    const Children children = children_of(e);
    // A local's symbol is its own, so it need not be taken out again.
    outputs_.insert(children.locals.begin(), children.locals.end());
    for (const Expression* child : children.expressions) walk(*child);
  }

  void judge(Symbol symbol, const Expression& e) {
    if (outputs_.count(symbol) > 0) return;
    culprit_ = &e;
    const bool in_key = std::any_of(items_.keys.begin(), items_.keys.end(),
                                    [&](const Expression* k) { return mentions(*k, symbol); });
    verdict_ = in_key ? Verdict::kAmbiguous : Verdict::kUnknown;
  }

  const ItemKinds& items_;
  bool simple_keys_only_;
  bool sorts_;
  std::set<Symbol> outputs_;
  Verdict verdict_ = Verdict::kFine;
  const Expression* culprit_ = nullptr;
  const Expression* foreign_aggregate_ = nullptr;
};

ItemKinds item_kinds(const Projection& p) {
  ItemKinds out;
  for (const ReturnItem& item : p.items) {
    (has_aggregate(*item.expression) ? out.aggregates : out.keys).push_back(item.expression.get());
  }
  return out;
}

void Checker::check_grouping(const ItemKinds& items, const Expression& item) {
  GroupingWalk walk(items, true, false);
  walk.run(item, {});
  if (walk.verdict() == GroupingWalk::Verdict::kFine) return;
  error(walk.culprit()->range,
        "an aggregate is mixed with a value that differs between the rows of a group",
        "compute that value first: WITH … AS x, then group by x", "AmbiguousAggregationExpression");
}

void Checker::check_sorted_groups(const ItemKinds& items, const Expression& key, const Scope& in,
                                  const Scope& out) {
  std::set<Symbol> outputs;
  for (const auto& entry : out) outputs.insert(entry.second);
  const bool mixed = has_aggregate(key);
  GroupingWalk walk(items, mixed, true);
  walk.run(key, outputs);
  if (walk.verdict() == GroupingWalk::Verdict::kAmbiguous && mixed &&
      walk.foreign_aggregate() == nullptr) {
    error(walk.culprit()->range,
          "an aggregate is mixed with a value that differs between the rows of a group",
          "return that value as a column of its own", "AmbiguousAggregationExpression");
  } else if (walk.verdict() != GroupingWalk::Verdict::kFine) {
    std::string name = "this value";
    for (const auto& [known, symbol] : in) {
      if (mentions(*walk.culprit(), symbol)) name = fmt::format("variable '{}'", known);
    }
    error(walk.culprit()->range,
          fmt::format("{} is not in scope after {}", name,
                      items.aggregates.empty() ? "DISTINCT" : "grouping"),
          "order by a column that is returned", "UndefinedVariable");
  } else if (walk.foreign_aggregate() != nullptr) {
    error(walk.foreign_aggregate()->range, "ORDER BY uses an aggregate that is not returned",
          "return it as a column and order by that", "InvalidAggregation");
  }
}

}  // namespace zhengmai::semantics
