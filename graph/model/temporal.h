// Points in time and lengths of time, as plain numbers; calendar arithmetic, parsing and printing
// live in query/exec. The proleptic Gregorian calendar, no leap seconds, nanosecond precision.
//
// Threads: values.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace zhengmai {

struct Date {
  int64_t days = 0;  // since 1970-01-01
  friend auto operator<=>(const Date&, const Date&) = default;
};

struct LocalTime {
  int64_t nanos = 0;  // since midnight, 0 … 86 399 999 999 999
  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

struct Time {
  int64_t nanos = 0;           // since local midnight
  int32_t offset_seconds = 0;  // east of UTC
  friend bool operator==(const Time&, const Time&) = default;
};

struct LocalDateTime {
  int64_t seconds = 0;  // since 1970-01-01T00:00:00, as the wall clock shows it
  int32_t nanos = 0;    // 0 … 999 999 999
  friend auto operator<=>(const LocalDateTime&, const LocalDateTime&) = default;
};

struct DateTime {
  LocalDateTime local;         // what the wall clock shows
  int32_t offset_seconds = 0;  // east of UTC
  std::string zone;            // IANA name, or empty when only the offset is known
  friend bool operator==(const DateTime&, const DateTime&) = default;
};

struct Duration {
  int64_t months = 0;
  int64_t days = 0;
  int64_t seconds = 0;
  int32_t nanos = 0;  // 0 … 999 999 999, whatever the sign of seconds
  friend bool operator==(const Duration&, const Duration&) = default;
};

}  // namespace zhengmai
