// Values as text.
//
//   kPlain    for tables and CSV: text and temporal values bare, everything inside them quoted
//   kLiteral  as a query would write it, and as the openCypher TCK writes results: text and
//             temporal values in single quotes
//
// Both: null, true, 42, 1.0, 1.5E-8, NaN, Infinity, [1, 'a'], {k: 1}, (:A {x: 1}),
// [:T {y: 2}], <(:A)-[:T]->(:B)>, 2015-07-21T21:40:32.142+02:00[Europe/Stockholm], P1Y2M3DT4H.
// Keys are in byte order; names that are not identifiers are in backquotes.
//
// Cost: linear in the text. Errors: none. Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "graph/memory/graph.h"
#include "graph/model/value.h"

namespace zhengmai {

enum class TextForm : uint8_t { kPlain, kLiteral };

std::string to_text(const Value& value, const Graph& graph, TextForm form = TextForm::kLiteral);
void append_text(std::string& out, const Value& value, const Graph& graph,
                 TextForm form = TextForm::kLiteral);

// The shortest decimal text that reads back as `d`, always with a point or an exponent: 1.0,
// 0.1, 1.0E21, -0.0, NaN, Infinity.
std::string float_text(double d);

// 'text' with quotes, backslashes and control characters escaped.
std::string quoted(std::string_view text);

// `name`, in backquotes unless it is an identifier.
std::string name_text(std::string_view name);

}  // namespace zhengmai
