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
      {"从严打击销售假蜜的行为。", "打击", "销售假蜜的行为", "coercive"},
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

TEST_CASE("a verb that only leads up to another does not direct") {
  const std::pair<const char*, const char*> cases[] = {
      {"对未开展蜂场评估的，不予补助。", "不予"},
      {"对开展蜂场改造的蜂农给予补助。", "给予"},
      {"对开展蜂场改造的蜂农，按面积给予补助。", "给予"},
      {"为推动蜂业升级，设立蜂蜜基金。", "设立"},
      {"通过开展竞赛等方式，引导蜂农学习。", "引导"},
      {"为蜂农提供优质的蜂种。", "提供"},
      {"新蜂场可先投产后验收。", "可"},
      {"蜂农应按规定登记。", "应"},
      {"水利厅会同蜂业局制定办法。", "会同"},
  };
  for (const auto& [text, verb] : cases) {
    CAPTURE(text);
    const MeasureText measure(text);
    REQUIRE(measure.clauses().size() == 1);
    CHECK(measure.slice(measure.clauses()[0].verb) == verb);
  }
  CHECK(MeasureText("试点期限为两年。").clauses().empty());
  CHECK(MeasureText("认可蜂农的看法。").clauses().empty());
}

TEST_CASE("objects turn a verb, and adverbs make it stronger or weaker") {
  struct Case {
    const char* text;
    const char* direction;
    int strength;
  };
  const Case cases[] = {
      {"取消蜂场面积限制。", "permissive", 4},
      {"对造假的，取消其申报资格。", "coercive", 4},
      {"暂停收取蜂场租金。", "permissive", 4},
      {"暂停审批新蜂场。", "restrictive", 4},
      {"将造假者列入黑名单。", "coercive", 4},
      {"遏制造假。", "restrictive", 4},
      {"坚决遏制造假。", "restrictive", 5},
      {"原则上不得新建蜂场。", "restrictive", 4},
      {"坚决支持蜂农。", "promotive", 2},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto clauses = MeasureText(c.text).clauses();
    REQUIRE(clauses.size() == 1);
    CHECK(clauses[0].direction == c.direction);
    CHECK(clauses[0].strength == c.strength);
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
      // Words that only look like a cue: a trade, an offence.
      {"支持蜂农与第三方物流合作。", "strategic_measures", false},
      {"严厉打击虚假宣传。", "regulation", false},
      {"宣传监管人员事迹。", "strategic_measures", false},
      // What is fought helps nobody.
      {"严厉打击网上销售假蜜。", "regulation", false},
      // A setting and one of several are instruments only as tools.
      {"在蜂场、冷库等场所推广温控。", "demonstration", false},
      {"鼓励蜂农提供授粉、摇蜜、培训等服务。", "strategic_measures", false},
      {"采取补助、贴息等方式支持蜂农。", "public_funding", true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto uses = MeasureText(c.text).instruments();
    REQUIRE(uses.size() == 1);
    CHECK(uses[0].subtype == c.subtype);
    CHECK(uses[0].by_cue == c.by_cue);
  }
}

TEST_CASE("a verb is no part of other words") {
  const auto verb_of = [](const char* text) {
    const MeasureText measure(text);
    const auto clauses = measure.clauses();
    return clauses.empty() ? std::string() : measure.slice(clauses[0].verb);
  };
  CHECK(verb_of("支持蜂企应用新设备。") == "支持");
  CHECK(verb_of("鼓励村社建设适应当地气候的蜂场。") == "鼓励");
  CHECK(verb_of("蜂企应建立台账。") == "应");
}

TEST_CASE("an instrument is reported once a measure, with its strongest clause") {
  const auto uses = MeasureText("鼓励蜂农申请补助。对蜂农给予补助。").instruments();
  REQUIRE(uses.size() == 1);
  CHECK(uses[0].strength == 5);
}
