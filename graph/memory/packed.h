// Packed: a run of numbers that take as few bytes each as the one that needs most: 1, 2, 4 or 8.
//
//   const Packed<int64_t> years = column.integers();
//   years[17];                                                    // looks at the width
//   years.visit([&](auto plain) { for (auto y : plain) sum += y; });   // looks at it once
//
// Packed<int64_t> holds signed numbers; Packed<uint32_t> and Packed<uint64_t> unsigned ones.
// PackedFloats are doubles, or, where few differ, numbers into a table of them.
//
// Cost: an index is a load and a branch that is always guessed right; visit makes its function once
// a width. Threads: views of what does not change.
#pragma once

#include <cstdint>
#include <span>
#include <type_traits>

namespace zhengmai {

template <typename T>
class Packed {
  template <typename Unsigned>
  using Element = std::conditional_t<std::is_signed_v<T>, std::make_signed_t<Unsigned>, Unsigned>;

 public:
  Packed() = default;
  // REQUIRES: data is aligned to the width, which is 1, 2, 4 or 8 and not larger than T's.
  Packed(const void* data, size_t size, unsigned width) : data_(data), size_(size), width_(width) {}

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  size_t size_bytes() const { return size_ * width_; }
  T operator[](size_t i) const {
    switch (width_) {
      case 1: return as<uint8_t>()[i];
      case 2: return as<uint16_t>()[i];
      case 4: return T(as<uint32_t>()[i]);
      default: return T(as<uint64_t>()[i]);
    }
  }
  // f with a span of the elements as they lie in memory.
  template <typename F>
  decltype(auto) visit(F f) const {
    switch (width_) {
      case 1: return f(std::span(as<uint8_t>(), size_));
      case 2: return f(std::span(as<uint16_t>(), size_));
      case 4: return f(std::span(as<uint32_t>(), size_));
      default:
        if constexpr (sizeof(T) == 8) return f(std::span(as<uint64_t>(), size_));
        return f(std::span(as<uint32_t>(), size_));
    }
  }

 private:
  template <typename Unsigned>
  const Element<Unsigned>* as() const {
    return static_cast<const Element<Unsigned>*>(data_);
  }

  const void* data_ = nullptr;
  size_t size_ = 0;
  unsigned width_ = sizeof(T);
};

class PackedFloats {
 public:
  PackedFloats() = default;
  explicit PackedFloats(std::span<const double> plain) : values_(plain) {}
  // REQUIRES: every code is less than the table's size.
  PackedFloats(Packed<uint32_t> codes, std::span<const double> table)
      : values_(table), codes_(codes), coded_(true) {}

  size_t size() const { return coded_ ? codes_.size() : values_.size(); }
  size_t size_bytes() const { return values_.size_bytes() + (coded_ ? codes_.size_bytes() : 0); }
  double operator[](size_t i) const { return coded_ ? values_[codes_[i]] : values_[i]; }

  bool coded() const { return coded_; }
  std::span<const double> values() const { return values_; }  // the table, when coded
  const Packed<uint32_t>& codes() const { return codes_; }    // REQUIRES: coded()

 private:
  std::span<const double> values_;
  Packed<uint32_t> codes_;
  bool coded_ = false;
};

}  // namespace zhengmai
