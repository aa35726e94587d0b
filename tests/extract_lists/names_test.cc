#include <catch2/catch.hpp>

#include "extract/lexicon/agency_names.h"
#include "extract/lexicon/places.h"
#include "extract/recognise/agencies.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

struct Tables {
  Lexicon lexicon = Lexicon::builtin();
  Places places{lexicon};
  AgencyNames names{lexicon, places};
  AgencyResolver resolver{places, names};
};

const Tables& tables() {
  static const Tables t;
  return t;
}

TEST_CASE("a written name resolves to a function in a territory, under its ordinary name") {
  struct Case {
    const char* written;
    const char* document;  // whose document it stands in
    const char* id;
    const char* name;
  };
  const Case cases[] = {
      {"省商务厅", "350000", "agency:350000/commerce", "福建省商务厅"},
      {"福建省商务厅", "100000", "agency:350000/commerce", "福建省商务厅"},
      {"商务部", "350000", "agency:100000/commerce", "商务部"},
      {"市商务委", "310000", "agency:310000/commerce", "上海市商务委"},
      {"市发改委", "341523", "agency:341500/development_reform", "六安市发展和改革委员会"},
      {"市场监管局", "341523", "agency:341523/market_regulation", "舒城县市场监督管理局"},
      {"国家税务总局安徽省税务局", "100000", "agency:340000/taxation", "国家税务总局安徽省税务局"},
      {"团省委", "430000", "agency:430000/youth_league", "共青团湖南省委"},
      {"省委宣传部", "430000", "agency:430000/publicity_dept", "湖南省委宣传部"},
      {"中央宣传部", "430000", "agency:100000/publicity_dept", "中央宣传部"},
      {"人行福州中心支行", "350000", "agency:350000/central_bank", "人行福州中心支行"},
      {"厦门海关", "350000", "agency:350200/customs", "厦门海关"},
      {"省检验检疫局", "630000", "agency:630000/inspection_quarantine", "青海出入境检验检疫局"},
      {"自治区教育厅", "450000", "agency:450000/education", "广西壮族自治区教育厅"},
      {"自治区住房和城乡建设厅", "450000", "agency:450000/housing_construction",
       "广西壮族自治区住房和城乡建设厅"},
      {"科右中旗人民政府", "152200", "agency:152222/local_government", "科尔沁右翼中旗人民政府"},
      {"察右前旗农牧局", "150900", "agency:150926/agriculture", "察哈尔右翼前旗农牧局"},
      {"浦东新区人民政府", "310000", "agency:310115/local_government", "浦东新区人民政府"},
      {"科技和工业信息化局", "440600", "agency:440600/science_tech", "佛山市科技和工业信息化局"},
      {"省移动公司", "440000", "agency:440000/telecom_operators/广东省移动公司", "广东省移动公司"},
      {"市公交集团", "340100", "agency:340100/highway/合肥市公交集团", "合肥市公交集团"},
      {"中国作协", "340100", "agency:100000/literary_federation/中国作协", "中国作协"},
      {"省金融监管局", "340000", "agency:340000/finance_office", "安徽省地方金融监督管理局"},
      {"安徽金融监管局", "340000", "agency:340000/banking_regulation", "安徽省金融监督管理局"},
      {"国务院国资委", "440000", "agency:100000/state_assets", "国务院国有资产监督管理委员会"},
  };
  const Tables& t = tables();
  for (const auto& c : cases) {
    INFO(c.written);
    const std::u32string text = to_utf32(c.written);
    const auto name = t.names.parse(text, 0);
    REQUIRE(name);
    CHECK(name->end == text.size());
    AgencyResolver::Run run(t.resolver, text, c.document, "x");
    const AgencyInstance agency = run.resolve(*name, true);
    CHECK(agency.id == c.id);
    CHECK(run.name_of(agency) == c.name);
  }
}

TEST_CASE("a body of two functions has both classes") {
  const auto name = tables().names.parse(U"科技和工业信息化局", 0);
  REQUIRE(name);
  CHECK(tables().names.classes()[name->cls].id == "science_tech");
  CHECK(tables().names.classes()[name->more[0]].id == "industry_it");
}

TEST_CASE("a prefix reaches along the list until a mark, a group or another prefix ends it") {
  const std::u32string text = U"省商务厅、财政厅,发展改革委";
  const Tables& t = tables();
  AgencyResolver::Run run(t.resolver, text, "320100", "x");
  CHECK(run.resolve(*t.names.parse(text, 0), true).jurisdiction == "320000");
  const auto inherited = run.resolve(*t.names.parse(text, 5), false);
  CHECK(inherited.jurisdiction == "320000");
  CHECK(inherited.inherited);
  const auto reset = run.resolve(*t.names.parse(text, 9), true);
  CHECK(reset.jurisdiction == "320100");
  CHECK_FALSE(reset.inherited);
}

TEST_CASE("groups are read whole, whatever their brackets and joiners") {
  struct Case {
    std::u32string text;
    const char* cls;
  };
  const Case cases[] = {
      {U"各设区市人民政府", "prefecture_gov_all"},
      {U"各市、州人民政府", "prefecture_gov_all"},
      {U"各市(州)人民政府", "prefecture_gov_all"},
      {U"各市、县(市、区)人民政府", "prefecture_gov_all"},
      {U"各省辖市、县〔市、区〕政府", "prefecture_gov_all"},
      {U"各地级以上市政府", "prefecture_gov_all"},
      {U"相关市(州)政府", "prefecture_gov_all"},
      {U"市(州)政府", "prefecture_gov_all"},
      {U"各盟行政公署、市人民政府", "prefecture_gov_all"},
      {U"各区政府(管委会)", "prefecture_gov_all"},
      {U"地方各级人民政府", "local_gov_all"},
      {U"各地区", "local_gov_all"},
      {U"各省(自治区、直辖市)人民政府", "local_gov_all"},
      {U"各省级人民政府", "local_gov_all"},
      {U"各省(区、市)人民政府", "local_gov_all"},
      {U"沿江沿河省级人民政府", "local_gov_all"},
      {U"项目所在地人民政府", "local_gov_all"},
      {U"各省辖市、省直管县(市)人民政府", "prefecture_gov_all"},
      {U"各乡镇(街道)", "township_gov_all"},
      {U"试点城市人民政府", "pilot_city_gov"},
      {U"有关部门", "relevant_departments"},
      {U"省级有关部门", "relevant_departments"},
      {U"国务院相关部门", "relevant_departments"},
      {U"各相关单位", "relevant_departments"},
  };
  for (const auto& c : cases) {
    INFO(to_utf8(c.text));
    const auto name = tables().names.parse_collective(
        c.text, 0, [&](uint32_t end) { return end == c.text.size(); });
    REQUIRE(name);
    CHECK(name->end == c.text.size());
    CHECK(tables().names.classes()[name->cls].id == c.cls);
  }
}

TEST_CASE("one government is not a group, and a word is not a body") {
  const auto ends = [](uint32_t) { return true; };
  CHECK_FALSE(tables().names.parse_collective(U"市政府", 0, ends));
  CHECK_FALSE(tables().names.parse_collective(U"省人民政府", 0, ends));
  CHECK_FALSE(tables().names.parse(U"政府", 0));
  CHECK_FALSE(tables().names.parse(U"商务活动", 0));
  CHECK_FALSE(tables().names.parse(U"财政补贴", 0));
}

TEST_CASE("a place name means the nearest territory of that name") {
  const Places& places = tables().places;
  const std::u32string drum = U"鼓楼区";
  const auto match = places.longest_at(drum, 0);
  REQUIRE(match);
  CHECK(places.resolve(match->pattern, "320100") == "320106");
  CHECK(places.resolve(match->pattern, "350000") == "350102");
  CHECK(places.resolve(match->pattern, "100000").empty());
  CHECK(places.name("320106") == "鼓楼区");
  CHECK(places.ancestor("320106", TerritoryLevel::kProvince) == "320000");
  CHECK(places.city_of("320106") == "320100");
  CHECK(places.city_of("310115") == "310000");  // a municipality is its districts' city
  CHECK(places.city_of("320000").empty());
}

TEST_CASE("a short name of a territory is that of the code beside it") {
  const Lexicon& lexicon = tables().lexicon;
  const Table& aliases = lexicon.table("place_aliases");
  for (size_t row = 0; row < aliases.rows(); ++row) {
    INFO(aliases.at(row, "alias"));
    CHECK(tables().places.name(aliases.at(row, "gb_code")) == aliases.at(row, "name"));
  }
}

}  // namespace
}  // namespace zhengmai
