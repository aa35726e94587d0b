#include <catch2/catch.hpp>
#include <regex>
#include <string>

#include "query/syntax/parse.h"

using zhengmai::parse_query;
using zhengmai::QueryError;

namespace {

struct Case {
  const char* text;
  const char* rendered;
  const char* detail = "UnexpectedSyntax";
};

void check(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    CAPTURE(c.text);
    try {
      parse_query(c.text);
      FAIL_CHECK("accepted");
    } catch (const QueryError& e) {
      CHECK(e.rendered() == c.rendered);
      CHECK(e.diagnostics().front().detail == c.detail);
      CHECK(e.diagnostics().front().type == "SyntaxError");
      CHECK(e.code() == zhengmai::ExitCode::kBadInput);
    }
  }
}

}  // namespace

TEST_CASE("a mistyped keyword is recognised") {
  check({
      {"MTACH (n) RETURN n",
       "error: line 1, column 1: unexpected 'MTACH'; expected a clause (MATCH, RETURN …)\n"
       "  MTACH (n) RETURN n\n"
       "  ^^^^^\n"
       "  hint: did you mean MATCH?"},
      {"MATCH (措施)\nRETRUN 措施",
       "error: line 2, column 1: unexpected 'RETRUN'; expected ',', a clause (MATCH, RETURN …), a "
       "relationship -[…]-, WHERE or the end of the query\n"
       "  RETRUN 措施\n"
       "  ^^^^^^\n"
       "  hint: did you mean RETURN?"},
      {"MATCH (n) RETURN n ODER BY n",
       "error: line 1, column 20: unexpected 'ODER'; expected ',', an operator, ORDER BY, SKIP, "
       "LIMIT, AS or the end of the query\n"
       "  MATCH (n) RETURN n ODER BY n\n"
       "                     ^^^^\n"
       "  hint: did you mean ORDER?"},
  });
}

TEST_CASE("errors in clauses that stand on their own are told together") {
  check({
      {"MATCH (措施:措施 {序号: }) WHERE 措施.序号 = 1\nRETURN 措施.正文 ODER BY 措施.序号",
       "error: line 1, column 19: unexpected '}'; expected an expression\n"
       "  MATCH (措施:措施 {序号: }) WHERE 措施.序号 = 1\n"
       "                          ^\n"
       "error: line 2, column 14: unexpected 'ODER'; expected ',', an operator, ORDER BY, SKIP, "
       "LIMIT, AS or the end of the query\n"
       "  RETURN 措施.正文 ODER BY 措施.序号\n"
       "                   ^^^^\n"
       "  hint: did you mean ORDER?"},
  });
  const auto count = [](const char* text) -> size_t {
    try {
      parse_query(text);
    } catch (const QueryError& e) {
      return e.diagnostics().size();
    }
    return 0;
  };
  CHECK(count("MATCH (n) RETRUN n UNION MATCH (m) RETRUN m") == 2);
  CHECK(count("MATCH (n) WHERE n.x = RETURN n") == 1);
  CHECK(count("RETURN RETURN 1") == 1);
  CHECK(count("LOAD CSV WITH HEADERS FROM 'x' AS row RETURN row") == 1);
  CHECK(count("MERGE (n) ON MATCH SET n.x = 1 RETURN n") == 1);
  CHECK(count("MATCH (n WHERE n.x = = 1 RETURN n +") == 1);  // an open bracket hides what follows
  CHECK(count("RETURN 'a' STARTS WITH RETURN 1 +") == 1);
}

TEST_CASE("the caret stands under the place, Han being two columns wide") {
  check({
      {"MATCH (措施:Measure RETURN 措施",
       "error: line 1, column 19: unexpected 'RETURN'; expected ')', ':', '|', '&', properties {…} "
       "or WHERE\n"
       "  MATCH (措施:Measure RETURN 措施\n"
       "                      ^^^^^^"},
      {"RETURN '措施' 机构",
       "error: line 1, column 13: unexpected '机构'; expected ',', an operator, ORDER BY, SKIP, "
       "LIMIT, AS or the end of the query\n"
       "  RETURN '措施' 机构\n"
       "                ^^^^"},
  });
}

TEST_CASE("what is never closed is shown where it opens") {
  check({
      {"RETURN [1, (2",
       "error: line 1, column 12: this '(' is never closed\n"
       "  RETURN [1, (2\n"
       "             ^"},
      {"RETURN 'abc\n AS x",
       "error: line 1, column 8: this string is never closed\n"
       "  RETURN 'abc\n"
       "         ^\n"
       "  hint: close it with '; a quote inside a string is written \\'"},
      {"RETURN 1 /* note",
       "error: line 1, column 10: this comment is never closed\n"
       "  RETURN 1 /* note\n"
       "           ^^\n"
       "  hint: close it with */"},
      {"RETURN `a",
       "error: line 1, column 8: this quoted name is never closed\n"
       "  RETURN `a\n"
       "         ^\n"
       "  hint: close it with `; a ` inside a name is written ``"},
  });
}

TEST_CASE("full-width punctuation is named and its ASCII form given, each one") {
  check({{"RETURN （1）",
          "error: line 1, column 8: unexpected character '（' (U+FF08)\n"
          "  RETURN （1）\n"
          "         ^^\n"
          "  hint: write '('\n"
          "error: line 1, column 10: unexpected character '）' (U+FF09)\n"
          "  RETURN （1）\n"
          "            ^^\n"
          "  hint: write ')'",
          "InvalidUnicodeCharacter"}});
}

TEST_CASE("habits of other languages get a pointer to this one") {
  check({
      {"MATCH (n) WHERE n.x == 3 RETURN n",
       "error: line 1, column 22: unexpected '='; expected an expression\n"
       "  MATCH (n) WHERE n.x == 3 RETURN n\n"
       "                       ^\n"
       "  hint: equality is one ="},
      {"SELECT 1",
       "error: line 1, column 1: unexpected 'SELECT'; expected a clause (MATCH, RETURN …)\n"
       "  SELECT 1\n"
       "  ^^^^^^\n"
       "  hint: a query reads: MATCH pattern WHERE condition RETURN columns"},
  });
}

TEST_CASE("what is nearly right gets the right form as a hint") {
  struct Hint {
    const char* text;
    const char* hint;
  };
  for (const auto& [text, hint] : std::initializer_list<Hint>{
           {"MATCH (a)->(b) RETURN a", "a relationship is written --> or -[:TYPE]->"},
           {"MATCH (a)-[:T]>(b) RETURN a", "a relationship is written --> or -[:TYPE]->"},
           {"MATCH n RETURN n", "a node is written (n)"},
           {"MATCH (n {a = 1}) RETURN n", "in a map write key: value"},
           {"MATCH (n) WHERE n.x IN (1, 2) RETURN n", "a list is written [1, 2]"},
           {"MATCH (n) WHERE n.x = 1, n.y = 2 RETURN n",
            "join conditions with AND; name patterns before WHERE"},
           {"MATCH (n) WHERE n.x != 1 RETURN n", "inequality is <>"},
           {"RETURN \"冷链” AS x", "” does not close it; write \""},
       }) {
    CAPTURE(text);
    try {
      parse_query(text);
      FAIL_CHECK("accepted");
    } catch (const QueryError& e) {
      CHECK(e.diagnostics().front().hint == hint);
    }
  }
}

TEST_CASE("literals out of range or form are classified") {
  struct Literal {
    const char* text;
    const char* detail;
  };
  for (const auto& [text, detail] : std::initializer_list<Literal>{
           {"9223372036854775808", "IntegerOverflow"},
           {"-9223372036854775809", "IntegerOverflow"},
           {"0x8000000000000000", "IntegerOverflow"},
           {"-0o1000000000000000000001", "IntegerOverflow"},
           {"1e999", "FloatingPointOverflow"},
           {"9223372h54775808", "InvalidNumberLiteral"},
           {"0x", "InvalidNumberLiteral"},
           {"0x1A2b3j4D5E6f7", "InvalidNumberLiteral"},
           {"9223372#54775808", "UnexpectedSyntax"},
           {"'\\uH'", "InvalidUnicodeLiteral"},
           {"'\\uD800'", "InvalidUnicodeLiteral"},
           {"'\\U00110000'", "InvalidUnicodeLiteral"},
           {"'\\q'", "UnexpectedSyntax"},
           {"42 — 41", "InvalidUnicodeCharacter"},
           {"{1a: 1}", "UnexpectedSyntax"},
           {"{a#b: 1}", "UnexpectedSyntax"},
           {"{a.b: 1}", "UnexpectedSyntax"},
           {"{1}", "UnexpectedSyntax"},
           {"[, ]", "UnexpectedSyntax"},
       }) {
    CAPTURE(text);
    try {
      parse_query(std::string("RETURN ") + text);
      FAIL_CHECK("accepted");
    } catch (const QueryError& e) {
      CHECK(e.diagnostics().front().detail == detail);
    }
  }
  CHECK_NOTHROW(parse_query("RETURN -9223372036854775808, -0x8000000000000000, 1e-999"));
}

TEST_CASE("a wrong relationship is called so") {
  for (const char* text :
       {"MATCH (a)-[:LIKES*-2]->(c) RETURN c", "MATCH (a)-[:LIKES..]->(c) RETURN c"}) {
    try {
      parse_query(text);
      FAIL_CHECK("accepted");
    } catch (const QueryError& e) {
      CHECK(e.diagnostics().front().detail == "InvalidRelationshipPattern");
    }
  }
}

TEST_CASE("no name of a grammar rule or token gets out") {
  // Every prefix of a query that uses most of the language, and every query with one word missing.
  const std::string text =
      "MATCH p = (a:A&!B {x: $p})-[r:T*1..3]->(b WHERE b.y IN [1, 2]) WHERE NOT a.z =~ 'x' AND "
      "any(x IN b.l WHERE x > 0) WITH *, count(DISTINCT a) AS n ORDER BY n DESC SKIP 1 LIMIT 2 "
      "CALL "
      "q.r(1) YIELD s AS t RETURN CASE n WHEN 1 THEN [y IN z | y.k] ELSE m {.*, k: 1} END AS u, "
      "EXISTS { (a)-->(b) } UNION RETURN reduce(s = 0, v IN w | s + v)";
  const std::regex internal(
      "[A-Z]+_[A-Z]+|LPAREN|RPAREN|LBRACE|IDENTIFIER|EOF|[a-z]+[A-Z][a-z]+Context");
  size_t failures = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    for (const std::string& broken : {text.substr(0, i), text.substr(0, i) + text.substr(i + 1)}) {
      try {
        parse_query(broken);
      } catch (const QueryError& e) {
        ++failures;
        CAPTURE(broken, e.what());
        CHECK_FALSE(std::regex_search(std::string(e.what()), internal));
        CHECK(e.diagnostics().front().range.begin <= broken.size());
      }
    }
  }
  CHECK(failures > text.size());
}
