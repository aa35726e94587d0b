#include "query/values/temporal_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "query/values/error.h"

namespace zhengmai {
namespace {

constexpr std::array<std::string_view, 20> kNames = {
    "year",        "quarter",    "month",    "week", "ordinalDay", "dayOfQuarter", "dayOfWeek",
    "day",         "hour",       "minute",   "second", "millisecond", "microsecond", "nanosecond",
    "timezone",    "date",       "time",     "datetime", "epochSeconds", "epochMillis"};

}  // namespace

TemporalParts::TemporalParts(const Map& map) : map_(map) {
  for (const auto& [name, value] : map)
    if (std::find(kNames.begin(), kNames.end(), name) == kNames.end()) {
      const std::string near = nearest(name, {kNames.begin(), kNames.end()});
      throw_bad_argument(fmt::format("a date or time has no part '{}'", name),
                         "InvalidArgumentValue",
                         near.empty() ? "" : fmt::format("did you mean '{}'?", near));
    }
}

const Value* TemporalParts::find(std::string_view name) const {
  const auto found = map_.find(name);
  return found == map_.end() || found->second.is_null() ? nullptr : &found->second;
}

std::optional<int64_t> TemporalParts::number(std::string_view name) const {
  const Value* value = find(name);
  if (!value) return std::nullopt;
  if (!value->is_integer()) throw_wrong_kind(name, "an integer", *value, "InvalidArgumentType");
  return value->as_integer();
}

bool TemporalParts::any_of(std::initializer_list<std::string_view> names) const {
  return std::any_of(names.begin(), names.end(), [this](auto name) { return has(name); });
}

std::optional<Zone> TemporalParts::zone() const {
  const Value* value = find("timezone");
  if (!value) return std::nullopt;
  if (!value->is_string()) throw_wrong_kind("timezone", "text", *value, "InvalidArgumentType");
  return parse_zone(value->as_string());
}

// Months, weeks, quarters and ordinal days each name a day in their own way.
void TemporalParts::check_date_groups() const {
  const bool month = any_of({"month", "day"}), week = any_of({"week", "dayOfWeek"});
  const bool quarter = any_of({"quarter", "dayOfQuarter"}), ordinal = has("ordinalDay");
  if (month + week + quarter + ordinal > 1)
    throw_bad_argument("a day is named in two ways at once", "InvalidArgumentValue",
                       "give month and day, or week and dayOfWeek, or quarter and dayOfQuarter, "
                       "or ordinalDay");
}

Date TemporalParts::date(std::optional<Date> base) const {
  check_date_groups();
  return base ? changed_date(*base) : own_date();
}

Date TemporalParts::own_date() const {
  const auto needs = [this](std::string_view part, std::string_view whole) {
    if (has(part) && !has(whole))
      throw_bad_argument(fmt::format("{} needs {} beside it", part, whole));
  };
  if (!has("year")) throw_bad_argument("a date needs a year", "InvalidArgumentValue");
  needs("day", "month");
  needs("dayOfWeek", "week");
  needs("dayOfQuarter", "quarter");
  const int64_t year = *number("year");
  if (has("week")) return make_week_date(year, *number("week"), number_or("dayOfWeek", 1));
  if (has("ordinalDay")) return make_ordinal_date(year, *number("ordinalDay"));
  if (has("quarter")) return make_quarter_date(year, *number("quarter"), number_or("dayOfQuarter", 1));
  return make_date(year, number_or("month", 1), number_or("day", 1));
}

Date TemporalParts::changed_date(Date base) const {
  if (any_of({"week", "dayOfWeek"})) {
    const WeekDate w = week_date(base);
    return make_week_date(number_or("year", w.year), number_or("week", w.week),
                          number_or("dayOfWeek", w.day));
  }
  CivilDate civil = civil_from_days(base.days);
  const int64_t year = number_or("year", civil.year);
  if (has("ordinalDay")) return make_ordinal_date(year, *number("ordinalDay"));
  if (has("dayOfQuarter"))
    return make_quarter_date(year, number_or("quarter", (civil.month - 1) / 3 + 1),
                             *number("dayOfQuarter"));
  if (const auto quarter = number("quarter")) {
    check_part("quarter", *quarter, 1, 4);
    civil.month = static_cast<int>(*quarter - 1) * 3 + (civil.month - 1) % 3 + 1;
  }
  const int64_t month = number_or("month", civil.month);
  check_part("year", year, -kMaxYear, kMaxYear);
  check_part("month", month, 1, 12);
  // A day that was not asked for gives way to a shorter month.
  const int last = days_in_month(year, static_cast<int>(month));
  return make_date(year, month, number_or("day", std::min(civil.day, last)));
}

// A fraction may be given in several units at once, each below the one before it.
int64_t TemporalParts::nanos(int64_t kept) const {
  const bool milli = has("millisecond"), micro = has("microsecond");
  const int64_t millis = number_or("millisecond", 0), micros = number_or("microsecond", 0);
  const int64_t nanos = number_or("nanosecond", 0);
  check_part("millisecond", millis, 0, 999);
  check_part("microsecond", micros, 0, milli ? 999 : 999'999);
  check_part("nanosecond", nanos, 0, micro ? 999 : milli ? 999'999 : 999'999'999);
  return kept + millis * 1'000'000 + micros * 1'000 + nanos;
}

LocalTime TemporalParts::clock(std::optional<LocalTime> base, int64_t kept_nanos) const {
  const bool fraction = any_of({"millisecond", "microsecond", "nanosecond"});
  if (!base) {
    const auto needs = [this](bool part, std::string_view whole) {
      if (part && !has(whole)) throw_bad_argument(fmt::format("a time needs its {}", whole));
    };
    needs(has("minute"), "hour");
    needs(has("second"), "minute");
    needs(fraction, "second");
  }
  const int64_t b = base ? base->nanos : 0;
  const int64_t seconds = b / kNanosPerSecond;
  return make_time(number_or("hour", seconds / 3600), number_or("minute", seconds / 60 % 60),
                   number_or("second", seconds % 60),
                   fraction ? nanos(kept_nanos) : b % kNanosPerSecond);
}

}  // namespace zhengmai
