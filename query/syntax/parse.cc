#include "query/syntax/parse.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

// More errors than this are not read.
constexpr size_t kMostErrors = 5;

using Tokens = std::vector<antlr4::Token*>;

// Parses from token `start` on.
ZhengmaiParser::QueryContext* run_parser(
    ZhengmaiParser& parser, size_t start, PredictionMode mode,
    const std::shared_ptr<syntax::FirstErrorStrategy>& errors) {
  parser.reset();
  parser.getTokenStream()->seek(start);
  parser.setErrorHandler(errors);
  parser.removeErrorListeners();
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
  return parser.query();
}

// +1 for an opening bracket, -1 for a closing one.
int depth_change(size_t type) {
  switch (type) {
    case ZhengmaiParser::LPAREN:
    case ZhengmaiParser::PATTERN_OPEN:
    case ZhengmaiParser::LBRACKET:
    case ZhengmaiParser::COMPREHENSION_OPEN:
    case ZhengmaiParser::PATTERN_COMPREHENSION_OPEN:
    case ZhengmaiParser::LBRACE: return 1;
    case ZhengmaiParser::RPAREN:
    case ZhengmaiParser::RBRACKET:
    case ZhengmaiParser::RBRACE: return -1;
    default: return 0;
  }
}

// The first word of a clause that surely begins one: not STARTS WITH, LOAD CSV WITH, ON MATCH, or a
// label, key or alias that is called like it.
bool begins_clause(const Tokens& tokens, size_t i) {
  switch (tokens[i]->getType()) {
    case ZhengmaiParser::MATCH:
    case ZhengmaiParser::OPTIONAL:
    case ZhengmaiParser::UNWIND:
    case ZhengmaiParser::WITH:
    case ZhengmaiParser::RETURN: break;
    default: return false;
  }
  if (i == 0) return true;
  switch (tokens[i - 1]->getType()) {
    case ZhengmaiParser::RPAREN:
    case ZhengmaiParser::RBRACKET:
    case ZhengmaiParser::RBRACE:
    case ZhengmaiParser::STRING:
    case ZhengmaiParser::INTEGER:
    case ZhengmaiParser::FLOAT:
    case ZhengmaiParser::NULL_:
    case ZhengmaiParser::TRUE:
    case ZhengmaiParser::FALSE:
    case ZhengmaiParser::UNION:
    case ZhengmaiParser::ALL:
    case ZhengmaiParser::EQUAL:
    case ZhengmaiParser::PLUS: return true;
    case ZhengmaiParser::IDENTIFIER: {
      const std::string before = tokens[i - 1]->getText();
      return before != "CSV" && before != "csv" && before != "ON" && before != "on";
    }
    default: return false;
  }
}

// Where a wrong query can be read on: the next clause outside of brackets, at token `from` or later.
std::optional<size_t> next_clause(const Tokens& tokens, size_t from) {
  int depth = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (i >= from && depth == 0 && begins_clause(tokens, i)) return i;
    depth += depth_change(tokens[i]->getType());
  }
  return std::nullopt;
}

// The tree, or QueryError with the first error, and those of later clauses that stand on their own.
ZhengmaiParser::QueryContext* parse_or_explain(ZhengmaiParser& parser, const Tokens& tokens,
                                               const SourceText& source,
                                               const syntax::TokenPassResult& pass,
                                               std::string_view text) {
  std::vector<Diagnostic> found;
  for (std::optional<size_t> start = 0; start && found.size() < kMostErrors;) {
    const auto errors = std::make_shared<syntax::FirstErrorStrategy>();
    try {
      const auto tree = run_parser(parser, *start, PredictionMode::LL, errors);
      if (found.empty()) return tree;
      break;
    } catch (const antlr4::ParseCancellationException&) {
      found.push_back(errors->describe(parser, source, pass));
      start = pass.unclosed.empty() ? next_clause(tokens, errors->offending_index())
                                    : std::nullopt;
    }
  }
  throw QueryError(std::move(found), text);
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
    tree = run_parser(parser, 0, PredictionMode::SLL,
                      std::make_shared<syntax::FirstErrorStrategy>());
  } catch (const antlr4::ParseCancellationException&) {
    tree = parse_or_explain(parser, tokens, source, pass, text);
  }
  return syntax::Transformer(source, tokens.size()).query(tree);
}

}  // namespace zhengmai
