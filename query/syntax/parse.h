// Query text → tree. The one door to ANTLR: nothing else in the project includes its headers.
//
// Checked before ANTLR sees the text: valid UTF-8, no NUL, at most 1 MiB, nesting of brackets and
// CASE at most 200 (the generated parser recurses).
//
// Cost: linear for everyday queries; SLL prediction first, LL when that fails.
// Errors: QueryError with line, column, caret and expectation; LimitError for nesting (exit 79).
// Threads: pure function (the parser's shared prediction cache is behind ANTLR's own lock).
#pragma once

#include <string_view>

#include "query/syntax/ast.h"

namespace zhengmai {

ast::QueryPtr parse_query(std::string_view text);

// The tree as an s-expression, for tests and for debugging the grammar.
std::string dump(const ast::Query& query);

}  // namespace zhengmai
