// A query's text with the two ways to count in it: ANTLR and SourceRange count code points, slicing
// counts bytes.
//
// Cost: building is one pass; text that is all ASCII keeps no table. Threads: const after building.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "query/syntax/diagnostics.h"

namespace zhengmai {

class SourceText {
 public:
  // REQUIRES: valid UTF-8 that outlives this object.
  explicit SourceText(std::string_view text) : text_(text) {
    bool ascii = true;
    for (const char c : text) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    if (ascii) return;
    for (uint32_t i = 0; i < text.size(); ++i) {
      if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) starts_.push_back(i);
    }
    starts_.push_back(static_cast<uint32_t>(text.size()));
  }

  std::string_view text() const { return text_; }
  // Number of code points.
  uint32_t size() const {
    return static_cast<uint32_t>(starts_.empty() ? text_.size() : starts_.size() - 1);
  }
  std::string_view slice(SourceRange range) const {
    const uint32_t end = range.end < size() ? range.end : size();
    const uint32_t begin = range.begin < end ? range.begin : end;
    return text_.substr(byte_at(begin), byte_at(end) - byte_at(begin));
  }

 private:
  uint32_t byte_at(uint32_t code_point) const {
    return starts_.empty() ? code_point : starts_[code_point];
  }

  std::string_view text_;
  std::vector<uint32_t> starts_;  // byte offset of each code point, and the end; empty for ASCII
};

}  // namespace zhengmai
