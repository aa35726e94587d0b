// Value: what a property holds, and what a query computes with.
//
// Sixteen bytes: a kind, and a payload that is a number, a borrowed stretch of bytes, a node or
// relationship id, or a counted pointer to an immutable box. Copying never copies text or lists.
//
//   Value v = Value::string("省商务厅");         // owns its bytes
//   Value w = Value::borrowed(column_bytes);     // points into memory that outlives it (a graph)
//   if (v.is_string()) use(v.as_string());
//
// Cost: construction of null, boolean, integer, float, node, relationship and borrowed strings
// allocates nothing; the other kinds allocate one box.
// Errors: the as_… accessors require the right kind (checked by assert).
// Threads: const access from any thread; boxes are immutable and counted atomically.
#pragma once

#include <atomic>
#include <cassert>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/model/temporal.h"

namespace zhengmai {

using NodeId = uint32_t;          // dense, 0-based, of one graph
using RelationshipId = uint32_t;  // dense, 0-based, of one graph
inline constexpr uint32_t kNoId = UINT32_MAX;

// Values are part of the store's format (graph/FORMAT.md): never renumber.
enum class ValueKind : uint8_t {
  kNull = 0,
  kBoolean = 1,
  kInteger = 2,
  kFloat = 3,
  kString = 4,
  kList = 5,
  kMap = 6,
  kNode = 7,
  kRelationship = 8,
  kPath = 9,
  kDate = 10,
  kLocalTime = 11,
  kTime = 12,
  kLocalDateTime = 13,
  kDateTime = 14,
  kDuration = 15,
};

class Value;
using List = std::vector<Value>;
using Map = std::map<std::string, Value, std::less<>>;

// Alternating nodes and relationships; nodes.size() == relationships.size() + 1. Direction is not
// kept: it follows from the graph.
struct Path {
  std::vector<NodeId> nodes;
  std::vector<RelationshipId> relationships;
};

class Value {
 public:
  Value() = default;  // null
  Value(const Value& other) : payload_(other.payload_), size_(other.size_), kind_(other.kind_),
                              boxed_(other.boxed_) {
    if (boxed_) payload_.box->refs.fetch_add(1, std::memory_order_relaxed);
  }
  Value(Value&& other) noexcept
      : payload_(other.payload_), size_(other.size_), kind_(other.kind_), boxed_(other.boxed_) {
    other.boxed_ = false;
    other.kind_ = ValueKind::kNull;
  }
  Value& operator=(Value other) noexcept {
    swap(other);
    return *this;
  }
  ~Value() {
    if (boxed_) release();
  }
  void swap(Value& other) noexcept {
    std::swap(payload_, other.payload_);
    std::swap(size_, other.size_);
    std::swap(kind_, other.kind_);
    std::swap(boxed_, other.boxed_);
  }

  static Value null() { return {}; }
  static Value boolean(bool b) { return Value(ValueKind::kBoolean, Payload{.integer = b}); }
  static Value integer(int64_t i) { return Value(ValueKind::kInteger, Payload{.integer = i}); }
  static Value floating(double d) { return Value(ValueKind::kFloat, Payload{.floating = d}); }
  static Value node(NodeId id) { return Value(ValueKind::kNode, Payload{.integer = id}); }
  static Value relationship(RelationshipId id) {
    return Value(ValueKind::kRelationship, Payload{.integer = id});
  }
  // Borrows: `bytes` must outlive every copy. For text inside a Graph or a FactBlock.
  static Value borrowed(std::string_view bytes) {
    Value v(ValueKind::kString, Payload{.chars = bytes.data()});
    v.size_ = static_cast<uint32_t>(bytes.size());
    return v;
  }
  static Value string(std::string text);
  static Value list(List items);
  static Value map(Map entries);
  static Value path(Path path);
  static Value date(Date d);
  static Value local_time(LocalTime t);
  static Value time(Time t);
  static Value local_datetime(LocalDateTime t);
  static Value datetime(DateTime t);
  static Value duration(Duration d);

  ValueKind kind() const { return kind_; }
  bool is_null() const { return kind_ == ValueKind::kNull; }
  bool is_boolean() const { return kind_ == ValueKind::kBoolean; }
  bool is_integer() const { return kind_ == ValueKind::kInteger; }
  bool is_float() const { return kind_ == ValueKind::kFloat; }
  bool is_number() const { return is_integer() || is_float(); }
  bool is_string() const { return kind_ == ValueKind::kString; }
  bool is_list() const { return kind_ == ValueKind::kList; }
  bool is_map() const { return kind_ == ValueKind::kMap; }
  bool is_node() const { return kind_ == ValueKind::kNode; }
  bool is_relationship() const { return kind_ == ValueKind::kRelationship; }
  bool is_path() const { return kind_ == ValueKind::kPath; }
  bool is_temporal() const { return kind_ >= ValueKind::kDate; }

  bool as_boolean() const { assert(is_boolean()); return payload_.integer != 0; }
  int64_t as_integer() const { assert(is_integer()); return payload_.integer; }
  double as_float() const { assert(is_float()); return payload_.floating; }
  double as_number() const { return is_integer() ? double(payload_.integer) : as_float(); }
  NodeId as_node() const { assert(is_node()); return NodeId(payload_.integer); }
  RelationshipId as_relationship() const {
    assert(is_relationship());
    return RelationshipId(payload_.integer);
  }
  std::string_view as_string() const {
    assert(is_string());
    return boxed_ ? std::string_view(unbox<std::string>()) : std::string_view(payload_.chars, size_);
  }
  const List& as_list() const;
  const Map& as_map() const;
  const Path& as_path() const;
  const Date& as_date() const;
  const LocalTime& as_local_time() const;
  const Time& as_time() const;
  const LocalDateTime& as_local_datetime() const;
  const DateTime& as_datetime() const;
  const Duration& as_duration() const;

  // Same kind and same content, bit for bit (NaN equals NaN, 1 does not equal 1.0, null equals
  // null). This is identity for tests and dictionaries; the query language's three-valued `=`,
  // its equivalence and its order are in query/exec.
  friend bool operator==(const Value& a, const Value& b);

 private:
  struct Box {
    std::atomic<uint32_t> refs{1};
    Box() = default;
    Box(const Box&) = delete;
    virtual ~Box() = default;
  };
  template <typename T>
  struct BoxOf : Box {
    explicit BoxOf(T v) : value(std::move(v)) {}
    T value;
  };
  union Payload {
    int64_t integer;
    double floating;
    const char* chars;
    Box* box;
  };

  Value(ValueKind kind, Payload payload) : payload_(payload), kind_(kind) {}
  template <typename T>
  static Value boxed(ValueKind kind, T value);
  template <typename T>
  const T& unbox() const {
    return static_cast<const BoxOf<T>*>(payload_.box)->value;
  }
  void release() noexcept;

  Payload payload_{.integer = 0};
  uint32_t size_ = 0;  // of a borrowed string, in bytes
  ValueKind kind_ = ValueKind::kNull;
  bool boxed_ = false;
};

static_assert(sizeof(Value) == 16);

// The kind's name as users read it in messages: "String", "Integer", "List", "DateTime" …
std::string_view kind_name(ValueKind kind);

}  // namespace zhengmai
