#include "extract/lexicon/matcher.h"

#include <catch2/catch.hpp>
#include <random>

namespace zhengmai {
namespace {

// The definition, without cleverness.
std::vector<Match> every_occurrence(const std::vector<std::u32string>& patterns,
                                    std::u32string_view text) {
  std::vector<Match> out;
  for (uint32_t at = 0; at < text.size(); ++at) {
    for (uint32_t length = 1; at + length <= text.size(); ++length) {
      for (uint32_t p = 0; p < patterns.size(); ++p) {
        if (text.substr(at, length) == patterns[p]) {
          out.push_back({at, at + length, p});
          break;
        }
      }
    }
  }
  return out;
}

std::vector<Match> leftmost_longest(const std::vector<Match>& all) {
  std::vector<Match> out;
  uint32_t free_from = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    const bool longest = i + 1 == all.size() || all[i + 1].begin != all[i].begin;
    if (!longest || all[i].begin < free_from) continue;
    out.push_back(all[i]);
    free_from = all[i].end;
  }
  return out;
}

std::u32string random_text(std::mt19937& random, size_t length) {
  static constexpr char32_t kAlphabet[] = {U'省', U'市', U'局', U'a', 0x1F600};
  std::u32string out;
  for (size_t i = 0; i < length; ++i) out += kAlphabet[random() % std::size(kAlphabet)];
  return out;
}

TEST_CASE("matching agrees with the definition on random patterns and texts") {
  std::mt19937 random(20240601);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::u32string> patterns;
    for (size_t n = random() % 12; n > 0; --n) patterns.push_back(random_text(random, random() % 5));
    const std::u32string text = random_text(random, random() % 60);
    const Matcher matcher(patterns);
    const auto expected = every_occurrence(patterns, text);
    CHECK(matcher.find_overlapping(text) == expected);
    CHECK(matcher.find_all(text) == leftmost_longest(expected));
  }
}

TEST_CASE("the longest name wins, and reading goes on after it") {
  const Matcher matcher(std::vector<std::u32string>{U"邮政局", U"国家邮政局", U"财政局"});
  CHECK(matcher.find_all(U"国家邮政局、财政局") ==
        std::vector<Match>{{0, 5, 1}, {6, 9, 2}});
  CHECK(matcher.longest_at(U"国家邮政局", 2) == Match{2, 5, 0});
  CHECK_FALSE(matcher.longest_at(U"国家邮政局", 1));
}

TEST_CASE("a matcher without patterns finds nothing") {
  CHECK(Matcher().find_all(U"省商务厅").empty());
  CHECK(Matcher(std::vector<std::u32string>{U""}).find_all(U"省商务厅").empty());
}

TEST_CASE("code points above every pattern are passed over") {
  const Matcher matcher(std::vector<std::u32string>{U"a"});
  CHECK(matcher.find_all(U"\U0010FFFFa省") == std::vector<Match>{{1, 2, 0}});
}

}  // namespace
}  // namespace zhengmai
