#include "query/syntax/parse.h"

#include <fmt/format.h>

#include <memory>
#include <string>

#include "ZhengmaiLexer.h"
#include "ZhengmaiParser.h"
#include "antlr4-runtime.h"
#include "query/syntax/folding.h"
#include "query/syntax/lexical_errors.h"
#include "query/syntax/source_text.h"
#include "query/syntax/syntax_errors.h"
#include "query/syntax/token_pass.h"
#include "query/syntax/transform.h"

namespace zhengmai {
namespace {

using antlr4::atn::PredictionMode;

// ANTLR needs about 5 µs and 1 KB for a token: this bounds a parse to half a second and 100 MB.
constexpr size_t kMaxTokens = 100'000;

using grammar::ZhengmaiLexer;
using grammar::ZhengmaiParser;

ZhengmaiParser::QueryContext* run_parser(
    ZhengmaiParser& parser, PredictionMode mode,
    const std::shared_ptr<syntax::FirstErrorStrategy>& errors) {
  parser.reset();
  parser.setErrorHandler(errors);
  parser.removeErrorListeners();
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
  return parser.query();
}

}  // namespace

ast::QueryPtr parse_query(std::string_view text) {
  syntax::check_query_bytes(text);
  const SourceText source(text);
  antlr4::ANTLRInputStream input{syntax::fold_names(text)};
  ZhengmaiLexer lexer(&input);
  lexer.removeErrorListeners();
  antlr4::CommonTokenStream stream(&lexer);
  stream.fill();
  const auto tokens = stream.getTokens();
  if (tokens.size() > kMaxTokens) {
    throw LimitError(
        fmt::format("the query has {} words and signs; the most is {}", tokens.size(), kMaxTokens),
        "pass long lists as a parameter");
  }
  const syntax::TokenPassResult pass = syntax::run_token_pass(tokens, source);

  ZhengmaiParser parser(&stream);
  ZhengmaiParser::QueryContext* tree = nullptr;
  try {
    // SLL prediction is fast and may, in principle, refuse what full prediction accepts.
    tree = run_parser(parser, PredictionMode::SLL, std::make_shared<syntax::FirstErrorStrategy>());
  } catch (const antlr4::ParseCancellationException&) {
    const auto errors = std::make_shared<syntax::FirstErrorStrategy>();
    try {
      tree = run_parser(parser, PredictionMode::LL, errors);
    } catch (const antlr4::ParseCancellationException&) {
      throw QueryError({errors->describe(parser, source, pass)}, text);
    }
  }
  return syntax::Transformer(source, tokens.size()).query(tree);
}

}  // namespace zhengmai
