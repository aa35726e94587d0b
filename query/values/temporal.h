// Calendar and clock: what the plain numbers of graph/model/temporal.h mean.
//
// The proleptic Gregorian calendar of ISO 8601, years -999 999 999 … 999 999 999, days of 24 hours
// except where a zone says otherwise. Zones are IANA names, read from the system's tzdata
// (timezone.h), or fixed offsets up to ±18:00.
//
// Cost: constant. Errors: EvaluationError, ArgumentError for what is no date or time.
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "graph/model/temporal.h"
#include "graph/model/value.h"

namespace zhengmai {

// --- The calendar --------------------------------------------------------------------------------

struct CivilDate {
  int64_t year = 1970;
  int month = 1;  // 1 … 12
  int day = 1;    // 1 … 31
};

inline constexpr int64_t kMaxYear = 999'999'999;
inline constexpr int64_t kNanosPerSecond = 1'000'000'000;
inline constexpr int64_t kSecondsPerDay = 86'400;
inline constexpr int64_t kNanosPerDay = kSecondsPerDay * kNanosPerSecond;

int64_t days_from_civil(const CivilDate& date);
CivilDate civil_from_days(int64_t days);
bool is_leap_year(int64_t year);
int days_in_month(int64_t year, int month);

// The ISO week date: week 1 holds the year's first Thursday; Monday is 1.
struct WeekDate {
  int64_t year = 1970;
  int week = 1;
  int day = 1;
};
WeekDate week_date(Date date);
int weeks_in_year(int64_t week_year);
Date from_week_date(const WeekDate& date);
int ordinal_day(Date date);  // 1 … 366

// Checked construction: ArgumentError, naming the part, where a part is out of its range.
Date make_date(int64_t year, int64_t month, int64_t day);
Date make_week_date(int64_t year, int64_t week, int64_t day);
Date make_ordinal_date(int64_t year, int64_t day);
Date make_quarter_date(int64_t year, int64_t quarter, int64_t day);
LocalTime make_time(int64_t hour, int64_t minute, int64_t second, int64_t nanos);
// Throws unless low <= value <= high; `part` is its name in the message.
void check_part(std::string_view part, int64_t value, int64_t low, int64_t high);

// Date and time of day joined, and apart.
LocalDateTime at(Date date, LocalTime time);
Date date_of(LocalDateTime time);
LocalTime time_of(LocalDateTime time);

// --- Text (ISO 8601; basic and extended forms) ---------------------------------------------------

Date parse_date(std::string_view text);
LocalTime parse_local_time(std::string_view text);
Time parse_time(std::string_view text);
LocalDateTime parse_local_datetime(std::string_view text);
DateTime parse_datetime(std::string_view text);
Duration parse_duration(std::string_view text);

std::string to_text(Date date);
std::string to_text(LocalTime time);
std::string to_text(Time time);
std::string to_text(LocalDateTime time);
std::string to_text(const DateTime& time);
std::string to_text(const Duration& duration);
// A temporal value's text. REQUIRES: value.is_temporal().
std::string temporal_text(const Value& value);

// --- Order ---------------------------------------------------------------------------------------

// The moment a time or date-time names, on the UTC line.
int64_t utc_nanos(const Time& time);             // may be negative or beyond a day
LocalDateTime utc_time(const DateTime& time);

// --- Arithmetic ----------------------------------------------------------------------------------

// `value` plus `sign` times the duration, for a point in time: months first (the day is clamped to
// the month's end), then days, then seconds. A date takes whole days of the seconds only; a time
// ignores months and days and wraps around midnight.
Value shift(const Value& value, const Duration& duration, int sign);

Duration add(const Duration& a, const Duration& b);
Duration subtract(const Duration& a, const Duration& b);
// Fractions of months go to days (a month is 30.436875 days), fractions of days to seconds.
Duration scale(const Duration& duration, double factor);
Duration divide(const Duration& duration, double divisor);

// A number of units, whole and broken apart so that large whole numbers stay exact.
struct Amount {
  int64_t whole = 0;
  double fraction = 0;  // of the same sign, less than 1 in size
};
Amount amount_of(double value);
Amount times(Amount amount, int64_t factor);
Amount plus(Amount a, Amount b);
// Parts of any size: broken months and days go down as in scale().
Duration make_duration(Amount months, Amount days, Amount seconds, Amount nanos);

// What lies between two points in time. kBetween: months, then days, then seconds.
enum class DurationUnit : uint8_t { kBetween, kMonths, kDays, kSeconds };
Duration duration_between(const Value& from, const Value& to, DurationUnit unit);

// --- Parts ---------------------------------------------------------------------------------------

// d.year, d.epochMillis, duration.monthsOfYear …; null when the kind has no such part.
Value temporal_property(const Value& value, std::string_view key);

}  // namespace zhengmai
