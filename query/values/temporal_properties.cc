// The parts of temporal values: d.year, d.epochMillis, duration.monthsOfYear …
#include <optional>
#include <string_view>

#include "query/values/error.h"
#include "query/values/temporal.h"
#include "query/values/timezone.h"

namespace zhengmai {
namespace {

using Part = std::optional<int64_t>;

// seconds in a smaller unit, plus what is already in it.
int64_t in_units(int64_t seconds, int64_t units_per_second, int64_t rest) {
  int64_t units = 0;
  if (__builtin_mul_overflow(seconds, units_per_second, &units) ||
      __builtin_add_overflow(units, rest, &units))
    throw_arithmetic("the time does not fit 64 bits in this unit", "IntegerOverflow");
  return units;
}

Part date_part(Date date, std::string_view key) {
  const CivilDate civil = civil_from_days(date.days);
  const int quarter = (civil.month - 1) / 3 + 1;
  if (key == "year") return civil.year;
  if (key == "quarter") return quarter;
  if (key == "month") return civil.month;
  if (key == "day") return civil.day;
  if (key == "week") return week_date(date).week;
  if (key == "weekYear") return week_date(date).year;
  if (key == "weekDay" || key == "dayOfWeek") return week_date(date).day;
  if (key == "ordinalDay") return ordinal_day(date);
  if (key == "dayOfQuarter")
    return date.days - days_from_civil({civil.year, quarter * 3 - 2, 1}) + 1;
  return std::nullopt;
}

Part clock_part(int64_t nanos_of_day, std::string_view key) {
  const int64_t seconds = nanos_of_day / kNanosPerSecond;
  const int64_t nanos = nanos_of_day % kNanosPerSecond;
  if (key == "hour") return seconds / 3600;
  if (key == "minute") return seconds / 60 % 60;
  if (key == "second") return seconds % 60;
  if (key == "millisecond") return nanos / 1'000'000;
  if (key == "microsecond") return nanos / 1'000;
  if (key == "nanosecond") return nanos;
  return std::nullopt;
}

Value to_value(Part part) { return part ? Value::integer(*part) : Value::null(); }

// timezone, offset, offsetMinutes, offsetSeconds.
Value zone_part(int32_t offset, std::string_view zone, std::string_view key) {
  if (key == "timezone") return Value::string(zone.empty() ? offset_text(offset) : std::string(zone));
  if (key == "offset") return Value::string(offset_text(offset));
  if (key == "offsetMinutes") return Value::integer(offset / 60);
  if (key == "offsetSeconds") return Value::integer(offset);
  return Value::null();
}

Part local_part(LocalDateTime time, std::string_view key) {
  const Part date = date_part(date_of(time), key);
  return date ? date : clock_part(time_of(time).nanos, key);
}

Value datetime_part(const DateTime& time, std::string_view key) {
  if (const Part part = local_part(time.local, key)) return Value::integer(*part);
  const LocalDateTime utc = utc_time(time);
  if (key == "epochSeconds") return Value::integer(utc.seconds);
  if (key == "epochMillis") return Value::integer(in_units(utc.seconds, 1'000, utc.nanos / 1'000'000));
  return zone_part(time.offset_seconds, time.zone, key);
}

// The whole of a group in one unit ("minutes"), and what remains of it in the next larger unit
// ("minutesOfHour").
Part duration_part(const Duration& d, std::string_view key) {
  if (key == "years") return d.months / 12;
  if (key == "quarters") return d.months / 3;
  if (key == "months") return d.months;
  if (key == "quartersOfYear") return d.months / 3 % 4;
  if (key == "monthsOfYear") return d.months % 12;
  if (key == "monthsOfQuarter") return d.months % 3;
  if (key == "weeks") return d.days / 7;
  if (key == "days") return d.days;
  if (key == "daysOfWeek") return d.days % 7;
  if (key == "hours") return d.seconds / 3600;
  if (key == "minutes") return d.seconds / 60;
  if (key == "seconds") return d.seconds;
  if (key == "milliseconds") return in_units(d.seconds, 1'000, d.nanos / 1'000'000);
  if (key == "microseconds") return in_units(d.seconds, 1'000'000, d.nanos / 1'000);
  if (key == "nanoseconds") return in_units(d.seconds, kNanosPerSecond, d.nanos);
  if (key == "minutesOfHour") return d.seconds / 60 % 60;
  if (key == "secondsOfMinute") return d.seconds % 60;
  if (key == "millisecondsOfSecond") return d.nanos / 1'000'000;
  if (key == "microsecondsOfSecond") return d.nanos / 1'000;
  if (key == "nanosecondsOfSecond") return d.nanos;
  return std::nullopt;
}

}  // namespace

Value temporal_property(const Value& value, std::string_view key) {
  switch (value.kind()) {
    case ValueKind::kDate: return to_value(date_part(value.as_date(), key));
    case ValueKind::kLocalTime: return to_value(clock_part(value.as_local_time().nanos, key));
    case ValueKind::kTime: {
      const Time t = value.as_time();
      const Part part = clock_part(t.nanos, key);
      return part ? Value::integer(*part) : zone_part(t.offset_seconds, {}, key);
    }
    case ValueKind::kLocalDateTime: return to_value(local_part(value.as_local_datetime(), key));
    case ValueKind::kDateTime: return datetime_part(value.as_datetime(), key);
    default: return to_value(duration_part(value.as_duration(), key));
  }
}

}  // namespace zhengmai
