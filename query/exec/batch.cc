#include "query/exec/batch.h"

#include <utility>

namespace zhengmai::exec {

size_t Vector::size() const {
  switch (type_) {
    case VectorType::kNode:
    case VectorType::kRelationship:
    case VectorType::kCode: return ids_.size();
    case VectorType::kInteger: return integers_.size();
    case VectorType::kFloat: return floats_.size();
    case VectorType::kBoolean: return booleans_.size();
    case VectorType::kValue: return values_.size();
  }
  return 0;
}

void Vector::reset(VectorType type) {
  type_ = type;
  dictionary_ = nullptr;
  ids_.clear();
  integers_.clear();
  floats_.clear();
  booleans_.clear();
  values_.clear();
}

void Vector::reset_codes(const Column* dictionary) {
  reset(VectorType::kCode);
  dictionary_ = dictionary;
}

Value Vector::value(size_t row) const {
  switch (type_) {
    case VectorType::kNode: return ids_[row] == kNoId ? Value() : Value::node(ids_[row]);
    case VectorType::kRelationship:
      return ids_[row] == kNoId ? Value() : Value::relationship(ids_[row]);
    case VectorType::kCode:
      return ids_[row] == kNoId ? Value()
                                : Value::borrowed(dictionary_->dictionary_entry(ids_[row]));
    case VectorType::kInteger: return Value::integer(integers_[row]);
    case VectorType::kFloat: return Value::floating(floats_[row]);
    case VectorType::kBoolean: return to_value(booleans_[row]);
    case VectorType::kValue: return values_[row];
  }
  return {};
}

bool Vector::is_null(size_t row) const {
  switch (type_) {
    case VectorType::kNode:
    case VectorType::kRelationship:
    case VectorType::kCode: return ids_[row] == kNoId;
    case VectorType::kInteger:
    case VectorType::kFloat: return false;
    case VectorType::kBoolean: return booleans_[row] == Ternary::kNull;
    case VectorType::kValue: return values_[row].is_null();
  }
  return true;
}

void Vector::become_values() {
  if (type_ == VectorType::kValue) return;
  std::vector<Value> values;
  const size_t n = size();
  values.reserve(n + 1);
  for (size_t i = 0; i < n; ++i) values.push_back(value(i));
  reset(VectorType::kValue);
  values_ = std::move(values);
}

bool Vector::take_form_of(const Vector& source) {
  if (like(source)) return true;
  if (size() > 0 || source.type_ == VectorType::kValue) {
    become_values();
    return false;
  }
  reset(source.type_);
  dictionary_ = source.dictionary_;
  return true;
}

void Vector::append(const Vector& source, size_t row, size_t times) {
  if (!take_form_of(source)) {
    values_.insert(values_.end(), times, source.value(row));
    return;
  }
  switch (type_) {
    case VectorType::kNode:
    case VectorType::kRelationship:
    case VectorType::kCode: ids_.insert(ids_.end(), times, source.ids_[row]); break;
    case VectorType::kInteger:
      integers_.insert(integers_.end(), times, source.integers_[row]);
      break;
    case VectorType::kFloat: floats_.insert(floats_.end(), times, source.floats_[row]); break;
    case VectorType::kBoolean:
      booleans_.insert(booleans_.end(), times, source.booleans_[row]);
      break;
    case VectorType::kValue: values_.insert(values_.end(), times, source.values_[row]); break;
  }
}

namespace {

template <typename T>
void gather(const std::vector<T>& from, std::span<const uint32_t> rows, std::vector<T>& to) {
  const size_t old = to.size();
  to.resize(old + rows.size());
  T* out = to.data() + old;
  for (size_t i = 0; i < rows.size(); ++i) out[i] = from[rows[i]];
}

// In place: rows ascend, so a value never overwrites one that is still to be read.
template <typename T>
void compact(std::vector<T>& items, std::span<const uint32_t> rows) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] != i) items[i] = std::move(items[rows[i]]);
  }
  items.resize(rows.size());
}

}  // namespace

void Vector::append_rows(const Vector& source, std::span<const uint32_t> rows) {
  if (!take_form_of(source)) {
    for (const uint32_t row : rows) values_.push_back(source.value(row));
    return;
  }
  switch (type_) {
    case VectorType::kNode:
    case VectorType::kRelationship:
    case VectorType::kCode: gather(source.ids_, rows, ids_); break;
    case VectorType::kInteger: gather(source.integers_, rows, integers_); break;
    case VectorType::kFloat: gather(source.floats_, rows, floats_); break;
    case VectorType::kBoolean: gather(source.booleans_, rows, booleans_); break;
    case VectorType::kValue: gather(source.values_, rows, values_); break;
  }
}

void Vector::append_value(Value value) {
  become_values();
  values_.push_back(std::move(value));
}

void Vector::append_nulls(size_t times) {
  switch (type_) {
    case VectorType::kNode:
    case VectorType::kRelationship:
    case VectorType::kCode: ids_.insert(ids_.end(), times, kNoId); break;
    case VectorType::kBoolean: booleans_.insert(booleans_.end(), times, Ternary::kNull); break;
    case VectorType::kInteger:
    case VectorType::kFloat: become_values(); [[fallthrough]];
    case VectorType::kValue: values_.insert(values_.end(), times, Value()); break;
  }
}

void Vector::select(std::span<const uint32_t> rows) {
  switch (type_) {
    case VectorType::kNode:
    case VectorType::kRelationship:
    case VectorType::kCode: compact(ids_, rows); break;
    case VectorType::kInteger: compact(integers_, rows); break;
    case VectorType::kFloat: compact(floats_, rows); break;
    case VectorType::kBoolean: compact(booleans_, rows); break;
    case VectorType::kValue: compact(values_, rows); break;
  }
}

void Vector::truncate(size_t size) {
  switch (type_) {
    case VectorType::kNode:
    case VectorType::kRelationship:
    case VectorType::kCode: ids_.resize(size); break;
    case VectorType::kInteger: integers_.resize(size); break;
    case VectorType::kFloat: floats_.resize(size); break;
    case VectorType::kBoolean: booleans_.resize(size, Ternary::kNull); break;
    case VectorType::kValue: values_.resize(size); break;
  }
}

}  // namespace zhengmai::exec
