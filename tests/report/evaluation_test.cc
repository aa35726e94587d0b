// Annotations of duties in running text.
#include "report/evaluation.h"

#include <catch2/catch.hpp>

#include "graph/model/error.h"

using namespace zhengmai::report;

TEST_CASE("duties in running text are the bodies of sentences with a lead, the rest are decoys") {
  const std::string text = "省水利厅要会同省财政厅督促。请向省水利厅反映。";
  const std::string lines =
      "{\"doc\":\"a\",\"char\":[0,13],\"agencies_surface\":[\"省水利厅\",\"省财政厅\"],"
      "\"role\":\"lead=省水利厅\"}\n"
      "{\"doc\":\"a\",\"char\":[14,22],\"agencies_surface\":[\"省水利厅\"],\"role\":\"contact\"}\n"
      "{\"doc\":\"b\",\"char\":[0,4],\"agencies_surface\":[],\"role\":\"contact\"}\n";
  GoldDocument gold;
  add_gold_prose(gold, lines, "a", text);
  REQUIRE(gold.prose_duties.size() == 2);
  CHECK(gold.prose_duties[1].begin == 7);
  CHECK(gold.prose_duties[1].end == 11);
  REQUIRE(gold.prose_decoys.size() == 1);
  CHECK(gold.prose_decoys[0].begin == 14);
}

TEST_CASE("a duty without a place is refused with its line") {
  GoldDocument gold;
  CHECK_THROWS_WITH(add_gold_prose(gold, "\n{\"doc\":\"a\",\"role\":\"lead=甲\"}\n", "a", "甲"),
                    Catch::Contains("prose_assignments.jsonl line 2"));
}
