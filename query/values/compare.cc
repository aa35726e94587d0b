#include "query/values/compare.h"

#include <cmath>
#include <functional>
#include <string_view>
#include <tuple>

#include "query/values/temporal.h"

namespace zhengmai {
namespace {

__extension__ typedef __int128 Wide;  // g++ and clang have it; ISO C++ does not

std::partial_ordering compare_numbers(const Value& a, const Value& b) {
  if (a.is_integer())
    return b.is_integer() ? std::partial_ordering(a.as_integer() <=> b.as_integer())
                          : compare_exactly(a.as_integer(), b.as_float());
  if (b.is_float()) return a.as_float() <=> b.as_float();
  return 0 <=> compare_exactly(b.as_integer(), a.as_float());
}

// Points in time of the same kind by the moment alone; REQUIRES: a point in time, same kind.
std::weak_ordering compare_moments(const Value& a, const Value& b) {
  switch (a.kind()) {
    case ValueKind::kDate: return a.as_date() <=> b.as_date();
    case ValueKind::kLocalTime: return a.as_local_time() <=> b.as_local_time();
    case ValueKind::kTime: return utc_nanos(a.as_time()) <=> utc_nanos(b.as_time());
    case ValueKind::kLocalDateTime: return a.as_local_datetime() <=> b.as_local_datetime();
    default: return utc_time(a.as_datetime()) <=> utc_time(b.as_datetime());
  }
}

// The total order within one temporal kind: the moment, then what tells its values apart.
std::weak_ordering order_temporal(const Value& a, const Value& b) {
  if (a.kind() == ValueKind::kDuration) {
    const Duration &x = a.as_duration(), &y = b.as_duration();
    // By average length (a month is 2 629 746 seconds), then by parts: no 64-bit overflow.
    const auto length = [](const Duration& d) {
      return Wide{d.months} * 2'629'746 + Wide{d.days} * kSecondsPerDay + d.seconds;
    };
    const Wide lx = length(x), ly = length(y);
    if (lx != ly) return lx < ly ? std::weak_ordering::less : std::weak_ordering::greater;
    return std::tie(x.nanos, x.months, x.days) <=> std::tie(y.nanos, y.months, y.days);
  }
  const auto moments = compare_moments(a, b);
  if (moments != 0) return moments;
  if (a.kind() == ValueKind::kTime)
    return a.as_time().offset_seconds <=> b.as_time().offset_seconds;
  if (a.kind() == ValueKind::kDateTime) {
    const DateTime &x = a.as_datetime(), &y = b.as_datetime();
    return std::tie(x.offset_seconds, x.zone) <=> std::tie(y.offset_seconds, y.zone);
  }
  return std::weak_ordering::equivalent;
}

// The place of a kind in the total order.
int rank(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kMap: return 0;
    case ValueKind::kNode: return 1;
    case ValueKind::kRelationship: return 2;
    case ValueKind::kList: return 3;
    case ValueKind::kPath: return 4;
    case ValueKind::kDateTime: return 5;
    case ValueKind::kLocalDateTime: return 6;
    case ValueKind::kDate: return 7;
    case ValueKind::kTime: return 8;
    case ValueKind::kLocalTime: return 9;
    case ValueKind::kDuration: return 10;
    case ValueKind::kString: return 11;
    case ValueKind::kBoolean: return 12;
    case ValueKind::kInteger: return 13;
    case ValueKind::kFloat: return std::isnan(v.as_float()) ? 14 : 13;
    case ValueKind::kNull: return 15;
  }
  return 15;
}

std::weak_ordering order_lists(const List& a, const List& b) {
  for (size_t i = 0; i < a.size() && i < b.size(); ++i)
    if (const auto o = order(a[i], b[i]); o != 0) return o;
  return a.size() <=> b.size();
}

// Maps: by keys, then by values, in key order.
std::weak_ordering order_maps(const Map& a, const Map& b) {
  auto x = a.begin();
  auto y = b.begin();
  for (; x != a.end() && y != b.end(); ++x, ++y) {
    if (const auto o = x->first <=> y->first; o != 0) return o;
    if (const auto o = order(x->second, y->second); o != 0) return o;
  }
  return a.size() <=> b.size();
}

std::weak_ordering order_paths(const Path& a, const Path& b) {
  for (size_t i = 0; i < a.nodes.size() && i < b.nodes.size(); ++i) {
    if (a.nodes[i] != b.nodes[i]) return a.nodes[i] <=> b.nodes[i];
    if (i >= a.relationships.size() || i >= b.relationships.size()) break;
    if (a.relationships[i] != b.relationships[i]) return a.relationships[i] <=> b.relationships[i];
  }
  return a.nodes.size() <=> b.nodes.size();
}

Ternary equal_lists(const List& a, const List& b) {
  if (a.size() != b.size()) return Ternary::kFalse;
  Ternary result = Ternary::kTrue;
  for (size_t i = 0; i < a.size() && result != Ternary::kFalse; ++i)
    result = conjunction(result, equals(a[i], b[i]));
  return result;
}

Ternary equal_maps(const Map& a, const Map& b) {
  if (a.size() != b.size()) return Ternary::kFalse;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
    if (x->first != y->first) return Ternary::kFalse;
  Ternary result = Ternary::kTrue;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && result != Ternary::kFalse; ++x, ++y)
    result = conjunction(result, equals(x->second, y->second));
  return result;
}

Ternary decide(Comparison comparison, std::partial_ordering o) {
  switch (comparison) {
    case Comparison::kLess: return to_ternary(o < 0);
    case Comparison::kLessEqual: return to_ternary(o <= 0);
    case Comparison::kGreater: return to_ternary(o > 0);
    case Comparison::kGreaterEqual: return to_ternary(o >= 0);
  }
  return Ternary::kNull;
}

// The first elements that are not known to be equal decide; a longer list follows its prefix.
Ternary compare_lists(Comparison comparison, const List& a, const List& b) {
  for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
    const Ternary same = equals(a[i], b[i]);
    if (same == Ternary::kNull) return same;
    if (same == Ternary::kFalse) return compare(comparison, a[i], b[i]);
  }
  return decide(comparison, a.size() <=> b.size());
}

// A 64-bit mixer (the finaliser of MurmurHash3).
uint64_t mix(uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33);
}

uint64_t combine(uint64_t seed, uint64_t next) { return mix(seed * 31 + next); }

uint64_t hash_temporal(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kDate: return mix(uint64_t(v.as_date().days));
    case ValueKind::kLocalTime: return mix(uint64_t(v.as_local_time().nanos));
    case ValueKind::kTime:
      return combine(uint64_t(v.as_time().nanos), uint64_t(v.as_time().offset_seconds));
    case ValueKind::kLocalDateTime:
      return combine(uint64_t(v.as_local_datetime().seconds), v.as_local_datetime().nanos);
    case ValueKind::kDateTime: {
      const DateTime& t = v.as_datetime();
      const uint64_t local = combine(uint64_t(t.local.seconds), t.local.nanos);
      return combine(combine(local, uint64_t(t.offset_seconds)),
                     std::hash<std::string_view>{}(t.zone));
    }
    default: {
      const Duration& d = v.as_duration();
      return combine(combine(uint64_t(d.months), uint64_t(d.days)),
                     combine(uint64_t(d.seconds), d.nanos));
    }
  }
}

// Whole floats hash as the integers they equal; NaNs all alike.
uint64_t hash_float(double d) {
  if (std::isnan(d)) return mix(0x7ff8);
  if (d >= -0x1p63 && d < 0x1p63 && d == std::trunc(d)) return mix(uint64_t(int64_t(d)));
  return mix(std::hash<double>{}(d));
}

uint64_t hash_path(const Path& path) {
  uint64_t h = path.nodes.size();
  for (const NodeId n : path.nodes) h = combine(h, n);
  for (const RelationshipId r : path.relationships) h = combine(h, r);
  return h;
}

}  // namespace

std::partial_ordering compare_exactly(int64_t a, double b) {
  if (std::isnan(b)) return std::partial_ordering::unordered;
  if (b >= 0x1p63) return std::partial_ordering::less;
  if (b < -0x1p63) return std::partial_ordering::greater;
  const int64_t whole = int64_t(b);  // towards zero; in range by the checks above
  if (a != whole) return a <=> whole;
  const double fraction = b - double(whole);  // exact: floats this far from 2^53 are whole
  return 0.0 <=> fraction;
}

Ternary equals(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Ternary::kNull;
  if (a.is_number() && b.is_number()) return to_ternary(compare_numbers(a, b) == 0);
  if (a.kind() != b.kind()) return Ternary::kFalse;
  if (a.is_list()) return equal_lists(a.as_list(), b.as_list());
  if (a.is_map()) return equal_maps(a.as_map(), b.as_map());
  if (a.kind() == ValueKind::kDuration) return to_ternary(a == b);
  if (a.is_temporal()) return to_ternary(compare_moments(a, b) == 0);
  return to_ternary(a == b);
}

Ternary compare(Comparison comparison, const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return decide(comparison, compare_numbers(a, b));
  if (a.is_null() || b.is_null() || a.kind() != b.kind()) return Ternary::kNull;
  switch (a.kind()) {
    case ValueKind::kString: return decide(comparison, a.as_string() <=> b.as_string());
    case ValueKind::kBoolean: return decide(comparison, a.as_boolean() <=> b.as_boolean());
    case ValueKind::kList: return compare_lists(comparison, a.as_list(), b.as_list());
    case ValueKind::kDate:
    case ValueKind::kTime:
    case ValueKind::kLocalTime:
    case ValueKind::kDateTime:
    case ValueKind::kLocalDateTime: return decide(comparison, compare_moments(a, b));
    default: return Ternary::kNull;
  }
}

bool equivalent(const Value& a, const Value& b) {
  if (a.kind() == b.kind() && (a.is_string() || a.is_integer() || a.is_node())) return a == b;
  return order(a, b) == 0;
}

std::weak_ordering order(const Value& a, const Value& b) {
  const int ra = rank(a), rb = rank(b);
  if (ra != rb) return ra <=> rb;
  switch (a.kind()) {
    case ValueKind::kNull: return std::weak_ordering::equivalent;
    case ValueKind::kMap: return order_maps(a.as_map(), b.as_map());
    case ValueKind::kNode: return a.as_node() <=> b.as_node();
    case ValueKind::kRelationship: return a.as_relationship() <=> b.as_relationship();
    case ValueKind::kList: return order_lists(a.as_list(), b.as_list());
    case ValueKind::kPath: return order_paths(a.as_path(), b.as_path());
    case ValueKind::kString: return a.as_string() <=> b.as_string();
    case ValueKind::kBoolean: return a.as_boolean() <=> b.as_boolean();
    case ValueKind::kInteger:
    case ValueKind::kFloat: {
      const std::partial_ordering o = compare_numbers(a, b);  // unordered: both are NaN
      if (o < 0) return std::weak_ordering::less;
      return o > 0 ? std::weak_ordering::greater : std::weak_ordering::equivalent;
    }
    default: return order_temporal(a, b);
  }
}

uint64_t hash(const Value& v) {
  const uint64_t kind = (uint64_t(v.kind()) + 1) * 0x9e3779b97f4a7c15ULL;
  switch (v.kind()) {
    case ValueKind::kNull: return kind;
    case ValueKind::kBoolean: return mix(kind + v.as_boolean());
    case ValueKind::kInteger: return mix(uint64_t(v.as_integer()));
    case ValueKind::kFloat: return hash_float(v.as_float());
    case ValueKind::kString: return std::hash<std::string_view>{}(v.as_string());
    case ValueKind::kNode: return mix(kind + v.as_node());
    case ValueKind::kRelationship: return mix(kind + v.as_relationship());
    case ValueKind::kPath: return combine(kind, hash_path(v.as_path()));
    case ValueKind::kList: {
      uint64_t h = kind;
      for (const Value& item : v.as_list()) h = combine(h, hash(item));
      return h;
    }
    case ValueKind::kMap: {
      uint64_t h = kind;
      for (const auto& [key, value] : v.as_map())
        h = combine(combine(h, std::hash<std::string_view>{}(key)), hash(value));
      return h;
    }
    default: return combine(kind, hash_temporal(v));
  }
}

}  // namespace zhengmai
