#include "query/syntax/parse.h"

#include <catch2/catch.hpp>
#include <string>

using zhengmai::dump;
using zhengmai::parse_query;

namespace {

struct Case {
  const char* text;
  const char* tree;
};

void check(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(dump(*parse_query(c.text)) == c.tree);
  }
}

// The tree of one expression.
std::string expression(const std::string& text) {
  const std::string tree = dump(*parse_query("RETURN " + text));
  return tree.substr(8, tree.size() - 9);
}

void check_expressions(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(expression(c.text) == c.tree);
  }
}

}  // namespace

TEST_CASE("clauses arrive in the order written") {
  check({
      {"MATCH (n) RETURN n", "(match (n)) (return n)"},
      {"match (n) Return n;", "(match (n)) (return n)"},
      {"OPTIONAL MATCH (a), (b) WHERE a.x = 1 RETURN *",
       "(optional-match (a), (b) (where (= (. a x) 1))) (return *)"},
      {"UNWIND [1, 2] AS x WITH DISTINCT x AS y ORDER BY y DESC, x SKIP 1 LIMIT 2 WHERE y > 0 "
       "RETURN *, y AS z",
       "(unwind x [1 2]) (with distinct (as x y) (desc y) (asc x) (skip 1) (limit 2) "
       "(where (> y 0))) (return * (as y z))"},
      {"RETURN 1 UNION ALL RETURN 2", "(return 1) union-all (return 2)"},
      {"RETURN 1 UNION RETURN 2 UNION RETURN 3", "(return 1) union (return 2) union (return 3)"},
      {"EXPLAIN RETURN 1", "explain (return 1)"},
      {"PROFILE RETURN 1", "profile (return 1)"},
      {"CALL a.b", "(procedure a.b implicit)"},
      {"CALL a.b()", "(procedure a.b)"},
      {"CALL a.b(1) YIELD x AS y, z WHERE y > 1 RETURN y",
       "(procedure a.b 1 (yield (x y) (z z)) (where (> y 1))) (return y)"},
      {"CALL a.b YIELD *", "(procedure a.b implicit (yield *))"},
      {"CALL a.b() YIELD -", "(procedure a.b (yield))"},
      {"UNWIND l AS x CALL { WITH x RETURN x AS y } RETURN y",
       "(unwind x l) (call (with x) (return (as x y))) (return y)"},
      {"CREATE (a:A {x: 1})-[:T]->(b)", "(create (a:A (props {x: 1}))-[:T]->(b))"},
      {"MATCH (n) SET n.x = 1, n += {y: 2}, n = $p, n:A:B DETACH DELETE n",
       "(match (n)) (set (= (. n x) 1) (+= n {y: 2}) (replace n $p) (labels n A B)) "
       "(detach-delete n)"},
      {"MERGE (a {x: 1})", "(merge (a (props {x: 1})))"},
  });
}

TEST_CASE("patterns have nodes, relationships and searches") {
  check({
      {"MATCH ()-->()<--()--()<-->() RETURN 1", "(match ()-[]->()<-[]-()-[]-()-[]-()) (return 1)"},
      {"MATCH (a)-[r:A|B|:C*2..5 {x: 1}]->(b) RETURN 1",
       "(match (a)-[r:A|B|C*2..5 (props {x: 1})]->(b)) (return 1)"},
      {"MATCH ()-[*]-()-[*3]-()-[*..3]-()-[*2..]-() RETURN 1",
       "(match ()-[*1..]-()-[*3..3]-()-[*1..3]-()-[*2..]-()) (return 1)"},
      {"MATCH p = (a:A:B $p) RETURN p", "(match p = (a:(A&B) (props $p))) (return p)"},
      {"MATCH (n:(A|B)&!C) RETURN n", "(match (n:((A|B)&!C))) (return n)"},
      {"MATCH (n:A|B), (m:%), (o:!!A) RETURN n", "(match (n:(A|B)), (m:%), (o:A)) (return n)"},
      {"MATCH (n:A WHERE n.x > 1)-[r WHERE r.y]-() RETURN n",
       "(match (n:A (where (> (. n x) 1)))-[r (where (. r y))]-()) (return n)"},
      {"MATCH p = shortestPath((a)-[*]-(b)), allShortestPaths((a)-[:T*..4]->(b)) RETURN p",
       "(match p = shortest (a)-[*1..]-(b), all-shortest (a)-[:T*1..4]->(b)) (return p)"},
      {"MATCH ((a)-->(b)) RETURN a", "(match (a)-[]->(b)) (return a)"},
      {"MATCH (m:措施)-[:责任单位]->(𠀀:机构) RETURN 𠀀.名称",
       "(match (m:措施)-[:责任单位]->(𠀀:机构)) (return (. 𠀀 名称))"},
  });
}

TEST_CASE("names have letters of any script, then digits and marks too") {
  check({{"MATCH (कि१)-[:Ё]->(é_٣x1) RETURN é_٣x1.ſ, कि१.一０",
          "(match (कि१)-[:Ё]->(é_٣x1)) (return (. é_٣x1 ſ) (. कि१ 一０))"}});
  for (const char* const text : {"RETURN ٣", "RETURN ０", "RETURN a€b", "RETURN 😀"}) {
    INFO(text);
    CHECK_THROWS_AS(parse_query(text), zhengmai::QueryError);
  }
}

TEST_CASE("operators bind as in openCypher") {
  check_expressions({
      {"1 + 2 * 3", "(+ 1 (* 2 3))"},
      {"(1 + 2) * 3", "(* (+ 1 2) 3)"},
      {"-3 ^ 2", "(^ -3 2)"},
      {"2 ^ 3 ^ 2", "(^ (^ 2 3) 2)"},
      {"-a.b", "(neg (. a b))"},
      {"a - -1", "(- a -1)"},
      {"a OR b XOR c AND NOT d = e", "(or a (xor b (and c (not (= d e)))))"},
      {"a = b IS NULL", "(= a (is-null b))"},
      {"a + b IN c + d", "(in (+ a b) (+ c d))"},
      {"a < b <= c <> d", "(and (and (< a b) (<= b c)) (<> c d))"},
      {"a < (b <= c)", "(< a (<= b c))"},
      {"a<-1", "(< a -1)"},
      {"s STARTS WITH 'a' AND s ENDS WITH 'b' OR s CONTAINS 'c'",
       "(or (and (starts-with s 'a') (ends-with s 'b')) (contains s 'c'))"},
      {"s =~ 'a.*' AND x IS NOT NULL", "(and (=~ s 'a.*') (is-not-null x))"},
      {"a:A:B AND b:C", "(and (labels a (A&B)) (labels b C))"},
      {"l[1][2..][..-1].x", "(. (slice (slice (index l 1) 2 _) _ -1) x)"},
  });
}

TEST_CASE("atoms of every kind") {
  check_expressions({
      {"[1, 'a', \"b\", null, true, FALSE, 1.5, .5, 1e3, 0x1F, 0o17, -0x8000000000000000]",
       "[1 'a' 'b' null true false 1.5 0.5 1000.0 31 15 -9223372036854775808]"},
      {"{a: 1, `b c`: {}, end: 2}", "{a: 1 b c: {} end: 2}"},
      {"$a + $1 + $`x y`", "(+ (+ $a $1) $x y)"},
      {"count(*) + count(DISTINCT n.x) + date.truncate('day', d)",
       "(+ (+ (call count *) (call count distinct (. n x))) (call date.truncate 'day' d))"},
      {"CASE x WHEN 1 THEN 'a' ELSE 'b' END", "(case (of x) (1 'a') (else 'b'))"},
      {"CASE WHEN a THEN b WHEN c THEN d END", "(case (a b) (c d))"},
      {"[x IN l]", "(list x l)"},
      {"[x IN l WHERE x > 1 | x.y]", "(list x l (where (> x 1)) (yield (. x y)))"},
      {"[x IN l WHERE x:A|B | x]", "(list x l (where (labels x (A|B))) (yield x))"},
      {"[(a)-->(b) WHERE b.x | b.y]", "(paths (a)-[]->(b) (where (. b x)) (yield (. b y)))"},
      {"[p = (a)-[:T*]->() | p]", "(paths p = (a)-[:T*1..]->() (yield p))"},
      {"any(x IN l WHERE x) AND all(x IN l WHERE x)",
       "(and (any x l (where x)) (all x l (where x)))"},
      {"reduce(s = 0, x IN l | s + x)", "(reduce s 0 x l (+ s x))"},
      {"n {.a, .*, b: 1, c}", "(project n .a .* b: 1 c: c)"},
      {"(a)-->(b) AND NOT (a)--(:B {x: 1})", "(and (a)-[]->(b) (not (a)-[]-(:B (props {x: 1}))))"},
      {"(a) - (b)", "(- a b)"},
      {"size(l)-[1][0]", "(- (call size l) (index [1] 0))"},
      {"EXISTS { (a)-->(b) WHERE b.x }", "(exists (match (a)-[]->(b) (where (. b x))))"},
      {"COUNT { MATCH (a) RETURN a }", "(count (match (a)) (return a))"},
      {"COLLECT { MATCH (a) RETURN a }", "(collect (match (a)) (return a))"},
      {"exists(n.x) AND exists((a)-->(b))",
       "(and (call exists (. n x)) (call exists (a)-[]->(b)))"},
  });
}

TEST_CASE("keywords are names where nothing is ambiguous") {
  check({
      {"MATCH (n:Match {end: 1})-[:IN|ORDER]->(:Count {x: 1}) RETURN n.return, n.case",
       "(match (n:Match (props {end: 1}))-[:IN|ORDER]->(:Count (props {x: 1}))) "
       "(return (. n return) (. n case))"},
      {"WITH 1 AS count, 2 AS any, 3 AS exists RETURN count, any + exists, count {.x}",
       "(with (as 1 count) (as 2 any) (as 3 exists)) (return count (+ any exists) "
       "(project count .x))"},
      {"WITH 1 AS call, 2 AS yield, 3 AS explain RETURN call, yield, explain, call AS profile",
       "(with (as 1 call) (as 2 yield) (as 3 explain)) (return call yield explain "
       "(as call profile))"},
      {"WITH 1 AS `return` RETURN `return`, `a``b`", "(with (as 1 return)) (return return a`b)"},
  });
}

TEST_CASE("comments and white space are nothing, full-width spaces included") {
  check({
      {"/* a\n * b **/ RETURN // c\n 1 /**/", "(return 1)"},
      {"RETURN\u30001\t\r\n", "(return 1)"},
      {"RETURN '/* no */ // comment'", "(return '/* no */ // comment')"},
  });
}

TEST_CASE("strings know their escapes") {
  check_expressions({
      {R"('a\'b\"c\\d')", R"('a'b"c\d')"},
      {R"("it's")", "'it's'"},
      {R"('\t\n\u4e2d\U00020000\uD840\uDC00')", "'\t\n中𠀀𠀀'"},
      {"'line\nbreak'", "'line\nbreak'"},
  });
}

TEST_CASE("a column without an alias is named by its text") {
  const auto query = parse_query("RETURN  count( * ) ,n . x AS y, '措施'+ 1 ");
  const auto& items =
      std::get<zhengmai::ast::ReturnClause>(query->parts[0].clauses[0].node).projection.items;
  REQUIRE(items.size() == 3);
  CHECK(items[0].text == "count( * )");
  CHECK(items[1].alias->name == "y");
  CHECK(items[2].text == "'措施'+ 1");
}
