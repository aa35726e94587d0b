#include "query/values/operators.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>

#include "graph/model/value_budget.h"
#include "query/values/error.h"
#include "query/values/temporal.h"
#include "query/values/text_search.h"
#include "query/values/value_text.h"

namespace zhengmai {
namespace {

// `a op b` has no meaning for these kinds.
[[noreturn]] void throw_operands(std::string_view op, const Value& a, const Value& b) {
  throw EvaluationError("TypeError", "InvalidArgumentType",
                        fmt::format("'{}' does not apply to {} and {}", op, kind_name(a.kind()),
                                    kind_name(b.kind())));
}

[[noreturn]] void throw_overflow(std::string_view op, int64_t a, int64_t b) {
  throw_arithmetic(fmt::format("{} {} {} does not fit a 64-bit integer", a, op, b),
                   "IntegerOverflow", "use floats (1.0 instead of 1) where numbers grow so large");
}

[[noreturn]] void throw_division_by_zero(std::string_view op, int64_t a) {
  throw_arithmetic(fmt::format("{} {} 0: an integer is divided by zero", a, op), "DivisionByZero",
                   "divide floats (by 0.0) for Infinity or NaN");
}

bool is_point_in_time(const Value& v) {
  return v.is_temporal() && v.kind() != ValueKind::kDuration;
}
bool is_duration(const Value& v) { return v.kind() == ValueKind::kDuration; }
bool both_integers(const Value& a, const Value& b) { return a.is_integer() && b.is_integer(); }
bool both_numbers(const Value& a, const Value& b) { return a.is_number() && b.is_number(); }

Value joined(const List& a, const List& b) {
  ValueBudget::require((a.size() + b.size()) * sizeof(Value));
  List items;
  items.reserve(a.size() + b.size());
  items.insert(items.end(), a.begin(), a.end());
  items.insert(items.end(), b.begin(), b.end());
  return Value::list(std::move(items));
}

// What + appends to text: text itself, and numbers as toString() writes them.
std::string appended(const Value& v) {
  if (v.is_string()) return std::string(v.as_string());
  return v.is_integer() ? std::to_string(v.as_integer()) : float_text(v.as_float());
}

Value concatenated(const Value& a, const Value& b) {
  const std::string left = appended(a), right = appended(b);
  ValueBudget::require(left.size() + right.size());
  return Value::string(left + right);
}

Value add_lists(const Value& a, const Value& b) {
  if (a.is_list() && b.is_list()) return joined(a.as_list(), b.as_list());
  return a.is_list() ? joined(a.as_list(), {b}) : joined({a}, b.as_list());
}

// Compiled expressions of this thread. A query uses few, so a full table is simply started anew.
const RE2& compiled(std::string_view pattern) {
  thread_local std::map<std::string, std::unique_ptr<RE2>, std::less<>> cache;
  const auto found = cache.find(pattern);
  if (found != cache.end()) return *found->second;
  RE2::Options options;
  options.set_log_errors(false);
  auto expression = std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (!expression->ok())
    throw_bad_argument(fmt::format("the regular expression {} is malformed: {}", quoted(pattern),
                                   expression->error()),
                       "InvalidArgumentValue", "expressions are those of RE2, without look-around");
  if (cache.size() >= 64) cache.clear();
  return *cache.emplace(pattern, std::move(expression)).first->second;
}

template <typename Test>
Ternary text_test(const Value& text, const Value& part, Test test) {
  if (!text.is_string() || !part.is_string()) return Ternary::kNull;
  return to_ternary(test(text.as_string(), part.as_string()));
}

// A slice's bound as an index into `size` items: negative ones count from the end.
size_t bound(const Value& v, size_t size) {
  if (!v.is_integer()) throw_wrong_kind("a list's slice", "integers", v, "InvalidArgumentType");
  const int64_t n = v.as_integer() < 0 ? v.as_integer() + int64_t(size) : v.as_integer();
  return static_cast<size_t>(std::clamp<int64_t>(n, 0, int64_t(size)));
}

Value list_element(const List& items, const Value& index) {
  if (!index.is_integer())
    throw_wrong_kind("a list's index", "an integer", index, "ListElementAccessByNonInteger");
  const int64_t n = index.as_integer() < 0 ? index.as_integer() + int64_t(items.size())
                                           : index.as_integer();
  return n >= 0 && n < int64_t(items.size()) ? items[size_t(n)] : Value::null();
}

}  // namespace

Value add(const Value& a, const Value& b) {
  if (both_integers(a, b)) {
    int64_t sum = 0;
    if (__builtin_add_overflow(a.as_integer(), b.as_integer(), &sum))
      throw_overflow("+", a.as_integer(), b.as_integer());
    return Value::integer(sum);
  }
  if (both_numbers(a, b)) return Value::floating(a.as_number() + b.as_number());
  if (a.is_null() || b.is_null()) return {};
  if (a.is_list() || b.is_list()) return add_lists(a, b);
  if ((a.is_string() && (b.is_string() || b.is_number())) || (a.is_number() && b.is_string()))
    return concatenated(a, b);
  if (is_duration(a) && is_duration(b))
    return Value::duration(add(a.as_duration(), b.as_duration()));
  if (is_point_in_time(a) && is_duration(b)) return shift(a, b.as_duration(), 1);
  if (is_duration(a) && is_point_in_time(b)) return shift(b, a.as_duration(), 1);
  throw_operands("+", a, b);
}

Value subtract(const Value& a, const Value& b) {
  if (both_integers(a, b)) {
    int64_t difference = 0;
    if (__builtin_sub_overflow(a.as_integer(), b.as_integer(), &difference))
      throw_overflow("-", a.as_integer(), b.as_integer());
    return Value::integer(difference);
  }
  if (both_numbers(a, b)) return Value::floating(a.as_number() - b.as_number());
  if (a.is_null() || b.is_null()) return {};
  if (is_duration(a) && is_duration(b))
    return Value::duration(subtract(a.as_duration(), b.as_duration()));
  if (is_point_in_time(a) && is_duration(b)) return shift(a, b.as_duration(), -1);
  throw_operands("-", a, b);
}

Value multiply(const Value& a, const Value& b) {
  if (both_integers(a, b)) {
    int64_t product = 0;
    if (__builtin_mul_overflow(a.as_integer(), b.as_integer(), &product))
      throw_overflow("*", a.as_integer(), b.as_integer());
    return Value::integer(product);
  }
  if (both_numbers(a, b)) return Value::floating(a.as_number() * b.as_number());
  if (a.is_null() || b.is_null()) return {};
  if (is_duration(a) && b.is_number())
    return Value::duration(scale(a.as_duration(), b.as_number()));
  if (a.is_number() && is_duration(b))
    return Value::duration(scale(b.as_duration(), a.as_number()));
  throw_operands("*", a, b);
}

Value divide(const Value& a, const Value& b) {
  if (both_integers(a, b)) {
    if (b.as_integer() == 0) throw_division_by_zero("/", a.as_integer());
    if (b.as_integer() == -1) return negate(a);  // the smallest integer has no opposite
    return Value::integer(a.as_integer() / b.as_integer());
  }
  if (both_numbers(a, b)) return Value::floating(a.as_number() / b.as_number());
  if (a.is_null() || b.is_null()) return {};
  if (is_duration(a) && b.is_number()) {
    if (b.as_number() == 0) throw_arithmetic("a duration is divided by zero", "DivisionByZero");
    return Value::duration(divide(a.as_duration(), b.as_number()));
  }
  throw_operands("/", a, b);
}

Value modulo(const Value& a, const Value& b) {
  if (both_integers(a, b)) {
    if (b.as_integer() == 0) throw_division_by_zero("%", a.as_integer());
    if (b.as_integer() == -1) return Value::integer(0);
    return Value::integer(a.as_integer() % b.as_integer());
  }
  if (both_numbers(a, b)) return Value::floating(std::fmod(a.as_number(), b.as_number()));
  if (a.is_null() || b.is_null()) return {};
  throw_operands("%", a, b);
}

Value power(const Value& a, const Value& b) {
  if (both_numbers(a, b)) return Value::floating(std::pow(a.as_number(), b.as_number()));
  if (a.is_null() || b.is_null()) return {};
  throw_operands("^", a, b);
}

Value negate(const Value& a) {
  if (a.is_null()) return {};
  if (a.is_integer()) {
    int64_t result = 0;
    if (__builtin_sub_overflow(int64_t{0}, a.as_integer(), &result))
      throw_arithmetic(fmt::format("-({}) does not fit a 64-bit integer", a.as_integer()),
                       "IntegerOverflow");
    return Value::integer(result);
  }
  if (a.is_float()) return Value::floating(0.0 - a.as_float());  // never -0.0, as the TCK has it
  if (is_duration(a)) return Value::duration(subtract(Duration{}, a.as_duration()));
  throw_wrong_kind("unary '-'", "a number or a duration", a, "InvalidArgumentType");
}

Ternary truth(const Value& v) {
  if (v.is_null()) return Ternary::kNull;
  if (v.is_boolean()) return to_ternary(v.as_boolean());
  throw_wrong_kind("a condition", "true, false or null", v, "InvalidArgumentType");
}

Ternary in_list(const Value& item, const Value& list) {
  if (list.is_null()) return Ternary::kNull;
  if (!list.is_list()) throw_wrong_kind("IN", "a list", list, "InvalidArgumentType");
  Ternary found = Ternary::kFalse;
  for (const Value& other : list.as_list()) {
    found = disjunction(found, equals(item, other));
    if (found == Ternary::kTrue) break;
  }
  return found;
}

Ternary starts_with(const Value& text, const Value& prefix) {
  return text_test(text, prefix, [](auto t, auto p) { return t.starts_with(p); });
}
Ternary ends_with(const Value& text, const Value& suffix) {
  return text_test(text, suffix, [](auto t, auto s) { return t.ends_with(s); });
}
Ternary contains(const Value& text, const Value& part) {
  return text_test(text, part, [](auto t, auto p) { return find_text(t, p) != t.npos; });
}
Ternary matches(const Value& text, const Value& pattern) {
  return text_test(text, pattern, [](auto t, auto p) {
    return RE2::FullMatch(re2::StringPiece(t.data(), t.size()), compiled(p));
  });
}

Value element(const Graph& graph, const Value& subject, const Value& index) {
  if (subject.is_null()) return {};
  const bool keyed = subject.is_map() || subject.is_node() || subject.is_relationship();
  if (!keyed && !subject.is_list())
    throw_wrong_kind("[…]", "a list, a map, a node or a relationship", subject,
                     "InvalidArgumentType");
  if (index.is_null()) return {};
  if (subject.is_list()) return list_element(subject.as_list(), index);
  if (!index.is_string())
    throw_wrong_kind("a key", "text", index, "MapElementAccessByNonString");
  return property(graph, subject, index.as_string());
}

Value slice(const Value& subject, const Value* from, const Value* to) {
  if (subject.is_null() || (from && from->is_null()) || (to && to->is_null())) return {};
  if (!subject.is_list()) throw_wrong_kind("[…..…]", "a list", subject, "InvalidArgumentType");
  const List& items = subject.as_list();
  const size_t begin = from ? bound(*from, items.size()) : 0;
  const size_t end = to ? bound(*to, items.size()) : items.size();
  if (begin >= end) return Value::list({});
  return Value::list(List(items.begin() + int64_t(begin), items.begin() + int64_t(end)));
}

Value property(const Graph& graph, const Value& subject, std::string_view key) {
  switch (subject.kind()) {
    case ValueKind::kNull: return {};
    case ValueKind::kNode: {
      const auto id = graph.keys().find(key);
      return id ? graph.node_property(subject.as_node(), *id) : Value::null();
    }
    case ValueKind::kRelationship: {
      const auto id = graph.keys().find(key);
      return id ? graph.relationship_property(subject.as_relationship(), *id) : Value::null();
    }
    case ValueKind::kMap: {
      const auto found = subject.as_map().find(key);
      return found == subject.as_map().end() ? Value::null() : found->second;
    }
    default:
      if (subject.is_temporal()) return temporal_property(subject, key);
      throw_wrong_kind(fmt::format(".{}", name_text(key)),
                       "a node, a relationship, a map or a temporal value", subject,
                       "InvalidArgumentType");
  }
}

}  // namespace zhengmai
