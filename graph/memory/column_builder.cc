#include "graph/memory/column_builder.h"

#include <bit>
#include <limits>

#include "graph/model/value_codec.h"

namespace zhengmai {

namespace {

// Texts are numbered until so many are distinct and more than half of all are.
constexpr uint32_t kDistinctFromStart = 4096;

}  // namespace

void ColumnBuilder::add_row(uint32_t row) {
  assert(count_ == 0 || row > last_row());
  if (gapless() && row != count_) {
    for (uint32_t i = 0; i < count_; ++i) rows_.push_back(i);
    rows_.push_back(row);
  } else if (!gapless()) {
    rows_.push_back(row);
  }
  ++count_;
}

void ColumnBuilder::begin(ColumnKind kind) {
  kind_ = kind;
  if (kind == ColumnKind::kString) distinct_ = std::make_unique<DistinctTexts>(spill());
}

bool ColumnBuilder::accept(uint32_t row, ColumnKind kind) {
  if (count_ == 0) begin(kind);
  if (kind_ != kind && kind_ != ColumnKind::kMixed) widen();
  add_row(row);
  return kind_ == kind;
}

void ColumnBuilder::use_words() {
  for (const int32_t number : narrow_.span()) words_.push_back(uint64_t(int64_t{number}));
  narrow_ = GrowingArray<int32_t>(spill());
}

void ColumnBuilder::add_word(uint64_t word) {
  if (words_.empty()) use_words();
  words_.push_back(word);
}

void ColumnBuilder::add_number(int64_t value) {
  const bool fits = value >= std::numeric_limits<int32_t>::min() &&
                    value <= std::numeric_limits<int32_t>::max();
  if (fits && words_.empty()) {
    narrow_.push_back(int32_t(value));
  } else {
    add_word(uint64_t(value));
  }
}

void ColumnBuilder::add_plain(std::string_view text) {
  heap_.append(text);
  words_.push_back(heap_.size());
}

void ColumnBuilder::add_text(std::string_view text) {
  if (!distinct_) return add_plain(text);
  codes_.push_back(distinct_->code_of(text));
  coded_size_ += text.size();
  stop_numbering_if_vain();
}

void ColumnBuilder::stop_numbering_if_vain() {
  const uint32_t distinct = distinct_->size();
  if (distinct > kDistinctFromStart && distinct > codes_.size() / 2) stop_numbering();
}

void ColumnBuilder::stop_numbering() {
  const std::unique_ptr<DistinctTexts> distinct = std::move(distinct_);
  for (const uint32_t code : codes_.span()) add_plain(distinct->text(code));
  codes_ = GrowingArray<uint32_t>(spill());
  coded_size_ = 0;
}

void ColumnBuilder::set_integer(uint32_t row, int64_t value) {
  if (accept(row, ColumnKind::kInteger)) return add_number(value);
  std::string bytes;
  encode_value(Value::integer(value), bytes);
  add_plain(bytes);
}
void ColumnBuilder::set_float(uint32_t row, double value) {
  if (accept(row, ColumnKind::kFloat)) return add_word(std::bit_cast<uint64_t>(value));
  std::string bytes;
  encode_value(Value::floating(value), bytes);
  add_plain(bytes);
}
void ColumnBuilder::set_boolean(uint32_t row, bool value) {
  if (accept(row, ColumnKind::kBoolean)) return add_number(value);
  std::string bytes;
  encode_value(Value::boolean(value), bytes);
  add_plain(bytes);
}
void ColumnBuilder::set_string(uint32_t row, std::string_view value) {
  if (accept(row, ColumnKind::kString)) return add_text(value);
  std::string bytes;
  encode_value(Value::borrowed(value), bytes);
  add_plain(bytes);
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
  add_plain(bytes);
}

void ColumnBuilder::pop() {
  assert(count_ > 0);
  if (distinct_) {
    coded_size_ -= text(count_ - 1).size();
    codes_.pop_back();
  } else if (words_.empty()) {
    narrow_.pop_back();
  } else {
    words_.pop_back();
    const bool holds_text = kind_ == ColumnKind::kString || kind_ == ColumnKind::kMixed;
    if (holds_text) heap_.shrink(words_.empty() ? 0 : words_.back());
  }
  if (!gapless()) rows_.pop_back();
  if (--count_ == 0) *this = ColumnBuilder(spill());
}

void ColumnBuilder::encode_at(uint32_t i, std::string& out) const {
  switch (kind_) {
    case ColumnKind::kInteger: encode_value(Value::integer(int64_t(word(i))), out); break;
    case ColumnKind::kFloat:
      encode_value(Value::floating(std::bit_cast<double>(word(i))), out);
      break;
    case ColumnKind::kBoolean: encode_value(Value::boolean(word(i) != 0), out); break;
    case ColumnKind::kString: encode_value(Value::borrowed(text(i)), out); break;
    case ColumnKind::kDictionary:
    case ColumnKind::kMixed: out.append(text(i)); break;
  }
}

ColumnBuilder ColumnBuilder::encoded() const {
  ColumnBuilder out(spill());
  out.kind_ = ColumnKind::kMixed;
  std::string bytes;
  for (uint32_t i = 0; i < count_; ++i) {
    bytes.clear();
    encode_at(i, bytes);
    out.add_row(row(i));
    out.add_plain(bytes);
  }
  return out;
}

void ColumnBuilder::widen() { *this = encoded(); }

void ColumnBuilder::add_value(const ColumnBuilder& from, uint32_t i) {
  switch (kind_) {
    case ColumnKind::kInteger:
    case ColumnKind::kBoolean: return add_number(int64_t(from.word(i)));
    case ColumnKind::kFloat: return add_word(from.word(i));
    case ColumnKind::kString: return add_text(from.text(i));
    case ColumnKind::kDictionary:
    case ColumnKind::kMixed: return add_plain(from.text(i));
  }
}

ColumnBuilder ColumnBuilder::without(std::span<const uint32_t> rows) const {
  ColumnBuilder kept(spill());
  size_t dropped = 0;
  for (uint32_t i = 0; i < count_; ++i) {
    while (dropped < rows.size() && rows[dropped] < row(i)) ++dropped;
    if (dropped < rows.size() && rows[dropped] == row(i)) continue;
    kept.accept(row(i) - uint32_t(dropped), kind_);
    kept.add_value(*this, i);
  }
  return kept;
}

// An entry of a dictionary is looked up once.
void ColumnBuilder::add_entry(uint32_t row, const Column& from, uint32_t code,
                              std::vector<uint32_t>* codes) {
  const std::string_view text = from.dictionary_entry(code);
  if (count_ == 0 || kind_ != ColumnKind::kString || !distinct_) return set_string(row, text);
  uint32_t& ours = (*codes)[code];
  if (ours == kNoId) ours = distinct_->code_of(text);
  add_row(row);
  codes_.push_back(ours);
  coded_size_ += text.size();
  stop_numbering_if_vain();
}

void ColumnBuilder::add_rows(const Column& from, std::span<const uint32_t> rows, uint32_t at,
                             std::vector<uint32_t>* codes) {
  const bool dense = from.dense();
  const auto each = [&](auto add) {
    for (size_t i = 0; i < rows.size(); ++i) {
      if (dense || from.has(rows[i])) add(at + uint32_t(i), rows[i]);
    }
  };
  switch (from.kind()) {
    case ColumnKind::kInteger: {
      const Packed<int64_t> values = from.integers();
      return each([&](uint32_t row, uint32_t i) { set_integer(row, values[i]); });
    }
    case ColumnKind::kFloat: {
      const PackedFloats values = from.floats();
      return each([&](uint32_t row, uint32_t i) { set_float(row, values[i]); });
    }
    case ColumnKind::kBoolean: {
      const std::span<const uint8_t> values = from.booleans();
      return each([&](uint32_t row, uint32_t i) { set_boolean(row, values[i] != 0); });
    }
    case ColumnKind::kString: {
      const Packed<uint64_t> offsets = from.offsets();
      const std::string_view heap = from.heap();
      return each([&](uint32_t row, uint32_t i) {
        set_string(row, heap.substr(offsets[i], offsets[i + 1] - offsets[i]));
      });
    }
    case ColumnKind::kDictionary: {
      codes->resize(from.dictionary_size(), kNoId);
      const Packed<uint32_t> values = from.codes();
      return each([&](uint32_t row, uint32_t i) { add_entry(row, from, values[i], codes); });
    }
    case ColumnKind::kMixed:
      return each([&](uint32_t row, uint32_t i) { set(row, from.get(i)); });
  }
}

void ColumnBuilder::append(const ColumnBuilder& other, uint32_t by) {
  if (other.count_ == 0) return;
  if (count_ > 0 && kind_ != other.kind_) {
    if (kind_ != ColumnKind::kMixed) widen();
    if (other.kind_ != ColumnKind::kMixed) return append(other.encoded(), by);
  }
  if (count_ == 0) begin(other.kind_);
  const uint32_t before = count_;
  if (gapless() && other.gapless() && by == count_) {
    count_ += other.count_;
  } else {
    for (uint32_t i = 0; i < other.count_; ++i) add_row(other.row(i) + by);
  }
  if (kind_ == ColumnKind::kString && distinct_ && other.distinct_) {
    append_numbered(other);
  } else if (kind_ == ColumnKind::kString || kind_ == ColumnKind::kMixed) {
    append_texts(other);
  } else if (words_.empty() && other.words_.empty()) {
    narrow_.append(other.narrow_.span());
  } else {
    if (before > 0 && words_.empty()) use_words();
    for (uint32_t i = 0; i < other.count_; ++i) words_.push_back(other.word(i));
  }
}

// Numbers of the other column's texts become ours, each looked up once.
void ColumnBuilder::append_numbered(const ColumnBuilder& other) {
  std::vector<uint32_t> ours(other.distinct_->size(), kNoId);
  for (const uint32_t code : other.codes_.span()) {
    if (ours[code] == kNoId) ours[code] = distinct_->code_of(other.distinct_->text(code));
    codes_.push_back(ours[code]);
  }
  coded_size_ += other.coded_size_;
  stop_numbering_if_vain();
}

void ColumnBuilder::append_texts(const ColumnBuilder& other) {
  if (distinct_) stop_numbering();
  if (other.distinct_) {
    for (uint32_t i = 0; i < other.count_; ++i) add_plain(other.text(i));
    return;
  }
  const uint64_t shift = heap_.size();
  heap_.append(other.heap_.span());
  for (const uint64_t end : other.words_.span()) words_.push_back(end + shift);
}

void ColumnBuilder::forget() const {
  for (const GrowingMemory* memory : {&rows_.memory(), &narrow_.memory(), &words_.memory(),
                                      &codes_.memory(), &heap_.memory()}) {
    memory->forget();
  }
  if (distinct_) distinct_->forget();
}

void ColumnBuilder::check_written() const {
  for (const GrowingMemory* memory : {&rows_.memory(), &narrow_.memory(), &words_.memory(),
                                      &codes_.memory(), &heap_.memory()}) {
    memory->check_written();
  }
}

}  // namespace zhengmai
