// The three notions of sameness, and the order, of the query language.
//
//   equals      `=`: three-valued; null is unknown, NaN equals nothing, 1 = 1.0
//   equivalent  DISTINCT, grouping, map keys: two-valued; null is null, NaN is NaN, 1 is 1.0
//   order       ORDER BY, min and max: total over all kinds and consistent with equivalent
//   compare     `<` and friends: three-valued; null where two values cannot be compared
//
// Integers and floats are compared by their exact values, never by rounding one to the other.
// Lists compare element by element; maps, nodes, relationships, paths and durations have no `<`.
// Times and date-times are compared by the moment they name (and, for a total order, then by
// offset and zone), so 12:00+01:00 and 11:00Z are different values at the same moment.
//
// Source: openCypher's CIP2016-06-14 "Define comparability and equality as well as orderability
// and equivalence". Cost: linear in the values' size, except where they differ early.
// Recursion is as deep as the values nest. Errors: none. Threads: pure functions.
#pragma once

#include <compare>
#include <cstdint>

#include "graph/model/value.h"

namespace zhengmai {

enum class Ternary : uint8_t { kFalse = 0, kTrue = 1, kNull = 2 };

constexpr Ternary to_ternary(bool b) { return b ? Ternary::kTrue : Ternary::kFalse; }
constexpr Ternary negate(Ternary t) {
  return t == Ternary::kNull ? t : to_ternary(t == Ternary::kFalse);
}
constexpr Ternary conjunction(Ternary a, Ternary b) {
  if (a == Ternary::kFalse || b == Ternary::kFalse) return Ternary::kFalse;
  return a == Ternary::kTrue && b == Ternary::kTrue ? Ternary::kTrue : Ternary::kNull;
}
constexpr Ternary disjunction(Ternary a, Ternary b) {
  return negate(conjunction(negate(a), negate(b)));
}
constexpr Ternary exclusive(Ternary a, Ternary b) {
  if (a == Ternary::kNull || b == Ternary::kNull) return Ternary::kNull;
  return to_ternary(a != b);
}
inline Value to_value(Ternary t) {
  return t == Ternary::kNull ? Value::null() : Value::boolean(t == Ternary::kTrue);
}

// `=`.
Ternary equals(const Value& a, const Value& b);

// `<`, `<=`, `>`, `>=`.
enum class Comparison : uint8_t { kLess, kLessEqual, kGreater, kGreaterEqual };
Ternary compare(Comparison comparison, const Value& a, const Value& b);

// Sameness for DISTINCT and grouping.
bool equivalent(const Value& a, const Value& b);

// The total order, ascending: maps, nodes, relationships, lists, paths, date-times, local
// date-times, dates, times, local times, durations, strings, booleans, numbers, NaN, null.
// Strings are in code point order. Zero exactly when equivalent.
std::weak_ordering order(const Value& a, const Value& b);

// Equal for equivalent values. Not stable across versions: for tables in memory only.
uint64_t hash(const Value& value);

// The exact order of an integer and a float; unordered for NaN.
std::partial_ordering compare_exactly(int64_t a, double b);

// Function objects for containers.
struct EquivalenceHash {
  size_t operator()(const Value& v) const { return hash(v); }
};
struct Equivalence {
  bool operator()(const Value& a, const Value& b) const { return equivalent(a, b); }
};
struct OrderLess {
  bool operator()(const Value& a, const Value& b) const { return order(a, b) < 0; }
};

}  // namespace zhengmai
