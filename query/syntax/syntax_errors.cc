#include "query/syntax/syntax_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ZhengmaiParser.h"
#include "query/syntax/syntax_hints.h"

namespace zhengmai::syntax {
namespace {

using P = grammar::ZhengmaiParser;
using antlr4::Token;

// Groups of tokens that a reader thinks of as one thing. A group is named when all tokens of
// `when` are expected; then everything in `covers` is said.
struct Group {
  std::string_view words;
  std::vector<ssize_t> when;
  std::vector<ssize_t> covers;
};

const std::vector<Group>& groups() {
  static const std::vector<ssize_t> kReserved = [] {
    std::vector<ssize_t> all;
    for (ssize_t t = P::ALL; t <= P::SINGLE; ++t) all.push_back(t);
    return all;
  }();
  static const std::vector<Group> kGroups = {
      {"a name", {P::IDENTIFIER, P::XOR, P::THEN}, kReserved},  // any word will do
      {"an expression",
       {P::INTEGER, P::STRING, P::DOLLAR},
       {P::INTEGER,
        P::HEX_INTEGER,
        P::OCTAL_INTEGER,
        P::FLOAT,
        P::STRING,
        P::NULL_,
        P::TRUE,
        P::FALSE,
        P::DOLLAR,
        P::LPAREN,
        P::LBRACKET,
        P::LBRACE,
        P::CASE,
        P::ALL,
        P::ANY,
        P::NONE,
        P::SINGLE,
        P::REDUCE,
        P::EXISTS,
        P::COUNT,
        P::COLLECT,
        P::SHORTESTPATH,
        P::ALLSHORTESTPATHS,
        P::PLUS,
        P::MINUS,
        P::NOT,
        P::IDENTIFIER,
        P::ESCAPED_NAME,
        P::CALL,
        P::YIELD}},
      {"a clause (MATCH, RETURN …)",
       {P::MATCH, P::RETURN, P::WITH, P::UNWIND},
       {P::MATCH, P::OPTIONAL, P::UNWIND, P::WITH, P::RETURN, P::CALL, P::CREATE, P::MERGE, P::SET,
        P::DELETE, P::DETACH, P::UNION, P::EXPLAIN, P::PROFILE}},
      {"an operator",
       {P::SLASH, P::AND, P::EQUAL},
       {P::PLUS,        P::MINUS,     P::STAR, P::SLASH,      P::PERCENT,  P::CARET,
        P::EQUAL,       P::NOT_EQUAL, P::LESS, P::LESS_EQUAL, P::GREATER,  P::GREATER_EQUAL,
        P::REGEX_MATCH, P::IN,        P::IS,   P::STARTS,     P::ENDS,     P::CONTAINS,
        P::AND,         P::OR,        P::XOR,  P::DOT,        P::LBRACKET, P::LPAREN,
        P::LBRACE,      P::COLON}},
      {"a name", {P::IDENTIFIER}, {P::IDENTIFIER, P::ESCAPED_NAME, P::CALL, P::YIELD}},
      {"a relationship -[…]-", {P::MINUS, P::LESS}, {P::MINUS, P::LESS}},
      {"properties {…}", {P::LBRACE, P::DOLLAR}, {P::LBRACE, P::DOLLAR}},
      {"ORDER BY, SKIP, LIMIT",
       {P::ORDER, P::SKIP_, P::LIMIT},
       {P::ORDER, P::SKIP_, P::LIMIT, P::UNION}},
      {"shortestPath(…)",
       {P::SHORTESTPATH, P::ALLSHORTESTPATHS},
       {P::SHORTESTPATH, P::ALLSHORTESTPATHS}},
      {"ASC or DESC", {P::ASC, P::DESC}, {P::ASC, P::ASCENDING, P::DESC, P::DESCENDING}},
  };
  return kGroups;
}

std::string token_words(ssize_t type, const antlr4::dfa::Vocabulary& vocabulary) {
  if (type == P::PROJECT) return "'|'";
  if (type == P::INTEGER) return "a whole number";
  if (const std::string_view keyword = keyword_text(static_cast<size_t>(type)); !keyword.empty()) {
    return std::string(keyword);
  }
  return vocabulary.getLiteralName(static_cast<size_t>(type));  // quoted already
}

// "a, b or c"; at most six things, since a longer list is not read.
std::string list_words(const std::vector<std::string>& words) {
  constexpr size_t kMost = 6;
  std::string out;
  const size_t shown = std::min(words.size(), kMost);
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) out += i + 1 == shown ? " or " : ", ";
    out += words[i];
  }
  return out;
}

std::string expected_words(TokenSet expected, const antlr4::dfa::Vocabulary& vocabulary) {
  for (const auto& [marked, plain] : std::initializer_list<std::pair<ssize_t, ssize_t>>{
           {P::PATTERN_OPEN, P::LPAREN},
           {P::COMPREHENSION_OPEN, P::LBRACKET},
           {P::PATTERN_COMPREHENSION_OPEN, P::LBRACKET}}) {
    if (expected.erase(marked) > 0) expected.insert(plain);
  }
  expected.erase(P::SEMICOLON);
  const bool may_end = expected.erase(static_cast<ssize_t>(Token::EOF)) > 0;
  std::vector<std::string> words;
  for (const Group& group : groups()) {
    const bool whole = std::all_of(group.when.begin(), group.when.end(),
                                   [&](ssize_t t) { return expected.count(t) > 0; });
    if (!whole) continue;
    words.emplace_back(group.words);
    for (const ssize_t t : group.covers) expected.erase(t);
    expected.erase(P::ESCAPED_NAME);
    if (group.words == "a name") expected.erase(P::IDENTIFIER);
  }
  // Punctuation first: it is the likeliest.
  std::vector<std::string> out;
  for (const ssize_t t : expected) out.push_back(token_words(t, vocabulary));
  const auto keyword =
      std::stable_partition(out.begin(), out.end(), [](const auto& w) { return w[0] == '\''; });
  out.insert(keyword, words.begin(), words.end());
  if (may_end) out.emplace_back("the end of the query");
  return list_words(out);
}

// Whether the error is inside the brackets of a relationship and not of an expression in them.
bool in_relationship(const antlr4::RuleContext* context) {
  for (; context != nullptr; context = static_cast<antlr4::RuleContext*>(context->parent)) {
    switch (context->getRuleIndex()) {
      case P::RuleRelationshipDetail:
        return true;
      case P::RuleExpression:
      case P::RuleProperties:
        return false;
      default:
        break;
    }
  }
  return false;
}

}  // namespace

void FirstErrorStrategy::reportMatch(antlr4::Parser* parser) {
  matched_state_ = parser->getState();
  matched_context_ = parser->getContext();
}

void FirstErrorStrategy::recover(antlr4::Parser* parser, std::exception_ptr error) {
  offending_ = parser->getCurrentToken();
  offending_context_ = parser->getContext();
  try {
    std::rethrow_exception(error);
  } catch (const antlr4::RecognitionException& e) {
    if (e.getOffendingToken() != nullptr) {
      offending_is_next_ = e.getOffendingToken() == offending_;
      offending_ = e.getOffendingToken();
    }
  }
  throw antlr4::ParseCancellationException("syntax error");
}

antlr4::Token* FirstErrorStrategy::recoverInline(antlr4::Parser* parser) {
  offending_ = parser->getCurrentToken();
  offending_context_ = parser->getContext();
  throw antlr4::ParseCancellationException("syntax error");
}

antlr4::misc::IntervalSet FirstErrorStrategy::expected_after_last_match(
    const antlr4::Parser& parser) const {
  const antlr4::atn::ATN& atn = parser.getATN();
  if (!matched_state_) {
    antlr4::atn::ATNState* start = atn.ruleToStartState[P::RuleQuery];
    return atn.nextTokens(start);
  }
  const antlr4::atn::ATNState* matched = atn.states[*matched_state_];
  return atn.getExpectedTokens(matched->transitions[0]->target->stateNumber, matched_context_);
}

Diagnostic FirstErrorStrategy::describe(const antlr4::Parser& parser, const SourceText& source,
                                        const TokenPassResult& tokens) const {
  Diagnostic d;
  d.range = range_of(*offending_);
  d.detail =
      in_relationship(offending_context_) ? "InvalidRelationshipPattern" : "UnexpectedSyntax";
  const bool at_end = offending_->getType() == Token::EOF;
  if (at_end && !tokens.unclosed.empty()) {
    d.range = tokens.unclosed.back();
    d.message = fmt::format("this '{}' is never closed", source.slice(d.range));
    return d;
  }
  const TokenSet expected =
      offending_is_next_ ? expected_after_last_match(parser).toSet() : TokenSet{};
  const std::string words = expected_words(expected, parser.getVocabulary());
  const std::string written(source.slice(d.range));
  d.message = at_end ? (source.size() == 0 ? std::string("the query is empty")
                                           : std::string("the query ends too early"))
                     : fmt::format("unexpected '{}'", written);
  if (!words.empty()) d.message += fmt::format("; expected {}", words);
  if (at_end) return d;

  std::vector<std::string_view> candidates;
  for (const ssize_t t : expected) {
    if (t < 0) continue;
    if (const auto keyword = keyword_text(static_cast<size_t>(t)); !keyword.empty()) {
      candidates.push_back(keyword);
    }
  }
  const auto joined = [&](int before, int after) {
    return std::string(source.slice({d.range.begin - std::min<uint32_t>(before, d.range.begin),
                                     d.range.end + static_cast<uint32_t>(after)}));
  };
  d.hint = foreign_hint(written, joined(0, 1), joined(1, 0));
  if (d.hint.empty()) {
    d.hint = context_hint(*offending_, expected, matched_context_);
  }
  if (const std::string near = nearest(written, candidates); d.hint.empty() && !near.empty()) {
    d.hint = fmt::format("did you mean {}?", near);
  }
  return d;
}

}  // namespace zhengmai::syntax
