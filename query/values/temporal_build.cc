#include "query/values/temporal_build.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "query/values/error.h"
#include "query/values/temporal.h"
#include "query/values/temporal_parts.h"

namespace zhengmai {
namespace {

const Zone kUtc;

std::string call_name(ValueKind kind) {
  switch (kind) {
    case ValueKind::kDate: return "date()";
    case ValueKind::kLocalTime: return "localtime()";
    case ValueKind::kTime: return "time()";
    case ValueKind::kLocalDateTime: return "localdatetime()";
    default: return "datetime()";
  }
}

// What another temporal value lends: each part only when it has it.
struct Source {
  std::optional<Date> date;
  std::optional<LocalTime> clock;
  std::optional<Zone> zone;
};

Source source_of(const Value& v, std::string_view part) {
  switch (v.kind()) {
    case ValueKind::kDate: return {v.as_date(), {}, {}};
    case ValueKind::kLocalTime: return {{}, v.as_local_time(), {}};
    case ValueKind::kTime:
      return {{}, LocalTime{v.as_time().nanos}, Zone{"", v.as_time().offset_seconds, nullptr}};
    case ValueKind::kLocalDateTime:
      return {date_of(v.as_local_datetime()), time_of(v.as_local_datetime()), {}};
    case ValueKind::kDateTime: {
      const DateTime& t = v.as_datetime();
      return {date_of(t.local), time_of(t.local), zone_of(t)};
    }
    default: throw_wrong_kind(part, "a point in time", v);
  }
}

[[noreturn]] void throw_lacks(std::string_view part, std::string_view what, const Value& v) {
  throw_bad_argument(fmt::format("{}: a {} has no {}", part, kind_name(v.kind()), what));
}

// The values that a map selects, joined: the date from one, the clock and the zone from another.
Source selected(const TemporalParts& parts) {
  Source all;
  if (const Value* v = parts.find("datetime")) {
    all = source_of(*v, "datetime");
    if (!all.date) throw_lacks("datetime", "date", *v);
    if (!all.clock) all.clock = LocalTime{};
  }
  if (const Value* v = parts.find("date")) {
    all.date = source_of(*v, "date").date;
    if (!all.date) throw_lacks("date", "date", *v);
  }
  if (const Value* v = parts.find("time")) {
    const Source time = source_of(*v, "time");
    if (!time.clock) throw_lacks("time", "time of day", *v);
    all.clock = time.clock;
    all.zone = time.zone;
  }
  return all;
}

// A map of epochSeconds or epochMillis: the moment, or nothing.
std::optional<LocalDateTime> epoch_moment(const TemporalParts& parts) {
  // The moments of the years that dates may have, less a year at each end for any zone.
  static const int64_t last = days_from_civil({kMaxYear, 1, 1}) * kSecondsPerDay;
  if (const auto seconds = parts.number("epochSeconds")) {
    check_part("epochSeconds", *seconds, -last, last);
    const int64_t nanos = parts.number_or("nanosecond", 0);
    check_part("nanosecond", nanos, 0, kNanosPerSecond - 1);
    return LocalDateTime{*seconds, static_cast<int32_t>(nanos)};
  }
  const auto millis = parts.number("epochMillis");
  if (!millis) return std::nullopt;
  const int64_t rest = (*millis % 1000 + 1000) % 1000;
  const int64_t nanos = parts.number_or("nanosecond", 0);
  check_part("nanosecond", nanos, 0, 999'999);
  const int64_t seconds = *millis / 1000 - (*millis % 1000 < 0 ? 1 : 0);
  return LocalDateTime{seconds, static_cast<int32_t>(rest * 1'000'000 + nanos)};
}

Value build_time(const TemporalParts& parts, const Source& source, Instant now) {
  const LocalTime clock = parts.clock(source.clock);
  const auto zone = parts.zone();
  if (!zone) return Value::time({clock.nanos, source.zone ? source.zone->offset_seconds : 0});
  const int32_t offset = zone->offset_at(now.seconds);  // a named zone's, as it is today
  if (!source.zone) return Value::time({clock.nanos, offset});
  const int64_t moved =
      clock.nanos + (int64_t{offset} - source.zone->offset_seconds) * kNanosPerSecond;
  return Value::time({((moved % kNanosPerDay) + kNanosPerDay) % kNanosPerDay, offset});
}

Value build_datetime(const TemporalParts& parts, const Source& source) {
  const auto zone = parts.zone();
  if (const auto moment = epoch_moment(parts))
    return Value::datetime(at_instant(zone.value_or(kUtc), *moment));
  const LocalDateTime local = at(parts.date(source.date), parts.clock(source.clock));
  if (!source.zone) return Value::datetime(at_local(zone.value_or(kUtc), local));
  const DateTime there = at_local(*source.zone, local);
  return Value::datetime(zone ? at_instant(*zone, utc_time(there)) : there);
}

Value build_from_map(ValueKind kind, const Map& map, Instant now) {
  const TemporalParts parts(map);
  if (map.size() == 1 && parts.has("timezone")) return current_temporal(kind, now, *parts.zone());
  Source source = selected(parts);
  if (source.zone && !source.zone->name.empty() && kind == ValueKind::kTime) {
    // A time keeps the offset that its source had, not the zone.
    const Value* from = parts.find("time") ? parts.find("time") : parts.find("datetime");
    source.zone = Zone{"", from->as_datetime().offset_seconds, nullptr};
  }
  switch (kind) {
    case ValueKind::kDate: return Value::date(parts.date(source.date));
    case ValueKind::kLocalTime: return Value::local_time(parts.clock(source.clock));
    case ValueKind::kTime: return build_time(parts, source, now);
    case ValueKind::kLocalDateTime:
      return Value::local_datetime(at(parts.date(source.date), parts.clock(source.clock)));
    default: return build_datetime(parts, source);
  }
}

Value parse_temporal(ValueKind kind, std::string_view text) {
  switch (kind) {
    case ValueKind::kDate: return Value::date(parse_date(text));
    case ValueKind::kLocalTime: return Value::local_time(parse_local_time(text));
    case ValueKind::kTime: return Value::time(parse_time(text));
    case ValueKind::kLocalDateTime: return Value::local_datetime(parse_local_datetime(text));
    default: return Value::datetime(parse_datetime(text));
  }
}

}  // namespace

Value current_temporal(ValueKind kind, Instant now, const Zone& zone) {
  const DateTime t = at_instant(zone, {now.seconds, now.nanos});
  switch (kind) {
    case ValueKind::kDate: return Value::date(date_of(t.local));
    case ValueKind::kLocalTime: return Value::local_time(time_of(t.local));
    case ValueKind::kTime: return Value::time({time_of(t.local).nanos, t.offset_seconds});
    case ValueKind::kLocalDateTime: return Value::local_datetime(t.local);
    default: return Value::datetime(t);
  }
}

Value build_temporal(ValueKind kind, const Value& from, Instant now) {
  if (from.kind() == kind) return from;
  if (from.is_string()) return parse_temporal(kind, from.as_string());
  if (from.is_map()) return build_from_map(kind, from.as_map(), now);
  if (!from.is_temporal() || from.kind() == ValueKind::kDuration)
    throw_wrong_kind(call_name(kind), "text, a map or a point in time", from);
  // Another temporal value is what a map would select with the matching key.
  const char* key = kind == ValueKind::kDate ? "date"
                    : kind == ValueKind::kTime || kind == ValueKind::kLocalTime ? "time"
                                                                               : "datetime";
  return build_from_map(kind, Map{{key, from}}, now);
}

Duration build_duration(const Value& from) {
  if (from.kind() == ValueKind::kDuration) return from.as_duration();
  if (from.is_string()) return parse_duration(from.as_string());
  if (!from.is_map()) throw_wrong_kind("duration()", "text or a map", from);
  static constexpr struct {
    std::string_view name;
    int64_t factor;
    int group;  // months, days, seconds, nanoseconds
  } kUnits[] = {{"years", 12, 0},       {"quarters", 3, 0},         {"months", 1, 0},
                {"weeks", 7, 1},        {"days", 1, 1},             {"hours", 3600, 2},
                {"minutes", 60, 2},     {"seconds", 1, 2},          {"milliseconds", 1'000'000, 3},
                {"microseconds", 1'000, 3}, {"nanoseconds", 1, 3}};
  Duration total;
  for (const auto& [name, value] : from.as_map()) {
    const auto* unit = std::find_if(std::begin(kUnits), std::end(kUnits),
                                    [&name = name](const auto& u) { return u.name == name; });
    if (unit == std::end(kUnits))
      throw_bad_argument(fmt::format("a duration has no part '{}'", name), "InvalidArgumentValue",
                         "its parts are years, quarters, months, weeks, days, hours, minutes, "
                         "seconds, milliseconds, microseconds and nanoseconds");
    if (value.is_null()) continue;
    if (!value.is_number()) throw_wrong_kind(name, "a number", value, "InvalidArgumentType");
    Amount groups[4];
    groups[unit->group] = value.is_integer() ? times(Amount{value.as_integer(), 0}, unit->factor)
                                             : amount_of(value.as_float() * double(unit->factor));
    total = add(total, make_duration(groups[0], groups[1], groups[2], groups[3]));
  }
  return total;
}

}  // namespace zhengmai
