// date.truncate, datetime.truncate …: the start of the unit that holds a point in time.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>

#include "query/values/error.h"
#include "query/values/temporal.h"
#include "query/values/temporal_build.h"
#include "query/values/temporal_parts.h"

namespace zhengmai {
namespace {

enum class Unit : uint8_t {  // from large to small
  kMillennium, kCentury, kDecade, kYear, kWeekYear, kQuarter, kMonth, kWeek, kDay,
  kHour, kMinute, kSecond, kMillisecond, kMicrosecond,
};

constexpr std::string_view kUnitNames[] = {
    "millennium", "century", "decade", "year",   "weekYear", "quarter",     "month",
    "week",       "day",     "hour",   "minute", "second",   "millisecond", "microsecond"};

Unit unit_of(std::string_view name) {
  const auto lower_equal = [name](std::string_view other) {
    return std::equal(name.begin(), name.end(), other.begin(), other.end(),
                      [](char a, char b) { return std::tolower(a) == std::tolower(b); });
  };
  const auto* found = std::find_if(std::begin(kUnitNames), std::end(kUnitNames), lower_equal);
  if (found == std::end(kUnitNames))
    throw_bad_argument(fmt::format("there is no unit '{}' to truncate to", name),
                       "InvalidArgumentValue",
                       fmt::format("units are {}", fmt::join(kUnitNames, ", ")));
  return static_cast<Unit>(found - std::begin(kUnitNames));
}

Date truncated(Date date, Unit unit) {
  const CivilDate civil = civil_from_days(date.days);
  const auto years = [&](int64_t n) {
    const int64_t rest = (civil.year % n + n) % n;
    return Date{days_from_civil({civil.year - rest, 1, 1})};
  };
  switch (unit) {
    case Unit::kMillennium: return years(1000);
    case Unit::kCentury: return years(100);
    case Unit::kDecade: return years(10);
    case Unit::kYear: return years(1);
    case Unit::kWeekYear: return from_week_date({week_date(date).year, 1, 1});
    case Unit::kQuarter:
      return {days_from_civil({civil.year, (civil.month - 1) / 3 * 3 + 1, 1})};
    case Unit::kMonth: return {days_from_civil({civil.year, civil.month, 1})};
    case Unit::kWeek: return {date.days - (week_date(date).day - 1)};
    default: return date;
  }
}

LocalTime truncated(LocalTime time, Unit unit) {
  const auto down_to = [&](int64_t nanos) { return LocalTime{time.nanos - time.nanos % nanos}; };
  switch (unit) {
    case Unit::kHour: return down_to(3600 * kNanosPerSecond);
    case Unit::kMinute: return down_to(60 * kNanosPerSecond);
    case Unit::kSecond: return down_to(kNanosPerSecond);
    case Unit::kMillisecond: return down_to(1'000'000);
    case Unit::kMicrosecond: return down_to(1'000);
    default: return {};
  }
}

// What a value to be truncated consists of.
struct Whole {
  std::optional<Date> date;
  LocalTime clock;
  Zone zone;
};

Whole whole_of(const Value& v, std::string_view name) {
  switch (v.kind()) {
    case ValueKind::kDate: return {v.as_date(), {}, {}};
    case ValueKind::kLocalTime: return {{}, v.as_local_time(), {}};
    case ValueKind::kTime:
      return {{}, {v.as_time().nanos}, Zone{"", v.as_time().offset_seconds, nullptr}};
    case ValueKind::kLocalDateTime:
      return {date_of(v.as_local_datetime()), time_of(v.as_local_datetime()), {}};
    case ValueKind::kDateTime: {
      const DateTime& t = v.as_datetime();
      return {date_of(t.local), time_of(t.local), zone_of(t)};
    }
    default: throw_wrong_kind(name, "a point in time", v);
  }
}

}  // namespace

Value truncate_temporal(ValueKind kind, std::string_view unit_name, const Value& value,
                        const Map& map) {
  const Unit unit = unit_of(unit_name);
  const TemporalParts parts(map);
  const Whole whole = whole_of(value, "truncate()");
  const bool has_date = kind != ValueKind::kTime && kind != ValueKind::kLocalTime;
  const bool has_clock = kind != ValueKind::kDate;
  if ((!has_date && unit < Unit::kDay) || (!has_clock && unit > Unit::kDay))
    throw_bad_argument(fmt::format("a {} cannot be truncated to a {}", kind_name(kind), unit_name));
  if ((has_date && !whole.date) || (has_clock && unit > Unit::kDay &&
                                    value.kind() == ValueKind::kDate))
    throw_bad_argument(fmt::format("a {} cannot be made from a {}", kind_name(kind),
                                   kind_name(value.kind())));

  const Date date = has_date ? parts.date(truncated(*whole.date, unit)) : Date{};
  const LocalTime start = truncated(whole.clock, unit);
  const bool keeps_fraction = unit == Unit::kMillisecond || unit == Unit::kMicrosecond;
  const LocalTime clock =
      has_clock ? parts.clock(start, keeps_fraction ? start.nanos % kNanosPerSecond : 0) : start;
  const Zone zone = parts.zone().value_or(whole.zone);  // the wall clock stays
  switch (kind) {
    case ValueKind::kDate: return Value::date(date);
    case ValueKind::kLocalTime: return Value::local_time(clock);
    case ValueKind::kTime: {
      const int64_t utc = value.kind() == ValueKind::kDateTime
                              ? utc_time(value.as_datetime()).seconds : 0;
      return Value::time({clock.nanos, zone.offset_at(utc)});
    }
    case ValueKind::kLocalDateTime: return Value::local_datetime(at(date, clock));
    default: return Value::datetime(at_local(zone, at(date, clock)));
  }
}

}  // namespace zhengmai
