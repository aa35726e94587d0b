// Numbers and strings as written → values. Internal to query/syntax.
//
// Errors: LiteralError, without a place in the query other than an offset into the literal.
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace zhengmai::syntax {

struct LiteralError : std::runtime_error {
  LiteralError(const std::string& message, std::string detail_, uint32_t begin_ = 0,
               uint32_t end_ = UINT32_MAX)
      : std::runtime_error(message), detail(std::move(detail_)), begin(begin_), end(end_) {}
  std::string detail;   // openCypher's classification
  uint32_t begin, end;  // code points within the literal; the whole of it by default
};

// Decimal, 0x… or 0o…, without a sign; `negative` widens the range by one and negates.
int64_t parse_integer(std::string_view written, bool negative);

// With a point or an exponent; what is too small to represent is 0.
double parse_float(std::string_view written);

// The content of a quoted string, escapes resolved: \\ \' \" \b \f \n \r \t \uXXXX \UXXXXXXXX.
std::string parse_string(std::string_view quoted);

// The name in `backticks`; `` inside stands for `.
std::string parse_escaped_name(std::string_view quoted);

}  // namespace zhengmai::syntax
