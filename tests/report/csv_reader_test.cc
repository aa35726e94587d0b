#include "report/csv_reader.h"

#include <catch2/catch.hpp>

#include <sstream>

#include "graph/model/error.h"

namespace zhengmai::report {
namespace {

// Rows as "a|b" with ~ for an absent field.
std::string read_all(const std::string& csv) {
  std::istringstream in(csv);
  CsvReader reader(in, "t.csv");
  CsvRow row;
  std::string out;
  while (reader.next(row)) {
    for (size_t i = 0; i < row.size(); ++i) {
      out += (i > 0 ? "|" : "") + (row[i].absent() ? std::string("~") : row[i].text);
    }
    out += "/";
  }
  return out;
}

TEST_CASE("CSV is read by RFC 4180") {
  const auto [csv, expected] = GENERATE(table<std::string, std::string>({
      {"a,b\n1,2\n", "a|b/1|2/"},
      {"a,b\r\n1,2", "a|b/1|2/"},
      {"\xEF\xBB\xBF"
       "a\n",
       "a/"},
      {"\"a,b\",\"c\"\"d\"\n", "a,b|c\"d/"},
      {"\"line\nbreak\",x\n", "line\nbreak|x/"},
      {"a,,\"\"\n", "a|~|/"},
      {"\n\na\n\n", "a/"},
      {",\n", "~|~/"},
      {"", ""},
  }));
  CAPTURE(csv);
  CHECK(read_all(csv) == expected);
}

TEST_CASE("damaged CSV is named with its line") {
  const auto [csv, expected] = GENERATE(table<std::string, std::string>({
      {"a\n\"b", "'t.csv' line 2: a quoted field never ends"},
      {"a\n\"b\"c\n", "'t.csv' line 2: text behind a closing quote"},
      {std::string("a\nb\0c\n", 6), "'t.csv' line 2: a NUL byte"},
  }));
  CHECK_THROWS_WITH(read_all(csv), expected);
}

}  // namespace
}  // namespace zhengmai::report
