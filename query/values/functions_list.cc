// Functions over lists, and those that lists share with text and maps.
#include <fmt/format.h>

#include <algorithm>

#include "graph/model/unicode.h"
#include "graph/model/value_budget.h"
#include "query/values/error.h"
#include "query/values/function_tables.h"

namespace zhengmai {
namespace {

// A list of numbers takes 16 bytes each; this many are 160 MB.
constexpr int64_t kMaxRange = 10'000'000;

const List& list_of(const Value& v, std::string_view caller) {
  if (!v.is_list()) throw_wrong_kind(caller, "a list", v);
  return v.as_list();
}

Value head(const FunctionContext&, Arguments args) {
  const List& items = list_of(args[0], "head()");
  return items.empty() ? Value::null() : items.front();
}

Value last(const FunctionContext&, Arguments args) {
  const List& items = list_of(args[0], "last()");
  return items.empty() ? Value::null() : items.back();
}

Value tail(const FunctionContext&, Arguments args) {
  const List& items = list_of(args[0], "tail()");
  return Value::list(items.empty() ? List{} : List(items.begin() + 1, items.end()));
}

Value reverse(const FunctionContext&, Arguments args) {
  if (args[0].is_list())
    return Value::list(List(args[0].as_list().rbegin(), args[0].as_list().rend()));
  if (!args[0].is_string()) throw_wrong_kind("reverse()", "text or a list", args[0]);
  std::u32string text = to_utf32(args[0].as_string());
  std::reverse(text.begin(), text.end());
  return Value::string(to_utf8(text));
}

Value size(const FunctionContext&, Arguments args) {
  if (args[0].is_list()) return Value::integer(static_cast<int64_t>(args[0].as_list().size()));
  if (args[0].is_string())
    return Value::integer(static_cast<int64_t>(count_code_points(args[0].as_string())));
  if (args[0].is_map()) return Value::integer(static_cast<int64_t>(args[0].as_map().size()));
  throw_wrong_kind("size()", "text, a list or a map", args[0]);
}

Value is_empty(const FunctionContext&, Arguments args) {
  if (args[0].is_list()) return Value::boolean(args[0].as_list().empty());
  if (args[0].is_map()) return Value::boolean(args[0].as_map().empty());
  if (args[0].is_string()) return Value::boolean(args[0].as_string().empty());
  throw_wrong_kind("isEmpty()", "text, a list or a map", args[0]);
}

int64_t range_bound(const Value& v) {
  if (v.is_integer()) return v.as_integer();
  throw_bad_argument(fmt::format("range() expects integers, not a {}", kind_name(v.kind())),
                     "InvalidArgumentType");
}

Value range(const FunctionContext&, Arguments args) {
  const int64_t start = range_bound(args[0]), end = range_bound(args[1]);
  const int64_t step = args.size() > 2 ? range_bound(args[2]) : 1;
  if (step == 0) throw_bad_argument("range() cannot go in steps of 0", "NumberOutOfRange");
  if (step > 0 ? start > end : start < end) return Value::list({});
  // Unsigned: the distance may be as large as 2^64 - 1.
  const uint64_t distance = step > 0 ? uint64_t(end) - uint64_t(start) : uint64_t(start) - uint64_t(end);
  const uint64_t stride = step > 0 ? uint64_t(step) : uint64_t{0} - uint64_t(step);
  const uint64_t count = distance / stride;  // one less than the items
  if (count >= uint64_t(kMaxRange))
    throw LimitError(fmt::format("range({}, {}, {}) has more than {} elements", start, end, step,
                                 kMaxRange),
                     "use a shorter range, or several");
  ValueBudget::require((count + 1) * sizeof(Value));
  List items;
  items.reserve(count + 1);
  for (uint64_t i = 0; i <= count; ++i)
    items.push_back(Value::integer(int64_t(uint64_t(start) + i * uint64_t(step))));
  return Value::list(std::move(items));
}

constexpr Function kTable[] = {
    {"head", 1, 1, true, true, head},       {"isEmpty", 1, 1, true, true, is_empty},
    {"last", 1, 1, true, true, last},       {"range", 2, 3, true, true, range},
    {"reverse", 1, 1, true, true, reverse}, {"size", 1, 1, true, true, size},
    {"tail", 1, 1, true, true, tail},
};

}  // namespace

std::span<const Function> list_functions() { return kTable; }

}  // namespace zhengmai
