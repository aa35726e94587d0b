// Themes: the object of a directive, not its means, setting or examples.
#include <catch2/catch.hpp>

#include "recognise_fixture.h"

using namespace zhengmai;
using zhengmai::testing::MeasureText;

TEST_CASE("a theme is what a directive is about") {
  const std::pair<const char*, const char*> cases[] = {
      {"支持蜂农建设产地冷库。", "cold_chain"},
      {"推进蜂产品追溯体系建设，开展技能竞赛。", "traceability talent"},
      // A means, a setting and one example of several name nothing.
      {"利用大数据打击销售假蜜。", ""},
      {"通过分享经济模式推广养蜂。", ""},
      {"依托众创空间，培训蜂农。", ""},
      {"制定采集、包装、冷链、运输等规则。", ""},
      {"在跨境电商领域培训蜂农。", ""},
      // The means is said of the object.
      {"鼓励依托平台的“无车承运人”运输蜂箱。", "truckless_carrier"},
      // The longest cue wins: supply chains are not what this is about.
      {"围绕蜂农，整合产业链、供应链、服务链资源。", "collaborative_economy"},
      {"", ""},
      {"今天天气很好。", ""},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(MeasureText(text).themes() == expected);
  }
}

TEST_CASE("weak cues name a theme together, not alone") {
  CHECK(MeasureText("加快推广物联网。").themes().empty());
  CHECK(MeasureText("加快推广物联网和云计算。").themes() == "cloud_bigdata_iot");
}

TEST_CASE("weak cues count where they stand together, or are all that a verb asks for") {
  CHECK(MeasureText("推广物联网。改造云计算中心。").themes().empty());
  CHECK(MeasureText("推动线上线下融合发展。").themes() == "omnichannel");
  CHECK(MeasureText("构建线上线下融合的养蜂场。").themes().empty());
}

TEST_CASE("weak cues say nothing in a sentence that names another theme outright") {
  CHECK(MeasureText("建设产地冷库，对接种植养殖大户。").themes() == "cold_chain");
  CHECK(MeasureText("建设产地冷库。扶持种植和养殖。").themes() == "cold_chain grain_farming");
}

TEST_CASE("a weak phrase is the whole object also before two nouns that may follow one") {
  CHECK(MeasureText("鼓励连锁经营创新发展。").themes() == "supply_chain");
  CHECK(MeasureText("约谈连锁经营蜂企。").themes().empty());
}

TEST_CASE("a broad theme of common words stands alone only") {
  CHECK(MeasureText("实现转型升级。").themes() == "retail_transformation");
  CHECK(MeasureText("推广全渠道，实现转型升级。").themes() == "omnichannel");
  CHECK(MeasureText("建设冷库，实现线上线下融合发展。").themes() == "cold_chain omnichannel");
}

TEST_CASE("a setting with verbs of its own is a setting up to its end") {
  CHECK(MeasureText("在保护消费者个人信息安全的前提下，培训蜂农。").themes().empty());
  CHECK(MeasureText("在推广托盘的同时，培训蜂农。").themes().empty());
  CHECK(MeasureText("在养蜂行业推广托盘。").themes() == "logistics_standard");
}

TEST_CASE("a theme of another field needs two cues in a document of one field") {
  const MeasureText trade(
      "推广智慧商圈、步行街和社区电商，发展农村电子商务、跨境电商和冷链，建设物流基地、冷库，推广托盘，"
      "扶持老字号，发展全渠道、体验消费和再生资源回收。");
  const ForeignFields foreign = trade.foreign();
  CHECK(MeasureText("推广网络身份证。").themes() == "public_security");
  CHECK(MeasureText("推广网络身份证。").themes(foreign).empty());
  CHECK(MeasureText("推广网络身份证，打击网络犯罪。").themes(foreign) == "public_security");
  CHECK(MeasureText("建设冷库。").themes(foreign) == "cold_chain");
  CHECK(MeasureText("健全标准体系。").themes(foreign) == "standards");  // at home in every field
  // Of too few cues, or of many fields, nothing is foreign.
  CHECK(MeasureText("推广智慧商圈、步行街。").foreign().none());
  CHECK(MeasureText("发展冷链、老字号。推进养老服务、职业教育。建设高速公路、水库、特高压。治理扬尘、"
                    "黑臭水体。落实安全生产。推进高标准农田。")
            .foreign()
            .none());
}

TEST_CASE("of two cues that overlap the longer names its theme") {
  CHECK(MeasureText("落实相关税收优惠政策。").themes() == "tax_preference");
}

TEST_CASE("the primary theme is the strongest, and of two the first") {
  const auto hits = MeasureText("推广快递下乡，建设冷库，改造冷藏车。").theme_hits();
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].primary);
  CHECK_FALSE(hits[1].primary);
  CHECK(hits[1].cues.size() == 2);
  for (const ThemeHit& t : hits) CHECK((t.score >= kThemeThreshold && t.score <= 1.0));
}

TEST_CASE("the evidence of a theme is one of its cues") {
  const MeasureText measure("利用大数据，建设蜂产品全程冷链。");
  const auto hits = measure.theme_hits();
  REQUIRE(hits.size() == 1);
  CHECK(measure.slice(hits[0].evidence) == "全程冷链");
}

TEST_CASE("the theme tables are a tree of two levels") {
  const auto& readers = testing::Readers::get();
  const Table& table = readers.lexicon.table("themes");
  for (size_t row = 0; row < table.rows(); ++row) {
    CAPTURE(std::string(table.at(row, "id")));
    const bool top = table.at(row, "level") == "1";
    CHECK(table.at(row, "parent").empty() == top);
    if (top) continue;
    const auto parent = table.find(table.at(row, "parent"));
    REQUIRE(parent.has_value());
    CHECK(table.at(*parent, "level") == "1");
    CHECK(table.at(row, "code").substr(0, 3) == table.at(*parent, "code"));
    CHECK_FALSE(table.at(row, "keywords").empty());
  }
}
