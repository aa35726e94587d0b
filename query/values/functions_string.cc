// Functions over text. Positions and lengths are in code points.
#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

#include "graph/model/unicode.h"
#include "graph/model/value_budget.h"
#include "query/values/error.h"
#include "query/values/function_tables.h"

namespace zhengmai {
namespace {

std::string_view text_of(const Value& v, std::string_view caller) {
  if (!v.is_string()) throw_wrong_kind(caller, "text", v);
  return v.as_string();
}

// A length or position: not negative.
size_t count_of(const Value& v, std::string_view caller) {
  if (!v.is_integer()) throw_wrong_kind(caller, "an integer", v);
  if (v.as_integer() < 0)
    throw_bad_argument(fmt::format("{} expects a number that is not negative, not {}", caller,
                                   v.as_integer()),
                       "NumberOutOfRange");
  return static_cast<size_t>(v.as_integer());
}

Value mapped(std::string_view text, utf8proc_int32_t (*map)(utf8proc_int32_t)) {
  std::string out;
  for (const char32_t c : to_utf32(text))
    append_utf8(out, static_cast<char32_t>(map(static_cast<utf8proc_int32_t>(c))));
  return Value::string(std::move(out));
}

Value to_upper(const FunctionContext&, Arguments args) {
  return mapped(text_of(args[0], "toUpper()"), utf8proc_toupper);
}
Value to_lower(const FunctionContext&, Arguments args) {
  return mapped(text_of(args[0], "toLower()"), utf8proc_tolower);
}

bool is_space(char32_t c) {
  if (c <= 0x20 || c == 0x85) return true;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

// Without the spaces (or the characters of a second argument) at the ends asked for.
Value trimmed(Arguments args, std::string_view caller, bool left, bool right) {
  const std::u32string text = to_utf32(text_of(args[0], caller));
  const std::u32string set = args.size() > 1 ? to_utf32(text_of(args[1], caller)) : U"";
  const auto drop = [&](char32_t c) {
    return args.size() > 1 ? set.find(c) != set.npos : is_space(c);
  };
  size_t begin = 0, end = text.size();
  while (left && begin < end && drop(text[begin])) ++begin;
  while (right && end > begin && drop(text[end - 1])) --end;
  return Value::string(to_utf8(std::u32string_view(text).substr(begin, end - begin)));
}

Value trim(const FunctionContext&, Arguments args) { return trimmed(args, "trim()", true, true); }
Value ltrim(const FunctionContext&, Arguments args) { return trimmed(args, "ltrim()", true, false); }
Value rtrim(const FunctionContext&, Arguments args) { return trimmed(args, "rtrim()", false, true); }

Value left(const FunctionContext&, Arguments args) {
  const std::string_view text = text_of(args[0], "left()");
  return Value::string(
      std::string(text.substr(0, byte_of_code_point(text, count_of(args[1], "left()")))));
}

Value right(const FunctionContext&, Arguments args) {
  const std::string_view text = text_of(args[0], "right()");
  const size_t size = count_code_points(text), n = count_of(args[1], "right()");
  return Value::string(std::string(text.substr(n >= size ? 0 : byte_of_code_point(text, size - n))));
}

Value substring(const FunctionContext&, Arguments args) {
  const std::string_view text = text_of(args[0], "substring()");
  const size_t start = count_of(args[1], "substring()");
  const std::string_view rest = text.substr(byte_of_code_point(text, start));
  if (args.size() == 2) return Value::string(std::string(rest));
  const size_t length = count_of(args[2], "substring()");
  return Value::string(std::string(rest.substr(0, byte_of_code_point(rest, length))));
}

Value replace(const FunctionContext&, Arguments args) {
  const std::string_view text = text_of(args[0], "replace()");
  const std::string_view from = text_of(args[1], "replace()");
  const std::string_view to = text_of(args[2], "replace()");
  if (from.empty()) return args[0];
  size_t hits = 0;
  for (size_t hit = 0; (hit = text.find(from, hit)) != text.npos; hit += from.size()) ++hits;
  ValueBudget::require(text.size() - hits * from.size() + hits * to.size());
  std::string out;
  size_t at = 0;
  for (size_t hit; (hit = text.find(from, at)) != text.npos; at = hit + from.size()) {
    out.append(text, at, hit - at);
    out.append(to);
  }
  return Value::string(out.append(text, at));
}

// Every character of its own where the separator is empty.
List characters(std::string_view text) {
  List parts;
  for (const char32_t c : to_utf32(text)) parts.push_back(Value::string(to_utf8({&c, 1})));
  return parts;
}

Value split(const FunctionContext&, Arguments args) {
  const std::string_view text = text_of(args[0], "split()");
  std::vector<std::string_view> separators;
  if (args[1].is_list()) {
    for (const Value& v : args[1].as_list()) separators.push_back(text_of(v, "split()"));
  } else {
    separators.push_back(text_of(args[1], "split()"));
  }
  if (std::any_of(separators.begin(), separators.end(), [](auto s) { return s.empty(); }))
    return Value::list(characters(text));
  List parts;
  size_t at = 0;
  for (;;) {
    size_t hit = text.npos, width = 0;  // the first of the separators, the longest there
    for (const std::string_view s : separators) {
      const size_t found = text.find(s, at);
      if (found < hit || (found == hit && found != text.npos && s.size() > width))
        hit = found, width = s.size();
    }
    parts.push_back(Value::string(std::string(text.substr(at, hit - at))));
    if (hit == text.npos) return Value::list(std::move(parts));
    at = hit + width;
  }
}

Value char_length(const FunctionContext&, Arguments args) {
  return Value::integer(static_cast<int64_t>(count_code_points(text_of(args[0], "char_length()"))));
}

Value normalize(const FunctionContext&, Arguments args) {
  const std::string_view text = text_of(args[0], "normalize()");
  const std::string_view form = args.size() > 1 ? text_of(args[1], "normalize()") : "NFC";
  int options = UTF8PROC_STABLE;
  if (form == "NFC" || form == "NFKC") options |= UTF8PROC_COMPOSE;
  else if (form == "NFD" || form == "NFKD") options |= UTF8PROC_DECOMPOSE;
  else throw_bad_argument(fmt::format("there is no normal form '{}'", form), "InvalidArgumentValue",
                          "forms are NFC, NFD, NFKC and NFKD");
  if (form.size() == 4) options |= UTF8PROC_COMPAT;
  utf8proc_uint8_t* raw = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &raw,
                                 static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(raw, &std::free);
  if (size < 0) throw_bad_argument("normalize(): the text is not valid UTF-8");
  return Value::string(std::string(reinterpret_cast<const char*>(raw), static_cast<size_t>(size)));
}

constexpr Function kTable[] = {
    {"btrim", 1, 2, true, true, trim},
    {"char_length", 1, 1, true, true, char_length},
    {"character_length", 1, 1, true, true, char_length},
    {"left", 2, 2, true, true, left},
    {"lower", 1, 1, true, true, to_lower},
    {"ltrim", 1, 2, true, true, ltrim},
    {"normalize", 1, 2, true, true, normalize},
    {"replace", 3, 3, true, true, replace},
    {"right", 2, 2, true, true, right},
    {"rtrim", 1, 2, true, true, rtrim},
    {"split", 2, 2, true, true, split},
    {"substring", 2, 3, true, true, substring},
    {"toLower", 1, 1, true, true, to_lower},
    {"toUpper", 1, 1, true, true, to_upper},
    {"trim", 1, 2, true, true, trim},
    {"upper", 1, 1, true, true, to_upper},
};

}  // namespace

std::span<const Function> string_functions() { return kTable; }

}  // namespace zhengmai
