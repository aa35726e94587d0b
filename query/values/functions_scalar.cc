// Functions over values of any kind.
#include <fmt/format.h>

#include <random>
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

// A random (version 4) UUID, in the form 8-4-4-4-12.
Value random_uuid(const FunctionContext&, Arguments) {
  thread_local std::mt19937_64 engine{std::random_device{}()};
  const uint64_t high = (engine() & ~uint64_t{0xf000}) | 0x4000;
  const uint64_t low = (engine() & ~(uint64_t{3} << 62)) | uint64_t{1} << 63;
  return Value::string(fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32,
                                   high >> 16 & 0xffff, high & 0xffff, low >> 48,
                                   low & 0xffffffffffff));
}

Value value_type(const FunctionContext&, Arguments args) {
  return Value::string(std::string(kind_name(args[0].kind())));
}

constexpr Function kTable[] = {
    {"coalesce", 1, Function::kAnyNumber, false, true, coalesce},
    {"exists", 1, 1, false, true, exists},
    {"nullIf", 2, 2, false, true, null_if},
    {"randomUUID", 0, 0, true, false, random_uuid},
    {"timestamp", 0, 0, true, false, timestamp},
    {"valueType", 1, 1, false, true, value_type},
};

}  // namespace

std::span<const Function> scalar_functions() { return kTable; }

}  // namespace zhengmai
