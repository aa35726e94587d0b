#include "query/syntax/syntax_hints.h"

#include <array>

#include "ZhengmaiParser.h"

namespace zhengmai::syntax {
namespace {

using P = grammar::ZhengmaiParser;

// Whether `context` is inside of a rule, with no bracket of another kind between.
bool is_within(const antlr4::RuleContext* context, size_t rule) {
  for (; context != nullptr; context = static_cast<const antlr4::RuleContext*>(context->parent)) {
    if (context->getRuleIndex() == rule) return true;
    if (context->getRuleIndex() == P::RuleClause) return false;
  }
  return false;
}

// What users of other languages write, and what it is called here.
struct Foreign {
  std::string_view word, hint;
};
constexpr std::array<Foreign, 22> kForeign{{
    {"SELECT", "a query reads: MATCH pattern WHERE condition RETURN columns"},
    {"FROM", "a query reads: MATCH pattern WHERE condition RETURN columns"},
    {"GROUP", "there is no GROUP BY: RETURN a, count(*) groups by a"},
    {"HAVING", "filter groups with WITH a, count(*) AS n WHERE n > 1"},
    {"JOIN", "name the relationship in the pattern: MATCH (a)-[:TYPE]->(b)"},
    {"LIKE", "use STARTS WITH, ENDS WITH, CONTAINS or =~ 'regular expression'"},
    {"BETWEEN", "write 1 <= x <= 9"},
    {"FOREACH", "FOREACH is not part of this language; UNWIND makes rows of a list"},
    {"LOAD", "LOAD CSV is not part of this language; see 'zhengmai import'"},
    {"REMOVE", "REMOVE is not part of this language"},
    {"USE", "choose the store with -d"},
    {"INSERT", "use CREATE, on a scratch graph"},
    {"UPDATE", "use SET, on a scratch graph"},
    {"DROP", "the schema follows the data; there is nothing to drop"},
    {"FILTER", "use WITH * WHERE condition"},
    {"LET", "use WITH *, expression AS name"},
    {"FINISH", "end a reading query with RETURN"},
    {"OFFSET", "use SKIP"},
    {"==", "equality is one ="},
    {"!=", "inequality is <>"},
    {"&&", "write AND"},
    {"||", "write OR, or + to join strings and lists"},
}};

}  // namespace

std::string foreign_hint(std::string_view word, std::string_view with_next,
                         std::string_view with_previous) {
  std::string upper(word);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  for (const Foreign& f : kForeign) {
    if (f.word == upper || f.word == with_next || f.word == with_previous) {
      return std::string(f.hint);
    }
  }
  return {};
}

std::string context_hint(const antlr4::Token& offending, const TokenSet& expected,
                         const antlr4::RuleContext* context) {
  const auto wanted = [&](ssize_t type) { return expected.count(type) > 0; };
  switch (offending.getType()) {
    case P::GREATER:
      if (wanted(P::MINUS) && is_within(context, P::RuleRelationshipPattern)) {
        return "a relationship is written --> or -[:TYPE]->";
      }
      break;
    case P::EQUAL:
      if (wanted(P::COLON)) return "in a map write key: value";
      break;
    case P::COMMA:
      if (wanted(P::RPAREN) && wanted(P::AND)) return "a list is written [1, 2]";
      if (wanted(P::AND) && is_within(context, P::RuleMatchClause)) {
        return "join conditions with AND; name patterns before WHERE";
      }
      break;
    default:
      break;
  }
  if (expected.size() == 1 && wanted(P::EQUAL) && is_within(context, P::RulePathPattern)) {
    return "a node is written (n)";
  }
  return {};
}

}  // namespace zhengmai::syntax
