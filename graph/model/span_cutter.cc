#include "graph/model/span_cutter.h"

namespace zhengmai {
namespace {

// Bytes of the code point whose first byte it is.
uint32_t utf8_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return 1u + (byte >= 0xC0) + (byte >= 0xE0) + (byte >= 0xF0);
}

}  // namespace

void SpanCutter::index(std::string_view utf8) {
  utf8_ = utf8;
  byte_at_.clear();
  byte_at_.reserve(utf8.size() / 2);  // three bytes a Chinese character
  for (size_t at = 0; at < utf8.size(); at += utf8_length(utf8[at])) {
    byte_at_.push_back(static_cast<uint32_t>(at));
  }
  byte_at_.push_back(static_cast<uint32_t>(utf8.size()));
}

}  // namespace zhengmai
