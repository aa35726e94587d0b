// Tables of constant expressions with what they give, or how they fail.
//
//   check_results({{"1 + 2", "3"}, {"'a' + 1", "'a1'"}});
//   check_failures({{"1 / 0", "ArithmeticError", "DivisionByZero", "1 / 0: an integer …"}});
#pragma once

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "query/syntax/parse.h"
#include "query/values/error.h"
#include "query/values/value_text.h"
#include "tests/query_values/constant_query.h"

namespace zhengmai::testing {

inline Value evaluate(const std::string& expression) {
  const Graph graph;
  const auto row = ConstantQuery(graph).run(*parse_query("RETURN " + expression));
  REQUIRE(row);
  return row->at(0);
}

struct Gives {
  const char* expression;
  const char* text;
};

inline void check_results(const std::vector<Gives>& table, TextForm form = TextForm::kLiteral) {
  const Graph graph;
  for (const Gives& row : table) {
    INFO(row.expression);
    CHECK(to_text(evaluate(row.expression), graph, form) == row.text);
  }
}

struct Fails {
  const char* expression;
  const char* type;
  const char* detail;
  const char* message;
};

inline void check_failures(const std::vector<Fails>& table) {
  for (const Fails& row : table) {
    INFO(row.expression);
    try {
      evaluate(row.expression);
      FAIL_CHECK("no error");
    } catch (const EvaluationError& e) {
      CHECK(e.type() == row.type);
      CHECK(e.detail() == row.detail);
      CHECK(std::string(e.what()) == row.message);
    }
  }
}

}  // namespace zhengmai::testing
