#include "graph/derive/wording.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

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

TEST_CASE("a title's subject is what is left without issuer and kind") {
  const std::pair<const char*, const char*> cases[] = {
      {"某省人民政府办公厅关于印发智慧养老行动计划实施方案的通知", "智慧养老行动计划"},
      {"国务院办公厅关于深入实施“智慧养老”行动计划的意见", "智慧养老行动计划"},
      {"“智慧养老”行动计划的意见", "智慧养老行动计划"},
      {"关于", ""}};
  for (const auto& [title, subject] : cases) CHECK(to_utf8(subject_of(title)) == subject);
}

}  // namespace zhengmai::derive_internal
