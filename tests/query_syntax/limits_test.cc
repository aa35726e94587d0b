#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <string>

#include "query/syntax/parse.h"

using zhengmai::LimitError;
using zhengmai::parse_query;
using zhengmai::QueryError;

namespace {

std::string repeat(const std::string& piece, size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (size_t i = 0; i < times; ++i) out += piece;
  return out;
}

}  // namespace

TEST_CASE("whatever nests without end is refused as a limit, and soon") {
  struct Case {
    std::string before, piece, after;
  };
  constexpr size_t kMany = 100'000;
  constexpr size_t kMaxBytes = 1'000'000;
  for (const auto& [before, piece, after] : std::initializer_list<Case>{
           {"RETURN ", "(", "1"},
           {"RETURN ", "[", "1"},
           {"RETURN ", "{a:", "1"},
           {"RETURN ", "NOT ", "true"},
           {"RETURN ", "-", "1"},
           {"RETURN ", "- ", "x"},
           {"RETURN ", "+", "x"},
           {"RETURN ", "NOT (", "true"},
           {"RETURN ", "x = NOT ", "true"},
           {"RETURN ", "CASE WHEN ", "1"},
           {"RETURN ", "f(", "1"},
           {"RETURN ", "[x IN ", "l"},
           {"RETURN ", "EXISTS { MATCH (a WHERE ", "1"},
           {"", "CALL { ", "RETURN 1"},
           {"MATCH ", "(", "a"},
           {"RETURN 1", " + 1", ""},
           {"RETURN x", ".a", ""},
           {"RETURN x", "[0]", ""},
           {"RETURN x", " IS NULL", ""},
           {"RETURN x", ":A IS NULL", ""},
           {"RETURN 2", "^2", ""},
       }) {
    CAPTURE(piece);
    const auto start = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(
        parse_query(before + repeat(piece, std::min(kMany, kMaxBytes / piece.size())) + after),
        LimitError);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
  }
}

TEST_CASE("comparisons chained inside comparisons do not grow without bound") {
  CHECK_THROWS_AS(parse_query("RETURN " + repeat("1 < (", 100) + "1" + repeat(") < 1", 100)),
                  LimitError);
}

TEST_CASE("more words than a person writes are refused") {
  CHECK_THROWS_AS(parse_query("RETURN [1" + repeat(", 1", 60'000) + "]"), LimitError);
}

TEST_CASE("long lists and long chains of AND and OR are no nesting") {
  CHECK_NOTHROW(parse_query("RETURN true" + repeat(" OR true", 10'000)));
  CHECK_NOTHROW(parse_query("RETURN true" + repeat(" AND NOT x.y = 1", 10'000)));
  CHECK_NOTHROW(parse_query("RETURN [1" + repeat(", 1", 40'000) + "]"));
  CHECK_NOTHROW(parse_query("MATCH (a)" + repeat("-->()", 2'000) + " RETURN a"));
  CHECK_NOTHROW(parse_query("RETURN -(1)" + repeat(" * -(1)", 300)));
  CHECK_NOTHROW(parse_query("RETURN 1" + repeat(" UNION RETURN 1", 2'000)));
  CHECK_NOTHROW(parse_query("RETURN " + repeat("(", 190) + "1" + repeat(")", 190)));
}

TEST_CASE("bytes that are no text are refused with their place") {
  CHECK_THROWS_WITH(parse_query("RETURN '\xFF'"), "the query is not valid UTF-8 at byte 8");
  CHECK_THROWS_WITH(parse_query("RETURN '中\xE4\xB8'"), "the query is not valid UTF-8 at byte 11");
  CHECK_THROWS_WITH(parse_query(std::string("RETURN 1\0", 9)), "the query has a NUL at byte 8");
  CHECK_THROWS_WITH(parse_query(std::string((1 << 20) + 1, ' ')),
                    "the query is 1048577 bytes long; the most is 1048576");
  CHECK_THROWS_AS(parse_query("\xEF\xBB\xBF"), QueryError);  // a byte order mark is white space
}
