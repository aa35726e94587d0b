// ISO 8601 text to temporal values, in its basic and extended forms.
#include <fmt/format.h>

#include <cctype>
#include <limits>

#include "query/values/error.h"
#include "query/values/temporal.h"
#include "query/values/timezone.h"

namespace zhengmai {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front of a text. `text` is kept whole for messages.
class Scanner {
 public:
  Scanner(std::string_view text, std::string_view kind) : text_(text), rest_(text), kind_(kind) {}

  bool done() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool take(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  size_t digits_ahead() const {
    size_t n = 0;
    while (n < rest_.size() && is_digit(rest_[n])) ++n;
    return n;
  }
  // Exactly `width` digits.
  int64_t number(size_t width) {
    if (digits_ahead() < width) fail();
    int64_t value = 0;
    for (size_t i = 0; i < width; ++i) value = value * 10 + (rest_[i] - '0');
    rest_.remove_prefix(width);
    return value;
  }
  std::string_view rest() const { return rest_; }
  // What stands before the first of `stops` (or everything), taken off.
  std::string_view until(std::string_view stops) {
    const std::string_view head = rest_.substr(0, rest_.find_first_of(stops));
    rest_.remove_prefix(head.size());
    return head;
  }
  [[noreturn]] void fail() const {
    throw_bad_argument(fmt::format("'{}' is not a {}", text_, kind_), "InvalidArgumentValue",
                       "write it as ISO 8601 does: 2015-07-21, 21:40:32.142, "
                       "2015-07-21T21:40:32+08:00, P1Y2M10DT2H30M");
  }

 private:
  std::string_view text_, rest_;
  std::string_view kind_;
};

int64_t scan_year(Scanner& in) {
  const bool minus = in.peek() == '-';
  const bool sign = in.take('+') || in.take('-');
  if (!sign) return in.number(4);
  const size_t width = in.digits_ahead();
  if (width < 1 || width > 9) in.fail();
  const int64_t year = in.number(width);
  return minus ? -year : year;
}

// What follows the year: the forms differ by their letters and numbers of digits.
Date scan_date(Scanner& in) {
  const int64_t year = scan_year(in);
  if (in.done() || in.peek() == 'T') return make_date(year, 1, 1);
  const bool extended = in.take('-');
  const auto more = [&] { return extended ? in.take('-') : is_digit(in.peek()); };
  if (in.take('W')) {
    const int64_t week = in.number(2);
    return make_week_date(year, week, more() ? in.number(1) : 1);
  }
  if (in.take('Q')) {
    const int64_t quarter = in.number(1);
    return make_quarter_date(year, quarter, more() ? in.number(2) : 1);
  }
  const size_t width = in.digits_ahead();
  if (width == 3) return make_ordinal_date(year, in.number(3));
  if (width != 2 && (extended || width != 4)) in.fail();
  const int64_t month = in.number(2);
  return make_date(year, month, more() ? in.number(2) : 1);
}

// ".142" or ",142", at most nine digits, in nanoseconds.
int64_t scan_fraction(Scanner& in) {
  if (!in.take('.') && !in.take(',')) return 0;
  const size_t width = in.digits_ahead();
  if (width < 1 || width > 9) in.fail();
  int64_t nanos = in.number(width);
  for (size_t i = width; i < 9; ++i) nanos *= 10;
  return nanos;
}

LocalTime scan_time(Scanner& in) {
  const int64_t hour = in.number(2);
  int64_t minute = 0, second = 0, nanos = 0;
  const bool extended = in.peek() == ':';
  const auto more = [&] { return extended ? in.take(':') : is_digit(in.peek()); };
  if (more()) {
    minute = in.number(2);
    if (more()) {
      second = in.number(2);
      nanos = scan_fraction(in);
    }
  }
  return make_time(hour, minute, second, nanos);
}

int32_t scan_offset(Scanner& in) {
  int32_t offset = 0;
  const std::string_view text = in.until("[");
  if (!parse_offset(text, offset)) in.fail();
  return offset;
}

// A sign, digits and a fraction before a unit's letter.
Amount scan_amount(Scanner& in, bool minus, int64_t* fraction_nanos) {
  if (in.take('-')) minus = !minus;
  else in.take('+');
  const size_t width = in.digits_ahead();
  if (width < 1 || width > 18) in.fail();
  const int64_t whole = in.number(width);
  const int64_t nanos = scan_fraction(in);
  *fraction_nanos = minus ? -nanos : nanos;
  return {minus ? -whole : whole, static_cast<double>(*fraction_nanos) / 1e9};
}

// P1Y2M3W4DT5H6M7.8S: any of the parts, in this order.
Duration scan_units(Scanner& in, bool minus) {
  Amount months, days, seconds;
  int64_t nanos = 0;
  bool in_time = false, any = false;
  std::string_view order = "YMWD";
  while (!in.done()) {
    if (!in_time && in.take('T')) {
      in_time = true;
      order = "HMS";
    }
    int64_t fraction_nanos = 0;
    const Amount amount = scan_amount(in, minus, &fraction_nanos);
    const char unit = in.peek();
    const size_t place = order.find(unit);
    if (unit == '\0' || place == std::string_view::npos) in.fail();
    order.remove_prefix(place + 1);
    in.take(unit);
    any = true;
    if (in_time) {
      if (unit == 'S') {
        seconds = plus(seconds, {amount.whole, 0});
        nanos = fraction_nanos;
      } else {
        seconds = plus(seconds, times(amount, unit == 'H' ? 3600 : 60));
      }
    } else if (unit == 'Y' || unit == 'M') {
      months = plus(months, times(amount, unit == 'Y' ? 12 : 1));
    } else {
      days = plus(days, times(amount, unit == 'W' ? 7 : 1));
    }
  }
  if (!any) in.fail();
  return make_duration(months, days, seconds, {nanos, 0});
}

// P2012-02-02T14:37:21.545: a date and a time read as amounts.
Duration scan_date_and_time(Scanner& in, bool minus) {
  const int64_t years = in.number(4);
  if (!in.take('-')) in.fail();
  const int64_t months = in.number(2);
  if (!in.take('-')) in.fail();
  const int64_t days = in.number(2);
  const LocalTime time = in.take('T') ? scan_time(in) : LocalTime{};
  if (!in.done() || months > 12 || days > 31) in.fail();
  const int64_t sign = minus ? -1 : 1;
  return make_duration({sign * (years * 12 + months), 0}, {sign * days, 0}, {},
                       {sign * time.nanos, 0});
}

}  // namespace

Date parse_date(std::string_view text) {
  Scanner in(text, "date");
  const Date date = scan_date(in);
  if (!in.done()) in.fail();
  return date;
}

LocalTime parse_local_time(std::string_view text) {
  Scanner in(text, "local time");
  const LocalTime time = scan_time(in);
  if (!in.done()) in.fail();
  return time;
}

Time parse_time(std::string_view text) {
  Scanner in(text, "time");
  const LocalTime local = scan_time(in);
  const int32_t offset = in.done() ? 0 : scan_offset(in);
  if (!in.done()) in.fail();
  return {local.nanos, offset};
}

LocalDateTime parse_local_datetime(std::string_view text) {
  Scanner in(text, "local date-time");
  const Date date = scan_date(in);
  const LocalTime time = in.take('T') ? scan_time(in) : LocalTime{};
  if (!in.done()) in.fail();
  return at(date, time);
}

DateTime parse_datetime(std::string_view text) {
  Scanner in(text, "date-time");
  const Date date = scan_date(in);
  const LocalTime time = in.take('T') ? scan_time(in) : LocalTime{};
  const LocalDateTime local = at(date, time);
  const bool has_offset = !in.done() && in.peek() != '[';
  const int32_t offset = has_offset ? scan_offset(in) : 0;
  if (in.done()) return {local, offset, ""};
  if (!in.take('[')) in.fail();
  const Zone zone = parse_zone(in.until("]"));
  if (!in.take(']') || !in.done()) in.fail();
  if (!has_offset) return at_local(zone, local);
  const DateTime result = at_instant(zone, {local.seconds - offset, local.nanos});
  if (result.offset_seconds != offset)
    throw_bad_argument(fmt::format("'{}': {} is {} from UTC then, not {}", text, zone.name,
                                   offset_text(result.offset_seconds), offset_text(offset)));
  return result;
}

Duration parse_duration(std::string_view text) {
  Scanner in(text, "duration");
  const bool minus = in.take('-');
  if (!minus) in.take('+');
  if (!in.take('P')) in.fail();
  const std::string_view rest = in.rest();
  return rest.size() >= 10 && in.digits_ahead() == 4 && rest[4] == '-'
             ? scan_date_and_time(in, minus)
             : scan_units(in, minus);
}

}  // namespace zhengmai
