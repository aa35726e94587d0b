// What a user probably meant: hints for syntax errors. Internal to query/syntax.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "antlr4-runtime.h"

namespace zhengmai::syntax {

using TokenSet = std::set<ssize_t>;  // token types

// For words and signs of other languages: `word` itself, or joined with a neighbour ("==", "!=").
// Empty when there is nothing to say; so is the next one.
std::string foreign_hint(std::string_view word, std::string_view with_next,
                         std::string_view with_previous);

// For forms that are nearly right: (a)->(b), {key = 1}, IN (1, 2), WHERE a, b. `context`: where the
// parser stood after the last token that matched.
std::string context_hint(const antlr4::Token& offending, const TokenSet& expected,
                         const antlr4::RuleContext* context);

}  // namespace zhengmai::syntax
