#include "query/syntax/literals.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <system_error>

#include "graph/model/unicode.h"

namespace zhengmai::syntax {
namespace {

// from_chars reports overflow and underflow alike; which one it was is in the digits.
bool is_tiny(std::string_view written) {
  const size_t exponent = written.find_first_of("eE");
  if (exponent != std::string_view::npos) {
    return exponent + 1 < written.size() && written[exponent + 1] == '-';
  }
  const std::string_view whole = written.substr(0, written.find('.'));
  return whole.find_first_not_of('0') == std::string_view::npos;
}

char simple_escape(char c) {
  switch (c) {
    case '\\':
    case '\'':
    case '"':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

// Walks the inside of a quoted string.
class StringReader {
 public:
  explicit StringReader(std::string_view body) : body_(body) {}

  std::string read() {
    std::string out;
    out.reserve(body_.size());
    while (at_ < body_.size()) {
      if (body_[at_] != '\\') {
        out += body_[at_++];
        continue;
      }
      read_escape(out);
    }
    return out;
  }

 private:
  void read_escape(std::string& out) {
    const size_t start = at_;
    const char kind = body_[at_ + 1];
    if (const char plain = simple_escape(kind)) {
      out += plain;
      at_ += 2;
      return;
    }
    if (kind != 'u' && kind != 'U') {
      at_ += 2;
      fail(start,
           fmt::format("unknown escape '\\{}' in a string; a backslash is written \\\\",
                       body_.substr(start + 1, 1)),
           "UnexpectedSyntax");
    }
    char32_t c = hex_digits(start, kind == 'u' ? 4 : 8);
    if (c >= 0xD800 && c < 0xDC00 && body_.substr(at_, 2) == "\\u") {
      const size_t low_start = at_;
      const char32_t low = hex_digits(low_start, 4);
      if (low < 0xDC00 || low > 0xDFFF)
        fail(start, "half a surrogate pair", "InvalidUnicodeLiteral");
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) {
      fail(start, fmt::format("U+{:X} is not a character", uint32_t(c)), "InvalidUnicodeLiteral");
    }
    append_utf8(out, c);
  }

  char32_t hex_digits(size_t start, size_t count) {
    uint32_t value = 0;
    const std::string_view digits = body_.substr(std::min(start + 2, body_.size()), count);
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value, 16);
    at_ = start + 2 + digits.size();
    if (digits.size() != count || error != std::errc() || end != digits.end()) {
      at_ = std::min(body_.size(), start + 2);
      fail(start, fmt::format("\\{} needs {} hexadecimal digits", count == 4 ? 'u' : 'U', count),
           "InvalidUnicodeLiteral");
    }
    return value;
  }

  [[noreturn]] void fail(size_t start, const std::string& message, std::string detail) const {
    const auto begin = static_cast<uint32_t>(1 + count_code_points(body_.substr(0, start)));
    const auto end = static_cast<uint32_t>(1 + count_code_points(body_.substr(0, at_)));
    throw LiteralError(message, std::move(detail), begin, end);
  }

  std::string_view body_;
  size_t at_ = 0;
};

}  // namespace

int64_t parse_integer(std::string_view written, bool negative) {
  std::string_view digits = written;
  int base = 10;
  if (written.size() > 2 && written[0] == '0') {
    if (written[1] == 'x' || written[1] == 'X') base = 16;
    if (written[1] == 'o' || written[1] == 'O') base = 8;
    if (base != 10) digits.remove_prefix(2);
  }
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value, base);
  const uint64_t limit = uint64_t{1} << 63;
  if (error != std::errc() || end != digits.end() || value > limit ||
      (value == limit && !negative)) {
    throw LiteralError(
        fmt::format("{}{} is outside of the integers, which go from -2^63 to 2^63 - 1",
                    negative ? "-" : "", written),
        "IntegerOverflow");
  }
  return negative ? static_cast<int64_t>(0 - value) : static_cast<int64_t>(value);
}

double parse_float(std::string_view written) {
  double value = 0;
  const auto [end, error] = std::from_chars(written.begin(), written.end(), value);
  if (error == std::errc::result_out_of_range) {
    if (is_tiny(written)) return 0.0;
    throw LiteralError(fmt::format("{} is too large for a float; the largest is 1.8e308", written),
                       "FloatingPointOverflow");
  }
  return value;
}

std::string parse_string(std::string_view quoted) {
  return StringReader(quoted.substr(1, quoted.size() - 2)).read();
}

std::string parse_escaped_name(std::string_view quoted) {
  std::string name;
  const std::string_view body = quoted.substr(1, quoted.size() - 2);
  for (size_t i = 0; i < body.size(); ++i) {
    name += body[i];
    if (body[i] == '`') ++i;
  }
  return name;
}

}  // namespace zhengmai::syntax
