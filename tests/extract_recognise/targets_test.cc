// Targets: numbers with their unit and bound, and the numbers that are none.
#include <catch2/catch.hpp>

#include "recognise_fixture.h"

using namespace zhengmai;
using zhengmai::testing::MeasureText;

namespace {

struct Case {
  const char* text;
  const char* kind;
  double value;
  const char* unit;
  const char* bound;
};

}  // namespace

TEST_CASE("numbers are read with unit and bound") {
  const Case cases[] = {
      {"奖励蜂农5万元。", "money", 50000, "CNY", "exact"},
      {"给予最高30万元补助。", "money", 300000, "CNY", "max"},
      {"给予不低于1.5亿元支持。", "money", 1.5e8, "CNY", "min"},
      {"给予10万元以内的补贴。", "money", 100000, "CNY", "max"},
      {"按每平方米20元补助。", "rate", 20, "CNY/m2", "exact"},
      {"年补贴额度最高8万元。", "money", 80000, "CNY/year", "max"},
      {"覆盖率达到95%以上。", "percent", 95, "%", "min"},
      {"提高3个百分点。", "percent", 3, "pp", "exact"},
      {"建成蜂场１００家以上。", "count", 100, "item", "min"},
      {"新修公路20公里。", "quantity", 20, "km", "exact"},
      {"3年内不变更用途。", "duration", 3, "year", "max"},
      {"到2025年基本建成。", "deadline", 2025, "year", "by"},
      {"2019年6月底前完成。", "deadline", 2019, "year", "by"},
      {"在2020年底前建成。", "deadline", 2020, "year", "by"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto targets = MeasureText(c.text).targets();
    REQUIRE(targets.size() == 1);
    CHECK(targets[0].kind == c.kind);
    REQUIRE(targets[0].value.has_value());
    CHECK(*targets[0].value == Approx(c.value));
    CHECK(targets[0].unit == c.unit);
    CHECK(targets[0].bound == c.bound);
  }
}

TEST_CASE("a range has two values, and the unit stands after the second") {
  for (const char* text : {"奖励50万～100万元。", "奖励50-100万元。", "奖励50万元至100万元。"}) {
    CAPTURE(text);
    const auto targets = MeasureText(text).targets();
    REQUIRE(targets.size() == 1);
    CHECK(*targets[0].value == Approx(500000));
    CHECK(*targets[0].value_max == Approx(1000000));
    CHECK(targets[0].bound == "range");
  }
}

TEST_CASE("a vague amount is a target without a value") {
  const MeasureText measure("培育一批养蜂大户，增加收入。");
  const auto targets = measure.targets();
  REQUIRE(targets.size() == 1);
  CHECK(targets[0].kind == "vague_count");
  CHECK_FALSE(targets[0].value.has_value());
  CHECK(targets[0].bound == "some");
  CHECK(measure.slice(targets[0].range) == "培育一批养蜂大户");
}

TEST_CASE("what a vague amount counts is quoted to the end of its phrase") {
  const MeasureText measure("培育一批既懂养蜂又懂网络营销和品牌运营的复合型人才，增加收入。");
  const auto targets = measure.targets();
  REQUIRE(targets.size() == 1);
  CHECK(measure.slice(targets[0].range) == "培育一批既懂养蜂又懂网络营销和品牌运营的复合型人才");
}

TEST_CASE("a number knows its deadline and whom it is for") {
  const MeasureText measure("到2025年，对经认定的养蜂基地给予20万元奖励。");
  const auto targets = measure.targets();
  REQUIRE(targets.size() == 2);
  CHECK(targets[1].deadline == 2025);
  CHECK(measure.slice(targets[1].condition) == "经认定的养蜂基地");
}

TEST_CASE("numbers that commit to nothing are no targets") {
  for (const char* text : {"落实《养蜂业规划（2016－2020年）》。", "发布《养蜂规划（20162020）》。",
                           "按照皖政办〔2019〕7号文件执行。", "执行GB/T4754—2011标准。",
                           "推广4G网络和5G技术。", "完成第13项工作。", "自2016年以来持续增长。",
                           "定于6月30日召开会议。", "这批蜂箱质量好。", "2016-2020年实施。"}) {
    CAPTURE(text);
    CHECK(MeasureText(text).targets().empty());
  }
}

TEST_CASE("stretches of time, dates and names with numbers are no targets") {
  for (const char* text : {"根据十三届人大五次会议的报告。", "全力冲刺四季度。", "落实“惠企56条”政策。",
                           "中国药房72023年工作要点。"}) {
    CAPTURE(text);
    CHECK(MeasureText(text).targets().empty());
  }
  const auto money = MeasureText("今明两年投资2.43亿元。").targets();
  REQUIRE(money.size() == 1);
  CHECK(*money[0].value == 243000000);  // without the hair that binary fractions miss it by
  const auto dates = MeasureText("2021年5月1日至2022年4月30日实施下调政策。").targets();
  REQUIRE(dates.size() == 1);
  CHECK(dates[0].kind == "deadline");
}
