#include "graph/memory/column_builder.h"

#include <bit>

#include "graph/model/value_codec.h"

namespace zhengmai {

void ColumnBuilder::add_row(uint32_t row) {
  assert(count_ == 0 || row > last_row());
  if (gapless() && row != count_) {
    rows_.reserve(count_ + 1);
    for (uint32_t i = 0; i < count_; ++i) rows_.push_back(i);
    rows_.push_back(row);
  } else if (!gapless()) {
    rows_.push_back(row);
  }
  ++count_;
}

bool ColumnBuilder::accept(uint32_t row, ColumnKind kind) {
  if (count_ == 0) kind_ = kind;
  if (kind_ != kind && kind_ != ColumnKind::kMixed) widen();
  add_row(row);
  return kind_ == kind;
}

void ColumnBuilder::set_integer(uint32_t row, int64_t value) {
  if (accept(row, ColumnKind::kInteger)) {
    words_.push_back(uint64_t(value));
  } else {
    encode_value(Value::integer(value), heap_);
    words_.push_back(heap_.size());
  }
}
void ColumnBuilder::set_float(uint32_t row, double value) {
  if (accept(row, ColumnKind::kFloat)) {
    words_.push_back(std::bit_cast<uint64_t>(value));
  } else {
    encode_value(Value::floating(value), heap_);
    words_.push_back(heap_.size());
  }
}
void ColumnBuilder::set_boolean(uint32_t row, bool value) {
  if (accept(row, ColumnKind::kBoolean)) {
    words_.push_back(value);
  } else {
    encode_value(Value::boolean(value), heap_);
    words_.push_back(heap_.size());
  }
}
void ColumnBuilder::set_string(uint32_t row, std::string_view value) {
  if (accept(row, ColumnKind::kString)) {
    append_text(value);
  } else {
    encode_value(Value::borrowed(value), heap_);
    words_.push_back(heap_.size());
  }
}

void ColumnBuilder::set(uint32_t row, const Value& value) {
  switch (value.kind()) {
    case ValueKind::kInteger: return set_integer(row, value.as_integer());
    case ValueKind::kFloat: return set_float(row, value.as_float());
    case ValueKind::kBoolean: return set_boolean(row, value.as_boolean());
    case ValueKind::kString: return set_string(row, value.as_string());
    default: break;
  }
  // Encoded aside first: a value that has no encoding must leave the column as it was.
  std::string bytes;
  encode_value(value, bytes);
  accept(row, ColumnKind::kMixed);
  append_text(bytes);
}

void ColumnBuilder::pop() {
  assert(count_ > 0);
  words_.pop_back();
  if (holds_text()) heap_.resize(words_.empty() ? 0 : words_.back());
  if (!gapless()) rows_.pop_back();
  --count_;
}

void ColumnBuilder::encode_at(uint32_t i, std::string& out) const {
  switch (kind_) {
    case ColumnKind::kInteger: encode_value(Value::integer(int64_t(words_[i])), out); break;
    case ColumnKind::kFloat:
      encode_value(Value::floating(std::bit_cast<double>(words_[i])), out);
      break;
    case ColumnKind::kBoolean: encode_value(Value::boolean(words_[i] != 0), out); break;
    case ColumnKind::kString: encode_value(Value::borrowed(text(i)), out); break;
    case ColumnKind::kDictionary:
    case ColumnKind::kMixed: out.append(text(i)); break;
  }
}

void ColumnBuilder::widen() {
  std::string heap;
  std::vector<uint64_t> ends;
  ends.reserve(words_.size());
  for (uint32_t i = 0; i < count_; ++i) {
    encode_at(i, heap);
    ends.push_back(heap.size());
  }
  heap_ = std::move(heap);
  words_ = std::move(ends);
  kind_ = ColumnKind::kMixed;
}

ColumnBuilder ColumnBuilder::encoded() const {
  ColumnBuilder copy = *this;
  if (kind_ != ColumnKind::kMixed) copy.widen();
  return copy;
}

ColumnBuilder ColumnBuilder::without(std::span<const uint32_t> rows) const {
  ColumnBuilder kept;
  kept.kind_ = kind_;
  size_t dropped = 0;
  for (uint32_t i = 0; i < count_; ++i) {
    while (dropped < rows.size() && rows[dropped] < row(i)) ++dropped;
    if (dropped < rows.size() && rows[dropped] == row(i)) continue;
    kept.add_row(row(i) - uint32_t(dropped));
    if (holds_text()) {
      kept.append_text(text(i));
    } else {
      kept.words_.push_back(words_[i]);
    }
  }
  return kept;
}

void ColumnBuilder::append(const ColumnBuilder& other, uint32_t by) {
  if (other.count_ == 0) return;
  if (count_ == 0) kind_ = other.kind_;
  if (kind_ != other.kind_) {
    if (kind_ != ColumnKind::kMixed) widen();
    if (other.kind_ != ColumnKind::kMixed) return append(other.encoded(), by);
  }
  if (gapless() && other.gapless() && by == count_) {
    count_ += other.count_;
  } else {
    for (uint32_t i = 0; i < other.count_; ++i) add_row(other.row(i) + by);
  }
  const uint64_t shift = holds_text() ? heap_.size() : 0;
  words_.reserve(words_.size() + other.words_.size());
  for (const uint64_t word : other.words_) words_.push_back(word + shift);
  heap_.append(other.heap_);
}

}  // namespace zhengmai
