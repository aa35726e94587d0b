#include "query/values/error.h"

#include <fmt/format.h>

namespace zhengmai {
namespace {

// "a List", "an Integer".
std::string with_article(std::string_view noun) {
  const bool vowel = std::string_view("AEIOU").find(noun.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", noun);
}

}  // namespace

void throw_wrong_kind(std::string_view what, std::string_view expected, const Value& actual,
                      std::string_view detail) {
  throw EvaluationError(
      "TypeError", std::string(detail),
      fmt::format("{} expects {}, not {}", what, expected,
                  actual.is_null() ? "null" : with_article(kind_name(actual.kind()))));
}

void throw_bad_argument(std::string_view message, std::string_view detail, std::string_view hint) {
  throw EvaluationError("ArgumentError", std::string(detail), std::string(message),
                        std::string(hint));
}

void throw_arithmetic(std::string_view message, std::string_view detail, std::string_view hint) {
  throw EvaluationError("ArithmeticError", std::string(detail), std::string(message),
                        std::string(hint));
}

}  // namespace zhengmai
