// Cuts spans out of UTF-8 text.
//
//   SpanCutter cut;
//   cut.index(utf8);
//   cut({3, 6});   // the bytes of code points 3, 4 and 5
//
// Cost: index() is one pass and four bytes a code point, in a buffer that the next text uses again;
// a cut is two loads. Threads: const access from any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "graph/model/span.h"

namespace zhengmai {

class SpanCutter {
 public:
  // REQUIRES: `utf8` is well-formed and outlives the cuts.
  void index(std::string_view utf8);

  // In code points.
  uint32_t size() const { return static_cast<uint32_t>(byte_at_.size() - 1); }
  // REQUIRES: span.begin <= span.end <= size().
  std::string_view operator()(Span span) const {
    return utf8_.substr(byte_at_[span.begin], byte_at_[span.end] - byte_at_[span.begin]);
  }

 private:
  std::string_view utf8_;
  std::vector<uint32_t> byte_at_{0};  // of each code point, and the end
};

}  // namespace zhengmai
