// The proleptic Gregorian calendar: dates as day numbers and back, and checked construction.
#include <fmt/format.h>

#include "query/values/error.h"
#include "query/values/temporal.h"

namespace zhengmai {

// Both conversions count years from March, so that the leap day is the last of its year, and work
// within eras of 400 years (146 097 days).
int64_t days_from_civil(const CivilDate& date) {
  const int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

CivilDate civil_from_days(int64_t days) {
  days += 719'468;
  const int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const int64_t day_of_era = days - era * 146'097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(month_from_march < 10 ? month_from_march + 3
                                                           : month_from_march - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
          static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1)};
}

bool is_leap_year(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in_month(int64_t year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kDays[month - 1];
}

namespace {

// Monday is 1, Sunday 7; 1970-01-01 was a Thursday.
int weekday(int64_t days) { return static_cast<int>(((days + 3) % 7 + 7) % 7) + 1; }

// The Monday of week 1: the week that holds January 4.
int64_t first_monday(int64_t week_year) {
  const int64_t january_4 = days_from_civil({week_year, 1, 4});
  return january_4 - (weekday(january_4) - 1);
}

}  // namespace

WeekDate week_date(Date date) {
  // The year of a week is that of its Thursday.
  const int day = weekday(date.days);
  const int64_t year = civil_from_days(date.days + 4 - day).year;
  return {year, static_cast<int>((date.days - first_monday(year)) / 7) + 1, day};
}

int weeks_in_year(int64_t week_year) {
  return static_cast<int>((first_monday(week_year + 1) - first_monday(week_year)) / 7);
}

Date from_week_date(const WeekDate& date) {
  return {first_monday(date.year) + int64_t{date.week - 1} * 7 + date.day - 1};
}

int ordinal_day(Date date) {
  return static_cast<int>(date.days - days_from_civil({civil_from_days(date.days).year, 1, 1})) + 1;
}

void check_part(std::string_view part, int64_t value, int64_t low, int64_t high) {
  if (value < low || value > high)
    throw_bad_argument(fmt::format("{} must be {} … {}, not {}", part, low, high, value));
}

Date make_date(int64_t year, int64_t month, int64_t day) {
  check_part("year", year, -kMaxYear, kMaxYear);
  check_part("month", month, 1, 12);
  check_part("day", day, 1, days_in_month(year, static_cast<int>(month)));
  return {days_from_civil({year, static_cast<int>(month), static_cast<int>(day)})};
}

Date make_week_date(int64_t year, int64_t week, int64_t day) {
  check_part("year", year, -kMaxYear, kMaxYear);
  check_part("week", week, 1, weeks_in_year(year));
  check_part("dayOfWeek", day, 1, 7);
  return from_week_date({year, static_cast<int>(week), static_cast<int>(day)});
}

Date make_ordinal_date(int64_t year, int64_t day) {
  check_part("year", year, -kMaxYear, kMaxYear);
  check_part("ordinalDay", day, 1, is_leap_year(year) ? 366 : 365);
  return {days_from_civil({year, 1, 1}) + day - 1};
}

Date make_quarter_date(int64_t year, int64_t quarter, int64_t day) {
  check_part("year", year, -kMaxYear, kMaxYear);
  check_part("quarter", quarter, 1, 4);
  const int month = static_cast<int>(quarter) * 3 - 2;
  const int64_t first = days_from_civil({year, month, 1});
  const int length = days_in_month(year, month) + days_in_month(year, month + 1) +
                     days_in_month(year, month + 2);
  check_part("dayOfQuarter", day, 1, length);
  return {first + day - 1};
}

LocalTime make_time(int64_t hour, int64_t minute, int64_t second, int64_t nanos) {
  check_part("hour", hour, 0, 23);
  check_part("minute", minute, 0, 59);
  check_part("second", second, 0, 59);
  check_part("nanosecond", nanos, 0, kNanosPerSecond - 1);
  return {((hour * 60 + minute) * 60 + second) * kNanosPerSecond + nanos};
}

LocalDateTime at(Date date, LocalTime time) {
  return {date.days * kSecondsPerDay + time.nanos / kNanosPerSecond,
          static_cast<int32_t>(time.nanos % kNanosPerSecond)};
}

Date date_of(LocalDateTime time) {
  return {(time.seconds >= 0 ? time.seconds : time.seconds - (kSecondsPerDay - 1)) / kSecondsPerDay};
}

LocalTime time_of(LocalDateTime time) {
  return {(time.seconds - date_of(time).days * kSecondsPerDay) * kNanosPerSecond + time.nanos};
}

}  // namespace zhengmai
