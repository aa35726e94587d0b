// Mentions: technologies, beneficiaries, places of pilots, programmes.
#include <catch2/catch.hpp>

#include "recognise_fixture.h"

using namespace zhengmai;
using zhengmai::testing::MeasureText;
using zhengmai::testing::names_of;

TEST_CASE("places of pilots are read, and an enumeration shares its ending") {
  const std::pair<const char*, const char*> cases[] = {
      {"推进厦门、三明市养蜂试点。", "厦门市 三明市"},
      {"在福州、莆田、泉州、平潭等地开展养蜂试点。", "福州 莆田 泉州 平潭"},
      {"总结福州市养蜂试点经验。", "福州市"},
      {"在原中央苏区开展试点，再推广到中国(广东)自由贸易试验区。",
       "原中央苏区 中国（广东）自由贸易试验区"},
      {"支持福州市扩大蜂群。", ""},
      {"落实《福州市养蜂试点办法》，开展试点。", ""},
      {"推进福建省养蜂试点。", ""},
      {"推进福清、连江等地养蜂试点。", "福清 连江"},
      {"在厦门市集美区开展养蜂试点。", "集美区"},
      {"支持厦门火炬高新区开展养蜂试点。", "厦门火炬高新区"},
      {"在武夷新区开展养蜂试点。", "武夷新区"},
      {"支持国家级高新区开展养蜂试点。", ""},
      {"支持厦门大学开展养蜂试点。", ""},
      {"推广广州、深圳养蜂试点经验。", ""},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(names_of(MeasureText(text).mentions().pilots) == expected);
  }
}

TEST_CASE("programmes are quoted names with a head, and a place's own platforms") {
  const std::pair<const char*, const char*> cases[] = {
      {"实施“甜蜜乡村”工程。", "甜蜜乡村"},
      {"开展“蜂蜜进社区、蜂胶进校园”主题宣传活动。", "蜂蜜进社区、蜂胶进校园"},
      {"推进“甜蜜城市”“甜蜜乡村”工程。", "甜蜜城市 甜蜜乡村"},
      {"接入“福建蜂业网”。", "福建蜂业网"},
      {"通过“信用蜂业”网站公示。", "信用蜂业"},
      {"接入福建省蜂产品信息管理系统。", "福建省蜂产品信息管理系统"},
      {"推进“甜蜜福建”建设。", "甜蜜福建"},
      {"完善“一站式”服务。", ""},
      {"打通“最后一公里”。", ""},
      {"在福建省建设蜂产品信息平台。", ""},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(names_of(MeasureText(text).mentions().programmes) == expected);
  }
}

TEST_CASE("technologies go by their canonical names") {
  CHECK(names_of(MeasureText("应用RFID、物联网和北斗定位。").mentions().technologies) ==
        "无线射频识别 物联网 卫星定位");
  CHECK(MeasureText("应用蜂箱。").mentions().technologies.empty());
}

TEST_CASE("whom a measure supports is the head of the object of a favouring verb") {
  CHECK(names_of(MeasureText("支持中小微企业养蜂。").mentions().beneficiaries) == "中小微企业");
  CHECK(names_of(MeasureText("鼓励有条件的农民合作社增加蜂群。").mentions().beneficiaries) ==
        "农民合作社");
  CHECK(MeasureText("限制高污染企业养蜂。").mentions().beneficiaries.empty());
  CHECK(MeasureText("严厉打击企业造假。").mentions().beneficiaries.empty());
}

TEST_CASE("who is addressed, or whose pay and care it is about, gains too") {
  const std::pair<const char*, const char*> cases[] = {
      {"引导银行机构向家庭农场发放贷款。", "家庭农场"},
      {"对吸纳高校毕业生的小微企业给予补贴。", "小微企业"},
      {"对新成立的农民合作社，一次性给予奖励。", "农民合作社"},
      {"提高孤儿、重度残疾人养育标准。", "孤儿 残疾人"},
      {"完善政策，支持家庭农场、有条件的农民合作社养蜂。", "家庭农场 农民合作社"},
      {"将失业人员纳入安置范围。", "失业人员"},
      {"压实企业主体责任。", ""},
      {"发挥龙头企业带动作用。", ""},
      {"对农业企业开展检查，推动整改。", ""},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(names_of(MeasureText(text).mentions().beneficiaries) == expected);
  }
}
