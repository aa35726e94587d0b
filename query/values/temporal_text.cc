// Temporal values as ISO 8601 text.
#include <fmt/format.h>

#include <cstdlib>

#include "query/values/temporal.h"
#include "query/values/timezone.h"

namespace zhengmai {
namespace {

// Four digits at least; a sign outside 0000 … 9999.
std::string year_text(int64_t year) {
  if (year > 9999) return fmt::format("+{}", year);
  return fmt::format("{}{:04}", year < 0 ? "-" : "", std::abs(year));
}

// Seconds only when there are any; then three, six or nine digits of a fraction.
std::string clock_text(int64_t nanos_of_day) {
  const int64_t seconds = nanos_of_day / kNanosPerSecond;
  const int64_t nanos = nanos_of_day % kNanosPerSecond;
  std::string out = fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
  if (seconds % 60 == 0 && nanos == 0) return out;
  out += fmt::format(":{:02}", seconds % 60);
  if (nanos == 0) return out;
  if (nanos % 1'000'000 == 0) return out + fmt::format(".{:03}", nanos / 1'000'000);
  if (nanos % 1'000 == 0) return out + fmt::format(".{:06}", nanos / 1'000);
  return out + fmt::format(".{:09}", nanos);
}

// "1.5", "-0.001", "70": seconds with the fraction's zeros cut off.
std::string seconds_text(int64_t seconds, int64_t nanos) {
  const bool minus = seconds < 0 || nanos < 0;
  std::string out = fmt::format("{}{}", minus ? "-" : "", std::abs(seconds));
  if (nanos != 0) {
    out += fmt::format(".{:09}", std::abs(nanos));
    out.erase(out.find_last_not_of('0') + 1);
  }
  return out;
}

}  // namespace

std::string to_text(Date date) {
  const CivilDate civil = civil_from_days(date.days);
  return fmt::format("{}-{:02}-{:02}", year_text(civil.year), civil.month, civil.day);
}

std::string to_text(LocalTime time) { return clock_text(time.nanos); }

std::string to_text(Time time) { return clock_text(time.nanos) + offset_text(time.offset_seconds); }

std::string to_text(LocalDateTime time) {
  return to_text(date_of(time)) + "T" + to_text(time_of(time));
}

std::string to_text(const DateTime& time) {
  std::string out = to_text(time.local) + offset_text(time.offset_seconds);
  if (!time.zone.empty()) out += "[" + time.zone + "]";
  return out;
}

std::string to_text(const Duration& duration) {
  // Kept with nanoseconds never negative; written with one sign for the seconds.
  int64_t seconds = duration.seconds, nanos = duration.nanos;
  if (seconds < 0 && nanos > 0) {
    ++seconds;
    nanos -= kNanosPerSecond;
  }
  std::string date, time;
  const auto part = [](std::string& out, int64_t amount, char unit) {
    if (amount != 0) out += fmt::format("{}{}", amount, unit);
  };
  part(date, duration.months / 12, 'Y');
  part(date, duration.months % 12, 'M');
  part(date, duration.days, 'D');
  part(time, seconds / 3600, 'H');
  part(time, seconds / 60 % 60, 'M');
  if (seconds % 60 != 0 || nanos != 0) time += seconds_text(seconds % 60, nanos) + "S";
  if (date.empty() && time.empty()) return "PT0S";
  return "P" + date + (time.empty() ? "" : "T" + time);
}

std::string temporal_text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kDate: return to_text(value.as_date());
    case ValueKind::kLocalTime: return to_text(value.as_local_time());
    case ValueKind::kTime: return to_text(value.as_time());
    case ValueKind::kLocalDateTime: return to_text(value.as_local_datetime());
    case ValueKind::kDateTime: return to_text(value.as_datetime());
    default: return to_text(value.as_duration());
  }
}

}  // namespace zhengmai
