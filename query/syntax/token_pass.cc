#include "query/syntax/token_pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "ZhengmaiParser.h"
#include "query/syntax/lexical_errors.h"

namespace zhengmai::syntax {
namespace {

using P = grammar::ZhengmaiParser;
using antlr4::Token;

constexpr size_t kFirstKeyword = P::ALL;
constexpr size_t kLastKeyword = P::SINGLE;
constexpr size_t kFirstSoftKeyword = P::ALLSHORTESTPATHS;

// The texts of the keywords by token type, from the grammar's own vocabulary, which is their only
// list; a trailing underscore there only dodges a C++ macro.
struct Keywords {
  std::vector<std::string> texts;
  std::vector<std::string_view> views;
  std::unordered_map<std::string_view, size_t> types;

  Keywords() {
    const P parser(nullptr);
    const antlr4::dfa::Vocabulary& vocabulary = parser.getVocabulary();
    for (size_t type = kFirstKeyword; type <= kLastKeyword; ++type) {
      std::string text = vocabulary.getSymbolicName(type);
      if (text.back() == '_') text.pop_back();
      texts.push_back(std::move(text));
    }
    for (size_t i = 0; i < texts.size(); ++i) {
      views.push_back(texts[i]);
      types.emplace(texts[i], kFirstKeyword + i);
    }
  }
};

const Keywords& keywords() {
  static const Keywords table;
  return table;
}

class Pass {
 public:
  Pass(const std::vector<Token*>& tokens, const SourceText& source)
      : tokens_(tokens), source_(source) {}

  TokenPassResult run() {
    assign_keywords();
    demote_soft_keywords();
    for (size_t i = 0; i < tokens_.size(); ++i) step(i);
    TokenPassResult result;
    for (const Opener& opener : openers_)
      result.unclosed.push_back(range_of(*tokens_[opener.index]));
    return result;
  }

 private:
  struct Opener {
    size_t index;
    int nots, signs;  // unary operators waiting for this bracket: they nest as well
    size_t last_bar = SIZE_MAX;
  };

  size_t type(size_t i) const { return i < tokens_.size() ? tokens_[i]->getType() : Token::EOF; }
  void retag(size_t i, size_t type) {
    static_cast<antlr4::CommonToken*>(tokens_[i])->setType(type);
  }
  bool is_name(size_t i) const {
    const size_t t = type(i);
    return t == P::IDENTIFIER || t == P::ESCAPED_NAME || t == P::CALL || t == P::YIELD;
  }
  bool is_word(size_t i) const {
    return is_name(i) || (type(i) >= kFirstKeyword && type(i) <= kLastKeyword);
  }

  void assign_keywords() {
    LexicalErrors errors(source_);
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (type(i) == P::IDENTIFIER) {
        assign_keyword(i);
      } else {
        errors.check(*tokens_[i], type(i + 1) == P::COLON);
      }
    }
    errors.throw_if_any();
  }

  void assign_keyword(size_t i) {
    constexpr size_t kLongest = 16;  // ALLSHORTESTPATHS
    const std::string_view word = source_.slice(range_of(*tokens_[i]));
    if (word.size() > kLongest) return;
    std::array<char, kLongest> upper{};
    for (size_t c = 0; c < word.size(); ++c) {
      upper[c] = word[c] >= 'a' && word[c] <= 'z' ? static_cast<char>(word[c] - 32) : word[c];
    }
    const auto found = keywords().types.find(std::string_view(upper.data(), word.size()));
    if (found != keywords().types.end()) retag(i, found->second);
  }

  // Words that are keywords only in front of their bracket.
  void demote_soft_keywords() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (type(i) >= kFirstSoftKeyword && type(i) <= kLastKeyword && !stays_keyword(i)) {
        retag(i, P::IDENTIFIER);
      }
    }
  }

  bool stays_keyword(size_t i) const {
    if (i > 0 && type(i - 1) == P::DOT) return false;
    switch (type(i)) {
      case P::EXPLAIN:
      case P::PROFILE:
        return i == 0;
      case P::COUNT:
      case P::COLLECT:
      case P::EXISTS:
        // count {.name} projects a variable, (count {key: 1}) is a node.
        return type(i + 1) == P::LBRACE && type(i + 2) != P::DOT &&
               !(is_word(i + 2) && type(i + 3) == P::COLON);
      default:
        return type(i + 1) == P::LPAREN;
    }
  }

  void step(size_t i) {
    switch (type(i)) {
      case P::LPAREN:
      case P::LBRACKET:
      case P::LBRACE:
        return open(i);
      case P::RPAREN:
      case P::RBRACKET:
      case P::RBRACE:
        return close(i);
      case P::BAR:
        if (!openers_.empty()) openers_.back().last_bar = i;
        nots_ = signs_ = 0;
        return;
      case P::CASE:
        if (is_case_keyword(i)) ++cases_;
        break;
      case P::END:
        if (is_case_keyword(i) && cases_ > 0) --cases_;
        break;
      case P::NOT:
        ++nots_;
        break;
      case P::PLUS:
      case P::MINUS:
        if (!ends_operand(i)) ++signs_;
        return check_depth(i);
      default:
        break;
    }
    signs_ = 0;
    if (ends_not(type(i))) nots_ = 0;
    check_depth(i);
  }

  // CASE and END are also the names of properties (.end), and keys of maps ({end: …}).
  bool is_case_keyword(size_t i) const {
    return type(i + 1) != P::COLON && (i == 0 || type(i - 1) != P::DOT);
  }

  // Whether a sign at `i` follows an operand, and so is binary.
  bool ends_operand(size_t i) const {
    if (i == 0) return false;
    switch (type(i - 1)) {
      case P::RPAREN:
      case P::RBRACKET:
      case P::RBRACE:
      case P::INTEGER:
      case P::HEX_INTEGER:
      case P::OCTAL_INTEGER:
      case P::FLOAT:
      case P::STRING:
      case P::NULL_:
      case P::TRUE:
      case P::FALSE:
      case P::END:
        return true;
      default:
        return is_name(i - 1);
    }
  }

  // The tokens that end the reach of a NOT. Everything tighter nests inside it.
  static bool ends_not(size_t t) {
    switch (t) {
      case P::AND:
      case P::OR:
      case P::XOR:
      case P::COMMA:
      case P::AS:
      case P::WHERE:
      case P::WHEN:
      case P::THEN:
      case P::ELSE:
      case P::END:
      case P::RETURN:
      case P::WITH:
      case P::MATCH:
      case P::UNWIND:
      case P::UNION:
      case P::ORDER:
        return true;
      default:
        return false;
    }
  }

  void open(size_t i) {
    openers_.push_back(Opener{i, nots_, signs_});
    waiting_prefixes_ += nots_ + signs_;
    nots_ = signs_ = 0;
    if (type(i) == P::LBRACKET && is_name(i + 1) && type(i + 2) == P::IN) {
      retag(i, P::COMPREHENSION_OPEN);
    }
    check_depth(i);
  }

  void close(size_t i) {
    nots_ = signs_ = 0;
    // A closing bracket of the wrong kind is the parser's to report.
    if (openers_.empty() || !matches(openers_.back().index, i)) return;
    const Opener opener = openers_.back();
    openers_.pop_back();
    waiting_prefixes_ -= opener.nots + opener.signs;
    nots_ = opener.nots;  // NOT (a) = NOT (b): the first one still reaches on
    const size_t o = opener.index;
    if (type(o) == P::LPAREN) {
      if (starts_arrow(i + 1) && !names_function(o)) retag(o, P::PATTERN_OPEN);
      if (o > 0 && type(o - 1) == P::REDUCE) mark_projection(opener);
    } else if (type(o) == P::COMPREHENSION_OPEN) {
      mark_projection(opener);
    } else if (type(o) == P::LBRACKET && opener.last_bar != SIZE_MAX && starts_pattern(o + 1)) {
      retag(o, P::PATTERN_COMPREHENSION_OPEN);
      mark_projection(opener);
    }
  }

  bool matches(size_t opener, size_t closer) const {
    switch (type(closer)) {
      case P::RPAREN:
        return type(opener) == P::LPAREN;
      case P::RBRACKET:
        return type(opener) == P::LBRACKET || type(opener) == P::COMPREHENSION_OPEN;
      default:
        return type(opener) == P::LBRACE;
    }
  }

  // The last bar: in [x IN xs WHERE x:A|B | x.name] the first belongs to the labels.
  void mark_projection(const Opener& opener) {
    if (opener.last_bar != SIZE_MAX) retag(opener.last_bar, P::PROJECT);
  }

  // -[  --(  -->(  <-[  <--(  <-->(
  bool starts_arrow(size_t i) const {
    if (type(i) == P::LESS) ++i;
    if (type(i) != P::MINUS) return false;
    if (type(i + 1) == P::LBRACKET || type(i + 1) == P::COMPREHENSION_OPEN) return true;
    if (type(i + 1) != P::MINUS) return false;
    return type(i + 2) == P::LPAREN || (type(i + 2) == P::GREATER && type(i + 3) == P::LPAREN);
  }

  // Whether the bracket at `i` is the argument list of a function or of a keyword.
  bool names_function(size_t i) const {
    if (i == 0) return false;
    const size_t t = type(i - 1);
    return is_name(i - 1) || t == P::ALL || (t >= kFirstSoftKeyword && t <= kLastKeyword);
  }

  bool starts_pattern(size_t i) const {
    if (is_name(i) && type(i + 1) == P::EQUAL) i += 2;
    return type(i) == P::PATTERN_OPEN || type(i) == P::SHORTESTPATH ||
           type(i) == P::ALLSHORTESTPATHS;
  }

  void check_depth(size_t i) const {
    const int depth =
        static_cast<int>(openers_.size()) + waiting_prefixes_ + cases_ + nots_ + signs_;
    if (depth <= kMaxNesting) return;
    throw_nested_too_deep(range_of(*tokens_[i]), source_);
  }

  const std::vector<Token*>& tokens_;
  const SourceText& source_;
  std::vector<Opener> openers_;
  int waiting_prefixes_ = 0;  // of all openers
  int cases_ = 0;
  int nots_ = 0;
  int signs_ = 0;
};

}  // namespace

TokenPassResult run_token_pass(const std::vector<Token*>& tokens, const SourceText& source) {
  return Pass(tokens, source).run();
}

std::string_view keyword_text(size_t token_type) {
  if (token_type < kFirstKeyword || token_type > kLastKeyword) return {};
  return keywords().views[token_type - kFirstKeyword];
}

const std::vector<std::string_view>& all_keywords() {
  return keywords().views;
}

SourceRange range_of(const Token& token) {
  const auto begin = static_cast<uint32_t>(token.getStartIndex());
  if (token.getType() == Token::EOF) return {begin, begin};
  return {begin, static_cast<uint32_t>(token.getStopIndex()) + 1};
}

}  // namespace zhengmai::syntax
