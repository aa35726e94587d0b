// Clauses and instruments: the verb that directs, its object, and by what means it acts.
#include <catch2/catch.hpp>

#include "recognise_fixture.h"

using namespace zhengmai;
using zhengmai::testing::MeasureText;

TEST_CASE("a clause is its directive verb and the object after it") {
  struct Case {
    const char* text;
    const char* verb;
    const char* object;
    const char* direction;
  };
  const Case cases[] = {
      {"支持蜂农增加蜂群。", "支持", "蜂农增加蜂群", "promotive"},
      {"积极推进蜂场改造。", "推进", "蜂场改造", "promotive"},
      {"加快推进蜂场改造。", "加快", "蜂场改造", "promotive"},
      {"允许蜂农占用林地。", "允许", "蜂农占用林地", "permissive"},
      {"不得销售假蜜。", "不得", "销售假蜜", "restrictive"},
      {"加大对假蜜的打击力度。", "加大", "对假蜜的", "coercive"},
      {"商务厅要会同有关部门办好蜂蜜节。", "要", "有关部门办好蜂蜜节", "mandatory"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const MeasureText measure(c.text);
    const auto clauses = measure.clauses();
    REQUIRE(clauses.size() == 1);
    CHECK(measure.slice(clauses[0].verb) == c.verb);
    CHECK(measure.slice(clauses[0].object) == c.object);
    CHECK(clauses[0].direction == c.direction);
  }
}

TEST_CASE("sentences and parts between semicolons are clauses of their own") {
  CHECK(MeasureText("支持蜂农；鼓励办节。开展培训！").clauses().size() == 3);
}

TEST_CASE("a verb inside a title or a row of nouns directs nothing") {
  for (const char* text :
       {"蜂蜜的主要产地。", "《加快蜂业发展规划》。", "包括场地、培训、融资。", "花期很长。"}) {
    CAPTURE(text);
    CHECK(MeasureText(text).clauses().empty());
  }
}

TEST_CASE("the object of a clause fixes its instrument, and the verb only where no cue stands") {
  struct Case {
    const char* text;
    const char* subtype;
    bool by_cue;
  };
  const Case cases[] = {
      {"支持蜂农申请补助。", "public_funding", true},
      {"支持蜂农建设冷库。", "infrastructure", true},
      {"落实税收优惠。", "tax_preference", true},
      {"支持蜂农扩大蜂群。", "strategic_measures", false},
      {"严厉打击假蜜。", "regulation", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto uses = MeasureText(c.text).instruments();
    REQUIRE(uses.size() == 1);
    CHECK(uses[0].subtype == c.subtype);
    CHECK(uses[0].by_cue == c.by_cue);
  }
}

TEST_CASE("an instrument is reported once a measure, with its strongest clause") {
  const auto uses = MeasureText("鼓励蜂农申请补助。对蜂农给予补助。").instruments();
  REQUIRE(uses.size() == 1);
  CHECK(uses[0].strength == 5);
}
