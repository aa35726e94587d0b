#include "graph/derive/derive.h"

#include <catch2/catch.hpp>
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "corpus.h"
#include "graph/derive/wording.h"
#include "graph/model/schema.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

using derive_test::Corpus;
using derive_test::DocumentSpec;
using derive_test::MeasureSpec;

std::string random_text(std::mt19937& random, size_t size) {
  std::u32string text;
  for (size_t i = 0; i < size; ++i) text += char32_t(0x4E00 + random() % 3000);
  return to_utf8(text);
}

const std::string kNational =
    "大力发展社区养老服务，支持新建住宅区同步配套养老设施，鼓励社会力量举办小型日间照料机构，"
    "推广助餐助浴等上门服务。";
const std::string kProvincial =
    "大力发展社区养老服务，支持新建住宅小区同步配套养老设施，每个街道至少举办一个日间照料机构，"
    "推广助餐、助浴、助医等上门服务，对符合条件的给予补助。";
const std::string kOther = "加快农村公路建设改造，完善县乡村三级物流网络，提高通达深度和管护水平。";
const std::string kTax = "落实小微企业税收优惠，简化申报手续，推行网上办税，降低实体店铺经营成本。";

}  // namespace

TEST_CASE("agencies that share measures are joined once, smaller id first, and counted") {
  const Corpus corpus({{"doc:a", "甲", 350000, "", {
      {"measure:a/1", "", {"agency:350000/x", "agency:350000/b", "agency:350000/c"}, {}},
      {"measure:a/2", "", {"agency:350000/b", "agency:350000/x", "agency:350000/b"}, {}},
      {"measure:a/3", "", {"agency:350000/x"}, {}},
      {"measure:a/4", "", {"agency:350000/x", "agency:350000/b"}, {}, true}}}});  // a repeat
  CHECK(corpus.lines(type::kCoAssigned) ==
        std::vector<std::string>{"agency:350000/b agency:350000/c 0.500 1",
                                 "agency:350000/b agency:350000/x 0.667 2",
                                 "agency:350000/c agency:350000/x 0.333 1"});
}

TEST_CASE("counterparts are of the same class, else of most functions, one level up and above") {
  const Corpus corpus(
      {},
      {"agency:100000/commerce", "agency:100000/quality", "agency:100000/culture",
       "agency:350000/commerce", "agency:350200/commerce", "agency:350000/quality_province",
       "agency:440000/culture_press", "agency:440300/only_here", "agency:0/commerce"},
      {{"quality", "quality|inspection"},
       {"quality_province", "quality"},
       {"culture", "culture"},
       {"culture_press", "culture|press"}});
  CHECK(corpus.lines(type::kCounterpartOf) ==
        std::vector<std::string>{"agency:350000/commerce agency:100000/commerce 1.000",
                                 "agency:350000/quality_province agency:100000/quality 0.500",
                                 "agency:350200/commerce agency:100000/commerce 1.000",
                                 "agency:350200/commerce agency:350000/commerce 1.000",
                                 "agency:440000/culture_press agency:100000/culture 0.500"});
}

TEST_CASE("a provincial measure derives from the national one it answers, and not from others") {
  const std::vector<std::string> national_agencies{"agency:100000/civil", "agency:100000/housing"};
  const std::vector<std::string> provincial_agencies{"agency:350000/civil",
                                                     "agency:350000/housing"};
  const DocumentSpec top{"doc:n", "国务院办公厅关于智慧养老行动计划的意见", 100000, "",
      {{"measure:n/1", kNational, national_agencies, {"theme:care"}},
       {"measure:n/2", kOther, {"agency:100000/transport"}, {"theme:roads"}}}};
  const std::vector<MeasureSpec> answers{
      {"measure:p/1", kProvincial, provincial_agencies, {"theme:care"}},
      {"measure:p/2", kTax, {"agency:350000/tax"}, {"theme:tax"}}};
  const auto derived = [&](DocumentSpec lower) {
    return Corpus({top, lower}).lines(type::kDerivedFrom);
  };
  const std::string expected = "measure:p/1 measure:n/1 1.000 kept";
  CHECK(derived({"doc:p", "某省方案", 350000, "doc:n", answers}) == std::vector{expected});
  CHECK(derived({"doc:p", "某省人民政府关于印发智慧养老行动计划实施方案的通知", 350000, "", answers}) ==
        std::vector{expected});
  CHECK(derived({"doc:p", "某省方案", 350000, "", answers}).empty());       // nothing joins them
  CHECK(derived({"doc:p", "某部方案", 100000, "doc:n", answers}).empty());  // not a lower place
}

TEST_CASE("the first theme that both measures have says more than the second") {
  const auto score = [](std::vector<std::string> themes) {
    const Corpus corpus({{"doc:n", "意见", 100000, "",
                          {{"measure:n/1", kNational, {}, {"theme:care", "theme:data"}}}},
                         {"doc:p", "方案", 350000, "doc:n",
                          {{"measure:p/1", kNational, {}, std::move(themes)}}}});
    return corpus.lines(type::kDerivedFrom);
  };
  // Wording 0.5 and themes 0.3, of 0.8.
  CHECK(score({"theme:care", "theme:data"}) ==
        std::vector<std::string>{"measure:p/1 measure:n/1 1.000 kept"});
  CHECK(score({"theme:care"}) == std::vector<std::string>{"measure:p/1 measure:n/1 0.906 kept"});
  CHECK(score({"theme:tax"}) == std::vector<std::string>{"measure:p/1 measure:n/1 0.625 kept"});
}

TEST_CASE("what a document adds and drops is reported against the national one") {
  const Corpus before({{"doc:n", "意见", 100000, "", {{"measure:n/1", kNational, {}, {}},
                                                     {"measure:n/2", kOther, {}, {}}}},
                       {"doc:p", "方案", 350000, "doc:n",
                        {{"measure:p/1", "完全不同的一项工作", {}, {}},
                         {"measure:p/2", kProvincial, {}, {}}}}});
  CHECK(compare_documents(before.graph).empty());
  GraphBuilder builder = GraphBuilder::from(before.graph);
  for (const DerivedRelationship& r : derive(before.graph)) {
    builder.add_relationship(r.type(), r.start, r.end, r.properties());
  }
  const Graph graph = std::move(builder).freeze();
  const auto compared = compare_documents(graph);
  REQUIRE(compared.size() == 1);
  const auto id = [&](NodeId node) {
    return std::string(graph.node_property(node, *graph.keys().find("id")).as_string());
  };
  CHECK(id(compared[0].document) == "doc:p");
  CHECK(id(compared[0].national) == "doc:n");
  REQUIRE(compared[0].added.size() == 1);
  CHECK(id(compared[0].added[0]) == "measure:p/1");
  REQUIRE(compared[0].dropped.size() == 1);
  CHECK(id(compared[0].dropped[0]) == "measure:n/2");
}

TEST_CASE("every derived relationship says so, how, and how well") {
  const Corpus corpus(
      {{"doc:n",
        "意见",
        100000,
        "",
        {{"measure:n/1", kNational, {"agency:100000/a", "agency:100000/b"}, {}}}},
       {"doc:p", "方案", 350000, "doc:n", {{"measure:p/1", kNational, {"agency:350000/a"}, {}}}}});
  std::set<std::string_view> types;
  for (const DerivedRelationship& r : derive(corpus.graph)) {
    types.insert(r.type());
    std::map<std::string_view, Value> properties;
    for (const Property& p : r.properties()) properties.emplace(p.key, p.value);
    CHECK(properties.at("derived").as_boolean());
    CHECK_FALSE(properties.at("method").as_string().empty());
    CHECK(properties.at("score").as_float() > 0);
    CHECK(properties.contains("kind") == (r.type() == type::kDerivedFrom));
    CHECK(properties.contains("count") == (r.type() == type::kCoAssigned));
  }
  CHECK(types == std::set<std::string_view>{type::kCoAssigned, type::kCounterpartOf,
                                            type::kDerivedFrom, type::kSimilarTo});
}

TEST_CASE("similar measures are those that all pairs compared would give") {
  std::mt19937 random(11);
  std::vector<std::string> bases;
  for (int i = 0; i < 6; ++i) bases.push_back(random_text(random, 200));
  std::vector<DocumentSpec> documents;
  std::map<std::string, std::string> texts;
  for (int d = 0; d < 24; ++d) {
    DocumentSpec document{fmt::format("doc:{:02}", d), "", 350000, "", {}};
    for (int n = 1; n <= 3; ++n) {
      std::u32string text = to_utf32(bases[random() % bases.size()]);
      for (size_t k = random() % 12; k > 0; --k) text[random() % text.size()] = U'改';
      text = text.substr(0, 60 + random() % 140);
      const std::string id = fmt::format("measure:{:02}/{}", d, n);
      texts[id] = to_utf8(text);
      document.measures.push_back({id, texts[id], {}, {}});
    }
    documents.push_back(document);
  }
  DeriveOptions options;
  options.most_similar = 1000;
  std::vector<std::string> all, sure;
  for (const auto& [a, text_a] : texts) {
    for (const auto& [b, text_b] : texts) {
      if (a >= b || a.substr(0, 10) == b.substr(0, 10)) continue;
      const auto runs_a = derive_internal::runs_of(derive_internal::letters_of(text_a), 8);
      const auto runs_b = derive_internal::runs_of(derive_internal::letters_of(text_b), 8);
      const size_t shared = derive_internal::count_shared<uint64_t>(runs_a, runs_b);
      const double score = double(shared) / double(std::min(runs_a.size(), runs_b.size()));
      if (shared < 12 || score < options.least_similarity) continue;
      all.push_back(fmt::format("{} {} {:.3f}", a, b, score));
      if (shared >= 60) sure.push_back(all.back());
    }
  }
  const auto found = Corpus(documents).lines(type::kSimilarTo, options);
  CHECK(sure.size() > 50);
  CHECK(std::includes(all.begin(), all.end(), found.begin(), found.end()));   // nothing invented
  size_t missed = 0;
  for (const std::string& line : sure)
    missed += !std::binary_search(found.begin(), found.end(), line);
  CHECK(double(missed) <= 0.02 * double(sure.size()));
}

TEST_CASE("a text that hundreds share costs each of them a few relationships, not hundreds") {
  std::mt19937 random(5);
  const std::string text = random_text(random, 120);
  std::vector<DocumentSpec> documents;
  for (int d = 0; d < 300; ++d) {
    documents.push_back({fmt::format("doc:{:03}", d), "", 350000, "",
                         {{fmt::format("measure:{:03}/1", d), text, {}, {}}}});
  }
  const auto lines = Corpus(documents).lines(type::kSimilarTo);
  CHECK(lines.size() >= 299);         // everyone is reached
  CHECK(lines.size() <= 300 * 16);
}

TEST_CASE("the order in which documents are added changes nothing") {
  std::mt19937 random(2);
  std::vector<DocumentSpec> documents;
  for (int d = 0; d < 12; ++d) {
    const std::string id = fmt::format("{:02}", d);
    DocumentSpec document{
        "doc:" + id, "", d == 0 ? 100000 : 350000 + d * 100, d == 0 ? "" : "doc:00", {}};
    for (int n = 1; n <= 4; ++n) {
      document.measures.push_back({fmt::format("measure:{}/{}", id, n),
                                   n % 2 ? kNational : kProvincial + random_text(random, 20),
                                   {fmt::format("agency:{}/c{}", document.place, n),
                                    fmt::format("agency:{}/c{}", document.place, random() % 3)},
                                   {fmt::format("theme:{}", n)}});
    }
    documents.push_back(document);
  }
  const auto lines = [](const std::vector<DocumentSpec>& specs) {
    const Corpus corpus(specs);
    std::vector<std::string> out;
    for (const std::string_view type : {type::kCoAssigned, type::kCounterpartOf, type::kDerivedFrom,
                                        type::kSimilarTo}) {
      const auto part = corpus.lines(type);
      out.insert(out.end(), part.begin(), part.end());
    }
    return out;
  };
  const auto expected = lines(documents);
  CHECK(expected.size() > 50);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(documents.begin(), documents.end(), random);
    CHECK(lines(documents) == expected);
  }
}

TEST_CASE("graphs without the schema's names derive nothing") {
  CHECK(derive(Graph()).empty());
  GraphBuilder builder;
  builder.add_node({"Measure"}, {});
  builder.add_node({"Agency"}, {{"id", Value::integer(3)}});
  CHECK(derive(std::move(builder).freeze()).empty());
  CHECK(compare_documents(Graph()).empty());
}

}  // namespace zhengmai
