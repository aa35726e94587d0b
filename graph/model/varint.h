// Unsigned integers in as few bytes as they need: seven bits a byte, lowest first, the high bit set
// on all but the last (LEB128). Each number has one spelling: padding with zeros is refused.
// Used by the store's blocks and by the codec of values.
//
// Errors: StoreError when the bytes end early, are padded, or the number does not fit 64 bits.
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "graph/model/error.h"

namespace zhengmai {

inline constexpr size_t kLongestVarint = 10;

// Writes the number where there is room for kLongestVarint bytes; returns its end.
inline char* write_varint(char* at, uint64_t n) {
  for (; n >= 0x80; n >>= 7) *at++ = static_cast<char>(n | 0x80);
  *at++ = static_cast<char>(n);
  return at;
}

inline void put_varint(std::string& out, uint64_t n) {
  char bytes[kLongestVarint];
  out.append(bytes, write_varint(bytes, n));
}

// Takes the number off the front of `in`.
inline uint64_t take_varint(std::string_view& in) {
  uint64_t n = 0;
  for (size_t i = 0; i < in.size() && i < kLongestVarint; ++i) {
    const auto byte = static_cast<unsigned char>(in[i]);
    if (i == kLongestVarint - 1 && byte > 1) break;
    n |= uint64_t(byte & 0x7F) << (7 * i);
    if (byte < 0x80) {
      if (byte == 0 && i > 0) break;
      in.remove_prefix(i + 1);
      return n;
    }
  }
  throw StoreError(ExitCode::kIoError, "damaged record: a number ends early, is padded or is too large");
}

// Zigzag folds 0, -1, 1, -2 … to 0, 1, 2, 3 …, so that small negatives stay short.
inline uint64_t zigzag(int64_t n) { return (uint64_t(n) << 1) ^ uint64_t(n >> 63); }
inline int64_t unzigzag(uint64_t n) { return int64_t(n >> 1) ^ -int64_t(n & 1); }

inline void put_string(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out += text;
}

// The result points into what `in` pointed to.
inline std::string_view take_string(std::string_view& in) {
  const uint64_t size = take_varint(in);
  if (size > in.size()) {
    throw StoreError(ExitCode::kIoError, "damaged record: a text is longer than what is left");
  }
  const std::string_view text = in.substr(0, size);
  in.remove_prefix(size);
  return text;
}

}  // namespace zhengmai
