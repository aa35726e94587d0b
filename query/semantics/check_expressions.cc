#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "query/semantics/checker.h"
#include "query/semantics/functions_table.h"

namespace zhengmai::semantics {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject
using namespace type_set;

namespace {

TypeSet kind_of(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return kNull;
    case ValueKind::kBoolean:
      return kBoolean;
    case ValueKind::kInteger:
      return kInteger;
    case ValueKind::kFloat:
      return kFloat;
    case ValueKind::kString:
      return kString;
    default:
      return kAny;
  }
}

Type either(const Type& a, const Type& b) {
  return {a.kinds | b.kinds, a.items | b.items};
}

}  // namespace

Type Checker::expression(Expression& e, const Place& place) {
  return std::visit([&](auto& node) { return visit(node, e, place); }, e.node);
}

Type Checker::predicate(ExpressionPtr& e, const Place& place, std::string_view where) {
  if (e == nullptr) return {kBoolean};
  Place inside = place;
  inside.predicate = true;
  const Type type = expression(*e, inside);
  require(type, kBoolean, e->range, where);
  return type;
}

void Checker::require(const Type& type, TypeSet wanted, SourceRange range, std::string_view what) {
  if (type.may_be(wanted)) return;
  error(
      range,
      fmt::format("{} wants {}, and this is {}", what, kind_words(wanted), kind_words(type.kinds)),
      "", "InvalidArgumentType");
}

Type Checker::visit(Literal& e, Expression&, const Place&) {
  return {kind_of(e.value)};
}

Type Checker::visit(Parameter& e, Expression&, const Place&) {
  parameters_.insert(e.name);
  return {};
}

Type Checker::visit(VariableRef& e, Expression&, const Place& place) {
  use(e.variable, *place.scope);
  return type_of(e.variable.symbol);
}

Type Checker::visit(PropertyAccess& e, Expression& whole, const Place& place) {
  Place inside = place;
  inside.predicate = false;
  const Type subject = expression(*e.subject, inside);
  constexpr TypeSet kHasProperties = kMap | kNode | kRelationship | kTemporal | kDuration;
  if (!subject.may_be(kHasProperties)) {
    error(whole.range,
          fmt::format("'.{}' wants a node, a relationship or a map, and this is {}", e.key,
                      kind_words(subject.kinds)),
          subject.kinds == kList ? fmt::format("of each item: [x IN list | x.{}]", e.key) : "",
          "InvalidArgumentType", subject.kinds == kPath ? "SyntaxError" : "TypeError");
  }
  resolve_key(e.key, subject, e.key_range);
  return {};
}

Type Checker::visit(LabelTest& e, Expression&, const Place& place) {
  Place inside = place;
  inside.predicate = false;
  const Type subject = expression(*e.subject, inside);
  require(subject, kNode | kRelationship, e.subject->range, "a label test");
  resolve_labels(e.labels);
  return {kBoolean};
}

Type Checker::visit(Index& e, Expression&, const Place& place) {
  Place inside = place;
  inside.predicate = false;
  const Type subject = expression(*e.subject, inside);
  expression(*e.index, inside);
  if (subject.kinds == kList) return {subject.items};
  return {};
}

Type Checker::visit(Slice& e, Expression&, const Place& place) {
  Place inside = place;
  inside.predicate = false;
  const Type subject = expression(*e.subject, inside);
  if (e.from != nullptr) expression(*e.from, inside);
  if (e.to != nullptr) expression(*e.to, inside);
  return {subject.kinds == kList ? kList : kAny, subject.items};
}

Type Checker::visit(ListLiteral& e, Expression&, const Place& place) {
  Place inside = place;
  inside.predicate = false;
  TypeSet items = e.items.empty() ? kAny : 0;
  for (ExpressionPtr& item : e.items) items |= expression(*item, inside).kinds;
  return {kList, items};
}

Type Checker::visit(MapLiteral& e, Expression&, const Place& place) {
  Place inside = place;
  inside.predicate = false;
  for (auto& entry : e.entries) expression(*entry.second, inside);
  return {kMap};
}

Type Checker::visit(MapProjection& e, Expression& whole, const Place& place) {
  use(e.subject, *place.scope);
  const Type subject = type_of(e.subject.symbol);
  require(subject, kNode | kRelationship | kMap, whole.range, "a map projection");
  Place inside = place;
  inside.predicate = false;
  for (MapProjection::Item& item : e.items) {
    if (item.value != nullptr) expression(*item.value, inside);
    if (item.kind != MapProjection::Item::Kind::kProperty) continue;
    std::string key = item.key;
    resolve_key(key, subject, whole.range);
    if (key == item.key) continue;
    // The map keeps the name as written; the value comes from the stored one.
    item.kind = MapProjection::Item::Kind::kEntry;
    item.value = make(PropertyAccess{make(VariableRef{e.subject}, whole.range), key, whole.range},
                      whole.range);
  }
  return {kMap | (subject.kinds & kNull)};
}

Type Checker::visit(Case& e, Expression&, const Place& place) {
  Place inside = place;
  inside.predicate = e.subject == nullptr;
  if (e.subject != nullptr) {
    Place subject = place;
    subject.predicate = false;
    expression(*e.subject, subject);
  }
  Type out{e.otherwise == nullptr ? kNull : TypeSet{0}, 0};
  Place value = place;
  value.predicate = false;
  for (auto& [when, then] : e.branches) {
    expression(*when, inside);
    out = either(out, expression(*then, value));
  }
  if (e.otherwise != nullptr) out = either(out, expression(*e.otherwise, value));
  return out;
}

// --- Functions ---------------------------------------------------------------------------------

Type Checker::visit(FunctionCall& e, Expression& whole, const Place& place) {
  const FunctionSignature* signature = find_signature(e.name);
  Place inside = place;
  inside.predicate = signature != nullptr && signature->name == "exists";
  if (signature == nullptr) {
    std::vector<std::string_view> known;
    for (const FunctionSignature& s : function_signatures()) known.push_back(s.name);
    error(e.name_range, fmt::format("there is no function '{}'", e.name),
          did_you_mean(e.name, known), "UnknownFunction");
    for (ExpressionPtr& argument : e.arguments) expression(*argument, inside);
    return {};
  }
  e.name = signature->name;
  if (signature->aggregate) return aggregate_call(e, signature->result, whole, place);
  if (e.star || e.distinct) {
    error(whole.range,
          fmt::format("'{}' does not aggregate: it takes no {}", e.name, e.star ? "*" : "DISTINCT"),
          "", e.star ? "InvalidNumberOfArguments" : "UnexpectedSyntax");
    return {signature->result};
  }
  if (!signature->deterministic && place.aggregates == Place::Aggregates::kInside) {
    error(whole.range, fmt::format("'{}' gives another value for each row of a group", e.name),
          "compute it first with WITH", "NonConstantExpression");
  }
  const size_t count = e.arguments.size();
  const bool unbounded = signature->max_arguments == FunctionSignature::kAnyNumber;
  if (count < signature->min_arguments || (!unbounded && count > signature->max_arguments)) {
    const int least = signature->min_arguments, most = signature->max_arguments;
    error(whole.range,
          fmt::format("'{}' takes {} argument{}, not {}", e.name,
                      unbounded       ? fmt::format("at least {}", least)
                      : least == most ? std::to_string(least)
                                      : fmt::format("{} to {}", least, most),
                      most == 1 ? "" : "s", count),
          "", "InvalidNumberOfArguments");
  }
  Type last;
  for (size_t i = 0; i < count; ++i) {
    last = expression(*e.arguments[i], inside);
    require(last, signature->argument(i), e.arguments[i]->range, fmt::format("'{}'", e.name));
  }
  if (count == 1 && last.kinds == kList) {
    if (e.name == "head" || e.name == "last") return {last.items | kNull};
    if (e.name == "tail" || e.name == "reverse") return {kList, last.items};
  }
  if (e.name == "nodes") return {kList, kNode};
  if (e.name == "relationships" || e.name == "rels") return {kList, kRelationship};
  if (e.name == "labels" || e.name == "keys" || e.name == "split") return {kList, kString};
  if (e.name == "range") return {kList, kInteger};
  return {signature->result};
}

Type Checker::aggregate_call(FunctionCall& e, TypeSet result, Expression& whole,
                             const Place& place) {
  if (place.aggregates == Place::Aggregates::kInside) {
    error(whole.range, fmt::format("aggregate '{}' stands inside of an aggregate", e.name),
          "aggregate in two steps, with WITH between", "NestedAggregation");
  } else if (place.aggregates == Place::Aggregates::kForbidden) {
    error(whole.range, fmt::format("aggregate '{}' cannot stand here", e.name),
          "aggregate with WITH first: WITH …, count(*) AS n WHERE n > 1", "InvalidAggregation");
  }
  const size_t wanted = e.name.starts_with("percentile") ? 2 : 1;
  if (e.star ? e.name != "count" : e.arguments.size() != wanted) {
    error(whole.range,
          fmt::format("'{}' takes {} argument{}, not {}", e.name, wanted, wanted == 1 ? "" : "s",
                      e.star ? "*" : std::to_string(e.arguments.size())),
          "", "InvalidNumberOfArguments");
  }
  const FunctionSignature& signature = *find_signature(e.name);
  Place inside = place;
  inside.predicate = false;
  if (place.aggregates == Place::Aggregates::kAllowed) {
    inside.aggregates = Place::Aggregates::kInside;
  }
  Type argument;
  for (size_t i = 0; i < e.arguments.size(); ++i) {
    const Type type = expression(*e.arguments[i], inside);
    require(type, signature.argument(i), e.arguments[i]->range, fmt::format("'{}'", e.name));
    if (i == 0) argument = type;
  }
  if (e.name == "collect") return {kList, argument.kinds};
  if (e.name == "min" || e.name == "max") return {argument.kinds | kNull, argument.items};
  return {result};
}

// --- Expressions that bind variables -----------------------------------------------------------

Type Checker::item_of(const Type& list, SourceRange range, std::string_view what) {
  require(list, kList, range, what);
  if (list.kinds == kList) return {list.items};
  return {};
}

Type Checker::visit(ListComprehension& e, Expression&, const Place& place) {
  Place list_place = place;
  list_place.predicate = false;
  const Type list = expression(*e.list, list_place);
  Scope scope = copied(*place.scope);
  const Type item = item_of(list, e.list->range, "a list comprehension");
  define(e.variable, item, scope);
  const Place inside{&scope};
  predicate(e.where, inside, "WHERE");
  if (e.projection == nullptr) return {kList, item.kinds};
  return {kList, expression(*e.projection, inside).kinds};
}

Type Checker::visit(Quantifier& e, Expression&, const Place& place) {
  Place list_place = place;
  list_place.predicate = false;
  const Type list = expression(*e.list, list_place);
  Scope scope = copied(*place.scope);
  define(e.variable, item_of(list, e.list->range, "a quantifier"), scope);
  predicate(e.where, Place{&scope}, "WHERE");
  return {kBoolean};
}

Type Checker::visit(Reduce& e, Expression&, const Place& place) {
  Place list_place = place;
  list_place.predicate = false;
  const Type init = expression(*e.init, list_place);
  const Type list = expression(*e.list, list_place);
  Scope scope = copied(*place.scope);
  define(e.accumulator, Type{}, scope);
  define(e.variable, item_of(list, e.list->range, "reduce"), scope);
  return either(init, expression(*e.body, Place{&scope}));
}

}  // namespace zhengmai::semantics
