// Batches: up to 1024 rows, column by column; a column is named by the symbol that it holds.
//
// A Vector stores its values in the plainest form that they all have: ids of nodes, integers,
// codes of a dictionary … and falls back to Values when a value does not fit (a null integer, a
// mixed column). Its type may differ from batch to batch.
//
// Cost: appending is amortised constant; copying rows is a gather of plain numbers.
// Threads: a batch belongs to the thread that runs its pipeline.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "graph/memory/graph.h"
#include "graph/model/value.h"
#include "query/plan/expression.h"
#include "query/values/compare.h"

namespace zhengmai::exec {

using plan::Symbol;

enum class VectorType : uint8_t {
  kNode,          // ids; kNoId is null
  kRelationship,  // ids; kNoId is null
  kCode,          // ids: codes of `dictionary`; kNoId is null
  kInteger,       // never null
  kFloat,         // never null
  kBoolean,       // Ternary
  kValue,
};

class Vector {
 public:
  VectorType type() const { return type_; }
  size_t size() const;
  // Empties it and sets its type.
  void reset(VectorType type);
  void reset_codes(const Column* dictionary);

  Value value(size_t row) const;
  bool is_null(size_t row) const;

  // Raw storage; REQUIRES the matching type.
  std::vector<uint32_t>& ids() { return ids_; }
  const std::vector<uint32_t>& ids() const { return ids_; }
  std::vector<int64_t>& integers() { return integers_; }
  const std::vector<int64_t>& integers() const { return integers_; }
  std::vector<double>& floats() { return floats_; }
  const std::vector<double>& floats() const { return floats_; }
  std::vector<Ternary>& booleans() { return booleans_; }
  const std::vector<Ternary>& booleans() const { return booleans_; }
  std::vector<Value>& values() { return values_; }
  const std::vector<Value>& values() const { return values_; }
  const Column* dictionary() const { return dictionary_; }

  // Appends; the vector becomes one of Values when the types differ.
  void append(const Vector& source, size_t row, size_t times = 1);
  void append_rows(const Vector& source, std::span<const uint32_t> rows);
  void append_value(Value value);
  void append_nulls(size_t times);
  // Keeps only the given rows, ascending.
  void select(std::span<const uint32_t> rows);
  void truncate(size_t size);

 private:
  void become_values();
  // Whether rows of `source` can be copied as they are stored: of its form, or empty and so made;
  // otherwise this becomes a vector of Values.
  bool take_form_of(const Vector& source);
  bool like(const Vector& other) const {
    return type_ == other.type_ && dictionary_ == other.dictionary_;
  }

  VectorType type_ = VectorType::kValue;
  const Column* dictionary_ = nullptr;
  std::vector<uint32_t> ids_;
  std::vector<int64_t> integers_;
  std::vector<double> floats_;
  std::vector<Ternary> booleans_;
  std::vector<Value> values_;
};

struct Batch {
  static constexpr size_t kRows = 1024;

  explicit Batch(size_t symbols = 0) : columns(symbols) {}
  Vector& operator[](Symbol s) { return columns[static_cast<size_t>(s)]; }
  const Vector& operator[](Symbol s) const { return columns[static_cast<size_t>(s)]; }

  size_t size = 0;
  std::vector<Vector> columns;  // by symbol; those not in use are empty
};

}  // namespace zhengmai::exec
