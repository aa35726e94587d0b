#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <thread>

#include "extract/link/extract.h"
#include "graph/model/error.h"
#include "graph/model/schema.h"
#include "tests/extract_link/extracting.h"

namespace zhengmai::test {
namespace {

constexpr std::string_view kNotice =
    "青海省人民政府办公厅关于加强牧区通信保障的意见\n\n青政办〔2017〕300号\n\n各市、自治州人民政府，省政府各委、办、厅、局：\n\n"
    "为加强牧区通信保障，提出如下意见。\n\n"
    "一、建设基站。在牧区建设通信基站二百座，解决偏远帐篷学校的上网问题。（省通信管理局、省财政厅，各市、州人民政府）\n\n"
    "二、降低资费。对牧民上网给予优惠，鼓励企业推出专属套餐。（省工商局、省物价局）\n\n"
    "青海省人民政府办公厅\n2017年8月9日\n";

std::unique_ptr<FactBlock> extract(std::string_view bytes) {
  return extractor().extract({.name = "a.txt", .bytes = bytes, .encoding = {}});
}

std::string property(const NodeFact& n, std::string_view key) {
  for (const auto& p : n.properties) {
    if (p.key == key && p.value.is_string()) return std::string(p.value.as_string());
  }
  return "-";
}

TEST_CASE("a document becomes its tree, its measures, and whose they are") {
  const auto block = extract(kNotice);
  std::map<std::string_view, int> labels, types;
  for (const auto& n : block->nodes()) ++labels[n.labels.front()];
  for (const auto& r : block->relationships()) ++types[r.type];
  CHECK(labels[label::kDocument] == 1);
  CHECK(labels[label::kMeasure] == 2);
  CHECK(types[type::kHasMeasure] == 2);
  CHECK(types[type::kAdopts] == 2);
  CHECK(types[type::kAssignedTo] == 5);
  CHECK(types[type::kIssuedBy] == 1);
  CHECK(types[type::kAppliesIn] == 1);
  CHECK(types[type::kSucceededBy] >= 3);  // 工商 and 物价 went to 市场监管 and 发展改革
}

TEST_CASE("a written name that says where its body is takes no territory before it") {
  const auto block = extract(
      "重庆市永川区人民政府办公室关于印发永川区夜市建设方案的通知\n永川府办发〔2022〕900号\n\n"
      "一、建设夜市。增设公共厕所三座。（责任单位：区商务委、永川高新区管委会、国网永川供电公司）\n\n"
      "重庆市永川区人民政府办公室\n2022年3月1日\n");
  std::set<std::string> names;
  for (const auto& n : block->nodes()) {
    if (n.labels.front() == label::kAgency) names.insert(property(n, key::kName));
  }
  CHECK(names.contains("永川区商务委"));
  CHECK(names.contains("永川高新区管委会"));
  CHECK(names.contains("国网永川供电公司"));
}

TEST_CASE("a duty given by numbers is that of each heading it names") {
  const auto block = extract(
      "滨州市人民政府办公室关于印发冬枣产业工作要点的通知\n一、工作要点\n1.新建智能大棚两千亩，推广避雨栽培。\n"
      "2.建设冬枣交易中心，开通线上拍卖。\n3.登记地理标志，查处冒用行为。\n4.组织枣农培训班。\n"
      "二、职责分工\n第1项至第3项由市农业农村局负责；第2、3项由市商务局配合；第4条由市政府另行部署。\n");
  std::map<std::string_view, std::string> texts;
  for (const auto& n : block->nodes()) texts[n.id] = property(n, key::kText);
  std::map<std::string, std::string> duties;  // surface → the first character of each measure
  for (const auto& r : block->relationships()) {
    if (r.type != type::kAssignedTo) continue;
    duties[std::string(block->cut(r.evidence.span))] += texts[r.start->id].substr(0, 3);
  }
  CHECK(duties == std::map<std::string, std::string>{{"市农业农村局", "新建登"}, {"市商务局", "建登"}});
}

TEST_CASE("both ends of every relationship are nodes of the block, and every node has its id") {
  const auto block = extract(kNotice);
  std::set<std::string_view> ids, relationships;
  for (const auto& n : block->nodes()) {
    CHECK(ids.insert(n.id).second);
    CHECK(property(n, key::kId) == n.id);
  }
  for (const auto& r : block->relationships()) {
    CHECK(relationships.insert(r.id).second);
    CHECK(ids.contains(r.start->id));
    CHECK(ids.contains(r.end->id));
  }
}

TEST_CASE("shared knowledge has the same ids in every document") {
  const auto first = extract(kNotice);
  const std::string other = std::string(kNotice) + "\n";
  const auto second = extract(other);
  REQUIRE(first->document_id != second->document_id);
  const auto shared = [](const FactBlock& block) {
    std::set<std::string> out;
    for (const auto& r : block.relationships()) {
      if (r.type == type::kHasClass || r.type == type::kWithin || r.type == type::kSucceededBy) {
        out.emplace(r.id);
      }
    }
    return out;
  };
  CHECK(shared(*first) == shared(*second));
  CHECK(shared(*first).size() >= 10);
}

TEST_CASE("a page without a head tells by its lists whose it is") {
  const auto territory = [](std::string_view bytes) -> std::string {
    const auto block = extract(bytes);
    for (const auto& r : block->relationships()) {
      if (r.type == type::kAppliesIn) return std::string(r.end->id);
    }
    return "-";
  };
  CHECK(territory("一、修缮渡口。加固栈桥。（农业农村部、知识产权局负责）\n").ends_with("100000"));
  // 海关 and 人民银行 are named in counties too; a 省财政厅 or a 财政厅 is nobody's but a province's.
  CHECK(territory("一、修缮渡口。加固栈桥。（财政局、海关、人民银行负责）\n") == "-");
  CHECK(territory("一、修缮渡口。加固栈桥。（财政厅、农业农村部负责）\n") == "-");
  // The places that a province's lists name lie in it.
  CHECK(territory("一、修缮渡口。加固栈桥。（省财政厅、成都市人民政府，平潭综合实验区管委会）\n") == "-");
  CHECK(territory("一、修缮渡口。加固栈桥。（省财政厅、成都市人民政府）\n").ends_with("510000"));
  CHECK(territory("一、修缮渡口。加固栈桥。（市财政局、龙泉驿区人民政府）\n").ends_with("510100"));
  CHECK(territory("一、修缮渡口。加固栈桥。（市财政局、市商务局）\n") == "-");
}

TEST_CASE("one extractor serves several threads") {
  const auto expected = extract(kNotice)->relationships().size();
  std::vector<size_t> counts(4);
  std::vector<std::thread> threads;
  for (size_t& count : counts) {
    threads.emplace_back([&count] {
      for (int i = 0; i < 20; ++i) count = extract(kNotice)->relationships().size();
    });
  }
  for (auto& t : threads) t.join();
  for (const size_t count : counts) CHECK(count == expected);
}

TEST_CASE("empty, tiny and strange documents give a document and no assignment") {
  for (const std::string_view bytes :
       {"", "\n", "。", "省商务厅", "（）", "（", "责任单位：", "牵头单位：\n配合单位：\n", "一、\n二、\n",
        "（牵头）", "(((((((", "：：：：", "各各各各市市市市", "等等等（等）"}) {
    INFO(bytes);
    const auto block = extract(bytes);
    CHECK(std::ranges::none_of(block->relationships(), [](const RelationshipFact& r) {
      return r.type == type::kAssignedTo;
    }));
  }
}

TEST_CASE("bytes that are no document are refused") {
  CHECK_THROWS_AS(extract(std::string_view("\x00\x01\x02\x00\xFF\xFE\x00\x00", 8)), InputError);
}

}  // namespace
}  // namespace zhengmai::test
