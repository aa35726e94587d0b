// Queries up to the limits on their length that are made to be slow to check. They are answered, or
// refused by an error; how long that takes is what `query_semantics_test --durations yes` shows.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/query_semantics/checking.h"

using namespace zhengmai;  // NOLINT: a test

namespace {

// before + piece(0) + piece(1) … + after, as long as a query may be.
template <typename Piece>
std::string many(std::string before, size_t times, Piece piece, const std::string& after) {
  for (size_t i = 0; i < times; ++i) before += piece(i);
  return before + after;
}

bool answered(const std::string& text) {
  try {
    check_text(text);
    return true;
  } catch (const QueryError&) {
    return true;
  } catch (const LimitError&) {
    return false;
  }
}

std::string nodes(size_t n) {
  return many("MATCH (a)", n, [](size_t i) { return fmt::format(",(a{})", i); }, " ");
}

}  // namespace

TEST_CASE("thousands of variables are checked") {
  CHECK(answered(nodes(20'000) + "RETURN *"));
  CHECK(answered(many(nodes(9'000) + "RETURN count(*)", 9'000,
                      [](size_t i) { return fmt::format(",a{}", i); }, "")));
  CHECK(answered(many("WITH 1 AS x ", 12'000, [](size_t) { return "WITH x AS x "; }, "RETURN x")));
}

TEST_CASE("variables handed on by thousands of clauses are refused") {
  CHECK_FALSE(answered(many("WITH 1 AS x ", 12'000,
                            [](size_t i) { return fmt::format("WITH *,1 AS x{} ", i); },
                            "RETURN 1")));
  CHECK_FALSE(answered(many(nodes(12'000) + "RETURN 1", 6'000,
                            [](size_t) { return ",[x IN [] | x]"; }, " AS l")));
  CHECK_FALSE(answered(many(nodes(12'000) + "WHERE true", 4'000,
                            [](size_t) { return " AND EXISTS{()}"; }, " RETURN 1")));
}

TEST_CASE("groups by the thousand are compared") {
  CHECK(answered(many(nodes(8'000) + "RETURN a", 8'000,
                      [](size_t i) { return fmt::format(",a{}.x AS x{}", i, i); }, ",count(*)")));
  CHECK(answered(many(nodes(4'000) + "RETURN a", 4'000,
                      [](size_t i) { return fmt::format(",a{0} AS x{0},a{0}.y+count(*) AS y{0}", i); },
                      "")));
}

TEST_CASE("of thousands of errors and warnings the first twenty are reported") {
  try {
    check_text(many(nodes(9'000) + "RETURN 1", 9'000,
                    [](size_t i) { return fmt::format(",b{}", i); }, ""));
    FAIL("no error");
  } catch (const QueryError& e) {
    CHECK(e.diagnostics().size() == 20);
  }
  CheckContext graph = small_world();
  graph.labels = {"A"};
  const std::string labels =
      many("MATCH (a)", 9'000, [](size_t i) { return fmt::format(",(:L{})", i); }, " RETURN a");
  CHECK(check_text(labels, graph).warnings.size() == 20);
}
