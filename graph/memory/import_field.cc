#include "graph/memory/import_field.h"

#include <charconv>
#include <cmath>

namespace zhengmai {

namespace {

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<Value> parse_bounded(std::string_view text, int64_t low, int64_t high) {
  const auto n = parse_integer(text);
  if (!n || *n < low || *n > high) return std::nullopt;
  return Value::integer(*n);
}

std::optional<Value> parse_double(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double d = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), d);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return Value::floating(d);
}

std::optional<Value> parse_boolean(std::string_view text) {
  std::string lower(trim(text));
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
  if (lower == "true") return Value::boolean(true);
  if (lower == "false") return Value::boolean(false);
  return std::nullopt;
}

// Reads ISO 8601 from the left; any failure sticks.
class TimeText {
 public:
  explicit TimeText(std::string_view text) : text_(text) {}
  bool ok() const { return ok_; }
  bool finished() const { return ok_ && text_.empty(); }
  bool next_is(char c) const { return !text_.empty() && text_.front() == c; }
  bool skip(char c) {
    if (!next_is(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char c) { ok_ = skip(c) && ok_; }

  int64_t digits(size_t count, int64_t low, int64_t high) {
    int64_t n = 0;
    for (size_t i = 0; i < count; ++i) {
      if (text_.empty() || text_.front() < '0' || text_.front() > '9') {
        ok_ = false;
        return low;
      }
      n = n * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    ok_ = ok_ && low <= n && n <= high;
    return n;
  }

  int64_t fraction_as_nanos() {
    int64_t nanos = 0;
    int64_t unit = 100'000'000;
    bool any = false;
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') {
      nanos += unit * (text_.front() - '0');
      unit /= 10;
      any = true;
      text_.remove_prefix(1);
    }
    ok_ = ok_ && any;
    return nanos;
  }

  int64_t date() {  // days since 1970-01-01
    const bool negative = skip('-');
    const int64_t year = digits(4, 0, 9999) * (negative ? -1 : 1);
    expect('-');
    const int64_t month = digits(2, 1, 12);
    expect('-');
    if (!ok_) return 0;
    constexpr int64_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int64_t last = month == 2 && leap ? 29 : kDays[month - 1];
    const int64_t day = digits(2, 1, last);
    // Days from the civil date, counting years from March (H. Hinnant, "chrono-compatible
    // low-level date algorithms").
    const int64_t y = month <= 2 ? year - 1 : year;
    const int64_t era = (y >= 0 ? y : y - 399) / 400;
    const int64_t year_of_era = y - era * 400;
    const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
  }

  int64_t time() {  // nanoseconds since midnight
    const int64_t hour = digits(2, 0, 23);
    expect(':');
    const int64_t minute = digits(2, 0, 59);
    int64_t second = 0;
    int64_t nanos = 0;
    if (skip(':')) {
      second = digits(2, 0, 59);
      if (skip('.')) nanos = fraction_as_nanos();
    }
    return ((hour * 60 + minute) * 60 + second) * 1'000'000'000 + nanos;
  }

  int32_t offset() {  // seconds east of UTC; none: 0
    if (text_.empty() || skip('Z')) return 0;
    const int sign = skip('-') ? -1 : 1;
    if (sign > 0) expect('+');
    const int64_t hours = digits(2, 0, 18);
    const int64_t minutes = skip(':') || !text_.empty() ? digits(2, 0, 59) : 0;
    return int32_t(sign * (hours * 60 + minutes) * 60);
  }

  Duration duration() {
    Duration d;
    const int sign = skip('-') ? -1 : 1;
    expect('P');
    bool in_time = false;
    bool any = false;
    while (ok_ && !text_.empty()) {
      if (!in_time && skip('T')) {
        in_time = true;
        any = false;
        continue;
      }
      const int64_t part_sign = skip('-') ? -sign : sign;
      int64_t n = 0;
      const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), n);
      ok_ = error == std::errc() && n >= 0 && n < 1'000'000'000'000;
      text_.remove_prefix(size_t(end - text_.data()));
      const int64_t nanos = in_time && skip('.') ? fraction_as_nanos() : 0;
      add(d, in_time, part_sign, n, nanos);
      any = true;
    }
    ok_ = ok_ && any;
    return d;
  }

 private:
  void add(Duration& d, bool in_time, int64_t sign, int64_t n, int64_t nanos) {
    if (!in_time && skip('Y')) {
      d.months += sign * n * 12;
    } else if (!in_time && skip('M')) {
      d.months += sign * n;
    } else if (!in_time && skip('W')) {
      d.days += sign * n * 7;
    } else if (!in_time && skip('D')) {
      d.days += sign * n;
    } else if (in_time && nanos == 0 && skip('H')) {
      d.seconds += sign * n * 3600;
    } else if (in_time && nanos == 0 && skip('M')) {
      d.seconds += sign * n * 60;
    } else if (in_time && skip('S')) {
      d.seconds += sign * n - (sign < 0 && nanos > 0 ? 1 : 0);
      d.nanos = int32_t(sign < 0 && nanos > 0 ? 1'000'000'000 - nanos : nanos);
    } else {
      ok_ = false;
    }
  }

  std::string_view text_;
  bool ok_ = true;
};

std::optional<Value> parse_temporal(FieldType type, std::string_view text) {
  TimeText in(trim(text));
  Value value;
  const auto local = [&in] {
    LocalDateTime t;
    t.seconds = in.date() * 86'400;
    in.expect('T');
    const int64_t nanos = in.time();
    t.seconds += nanos / 1'000'000'000;
    t.nanos = int32_t(nanos % 1'000'000'000);
    return t;
  };
  switch (type) {
    case FieldType::kDate: value = Value::date({in.date()}); break;
    case FieldType::kLocalTime: value = Value::local_time({in.time()}); break;
    case FieldType::kTime: {
      const int64_t nanos = in.time();
      value = Value::time({nanos, in.offset()});
      break;
    }
    case FieldType::kLocalDateTime: value = Value::local_datetime(local()); break;
    case FieldType::kDateTime: {
      const LocalDateTime t = local();
      value = Value::datetime({t, in.offset(), ""});
      break;
    }
    default: value = Value::duration(in.duration()); break;
  }
  if (!in.finished()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<int64_t> parse_integer(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  int64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return n;
}

std::optional<Value> parse_field(FieldType type, std::string_view text) {
  switch (type) {
    case FieldType::kString: return Value::borrowed(text);
    case FieldType::kLong: return parse_bounded(text, INT64_MIN, INT64_MAX);
    case FieldType::kInt: return parse_bounded(text, INT32_MIN, INT32_MAX);
    case FieldType::kShort: return parse_bounded(text, INT16_MIN, INT16_MAX);
    case FieldType::kByte: return parse_bounded(text, INT8_MIN, INT8_MAX);
    case FieldType::kDouble:
    case FieldType::kFloat: return parse_double(text);
    case FieldType::kBoolean: return parse_boolean(text);
    default: return parse_temporal(type, text);
  }
}

std::string_view describe(FieldType type) {
  switch (type) {
    case FieldType::kString: return "text";
    case FieldType::kLong: return "an integer of 64 bits";
    case FieldType::kInt: return "an integer of 32 bits";
    case FieldType::kShort: return "an integer of 16 bits";
    case FieldType::kByte: return "an integer from -128 to 127";
    case FieldType::kDouble:
    case FieldType::kFloat: return "a number";
    case FieldType::kBoolean: return "true or false";
    case FieldType::kDate: return "a date like 2016-04-21";
    case FieldType::kLocalTime: return "a time like 08:30:00";
    case FieldType::kTime: return "a time like 08:30:00+08:00";
    case FieldType::kLocalDateTime: return "a date and time like 2016-04-21T08:30:00";
    case FieldType::kDateTime: return "a date and time like 2016-04-21T08:30:00+08:00";
    case FieldType::kDuration: return "a duration like P1Y2M3DT4H5M6S";
  }
  return "";
}

}  // namespace zhengmai
