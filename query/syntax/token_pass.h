// What happens to the tokens between lexer and parser: words become keywords, brackets that open a
// pattern or a comprehension are marked, bad tokens and too deep nesting are refused.
//
// Internal to query/syntax (it speaks ANTLR). Cost: linear. Threads: pure function of its
// arguments.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "antlr4-runtime.h"
#include "query/syntax/source_text.h"

namespace zhengmai::syntax {

// The generated parser and everything that later walks the tree recurse once a level.
inline constexpr int kMaxNesting = 200;

struct TokenPassResult {
  // Brackets that are never closed, outermost first.
  std::vector<SourceRange> unclosed;
};

// Changes the types of `tokens` in place. Errors: QueryError for tokens that are no tokens
// (malformed numbers, unterminated strings, unknown characters), LimitError for nesting.
TokenPassResult run_token_pass(const std::vector<antlr4::Token*>& tokens, const SourceText& source);

// The keyword's text as users write it ("MATCH"), for a keyword's token type, else empty.
std::string_view keyword_text(size_t token_type);

// Every keyword, for "did you mean".
const std::vector<std::string_view>& all_keywords();

SourceRange range_of(const antlr4::Token& token);

}  // namespace zhengmai::syntax
