#include "graph/model/value.h"

#include <bit>

namespace zhengmai {

template <typename T>
Value Value::boxed(ValueKind kind, T value) {
  Value v(kind, Payload{.box = new BoxOf<T>(std::move(value))});
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

std::string_view Value::as_string() const {
  assert(is_string());
  return boxed_ ? std::string_view(unbox<std::string>()) : std::string_view(payload_.chars, size_);
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
