// Conversions between text, numbers and booleans.
//
// Text that does not read as the wanted kind is null; a value of a kind that cannot be converted
// is a TypeError, or null for the …OrNull forms.
#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <cmath>
#include <string>

#include "query/values/error.h"
#include "query/values/function_tables.h"
#include "query/values/temporal.h"
#include "query/values/value_text.h"

namespace zhengmai {
namespace {

// Without the ASCII spaces at both ends.
std::string_view stripped(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
    text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
    text.remove_suffix(1);
  return text;
}

// A number as from_chars reads it, with an optional plus sign and nothing after it.
template <typename T>
bool parse_number(std::string_view text, T& number) {
  text = stripped(text);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  return result.ec == std::errc() && result.ptr == text.data() + text.size() && !text.empty();
}

// Only digits, points, signs and exponents: from_chars would also take "inf" and "nan".
bool is_decimal(std::string_view text) {
  text = stripped(text);
  return text.find_first_not_of("0123456789.+-eE") == text.npos;
}

bool fits_integer(double d) { return d >= -0x1p63 && d < 0x1p63; }

// The conversions themselves: false when the kind cannot be converted.
bool as_integer(const Value& v, Value& out) {
  if (v.is_integer()) {
    out = v;
  } else if (v.is_float()) {
    const double d = v.as_float();
    if (std::isfinite(d) && !fits_integer(d))
      throw_arithmetic(fmt::format("{} does not fit a 64-bit integer", float_text(d)),
                       "IntegerOverflow");
    out = std::isfinite(d) ? Value::integer(static_cast<int64_t>(d)) : Value::null();
  } else if (v.is_string()) {
    int64_t i = 0;
    double d = 0;
    if (parse_number(v.as_string(), i)) out = Value::integer(i);
    else if (is_decimal(v.as_string()) && parse_number(v.as_string(), d) && fits_integer(d))
      out = Value::integer(static_cast<int64_t>(d));
    else out = {};
  } else {
    return false;
  }
  return true;
}

bool as_float(const Value& v, Value& out) {
  if (v.is_number()) {
    out = Value::floating(v.as_number());
  } else if (v.is_string()) {
    double d = 0;
    out = parse_number(v.as_string(), d) ? Value::floating(d) : Value::null();
  } else {
    return false;
  }
  return true;
}

bool as_boolean(const Value& v, Value& out) {
  if (v.is_boolean()) {
    out = v;
  } else if (v.is_string()) {
    std::string text(stripped(v.as_string()));
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    out = text == "true" ? Value::boolean(true)
          : text == "false" ? Value::boolean(false) : Value::null();
  } else {
    return false;
  }
  return true;
}

bool as_text(const Value& v, Value& out) {
  if (v.is_string()) out = v;
  else if (v.is_integer()) out = Value::string(std::to_string(v.as_integer()));
  else if (v.is_float()) out = Value::string(float_text(v.as_float()));
  else if (v.is_boolean()) out = Value::string(v.as_boolean() ? "true" : "false");
  else if (v.is_temporal()) out = Value::string(temporal_text(v));
  else return false;
  return true;
}

using Conversion = bool (*)(const Value&, Value&);

struct Words {
  char name[20];
  char expected[48];
};

template <Conversion convert, Words words>
Value strict(const FunctionContext&, Arguments args) {
  Value out;
  if (!convert(args[0], out)) throw_wrong_kind(words.name, words.expected, args[0]);
  return out;
}

template <Conversion convert>
Value or_null(const FunctionContext&, Arguments args) {
  Value out;
  return convert(args[0], out) ? out : Value::null();
}

// Each element; null where it cannot be converted.
template <Conversion convert, Words words>
Value each(const FunctionContext&, Arguments args) {
  if (!args[0].is_list()) throw_wrong_kind(words.name, words.expected, args[0]);
  List out;
  for (const Value& v : args[0].as_list()) {
    Value converted;
    out.push_back(convert(v, converted) ? converted : Value::null());
  }
  return Value::list(std::move(out));
}

constexpr Function kTable[] = {
    {"toBoolean", 1, 1, true, true, strict<as_boolean, Words{"toBoolean()", "a boolean or text"}>},
    {"toBooleanList", 1, 1, true, true, each<as_boolean, Words{"toBooleanList()", "a list"}>},
    {"toBooleanOrNull", 1, 1, true, true, or_null<as_boolean>},
    {"toFloat", 1, 1, true, true, strict<as_float, Words{"toFloat()", "a number or text"}>},
    {"toFloatList", 1, 1, true, true, each<as_float, Words{"toFloatList()", "a list"}>},
    {"toFloatOrNull", 1, 1, true, true, or_null<as_float>},
    {"toInteger", 1, 1, true, true, strict<as_integer, Words{"toInteger()", "a number or text"}>},
    {"toIntegerList", 1, 1, true, true, each<as_integer, Words{"toIntegerList()", "a list"}>},
    {"toIntegerOrNull", 1, 1, true, true, or_null<as_integer>},
    {"toString", 1, 1, true, true,
     strict<as_text, Words{"toString()", "text, a number, a boolean or a date"}>},
    {"toStringList", 1, 1, true, true, each<as_text, Words{"toStringList()", "a list"}>},
    {"toStringOrNull", 1, 1, true, true, or_null<as_text>},
};

}  // namespace

std::span<const Function> conversion_functions() { return kTable; }

}  // namespace zhengmai
