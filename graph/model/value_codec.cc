#include "graph/model/value_codec.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <limits>

#include "graph/model/error.h"
#include "graph/model/varint.h"

namespace zhengmai {

namespace {

constexpr uint64_t kHeadMax = 15;
constexpr uint64_t kNanosPerSecond = 1'000'000'000;
constexpr uint64_t kNanosPerDay = 86'400 * kNanosPerSecond;
constexpr uint64_t kNan = 0x7ff8'0000'0000'0000;

void append_head(ValueKind kind, uint64_t n, std::string& out) {
  const auto low = static_cast<uint8_t>(kind);
  if (n < kHeadMax) {
    out.push_back(char(n << 4 | low));
  } else {
    out.push_back(char(kHeadMax << 4 | low));
    put_varint(out, n - kHeadMax);
  }
}

void append_double(double d, std::string& out) {
  uint64_t bits = std::isnan(d) ? kNan : std::bit_cast<uint64_t>(d);
  for (int i = 0; i < 8; ++i, bits >>= 8) out.push_back(char(bits & 0xff));
}

void encode(const Value& value, int depth, std::string& out) {
  const ValueKind kind = value.kind();
  if (depth > kMaxValueDepth) {
    throw LimitError(fmt::format("a value nests deeper than {} levels", kMaxValueDepth),
                     "flatten the list or map");
  }
  switch (kind) {
    case ValueKind::kNull: append_head(kind, 0, out); return;
    case ValueKind::kBoolean: append_head(kind, value.as_boolean(), out); return;
    case ValueKind::kInteger: append_head(kind, zigzag(value.as_integer()), out); return;
    case ValueKind::kFloat:
      append_head(kind, 0, out);
      append_double(value.as_float(), out);
      return;
    case ValueKind::kString:
      append_head(kind, value.as_string().size(), out);
      out.append(value.as_string());
      return;
    case ValueKind::kList:
      append_head(kind, value.as_list().size(), out);
      for (const Value& item : value.as_list()) encode(item, depth + 1, out);
      return;
    case ValueKind::kMap:
      append_head(kind, value.as_map().size(), out);
      for (const auto& [key, item] : value.as_map()) {
        put_string(out, key);
        encode(item, depth + 1, out);
      }
      return;
    case ValueKind::kDate: append_head(kind, zigzag(value.as_date().days), out); return;
    case ValueKind::kLocalTime:
      append_head(kind, uint64_t(value.as_local_time().nanos), out);
      return;
    case ValueKind::kTime:
      append_head(kind, uint64_t(value.as_time().nanos), out);
      put_varint(out, zigzag(value.as_time().offset_seconds));
      return;
    case ValueKind::kLocalDateTime:
      append_head(kind, zigzag(value.as_local_datetime().seconds), out);
      put_varint(out, uint64_t(value.as_local_datetime().nanos));
      return;
    case ValueKind::kDateTime:
      append_head(kind, zigzag(value.as_datetime().local.seconds), out);
      put_varint(out, uint64_t(value.as_datetime().local.nanos));
      put_varint(out, zigzag(value.as_datetime().offset_seconds));
      put_string(out, value.as_datetime().zone);
      return;
    case ValueKind::kDuration:
      append_head(kind, zigzag(value.as_duration().months), out);
      put_varint(out, zigzag(value.as_duration().days));
      put_varint(out, zigzag(value.as_duration().seconds));
      put_varint(out, uint64_t(value.as_duration().nanos));
      return;
    case ValueKind::kNode:
    case ValueKind::kRelationship:
    case ValueKind::kPath: break;
  }
  throw InputError(fmt::format("a property cannot hold a {}", kind_name(kind)),
                   "store the id property of the node or relationship instead");
}

class Decoder {
 public:
  Decoder(std::string_view& in, Strings strings) : in_(in), strings_(strings) {}

  Value decode(int depth) {
    if (depth > kMaxValueDepth) damaged("a value nests too deep");
    const auto head = static_cast<uint8_t>(take(1)[0]);
    const auto kind = static_cast<ValueKind>(head & 0x0f);
    uint64_t n = head >> 4;
    if (n == kHeadMax) n = number_after_head();
    switch (kind) {
      case ValueKind::kNull: return expect(n == 0), Value::null();
      case ValueKind::kBoolean: return expect(n <= 1), Value::boolean(n == 1);
      case ValueKind::kInteger: return Value::integer(unzigzag(n));
      case ValueKind::kFloat: return expect(n == 0), Value::floating(take_double());
      case ValueKind::kString: return take_string(n);
      case ValueKind::kList: return take_list(n, depth);
      case ValueKind::kMap: return take_map(n, depth);
      case ValueKind::kDate: return Value::date({unzigzag(n)});
      case ValueKind::kLocalTime: return Value::local_time({nanos_of_day(n)});
      case ValueKind::kTime: {
        const int64_t nanos = nanos_of_day(n);
        return Value::time({nanos, take_offset()});
      }
      case ValueKind::kLocalDateTime: return Value::local_datetime({unzigzag(n), take_nanos()});
      case ValueKind::kDateTime: return take_datetime(n);
      case ValueKind::kDuration: return take_duration(n);
      case ValueKind::kNode:
      case ValueKind::kRelationship:
      case ValueKind::kPath: break;
    }
    damaged("a value of a kind that cannot be stored");
  }

 private:
  [[noreturn]] static void damaged(const char* what) {
    throw StoreError(ExitCode::kIoError, fmt::format("damaged value: {}", what),
                     "run `zhengmai check` to see what is hurt");
  }
  static void expect(bool holds) {
    if (!holds) damaged("a number is out of range");
  }

  uint64_t number_after_head() {
    const uint64_t rest = take_varint(in_);
    expect(rest <= std::numeric_limits<uint64_t>::max() - kHeadMax);
    return rest + kHeadMax;
  }

  std::string_view take(uint64_t size) {
    if (size > in_.size()) damaged("the data ends too early");
    const std::string_view bytes = in_.substr(0, size);
    in_.remove_prefix(size);
    return bytes;
  }

  double take_double() {
    const std::string_view bytes = take(8);
    uint64_t bits = 0;
    for (int i = 7; i >= 0; --i) bits = bits << 8 | static_cast<uint8_t>(bytes[i]);
    const auto d = std::bit_cast<double>(bits);
    expect(!std::isnan(d) || bits == kNan);
    return d;
  }

  Value take_string(uint64_t size) {
    const std::string_view bytes = take(size);
    if (strings_ == Strings::kBorrowed && size <= UINT32_MAX) return Value::borrowed(bytes);
    return Value::string(std::string(bytes));
  }

  Value take_list(uint64_t size, int depth) {
    // Every item takes a byte at least, so a damaged count cannot make us reserve much.
    if (size > in_.size()) damaged("a list is longer than its data");
    List items;
    items.reserve(size);
    for (uint64_t i = 0; i < size; ++i) items.push_back(decode(depth + 1));
    return Value::list(std::move(items));
  }

  Value take_map(uint64_t size, int depth) {
    Map entries;
    for (uint64_t i = 0; i < size; ++i) {
      const std::string_view key = zhengmai::take_string(in_);
      if (!entries.empty() && !(entries.rbegin()->first < key)) {
        damaged("the keys of a map are not ascending");
      }
      entries.emplace_hint(entries.end(), std::string(key), decode(depth + 1));
    }
    return Value::map(std::move(entries));
  }

  static int64_t nanos_of_day(uint64_t n) {
    expect(n < kNanosPerDay);
    return int64_t(n);
  }
  int32_t take_nanos() {
    const uint64_t n = take_varint(in_);
    expect(n < kNanosPerSecond);
    return int32_t(n);
  }
  int32_t take_offset() {
    const int64_t offset = unzigzag(take_varint(in_));
    expect(offset > -86'400 && offset < 86'400);
    return int32_t(offset);
  }

  Value take_datetime(uint64_t n) {
    DateTime t;
    t.local.seconds = unzigzag(n);
    t.local.nanos = take_nanos();
    t.offset_seconds = take_offset();
    t.zone = std::string(zhengmai::take_string(in_));
    return Value::datetime(std::move(t));
  }

  Value take_duration(uint64_t n) {
    Duration d;
    d.months = unzigzag(n);
    d.days = unzigzag(take_varint(in_));
    d.seconds = unzigzag(take_varint(in_));
    d.nanos = take_nanos();
    return Value::duration(d);
  }

  std::string_view& in_;
  Strings strings_;
};

}  // namespace

void encode_value(const Value& value, std::string& out) { encode(value, 0, out); }

Value decode_value(std::string_view& in, Strings strings) { return Decoder(in, strings).decode(0); }

}  // namespace zhengmai
