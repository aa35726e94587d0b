#include "graph/derive/titles.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <utility>

#include "corpus.h"
#include "graph/derive/corpus.h"
#include "graph/derive/wording.h"

namespace zhengmai::derive_internal {
namespace {

// What titles.h says, by looking at every document.
std::vector<uint32_t> by_trying_all(const Corpus& corpus, const std::u32string& subject) {
  const auto runs = runs_of(subject, 6);
  std::vector<std::pair<double, uint32_t>> all;
  for (uint32_t i = 0; i < corpus.documents.size(); ++i) {
    const DocumentRow& document = corpus.documents[i];
    if (document.jurisdiction != kCountry || document.measures.size() == 0) continue;
    const auto own = runs_of(subject_of(document.title), 6);
    const double share = double(count_shared<uint64_t>(own, runs)) / double(own.size());
    if (!own.empty() && share >= 0.5) all.emplace_back(-share, i);
  }
  std::sort(all.begin(), all.end());
  std::vector<uint32_t> out;
  for (size_t i = 0; i < std::min<size_t>(3, all.size()); ++i) out.push_back(all[i].second);
  return out;
}

// Titles of few words, so that many share runs and some are the same.
std::string random_title(std::mt19937& random) {
  const char* const words[] = {"高质量发展", "农产品冷链", "物流", "互联网流通", "老字号", "养老服务",
                               "体系建设",   "三年行动",   "和",   "县域商业",   "数字", "若干措施"};
  std::string title = "关于";
  for (size_t i = random() % 5 + 1; i > 0; --i) title += words[random() % std::size(words)];
  return title + "的通知";
}

}  // namespace

TEST_CASE("what the index of titles finds is what trying every document finds") {
  std::mt19937 random(11);
  for (int round = 0; round < 30; ++round) {
    std::vector<derive_test::DocumentSpec> documents;
    for (int i = 0; i < 60; ++i) {
      const std::string number = std::to_string(100 + i);
      documents.push_back({"doc:" + number, random_title(random), i % 3 == 0 ? 350000 : 100000, "",
                           {{"measure:" + number + "/1", "建设市场。", {}, {}}}});
      if (i % 10 == 7) documents.back().measures.clear();
    }
    const derive_test::Corpus graph(documents);
    const Corpus corpus(graph.graph);
    REQUIRE(corpus.documents.size() == documents.size());
    NationalTitles titles(corpus);
    for (int i = 0; i < 60; ++i) {
      const std::string title = random_title(random);
      CAPTURE(title);
      const std::u32string subject = subject_of(title);
      CHECK(titles.sharing(subject) == by_trying_all(corpus, subject));
      CHECK(titles.sharing(subject) == by_trying_all(corpus, subject));  // and again
    }
  }
}

}  // namespace zhengmai::derive_internal
