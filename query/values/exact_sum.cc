#include <cmath>

#include "query/values/aggregates.h"

namespace zhengmai {

// The partials are kept so that no two overlap in their bits; their true sum is the sum of all
// values added so far. (J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997.)
void ExactSum::add(double x) {
  if (!std::isfinite(x)) {
    special_ += x;
    has_special_ = true;
    return;
  }
  size_t kept = 0;
  for (double y : partials_) {
    if (std::abs(x) < std::abs(y)) std::swap(x, y);
    const double high = x + y;
    if (!std::isfinite(high)) {  // the true sum is beyond what a float holds
      special_ += high;
      has_special_ = true;
      partials_.clear();
      return;
    }
    const double low = y - (high - x);
    if (low != 0) partials_[kept++] = low;
    x = high;
  }
  partials_.resize(kept);
  partials_.push_back(x);
}

void ExactSum::merge(const ExactSum& other) {
  for (const double partial : other.partials_) add(partial);
  special_ += other.special_;
  has_special_ |= other.has_special_;
}

double ExactSum::value() const {
  if (has_special_) return special_;
  if (partials_.empty()) return 0;
  // From the largest down, until something does not fit any more.
  size_t n = partials_.size();
  double high = partials_[--n], low = 0;
  while (n > 0) {
    const double x = high, y = partials_[--n];
    high = x + y;
    low = y - (high - x);
    if (low != 0) break;
  }
  // Half-way cases: the next partial decides the direction.
  if (n > 0 && ((low < 0 && partials_[n - 1] < 0) || (low > 0 && partials_[n - 1] > 0))) {
    const double twice = low * 2, x = high + twice;
    if (twice == x - high) high = x;
  }
  return high;
}

}  // namespace zhengmai
