#include "graph/model/value.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <type_traits>

#include <fmt/format.h>

#include "graph/model/error.h"
#include "graph/model/value_budget.h"

namespace zhengmai {
namespace {

thread_local int64_t live_bytes = 0;
thread_local int64_t ceiling = std::numeric_limits<int64_t>::max();
thread_local int64_t budget_start = 0;
thread_local uint64_t allowed_bytes = 0;

constexpr int64_t kBoxBytes = 64;
constexpr int64_t kEntryBytes = 112;  // a tree node, a key and a value

// What a box owns beside itself.
int64_t owned_bytes(const std::string& text) {
  return text.capacity() < sizeof(std::string) / 2 ? 0 : static_cast<int64_t>(text.capacity());
}
int64_t owned_bytes(const List& items) {
  return static_cast<int64_t>(items.capacity() * sizeof(Value));
}
int64_t owned_bytes(const Map& entries) {
  return static_cast<int64_t>(entries.size()) * kEntryBytes;
}
int64_t owned_bytes(const Path& path) {
  return static_cast<int64_t>((path.nodes.capacity() + path.relationships.capacity()) * 4);
}
template <typename T>
int64_t owned_bytes(const T&) {
  return 0;
}

// How far a list or map reaches down, and how many values one meets on the way.
struct Nesting {
  uint32_t depth = 1;
  uint32_t items = 0;

  void add(const Nesting* inner) {
    if (inner) depth = std::max(depth, inner->depth + 1);
    const uint64_t more = uint64_t{items} + 1 + (inner ? inner->items : 0);
    items = static_cast<uint32_t>(std::min<uint64_t>(more, ValueBudget::kMaxItems + 1));
  }
  void check() const {
    if (depth > ValueBudget::kMaxDepth) {
      throw LimitError(fmt::format("lists or maps lie in one another more than {} levels deep",
                                   ValueBudget::kMaxDepth),
                       "keep them flatter: a list of all items instead of a list in a list");
    }
    if (items > ValueBudget::kMaxItems) {
      throw LimitError(fmt::format("a list or map has more than {} values",
                                   ValueBudget::kMaxItems),
                       "gather fewer, or count them instead");
    }
  }
};

// A box that is counted from when it is made until it goes.
template <typename Box>
struct Counted final : Box {
  template <typename T>
  Counted(T value, Nesting nesting) : Box(std::move(value)), nesting(nesting) {
    const int64_t bytes = kBoxBytes + owned_bytes(this->value);
    if (live_bytes + bytes > ceiling) ValueBudget::exceeded(allowed_bytes);
    live_bytes += bytes;
  }
  ~Counted() override { live_bytes -= kBoxBytes + owned_bytes(this->value); }

  Nesting nesting;
};

}  // namespace

ValueBudget::ValueBudget(uint64_t bytes)
    : outer_ceiling_(ceiling), outer_start_(budget_start), outer_allowed_(allowed_bytes) {
  const uint64_t most = static_cast<uint64_t>(std::numeric_limits<int64_t>::max() / 2);
  budget_start = live_bytes;
  ceiling = live_bytes + static_cast<int64_t>(std::min(bytes, most));
  allowed_bytes = bytes;
}
ValueBudget::~ValueBudget() {
  ceiling = outer_ceiling_;
  budget_start = outer_start_;
  allowed_bytes = outer_allowed_;
}

uint64_t ValueBudget::used() {
  return live_bytes > budget_start ? static_cast<uint64_t>(live_bytes - budget_start) : 0;
}

void ValueBudget::require(uint64_t bytes) {
  const uint64_t room = ceiling > live_bytes ? static_cast<uint64_t>(ceiling - live_bytes) : 0;
  if (bytes > room) exceeded(allowed_bytes);
}

void ValueBudget::exceeded(uint64_t allowed) {
  throw LimitError(
      fmt::format("the query needs more than its limit of {} MiB of memory", allowed >> 20),
      "raise --max-memory, or group, filter or LIMIT earlier");
}

template <typename T>
Value Value::boxed(ValueKind kind, T value) {
  Nesting nesting;
  const auto add = [&](const Value& item) {
    const Nesting* inner = nullptr;
    if (item.kind_ == ValueKind::kList) {
      inner = &static_cast<const Counted<BoxOf<List>>*>(item.payload_.box)->nesting;
    } else if (item.kind_ == ValueKind::kMap) {
      inner = &static_cast<const Counted<BoxOf<Map>>*>(item.payload_.box)->nesting;
    }
    nesting.add(inner);
  };
  if constexpr (std::is_same_v<T, List>) {
    for (const Value& item : value) add(item);
    nesting.check();
  } else if constexpr (std::is_same_v<T, Map>) {
    for (const auto& entry : value) add(entry.second);
    nesting.check();
  }
  Value v(kind, Payload{.box = new Counted<BoxOf<T>>(std::move(value), nesting)});
  v.boxed_ = true;
  return v;
}

void Value::release() noexcept {
  if (payload_.box->refs.fetch_sub(1, std::memory_order_acq_rel) == 1) delete payload_.box;
}

Value Value::string(std::string text) { return boxed(ValueKind::kString, std::move(text)); }
Value Value::list(List items) { return boxed(ValueKind::kList, std::move(items)); }
Value Value::map(Map entries) { return boxed(ValueKind::kMap, std::move(entries)); }
Value Value::path(Path path) { return boxed(ValueKind::kPath, std::move(path)); }
Value Value::date(Date d) { return boxed(ValueKind::kDate, d); }
Value Value::local_time(LocalTime t) { return boxed(ValueKind::kLocalTime, t); }
Value Value::time(Time t) { return boxed(ValueKind::kTime, t); }
Value Value::local_datetime(LocalDateTime t) { return boxed(ValueKind::kLocalDateTime, t); }
Value Value::datetime(DateTime t) { return boxed(ValueKind::kDateTime, std::move(t)); }
Value Value::duration(Duration d) { return boxed(ValueKind::kDuration, d); }

uint64_t value_bytes(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kList: {
      uint64_t bytes = kBoxBytes + owned_bytes(v.as_list());
      for (const Value& item : v.as_list()) bytes += value_bytes(item);
      return bytes;
    }
    case ValueKind::kMap: {
      uint64_t bytes = kBoxBytes + owned_bytes(v.as_map());
      for (const auto& entry : v.as_map()) bytes += value_bytes(entry.second);
      return bytes;
    }
    case ValueKind::kPath: return uint64_t(kBoxBytes + owned_bytes(v.as_path()));
    case ValueKind::kString: return v.as_string().size();
    default: return v.is_temporal() ? kBoxBytes : 0;
  }
}

const List& Value::as_list() const { assert(is_list()); return unbox<List>(); }
const Map& Value::as_map() const { assert(is_map()); return unbox<Map>(); }
const Path& Value::as_path() const { assert(is_path()); return unbox<Path>(); }
const Date& Value::as_date() const { assert(kind_ == ValueKind::kDate); return unbox<Date>(); }
const LocalTime& Value::as_local_time() const {
  assert(kind_ == ValueKind::kLocalTime);
  return unbox<LocalTime>();
}
const Time& Value::as_time() const { assert(kind_ == ValueKind::kTime); return unbox<Time>(); }
const LocalDateTime& Value::as_local_datetime() const {
  assert(kind_ == ValueKind::kLocalDateTime);
  return unbox<LocalDateTime>();
}
const DateTime& Value::as_datetime() const {
  assert(kind_ == ValueKind::kDateTime);
  return unbox<DateTime>();
}
const Duration& Value::as_duration() const {
  assert(kind_ == ValueKind::kDuration);
  return unbox<Duration>();
}

bool operator==(const Value& a, const Value& b) {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case ValueKind::kNull: return true;
    case ValueKind::kBoolean:
    case ValueKind::kInteger:
    case ValueKind::kNode:
    case ValueKind::kRelationship: return a.payload_.integer == b.payload_.integer;
    case ValueKind::kFloat:
      return std::bit_cast<uint64_t>(a.payload_.floating) ==
                 std::bit_cast<uint64_t>(b.payload_.floating) ||
             (a.payload_.floating != a.payload_.floating &&
              b.payload_.floating != b.payload_.floating);
    case ValueKind::kString: return a.as_string() == b.as_string();
    case ValueKind::kList: return a.as_list() == b.as_list();
    case ValueKind::kMap: return a.as_map() == b.as_map();
    case ValueKind::kPath:
      return a.as_path().nodes == b.as_path().nodes &&
             a.as_path().relationships == b.as_path().relationships;
    case ValueKind::kDate: return a.as_date() == b.as_date();
    case ValueKind::kLocalTime: return a.as_local_time() == b.as_local_time();
    case ValueKind::kTime: return a.as_time() == b.as_time();
    case ValueKind::kLocalDateTime: return a.as_local_datetime() == b.as_local_datetime();
    case ValueKind::kDateTime: return a.as_datetime() == b.as_datetime();
    case ValueKind::kDuration: return a.as_duration() == b.as_duration();
  }
  return false;
}

std::string_view kind_name(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNull: return "Null";
    case ValueKind::kBoolean: return "Boolean";
    case ValueKind::kInteger: return "Integer";
    case ValueKind::kFloat: return "Float";
    case ValueKind::kString: return "String";
    case ValueKind::kList: return "List";
    case ValueKind::kMap: return "Map";
    case ValueKind::kNode: return "Node";
    case ValueKind::kRelationship: return "Relationship";
    case ValueKind::kPath: return "Path";
    case ValueKind::kDate: return "Date";
    case ValueKind::kLocalTime: return "LocalTime";
    case ValueKind::kTime: return "Time";
    case ValueKind::kLocalDateTime: return "LocalDateTime";
    case ValueKind::kDateTime: return "DateTime";
    case ValueKind::kDuration: return "Duration";
  }
  return "Unknown";
}

}  // namespace zhengmai
