#include "query/procedures/text_search.h"

#include <algorithm>
#include <random>
#include <thread>

#include "graph/model/unicode.h"
#include "tests/query_procedures/support.h"

namespace zhengmai::testing {
namespace {

Graph measures(const std::vector<std::string>& texts) {
  GraphBuilder b;
  for (const std::string& text : texts) b.add_node({"Measure"}, {{"text", Value::string(text)}});
  return std::move(b).freeze();
}

std::vector<NodeId> found(const TextIndex& index, std::string_view query) {
  std::vector<NodeId> out;
  for (const TextHit& hit : index.search(query, 1000)) out.push_back(hit.node);
  return out;
}

TextIndex index_of(const Graph& g) {
  return TextIndex(g, *g.labels().find("Measure"), *g.keys().find("text"));
}

TEST_CASE("a text answers when it holds every word as written") {
  const Graph g = measures({"加快冷链物流基地建设", "发展冷 链", "推进物流园区和冷链仓储", "Use AI+ 与 5G 技术"});
  const TextIndex index = index_of(g);
  using Nodes = std::vector<NodeId>;
  CHECK(found(index, "冷链") == Nodes{0, 2});
  CHECK(found(index, "冷链 物流") == Nodes{0, 2});
  CHECK(found(index, "冷链物流") == Nodes{0});
  CHECK(found(index, "链") == Nodes{1, 0, 2});  // shorter texts first
  CHECK(found(index, "ai+") == Nodes{3});
  CHECK(found(index, "5g 技术") == Nodes{3});
  CHECK(found(index, "ＡＩ") == Nodes{3});
  CHECK(found(index, "G").empty());  // a part of a Latin word is no word
  CHECK(found(index, "").empty());
  CHECK(found(index, " ， ").empty());
  CHECK(found(index, "不存在").empty());
}

TEST_CASE("more of a word and a shorter text rank higher") {
  const Graph g = measures({"冷链与其他许许多多不相干的事情都写在这一条措施里面", "冷链", "冷链冷链冷链",
                            "没有关系的措施"});
  CHECK(found(index_of(g), "冷链") == std::vector<NodeId>{2, 1, 0});
}

TEST_CASE("single Han characters and pairs find what a plain search finds") {
  std::mt19937 random(5);
  const std::u32string letters = U"建设冷链物流，。A1";
  std::vector<std::string> texts;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (size_t n = random() % 12; n > 0; --n) append_utf8(text, letters[random() % letters.size()]);
    texts.push_back(text);
  }
  const Graph g = measures(texts);
  const TextIndex index = index_of(g);
  for (const char* query : {"建", "链", "冷链", "设冷", "物流建", "流，物"}) {
    std::vector<NodeId> expected, actual = found(index, query);
    for (NodeId i = 0; i < texts.size(); ++i)
      if (texts[i].find(query) != std::string::npos) expected.push_back(i);
    std::sort(actual.begin(), actual.end());
    CHECK(actual == expected);
  }
}

TEST_CASE("highlights mark the words and cut the text around the first") {
  const Graph g = measures({"一二三四五六七八九十冷链物流一二三四五六七八九十冷链"});
  const TextIndex index = index_of(g);
  CHECK(index.highlight(0, "冷链", 3) == "…八九十【冷链】物流一…");
  CHECK(index.highlight(0, "冷链", 100) == "一二三四五六七八九十【冷链】物流一二三四五六七八九十【冷链】");
  CHECK(index.highlight(0, "冷链 链物", 2) == "…九十【冷链物】流…");
}

TEST_CASE("text.search gives nodes, scores and highlights, also from several threads at once") {
  const Graph g = measures({"加快冷链物流基地建设", "别的"});
  for (const Procedure& p : builtin_procedures()) {
    if (p.name != "text.search") continue;
    std::vector<std::thread> threads;
    std::vector<std::string> results(4);
    for (std::string& result : results)
      threads.emplace_back([&] { result = text_of(p.run(g, {Value::string("冷链"), {}}), g); });
    for (std::thread& t : threads) t.join();
    for (const std::string& result : results) CHECK(result == results[0]);
    CHECK(results[0].find("加快【冷链】物流基地建设") != std::string::npos);
  }
}

TEST_CASE("text.search looks where it is told to and says what it cannot use") {
  GraphBuilder b;
  b.add_node({"Agency"}, {{"name", Value::string("福建省商务厅")}});
  const Graph g = std::move(b).freeze();
  CHECK(call_procedure(g, "text.search", {Value::string("商务")}).empty());  // no measures
  const Value where = Value::map({{"label", Value::string("机构")}, {"property", Value::string("名称")}});
  CHECK(call_procedure(g, "text.search", {Value::string("商务"), where}).size() == 1);
  CHECK_THROWS_AS(call_procedure(g, "text.search", {Value::integer(1)}), EvaluationError);
  CHECK_THROWS_WITH(call_procedure(g, "text.search", {Value::string("商务"),
                                   Value::map({{"label", Value::string("Agencie")},
                                               {"property", Value::string("name")}})}),
                    "the graph has no label 'Agencie'");
}

}  // namespace
}  // namespace zhengmai::testing
