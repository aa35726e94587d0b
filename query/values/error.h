// EvaluationError: what goes wrong while an expression is computed, before anyone knows where.
//
// Functions and operators know the fault but not the place; the engine catches this, adds the
// expression's range and rethrows a QueryError.
//
//   try { … } catch (const EvaluationError& e) {
//     throw QueryError({e.at(expression.range)}, text);
//   }
//
// Threads: values.
#pragma once

#include <string>
#include <string_view>

#include "graph/model/error.h"
#include "graph/model/value.h"
#include "query/syntax/diagnostics.h"

namespace zhengmai {

class EvaluationError : public Error {
 public:
  // `type` and `detail` are openCypher's classification, for example TypeError and
  // InvalidArgumentValue.
  EvaluationError(std::string type, std::string detail, const std::string& message,
                  std::string hint = {})
      : Error(ExitCode::kBadInput, message, std::move(hint)),
        type_(std::move(type)),
        detail_(std::move(detail)) {}

  const std::string& type() const { return type_; }
  const std::string& detail() const { return detail_; }

  // The diagnostic of this error at a place of the query; its phase is "runtime".
  Diagnostic at(SourceRange range) const {
    return Diagnostic{.severity = Severity::kError,
                      .range = range,
                      .message = what(),
                      .hint = hint(),
                      .type = type_,
                      .phase = "runtime",
                      .detail = detail_};
  }

 private:
  std::string type_;
  std::string detail_;
};

// TypeError: `what` (a function or an operator, as users write it) got a value of a wrong kind.
// The message reads: "toInteger() expects a number or a string, not a List". `detail` is
// openCypher's: InvalidArgumentValue for most functions, InvalidArgumentType for operators.
[[noreturn]] void throw_wrong_kind(std::string_view what, std::string_view expected,
                                   const Value& actual,
                                   std::string_view detail = "InvalidArgumentValue");

// ArgumentError: the kind is right, the value is not.
[[noreturn]] void throw_bad_argument(std::string_view message,
                                     std::string_view detail = "InvalidArgumentValue",
                                     std::string_view hint = {});

// ArithmeticError: an integer overflow or a division by zero.
[[noreturn]] void throw_arithmetic(std::string_view message, std::string_view detail,
                                   std::string_view hint = {});

}  // namespace zhengmai
