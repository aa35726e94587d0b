// Tokens that are no tokens: what is wrong with them, in words, with openCypher's classification.
// Also the messages of the checks made before there are tokens. Internal to query/syntax.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "antlr4-runtime.h"
#include "query/syntax/diagnostics.h"
#include "query/syntax/source_text.h"

namespace zhengmai::syntax {

class LexicalErrors {
 public:
  explicit LexicalErrors(const SourceText& source) : source_(source) {}

  // Collects at most ten: one stray quote makes the rest of a query look wrong. `before_colon`: the
  // token stands where a map has a key.
  void check(const antlr4::Token& token, bool before_colon);
  // Throws QueryError.
  void throw_if_any() const;

 private:
  void add(SourceRange range, std::string message, std::string hint, std::string detail);
  std::string string_hint(SourceRange range) const;
  void add_unknown_character(SourceRange range);
  void add_malformed_number(SourceRange range, bool is_key);

  const SourceText& source_;
  std::vector<Diagnostic> found_;
};

// Size, NUL, UTF-8. Throws QueryError.
void check_query_bytes(std::string_view text);

[[noreturn]] void throw_nested_too_deep(SourceRange range, const SourceText& source);

}  // namespace zhengmai::syntax
