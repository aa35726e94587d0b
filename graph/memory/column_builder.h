// ColumnBuilder: the values of one property, row by row, before they are frozen into a Column.
//
// Starts as whatever kind the first value is and turns mixed (encoded values) when another kind
// comes, so that no value is ever converted or lost. Texts are numbered while they repeat, and
// numbers take 4 bytes while they fit: a builder is about as large as the column it becomes.
//
// Cost: 4 or 8 bytes a number or boolean; 4 bytes a text that repeats, else its length plus 8.
// Threads: one.
#pragma once

#include <cassert>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/distinct_texts.h"
#include "graph/memory/graph.h"
#include "graph/memory/growing_array.h"

namespace zhengmai {

class ColumnBuilder {
 public:
  // spill: outlives the builder; null: everything stays in memory.
  explicit ColumnBuilder(const Spill* spill = nullptr)
      : rows_(spill), narrow_(spill), words_(spill), codes_(spill), heap_(spill) {}
  ColumnBuilder(ColumnBuilder&&) noexcept = default;
  ColumnBuilder& operator=(ColumnBuilder&&) noexcept = default;

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
  uint64_t word(uint32_t i) const {
    return words_.empty() ? uint64_t(int64_t{narrow_[i]}) : words_[i];
  }
  std::string_view text(uint32_t i) const {
    if (distinct_) return distinct_->text(codes_[i]);
    const uint64_t begin = i == 0 ? 0 : words_[i - 1];
    return {heap_.data() + begin, words_[i] - begin};
  }
  // Bytes of all texts, repetitions included.
  uint64_t heap_size() const { return distinct_ ? coded_size_ : heap_.size(); }

  // Strings that repeat: their numbers, and what each number stands for. Null: texts are not
  // numbered, because they hardly repeat.
  const DistinctTexts* distinct() const { return distinct_.get(); }
  uint32_t code(uint32_t i) const { return codes_[i]; }

  // The same rows with every value encoded (kind kMixed).
  ColumnBuilder encoded() const;

  // The same values but for those of the rows listed (ascending); later rows move up to close the
  // gaps.
  ColumnBuilder without(std::span<const uint32_t> rows) const;

  // Adds what `from` holds in the rows listed, as rows `at`, at + 1 …: the same as setting each
  // value. codes: of `from`, empty before its first rows are added; the numbers its texts got here.
  void add_rows(const Column& from, std::span<const uint32_t> rows, uint32_t at,
                std::vector<uint32_t>* codes);

  // Appends the values of `other`, its rows moved up by `by`. REQUIRES: they come after all rows.
  void append(const ColumnBuilder& other, uint32_t by);

  // Lets the kernel take what lies in files; StoreError when the disk lost some of it.
  void forget() const;
  void check_written() const;

 private:
  const Spill* spill() const { return rows_.memory().spill(); }
  void begin(ColumnKind kind);
  bool accept(uint32_t row, ColumnKind kind);  // false: the column is mixed, encode the value
  void add_row(uint32_t row);
  void add_number(int64_t value);
  void add_word(uint64_t word);
  void add_text(std::string_view text);   // numbered while that is worth it
  void add_plain(std::string_view text);
  void add_value(const ColumnBuilder& from, uint32_t i);  // REQUIRES: of the same kind
  void use_words();
  void stop_numbering();
  void stop_numbering_if_vain();
  void add_entry(uint32_t row, const Column& from, uint32_t code, std::vector<uint32_t>* codes);
  void append_numbered(const ColumnBuilder& other);
  void append_texts(const ColumnBuilder& other);
  void encode_at(uint32_t i, std::string& out) const;
  void widen();

  ColumnKind kind_ = ColumnKind::kMixed;
  uint32_t count_ = 0;
  GrowingArray<uint32_t> rows_;    // empty while gapless
  GrowingArray<int32_t> narrow_;   // numbers while all fit; then words_ has them
  GrowingArray<uint64_t> words_;   // numbers, or where each text ends in the heap
  GrowingArray<uint32_t> codes_;   // of texts, while distinct_ is there
  GrowingArray<char> heap_;
  std::unique_ptr<DistinctTexts> distinct_;
  uint64_t coded_size_ = 0;
};

}  // namespace zhengmai
