// TZif files (RFC 8536) and the POSIX TZ rules in their footers.
#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

#include "query/values/temporal.h"
#include "query/values/timezone.h"

namespace zhengmai {
namespace {

// Big-endian reads with a bound; `ok` turns false at the first read past the end.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  uint64_t unsigned_of(size_t width) {
    uint64_t value = 0;
    for (size_t i = 0; i < width; ++i) value = value << 8 | byte();
    return value;
  }
  int32_t int32() { return static_cast<int32_t>(unsigned_of(4)); }
  int64_t int64() { return static_cast<int64_t>(unsigned_of(8)); }
  uint8_t byte() {
    if (at_ >= bytes_.size()) {
      ok_ = false;
      return 0;
    }
    return static_cast<uint8_t>(bytes_[at_++]);
  }
  void skip(size_t n) {
    if (n > bytes_.size() - at_) ok_ = false;
    at_ = std::min(bytes_.size(), at_ + n);
  }
  std::string_view rest() const { return bytes_.substr(at_); }
  bool ok() const { return ok_; }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
  bool ok_ = true;
};

// --- The POSIX rule: "CET-1CEST,M3.5.0,M10.5.0/3" ------------------------------------------------

// One change of the clocks a year.
struct YearlyChange {
  enum class Form : uint8_t { kMonthWeekDay, kJulian, kZeroBased } form = Form::kMonthWeekDay;
  int month = 0, week = 0, day = 0;  // Mm.w.d: day 0 is Sunday, week 5 the last one
  int32_t time = 7200;               // seconds after the local midnight, by the clock in force

  // Seconds since 1970 of the change in `year`, as a wall clock would count them.
  int64_t in_year(int64_t year) const {
    const int64_t new_year = days_from_civil({year, 1, 1});
    int64_t days = new_year + day;
    if (form == Form::kJulian) {
      days = new_year + day - 1 + (is_leap_year(year) && day >= 60 ? 1 : 0);
    } else if (form == Form::kMonthWeekDay) {
      const int64_t first = days_from_civil({year, month, 1});
      const int weekday = static_cast<int>(((first + 4) % 7 + 7) % 7);  // 1970-01-01: Thursday
      days = first + (day - weekday + 7) % 7 + 7 * (week - 1);
      while (days >= first + days_in_month(year, month)) days -= 7;
    }
    return days * kSecondsPerDay + time;
  }
};

struct PosixRule {
  int32_t standard_offset = 0;
  int32_t daylight_offset = 0;
  std::optional<std::pair<YearlyChange, YearlyChange>> changes;  // to daylight, to standard

  int32_t offset_at(int64_t utc) const {
    if (!changes) return standard_offset;
    const auto day = (utc + standard_offset) / kSecondsPerDay -
                     ((utc + standard_offset) % kSecondsPerDay < 0 ? 1 : 0);
    const int64_t year = civil_from_days(day).year;
    const int64_t start = changes->first.in_year(year) - standard_offset;
    const int64_t end = changes->second.in_year(year) - daylight_offset;
    const bool daylight =
        start < end ? utc >= start && utc < end : utc >= start || utc < end;  // south: over new year
    return daylight ? daylight_offset : standard_offset;
  }
};

class RuleParser {
 public:
  explicit RuleParser(std::string_view text) : text_(text) {}

  std::optional<PosixRule> parse() {
    PosixRule rule;
    if (!name()) return std::nullopt;
    const auto standard = time();
    if (!standard) return std::nullopt;
    rule.standard_offset = -*standard;  // POSIX counts west of Greenwich
    if (text_.empty()) return rule;
    if (!name()) return std::nullopt;
    rule.daylight_offset = rule.standard_offset + 3600;
    if (!text_.empty() && text_.front() != ',') {
      const auto daylight = time();
      if (!daylight) return std::nullopt;
      rule.daylight_offset = -*daylight;
    }
    const auto start = change();
    const auto end = change();
    if (!start || !end || !text_.empty()) return std::nullopt;
    rule.changes = {*start, *end};
    return rule;
  }

 private:
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool name() {
    const bool bracketed = take('<');
    size_t n = 0;
    while (n < text_.size() && (bracketed ? text_[n] != '>'
                                          : std::isalpha(static_cast<unsigned char>(text_[n]))))
      ++n;
    text_.remove_prefix(n);
    return n > 0 && (!bracketed || take('>'));
  }
  std::optional<int> number() {
    if (text_.empty() || !std::isdigit(static_cast<unsigned char>(text_.front())))
      return std::nullopt;
    int value = 0;
    for (int digits = 0; digits < 4 && !text_.empty() &&
                         std::isdigit(static_cast<unsigned char>(text_.front()));
         ++digits, text_.remove_prefix(1))
      value = value * 10 + (text_.front() - '0');
    return value;
  }
  // [+-]hh[:mm[:ss]] in seconds.
  std::optional<int32_t> time() {
    const bool minus = take('-');
    if (!minus) take('+');
    int32_t seconds = 0;
    for (int unit = 3600; unit > 0; unit /= 60) {
      if (unit != 3600 && !take(':')) break;
      const auto n = number();
      if (!n) return std::nullopt;
      seconds += *n * unit;
    }
    return minus ? -seconds : seconds;
  }
  std::optional<YearlyChange> change() {
    if (!take(',')) return std::nullopt;
    YearlyChange c;
    if (take('M')) {
      c.month = number().value_or(0);
      c.week = take('.') ? number().value_or(0) : 0;
      c.day = take('.') ? number().value_or(7) : 7;
      if (c.month < 1 || c.month > 12 || c.week < 1 || c.week > 5 || c.day > 6) return std::nullopt;
    } else {
      c.form = take('J') ? YearlyChange::Form::kJulian : YearlyChange::Form::kZeroBased;
      const auto day = number();
      if (!day || *day > 366) return std::nullopt;
      c.day = *day;
    }
    if (take('/')) {
      const auto t = time();
      if (!t) return std::nullopt;
      c.time = *t;
    }
    return c;
  }

  std::string_view text_;
};

// --- The file ------------------------------------------------------------------------------------

class TzifRules : public ZoneRules {
 public:
  int32_t offset_at(int64_t utc) const override {
    if (transitions_.empty() || utc >= transitions_.back()) {
      if (rule_) return rule_->offset_at(utc);
      return transitions_.empty() ? first_offset_ : offsets_.back();
    }
    const auto next = std::upper_bound(transitions_.begin(), transitions_.end(), utc);
    if (next == transitions_.begin()) return first_offset_;
    return offsets_[static_cast<size_t>(next - transitions_.begin()) - 1];
  }

  std::vector<int64_t> transitions_;  // ascending
  std::vector<int32_t> offsets_;      // from each transition on
  int32_t first_offset_ = 0;          // before the first
  std::optional<PosixRule> rule_;     // after the last
};

struct Header {
  char version = 0;
  std::array<uint32_t, 6> counts{};  // isutc, isstd, leap, time, type, char
};

std::optional<Header> read_header(Reader& in) {
  Header h;
  for (const char c : {'T', 'Z', 'i', 'f'})
    if (in.byte() != static_cast<uint8_t>(c)) return std::nullopt;
  h.version = static_cast<char>(in.byte());
  in.skip(15);
  for (uint32_t& count : h.counts) count = static_cast<uint32_t>(in.unsigned_of(4));
  return in.ok() ? std::optional(h) : std::nullopt;
}

// The bytes of a data block whose times are `width` bytes wide.
size_t block_size(const Header& h, size_t width) {
  const auto& [isutc, isstd, leap, time, type, chars] = h.counts;
  return size_t{time} * (width + 1) + size_t{type} * 6 + chars + size_t{leap} * (width + 4) +
         isstd + isutc;
}

}  // namespace

std::shared_ptr<const ZoneRules> parse_tzif(std::string_view bytes) {
  Reader in(bytes);
  const auto first = read_header(in);
  if (!first || first->version < '2') return nullptr;
  in.skip(block_size(*first, 4));
  const auto header = read_header(in);
  if (!header || block_size(*header, 8) > in.rest().size()) return nullptr;
  const auto& [isutc, isstd, leap, times, types, chars] = header->counts;

  auto rules = std::make_shared<TzifRules>();
  for (uint32_t i = 0; i < times; ++i) rules->transitions_.push_back(in.int64());
  std::vector<uint8_t> indexes(times);
  for (uint8_t& index : indexes) index = in.byte();
  std::vector<int32_t> offsets(types);
  for (int32_t& offset : offsets) {
    offset = in.int32();
    in.skip(2);  // whether daylight saving, and the abbreviation
  }
  in.skip(chars + size_t{leap} * 12 + isstd + isutc);
  if (!in.ok() || types == 0 || !std::is_sorted(rules->transitions_.begin(),
                                                rules->transitions_.end()))
    return nullptr;
  rules->first_offset_ = offsets[0];
  for (const uint8_t index : indexes) {
    if (index >= types) return nullptr;
    rules->offsets_.push_back(offsets[index]);
  }
  std::string_view footer = in.rest();
  if (footer.size() > 2 && footer.front() == '\n') {
    footer = footer.substr(1, footer.find('\n', 1) - 1);
    rules->rule_ = RuleParser(footer).parse();
    if (!footer.empty() && !rules->rule_) return nullptr;
  }
  return rules;
}

}  // namespace zhengmai
