#include "graph/derive/wording.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

#include "corpus.h"
#include "graph/derive/texts.h"
#include "graph/derive/titles.h"
#include "graph/model/unicode.h"

namespace zhengmai::derive_internal {

TEST_CASE("only letters count, and width and case make no difference") {
  CHECK(to_utf8(letters_of("“互联网＋流通”，Ｏ２Ｏ o2o\n（2016年）〇")) == "互联网流通o2oo2o2016年〇");
  CHECK(letters_of("，。！").empty());
}

TEST_CASE("runs are those of a set of substrings") {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::u32string a, b;
    for (size_t i = random() % 60; i > 0; --i) a += char32_t(U'一' + random() % 3);
    for (size_t i = random() % 60; i > 0; --i) b += char32_t(U'一' + random() % 3);
    for (const size_t n : {size_t(1), size_t(2), size_t(8)}) {
      const auto substrings = [&](const std::u32string& text) {
        std::set<std::u32string> out;
        for (size_t i = 0; i + n <= text.size(); ++i) out.insert(text.substr(i, n));
        return out;
      };
      const auto of_a = substrings(a), of_b = substrings(b);
      const auto shared = std::count_if(of_a.begin(), of_a.end(),
                                        [&](const auto& s) { return of_b.contains(s); });
      CHECK(runs_of(a, n).size() == of_a.size());
      CHECK(count_shared<uint64_t>(runs_of(a, n), runs_of(b, n)) == size_t(shared));
    }
  }
}

TEST_CASE("the texts of measures are read as the letters that they are, in the order of rows") {
  for (const bool rare : {false, true}) {  // letters beyond the first 65 536
    std::mt19937 random(7);
    std::vector<derive_test::DocumentSpec> documents;
    for (int d = 900; d > 0; --d) {  // added last to first
      const std::string id = std::to_string(1000 + d);
      documents.push_back({"doc:" + id, "意见", 100000, "", {}});
      for (int m = 1; m <= 3; ++m) {
        std::string text = m == 2 && d % 5 == 0 ? "" : "建设，" + id;
        for (size_t i = random() % 20; i > 0; --i) {
          text += rare && random() % 3 == 0 ? "𠮷" : random() % 4 == 0 ? "。" : "市";
        }
        documents.back().measures.push_back(
            {"measure:" + id + "/" + std::to_string(m), text, {}, {}, m == 3 && d % 7 == 0});
      }
    }
    const derive_test::Corpus graph(documents);
    const Corpus corpus(graph.graph);
    const MeasureTexts texts(corpus);
    REQUIRE(corpus.measures.size() == 2700);
    std::u32string letters;
    for (uint32_t m = 0; m < 2700; ++m) {
      const derive_test::MeasureSpec& measure = documents[899 - m / 3].measures[m % 3];
      REQUIRE(corpus.id_of(m) == measure.id);
      REQUIRE(corpus.text_of(m) == measure.text);
      texts.read(m, &letters);
      REQUIRE(letters == (measure.duplicate ? U"" : letters_of(measure.text)));
    }
  }
}

TEST_CASE("a title's subject is what is left without issuer and kind") {
  const std::pair<const char*, const char*> cases[] = {
      {"某省人民政府办公厅关于印发智慧养老行动计划实施方案的通知", "智慧养老行动计划"},
      {"国务院办公厅关于深入实施“智慧养老”行动计划的意见", "智慧养老行动计划"},
      {"“智慧养老”行动计划的意见", "智慧养老行动计划"},
      {"关于", ""}};
  for (const auto& [title, subject] : cases) CHECK(to_utf8(subject_of(title)) == subject);
}

}  // namespace zhengmai::derive_internal
