// A half-open stretch of a document's text.
//
// Unit: Unicode code points of the document as decoded (a BOM does not count, a CR does, nothing is
// normalised). document[begin:end] in Python is the same stretch.
#pragma once

#include <compare>
#include <cstdint>

namespace zhengmai {

struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  friend auto operator<=>(const Span&, const Span&) = default;
};

}  // namespace zhengmai
