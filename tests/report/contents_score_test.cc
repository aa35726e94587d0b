// The contents of annotations beside agencies and themes.
#include "report/contents_score.h"

#include <catch2/catch.hpp>

#include "graph/model/error.h"

using namespace zhengmai;
using namespace zhengmai::report;

TEST_CASE("contents are compared by kind, and only the kinds that are annotated") {
  std::map<std::string, ContentCounts> counts;
  std::vector<std::string> errors;
  score_contents({{"technologies", {"5G", "区块链"}}, {"pilots", {"厦门", "三明市"}}},
                 {{"technologies", {"5G", "物联网"}},
                  {"pilots", {"厦门市", "三明市"}},
                  {"programmes", {"甜蜜乡村"}}},
                 &counts, &errors);
  CHECK(counts.size() == 2);
  CHECK(counts["technologies"].found == 1);
  CHECK(counts["technologies"].extra == 1);
  CHECK(counts["technologies"].missed == 1);
  CHECK(counts["pilots"].found == 2);
  CHECK(errors == std::vector<std::string>{"missed technologies '区块链'",
                                           "extra technologies '物联网'"});
}

TEST_CASE("targets and mentions are annotated by document") {
  Contents gold;
  add_target_gold(
      "{\"doc\":\"a\",\"kind\":\"money\",\"value\":[5,10],\"unit\":\"CNY\",\"bound\":\"range\"}\n"
      "{\"doc\":\"a\",\"kind\":\"period\",\"value\":[2016,2020],\"unit\":\"year\",\"bound\":\"\"}\n"
      "{\"doc\":\"b\",\"kind\":\"percent\",\"value\":3,\"unit\":\"%\",\"bound\":\"min\"}\n",
      "a", &gold);
  CHECK(gold["targets"] == std::multiset<std::string>{"money 5~10 CNY range"});
  add_mention_gold("{\"doc\":\"a\",\"kind\":\"place\",\"names\":[\"厦门\",\"厦门\"]}\n", "a", &gold);
  CHECK(gold["pilots"] == std::multiset<std::string>{"厦门"});
}

TEST_CASE("a target without a kind is an error that names its line") {
  Contents gold;
  try {
    add_target_gold("\n{\"doc\":\"a\",\"value\":3}\n", "a", &gold);
    FAIL("no error");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()).find("targets.jsonl line 2") != std::string::npos);
  }
}
