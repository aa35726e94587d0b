// The parser's first error in plain words: what stands there, what could have, and the nearest
// keyword. ANTLR's rule and token names never get out. Internal to query/syntax.
//
// An error strategy that does not recover: it notes where the parser stood and throws. Where it
// stood means after the last token matched, because by the time ANTLR fails it has already left the
// optional parts that could have gone on.
#pragma once

#include <optional>

#include "antlr4-runtime.h"
#include "query/syntax/source_text.h"
#include "query/syntax/token_pass.h"

namespace zhengmai::syntax {

class FirstErrorStrategy : public antlr4::DefaultErrorStrategy {
 public:
  void reportMatch(antlr4::Parser* parser) override;
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void reportError(antlr4::Parser*, const antlr4::RecognitionException&) override {}
  void sync(antlr4::Parser*) override {}

  // After a parse that threw ParseCancellationException: the token that did not fit, and why.
  size_t offending_index() const { return offending_->getTokenIndex(); }
  Diagnostic describe(const antlr4::Parser& parser, const SourceText& source,
                      const TokenPassResult& tokens) const;

 private:
  antlr4::misc::IntervalSet expected_after_last_match(const antlr4::Parser& parser) const;

  antlr4::Token* offending_ = nullptr;
  bool offending_is_next_ = true;  // and not a token further on that lookahead stumbled over
  antlr4::ParserRuleContext* offending_context_ = nullptr;
  std::optional<size_t> matched_state_;
  antlr4::ParserRuleContext* matched_context_ = nullptr;
};

}  // namespace zhengmai::syntax
