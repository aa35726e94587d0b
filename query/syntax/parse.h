// Query text → tree. The one door to ANTLR: nothing else in the project includes its headers.
//
// Checked before ANTLR's parser sees the text: valid UTF-8, no NUL, at most 1 MiB and 100 000
// tokens; brackets, NOT, signs and CASE nested at most 200 deep (the generated parser recurses). The
// tree that comes out is at most 500 deep, so what walks it may recurse.
//
// Cost: linear, about 5 µs a token; 0.05 ms for a short query, 1 ms for the first of a process (SLL
// prediction, LL when that fails). Errors: QueryError with line, column, caret and expectation;
// LimitError for tokens, nesting and depth (exit 79).
// Threads: pure function (the parser's shared prediction cache is behind ANTLR's own lock).
#pragma once

#include <string_view>

#include "query/syntax/ast.h"

namespace zhengmai {

ast::QueryPtr parse_query(std::string_view text);

// The tree as an s-expression, for tests and for debugging the grammar.
std::string dump(const ast::Query& query);

}  // namespace zhengmai
