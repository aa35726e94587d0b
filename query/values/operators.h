// The operators of the query language over values: arithmetic, text predicates, IN, element and
// property access. Equality and order are in compare.h.
//
// Null propagates: an operator with a null operand is null (except where a comment says otherwise).
// Errors: EvaluationError (error.h); TypeError for operands of wrong kinds, ArithmeticError for
// integer overflow and integer division by zero. Floats follow IEEE 754 and never throw.
// Threads: pure functions; regular expressions are compiled once a thread and kept (RE2).
#pragma once

#include <string_view>

#include "graph/memory/graph.h"
#include "graph/model/value.h"
#include "query/values/compare.h"

namespace zhengmai {

// +: numbers; text with text or with a number, on either side; list with list or with an element,
// on either side; a point in time with a duration; durations.
Value add(const Value& a, const Value& b);
// -: numbers; a point in time minus a duration; durations.
Value subtract(const Value& a, const Value& b);
// *: numbers; a duration by a number.
Value multiply(const Value& a, const Value& b);
// /: numbers (between integers it truncates towards zero); a duration by a number.
Value divide(const Value& a, const Value& b);
// %: numbers; the sign is the dividend's.
Value modulo(const Value& a, const Value& b);
// ^: numbers; always a float.
Value power(const Value& a, const Value& b);
// Unary minus: numbers and durations.
Value negate(const Value& a);

// NOT, AND, OR, XOR want booleans or null: the value as a truth value.
Ternary truth(const Value& v);

// IN: null where an element is unknown and none is equal; false for an empty list, even for null.
Ternary in_list(const Value& element, const Value& list);

// STARTS WITH, ENDS WITH, CONTAINS: null unless both are text.
Ternary starts_with(const Value& text, const Value& prefix);
Ternary ends_with(const Value& text, const Value& suffix);
Ternary contains(const Value& text, const Value& part);
// =~: the whole text matches the pattern (RE2 syntax). ArgumentError for a malformed pattern.
Ternary matches(const Value& text, const Value& pattern);

// subject[index]: a list by an integer (negative: from the end; null when outside), a map, node or
// relationship by a key.
Value element(const Graph& graph, const Value& subject, const Value& index);
// subject[from..to]: null pointers for absent bounds; negative bounds count from the end.
Value slice(const Value& subject, const Value* from, const Value* to);
// subject.key: of a node, relationship, map or temporal value; null when there is none.
Value property(const Graph& graph, const Value& subject, std::string_view key);

}  // namespace zhengmai
