// ColumnBuilder: the values of one property, row by row, before they are frozen into a Column.
//
// Starts as whatever kind the first value is and turns mixed (encoded values) when another kind
// comes, so that no value is ever converted or lost.
//
// Cost: 8 bytes a number or boolean; text as long as it is, plus 8. Threads: one.
#pragma once

#include <cassert>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/graph.h"

namespace zhengmai {

class ColumnBuilder {
 public:
  // REQUIRES: row is greater than every row so far; value is not null.
  void set(uint32_t row, const Value& value);
  void set_integer(uint32_t row, int64_t value);
  void set_float(uint32_t row, double value);
  void set_boolean(uint32_t row, bool value);
  void set_string(uint32_t row, std::string_view value);
  // Takes back the last row. REQUIRES: count() > 0.
  void pop();

  uint32_t count() const { return count_; }
  ColumnKind kind() const { return kind_; }  // never kDictionary; REQUIRES: count() > 0 to matter
  // Rows are 0, 1 … count() - 1.
  bool gapless() const { return rows_.empty(); }
  uint32_t row(uint32_t i) const { return gapless() ? i : rows_[i]; }
  uint32_t last_row() const { return row(count_ - 1); }

  // The i-th value that was set. word: of an integer, float (its bits) or boolean; text: of a
  // string, or the encoding of a mixed value.
  uint64_t word(uint32_t i) const { return words_[i]; }
  std::string_view text(uint32_t i) const {
    const uint64_t begin = i == 0 ? 0 : words_[i - 1];
    return std::string_view(heap_).substr(begin, words_[i] - begin);
  }
  uint64_t heap_size() const { return heap_.size(); }

  // The same rows with every value encoded (kind kMixed).
  ColumnBuilder encoded() const;

  // The same values but for those of the rows listed (ascending); later rows move up to close the
  // gaps.
  ColumnBuilder without(std::span<const uint32_t> rows) const;

  // Appends the values of `other`, its rows moved up by `by`. REQUIRES: they come after all rows.
  void append(const ColumnBuilder& other, uint32_t by);

 private:
  bool holds_text() const { return kind_ == ColumnKind::kString || kind_ == ColumnKind::kMixed; }
  bool accept(uint32_t row, ColumnKind kind);  // false: the column is mixed, encode the value
  void add_row(uint32_t row);
  void append_text(std::string_view text) {
    heap_.append(text);
    words_.push_back(heap_.size());
  }
  void encode_at(uint32_t i, std::string& out) const;
  void widen();

  ColumnKind kind_ = ColumnKind::kMixed;
  uint32_t count_ = 0;
  std::vector<uint32_t> rows_;    // empty while gapless
  std::vector<uint64_t> words_;   // values, or where each text ends in the heap
  std::string heap_;
};

}  // namespace zhengmai
