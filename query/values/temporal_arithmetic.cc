// Durations: built, added, scaled, measured between points in time, and added to them.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "query/values/error.h"
#include "query/values/temporal.h"
#include "query/values/timezone.h"

namespace zhengmai {
namespace {

__extension__ typedef __int128 Wide;  // g++ and clang have it; ISO C++ does not

// The Gregorian calendar's average month: 146 097 days in 4 800 months, 30.436 875 days.
constexpr double kNanosPerMonth = 2'629'746e9;

[[noreturn]] void too_long() {
  throw_arithmetic("the duration is too long: its parts must fit 64 bits", "IntegerOverflow");
}

int64_t narrow(Wide value) {
  if (value > std::numeric_limits<int64_t>::max() || value < std::numeric_limits<int64_t>::min())
    too_long();
  return static_cast<int64_t>(value);
}

Wide floor_divide(Wide a, Wide b) { return a / b - (a % b < 0 ? 1 : 0); }

// `nanos` of any size and sign go into the seconds.
Duration normalised(Wide months, Wide days, Wide seconds, Wide nanos) {
  const Wide carry = floor_divide(nanos, kNanosPerSecond);
  return {narrow(months), narrow(days), narrow(seconds + carry),
          static_cast<int32_t>(nanos - carry * kNanosPerSecond)};
}

void check_days(Wide days) {
  static const int64_t first = days_from_civil({-kMaxYear, 1, 1});
  static const int64_t last = days_from_civil({kMaxYear, 12, 31});
  if (days < first || days > last)
    throw_arithmetic("the date is outside the years -999999999 … 999999999", "IntegerOverflow");
}

Date plus_months(Date date, Wide months) {
  const CivilDate civil = civil_from_days(date.days);
  const Wide total = Wide{civil.year} * 12 + (civil.month - 1) + months;
  const Wide year = floor_divide(total, 12);
  if (year < -kMaxYear || year > kMaxYear) check_days(std::numeric_limits<int64_t>::max());
  const int month = static_cast<int>(total - year * 12) + 1;
  const int64_t y = static_cast<int64_t>(year);
  return {days_from_civil({y, month, std::min(civil.day, days_in_month(y, month))})};
}

Date plus_days(Date date, Wide days) {
  check_days(date.days + days);
  return {static_cast<int64_t>(date.days + days)};
}

LocalDateTime plus_nanos(LocalDateTime time, Wide seconds, Wide nanos) {
  const Wide sub = time.nanos + nanos;
  const Wide carry = floor_divide(sub, kNanosPerSecond);
  const Wide total = time.seconds + seconds + carry;
  check_days(floor_divide(total, kSecondsPerDay));
  return {static_cast<int64_t>(total), static_cast<int32_t>(sub - carry * kNanosPerSecond)};
}

LocalDateTime plus_date_parts(LocalDateTime time, Wide months, Wide days) {
  return at(plus_days(plus_months(date_of(time), months), days), time_of(time));
}

// Around midnight.
int64_t plus_around(int64_t nanos_of_day, Wide seconds, Wide nanos) {
  const Wide total = nanos_of_day + seconds * kNanosPerSecond + nanos;
  return static_cast<int64_t>(total - floor_divide(total, kNanosPerDay) * kNanosPerDay);
}

DateTime shift_datetime(const DateTime& time, Wide months, Wide days, Wide seconds, Wide nanos) {
  const Zone zone = zone_of(time);
  DateTime moved = time;
  if (months != 0 || days != 0) {
    const LocalDateTime local = plus_date_parts(time.local, months, days);
    moved = at_local(zone, local);
  }
  return at_instant(zone, plus_nanos(utc_time(moved), seconds, nanos));
}

// --- Between ---

// A point in time as it stands, possibly without a date or a zone.
struct Point {
  std::optional<Date> date;
  int64_t nanos_of_day = 0;
  std::optional<Zone> zone;
  std::optional<LocalDateTime> utc;  // of a date-time: the moment, where a wall clock has it twice

  LocalDateTime local() const { return at(date.value_or(Date{}), {nanos_of_day}); }
};

Point point_of(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kDate: return {v.as_date(), 0, {}, {}};
    case ValueKind::kLocalTime: return {{}, v.as_local_time().nanos, {}, {}};
    case ValueKind::kTime:
      return {{}, v.as_time().nanos, Zone{"", v.as_time().offset_seconds, nullptr}, {}};
    case ValueKind::kLocalDateTime: {
      const LocalDateTime t = v.as_local_datetime();
      return {date_of(t), time_of(t).nanos, {}, {}};
    }
    case ValueKind::kDateTime: {
      const DateTime& t = v.as_datetime();
      return {date_of(t.local), time_of(t.local).nanos, zone_of(t), utc_time(t)};
    }
    default: throw_wrong_kind("duration.between()", "two points in time", v, "InvalidArgumentType");
  }
}

// Two ends on one wall clock, for calendar units, and on the line of time, for seconds.
struct Ends {
  LocalDateTime from, to;                // as the first end's zone shows them
  LocalDateTime from_moment, to_moment;  // in UTC, or as they are where neither has a zone
  std::optional<Zone> zone;
  bool dated = false;

  void move_from(int64_t months, int64_t days) {
    if (months == 0 && days == 0) return;
    from = plus_date_parts(from, months, days);
    from_moment = zone ? utc_time(at_local(*zone, from)) : from;
  }
};

// Each end takes what it lacks from the other: its date, then its zone.
Ends ends_of(const Value& from, const Value& to) {
  Point a = point_of(from), b = point_of(to);
  Ends ends;
  ends.dated = a.date || b.date;
  if (!a.date) a.date = b.date;
  if (!b.date) b.date = a.date;
  if (!a.zone) a.zone = b.zone;
  if (!b.zone) b.zone = a.zone;
  ends.zone = a.zone;
  const auto moment = [](const Point& p) {
    if (p.utc) return *p.utc;
    return p.zone ? utc_time(at_local(*p.zone, p.local())) : p.local();
  };
  ends.from_moment = moment(a);
  ends.to_moment = moment(b);
  ends.from = a.local();
  ends.to = ends.zone ? at_instant(*ends.zone, ends.to_moment).local : b.local();
  return ends;
}

// The last date that is reached in whole days from a on the way to b.
Date last_whole_date(LocalDateTime a, LocalDateTime b) {
  Date end = date_of(b);
  if (end > date_of(a) && time_of(b) < time_of(a)) --end.days;
  else if (end < date_of(a) && time_of(b) > time_of(a)) ++end.days;
  return end;
}

int64_t whole_days(LocalDateTime a, LocalDateTime b) {
  return last_whole_date(a, b).days - date_of(a).days;
}

// A month is whole when its day of the month is reached.
int64_t whole_months(LocalDateTime a, LocalDateTime b) {
  const CivilDate x = civil_from_days(date_of(a).days);
  const CivilDate y = civil_from_days(last_whole_date(a, b).days);
  // Months have fewer than 32 days, so this counts as pairs (month, day) compare.
  return ((y.year * 12 + y.month) * 32 + y.day - (x.year * 12 + x.month) * 32 - x.day) / 32;
}

}  // namespace

int64_t utc_nanos(const Time& time) { return time.nanos - time.offset_seconds * kNanosPerSecond; }

LocalDateTime utc_time(const DateTime& time) {
  return {time.local.seconds - time.offset_seconds, time.local.nanos};
}

Value shift(const Value& value, const Duration& d, int sign) {
  const Wide months = Wide{d.months} * sign, days = Wide{d.days} * sign;
  const Wide seconds = Wide{d.seconds} * sign, nanos = Wide{d.nanos} * sign;
  switch (value.kind()) {
    case ValueKind::kDate: {
      // Whole days of the seconds count, towards zero.
      const Wide clock_days = (seconds * kNanosPerSecond + nanos) / kNanosPerDay;
      return Value::date(plus_days(plus_months(value.as_date(), months), days + clock_days));
    }
    case ValueKind::kLocalTime:
      return Value::local_time({plus_around(value.as_local_time().nanos, seconds, nanos)});
    case ValueKind::kTime: {
      const Time t = value.as_time();
      return Value::time({plus_around(t.nanos, seconds, nanos), t.offset_seconds});
    }
    case ValueKind::kLocalDateTime: {
      const LocalDateTime t = plus_date_parts(value.as_local_datetime(), months, days);
      return Value::local_datetime(plus_nanos(t, seconds, nanos));
    }
    default:
      return Value::datetime(shift_datetime(value.as_datetime(), months, days, seconds, nanos));
  }
}

Duration add(const Duration& a, const Duration& b) {
  return normalised(Wide{a.months} + b.months, Wide{a.days} + b.days, Wide{a.seconds} + b.seconds,
                    Wide{a.nanos} + b.nanos);
}

Duration subtract(const Duration& a, const Duration& b) {
  return normalised(Wide{a.months} - b.months, Wide{a.days} - b.days, Wide{a.seconds} - b.seconds,
                    Wide{a.nanos} - b.nanos);
}

Amount amount_of(double value) {
  if (!(std::abs(value) < 0x1p63)) too_long();  // also NaN
  const double whole = std::trunc(value);
  return {static_cast<int64_t>(whole), value - whole};
}

Amount times(Amount amount, int64_t factor) {
  int64_t whole = 0;
  if (__builtin_mul_overflow(amount.whole, factor, &whole))
    too_long();
  const Amount broken = amount_of(amount.fraction * static_cast<double>(factor));
  return {whole + broken.whole, broken.fraction};
}

Amount plus(Amount a, Amount b) {
  int64_t whole = 0;
  const Amount broken = amount_of(a.fraction + b.fraction);
  if (__builtin_add_overflow(a.whole, b.whole, &whole) ||
      __builtin_add_overflow(whole, broken.whole, &whole))
    too_long();
  return {whole, broken.fraction};
}

Duration make_duration(Amount months, Amount days, Amount seconds, Amount nanos) {
  // Fractions are carried in nanoseconds: a month's is at most 2.6e15, exact to half of one.
  double rest = months.fraction * kNanosPerMonth + days.fraction * double(kNanosPerDay);
  const double carried_days = std::trunc(rest / double(kNanosPerDay));
  rest -= carried_days * double(kNanosPerDay);
  rest += seconds.fraction * double(kNanosPerSecond) + nanos.fraction;
  return normalised(months.whole, Wide{days.whole} + static_cast<int64_t>(carried_days),
                    seconds.whole, Wide{nanos.whole} + std::llrint(rest));
}

Duration scale(const Duration& d, double factor) {
  if (factor == std::trunc(factor) && std::abs(factor) < 0x1p53) {
    const Wide f = static_cast<int64_t>(factor);
    return normalised(f * d.months, f * d.days, f * d.seconds, f * d.nanos);
  }
  const auto times = [factor](int64_t part) {
    return amount_of(static_cast<double>(part) * factor);
  };
  return make_duration(times(d.months), times(d.days), times(d.seconds), times(d.nanos));
}

Duration divide(const Duration& d, double divisor) {
  const auto over = [divisor](int64_t part) {
    return amount_of(static_cast<double>(part) / divisor);
  };
  return make_duration(over(d.months), over(d.days), over(d.seconds), over(d.nanos));
}

Duration duration_between(const Value& from, const Value& to, DurationUnit unit) {
  Ends ends = ends_of(from, to);
  Duration result;
  const bool all = unit == DurationUnit::kBetween;
  if (ends.dated && (all || unit == DurationUnit::kMonths)) {
    result.months = whole_months(ends.from, ends.to);
    ends.move_from(result.months, 0);
  }
  if (ends.dated && (all || unit == DurationUnit::kDays)) {
    result.days = whole_days(ends.from, ends.to);
    ends.move_from(0, result.days);
  }
  if (all || unit == DurationUnit::kSeconds) {
    const LocalDateTime a = ends.from_moment, b = ends.to_moment;
    const Duration clock = normalised(0, 0, Wide{b.seconds} - a.seconds, Wide{b.nanos} - a.nanos);
    result.seconds = clock.seconds;
    result.nanos = clock.nanos;
  }
  return result;
}

}  // namespace zhengmai
