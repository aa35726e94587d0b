// date(), datetime.truncate(), duration.between() …
#include "query/values/error.h"
#include "query/values/function_tables.h"
#include "query/values/temporal.h"
#include "query/values/temporal_build.h"

namespace zhengmai {
namespace {

Zone zone_argument(Arguments args) {
  if (args.empty()) return {};
  if (!args[0].is_string()) throw_wrong_kind("a time zone", "text", args[0]);
  return parse_zone(args[0].as_string());
}

// date() is now; date(x) is what x says.
template <ValueKind kind>
Value make(const FunctionContext& context, Arguments args) {
  if (args.empty()) return current_temporal(kind, context.statement_start, {});
  return build_temporal(kind, args[0], context.statement_start);
}

// date.statement([zone]) and date.transaction([zone]): when the statement began.
template <ValueKind kind>
Value at_statement(const FunctionContext& context, Arguments args) {
  return current_temporal(kind, context.statement_start, zone_argument(args));
}

// date.realtime([zone]): when it is called.
template <ValueKind kind>
Value at_call(const FunctionContext&, Arguments args) {
  return current_temporal(kind, now(), zone_argument(args));
}

template <ValueKind kind>
Value truncate(const FunctionContext& context, Arguments args) {
  if (!args[0].is_string()) throw_wrong_kind("a unit", "text", args[0]);
  if (args.size() > 2 && !args[2].is_map()) throw_wrong_kind("truncate()", "a map of parts", args[2]);
  const Value value = args.size() > 1 ? args[1]
                                      : current_temporal(kind, context.statement_start, {});
  return truncate_temporal(kind, args[0].as_string(), value,
                           args.size() > 2 ? args[2].as_map() : Map{});
}

int64_t integer_of(const Value& v, std::string_view caller) {
  if (!v.is_integer()) throw_wrong_kind(caller, "an integer", v);
  return v.as_integer();
}

Value from_epoch(const FunctionContext& context, Arguments args) {
  Map map{{"epochSeconds", Value::integer(integer_of(args[0], "datetime.fromEpoch()"))}};
  if (args.size() > 1)
    map.emplace("nanosecond", Value::integer(integer_of(args[1], "datetime.fromEpoch()")));
  return build_temporal(ValueKind::kDateTime, Value::map(std::move(map)), context.statement_start);
}

Value from_epoch_millis(const FunctionContext& context, Arguments args) {
  const int64_t millis = integer_of(args[0], "datetime.fromEpochMillis()");
  return build_temporal(ValueKind::kDateTime, Value::map({{"epochMillis", Value::integer(millis)}}),
                        context.statement_start);
}

Value duration(const FunctionContext&, Arguments args) {
  return Value::duration(build_duration(args[0]));
}

template <DurationUnit unit>
Value between(const FunctionContext&, Arguments args) {
  return Value::duration(duration_between(args[0], args[1], unit));
}

using enum ValueKind;

constexpr Function kTable[] = {
    {"date", 0, 1, true, false, make<kDate>},
    {"date.realtime", 0, 1, true, false, at_call<kDate>},
    {"date.statement", 0, 1, true, false, at_statement<kDate>},
    {"date.transaction", 0, 1, true, false, at_statement<kDate>},
    {"date.truncate", 1, 3, true, false, truncate<kDate>},
    {"datetime", 0, 1, true, false, make<kDateTime>},
    {"datetime.fromEpoch", 1, 2, true, true, from_epoch},
    {"datetime.fromEpochMillis", 1, 1, true, true, from_epoch_millis},
    {"datetime.realtime", 0, 1, true, false, at_call<kDateTime>},
    {"datetime.statement", 0, 1, true, false, at_statement<kDateTime>},
    {"datetime.transaction", 0, 1, true, false, at_statement<kDateTime>},
    {"datetime.truncate", 1, 3, true, false, truncate<kDateTime>},
    {"duration", 1, 1, true, true, duration},
    {"duration.between", 2, 2, true, true, between<DurationUnit::kBetween>},
    {"duration.inDays", 2, 2, true, true, between<DurationUnit::kDays>},
    {"duration.inMonths", 2, 2, true, true, between<DurationUnit::kMonths>},
    {"duration.inSeconds", 2, 2, true, true, between<DurationUnit::kSeconds>},
    {"localdatetime", 0, 1, true, false, make<kLocalDateTime>},
    {"localdatetime.realtime", 0, 1, true, false, at_call<kLocalDateTime>},
    {"localdatetime.statement", 0, 1, true, false, at_statement<kLocalDateTime>},
    {"localdatetime.transaction", 0, 1, true, false, at_statement<kLocalDateTime>},
    {"localdatetime.truncate", 1, 3, true, false, truncate<kLocalDateTime>},
    {"localtime", 0, 1, true, false, make<kLocalTime>},
    {"localtime.realtime", 0, 1, true, false, at_call<kLocalTime>},
    {"localtime.statement", 0, 1, true, false, at_statement<kLocalTime>},
    {"localtime.transaction", 0, 1, true, false, at_statement<kLocalTime>},
    {"localtime.truncate", 1, 3, true, false, truncate<kLocalTime>},
    {"time", 0, 1, true, false, make<kTime>},
    {"time.realtime", 0, 1, true, false, at_call<kTime>},
    {"time.statement", 0, 1, true, false, at_statement<kTime>},
    {"time.transaction", 0, 1, true, false, at_statement<kTime>},
    {"time.truncate", 1, 3, true, false, truncate<kTime>},
};

}  // namespace

std::span<const Function> temporal_functions() { return kTable; }

}  // namespace zhengmai
