// Functions over values of any kind.
#include <string>

#include "query/values/compare.h"
#include "query/values/error.h"
#include "query/values/function_tables.h"

namespace zhengmai {
namespace {

Value coalesce(const FunctionContext&, Arguments args) {
  for (const Value& v : args)
    if (!v.is_null()) return v;
  return {};
}

Value exists(const FunctionContext&, Arguments args) { return Value::boolean(!args[0].is_null()); }

Value null_if(const FunctionContext&, Arguments args) {
  return equals(args[0], args[1]) == Ternary::kTrue ? Value::null() : args[0];
}

Value timestamp(const FunctionContext& context, Arguments) {
  const Instant t = context.statement_start;
  return Value::integer(t.seconds * 1000 + t.nanos / 1'000'000);
}

Value value_type(const FunctionContext&, Arguments args) {
  return Value::string(std::string(kind_name(args[0].kind())));
}

constexpr Function kTable[] = {
    {"coalesce", 1, Function::kAnyNumber, false, true, coalesce},
    {"exists", 1, 1, false, true, exists},
    {"nullIf", 2, 2, false, true, null_if},
    {"timestamp", 0, 0, true, false, timestamp},
    {"valueType", 1, 1, false, true, value_type},
};

}  // namespace

std::span<const Function> scalar_functions() { return kTable; }

}  // namespace zhengmai
