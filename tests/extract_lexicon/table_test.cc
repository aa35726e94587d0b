#include "extract/lexicon/table.h"

#include <catch2/catch.hpp>

#include "graph/model/error.h"

namespace zhengmai {
namespace {

TEST_CASE("a table gives its comments, columns, rows and lists") {
  const Table t = Table::parse("t.tsv", "# a source\nid\tnames\na\tx|y\nb\t\n");
  CHECK(t.comments() == std::vector<std::string>{" a source"});
  CHECK(t.columns() == std::vector<std::string>{"id", "names"});
  REQUIRE(t.rows() == 2);
  CHECK(t.at(0, "names") == "x|y");
  CHECK(Table::list(t.at(0, 1)) == std::vector<std::string_view>{"x", "y"});
  CHECK(Table::list(t.at(1, 1)).empty());
  CHECK(t.find("b") == 1u);
  CHECK_FALSE(t.find("c"));
}

TEST_CASE("Windows line ends and a byte order mark are read over") {
  const Table t = Table::parse("t.tsv", "\xEF\xBB\xBFid\tn\r\na\t1\r\n");
  CHECK(t.columns().front() == "id");
  CHECK(t.at(0, 1) == "1");
}

TEST_CASE("a malformed table is refused with the line and what is wrong") {
  struct Case {
    const char* bytes;
    const char* message;
  };
  const Case cases[] = {
      {"", "t.tsv:0: no header line"},
      {"# only a comment\n", "t.tsv:1: no header line"},
      {"id\tn\na\t1\na\t2\n", "t.tsv:3: key 'a' repeats 'a'"},
      {"id\tn\nb\t1\na\t2\n", "t.tsv:3: key 'a' comes after 'b'"},
      {"id\tn\na\n", "t.tsv:2: 1 cells where the header has 2"},
      {"id\tn\n\t1\n", "t.tsv:2: the key is empty"},
      {"id\tn\n\na\t1\n", "t.tsv:2: an empty line"},
      {"id\tn\na\t\xFF\n", "t.tsv:2: not valid UTF-8"},
  };
  for (const auto& c : cases) {
    INFO(c.message);
    try {
      Table::parse("t.tsv", c.bytes);
      FAIL("accepted");
    } catch (const Error& e) {
      CHECK(e.code() == ExitCode::kConfig);
      CHECK(std::string(e.what()) == c.message);
    }
  }
}

TEST_CASE("merging replaces rows of the same key and adds the others in order") {
  Table t = Table::parse("t.tsv", "id\tn\na\t1\nc\t3\n");
  t.merge(Table::parse("u.tsv", "id\tn\nb\t2\nc\t4\n"));
  REQUIRE(t.rows() == 3);
  CHECK(t.at(1, 0) == "b");
  CHECK(t.at(2, 1) == "4");
  CHECK_THROWS_AS(t.merge(Table::parse("v.tsv", "id\tother\n")), Error);
}

}  // namespace
}  // namespace zhengmai
