#include "graph/model/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstring>

namespace zhengmai {
namespace {

struct Decoded {
  char32_t scalar;
  unsigned length;  // bytes; 0 when the bytes at hand are not valid UTF-8
};

// One scalar value at `p`, which has `left` ≥ 1 bytes.
Decoded decode_one(const unsigned char* p, size_t left) {
  const unsigned char lead = p[0];
  if (lead < 0x80) return {lead, 1};
  const auto tail = [&](size_t i) { return i < left && (p[i] & 0xC0) == 0x80; };
  const auto bits = [&](size_t i) { return char32_t(p[i] & 0x3F); };
  if (lead >= 0xC2 && lead < 0xE0 && tail(1)) return {char32_t(lead & 0x1F) << 6 | bits(1), 2};
  if (lead >= 0xE0 && lead < 0xF0 && tail(1) && tail(2)) {
    const char32_t c = char32_t(lead & 0x0F) << 12 | bits(1) << 6 | bits(2);
    if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) return {c, 3};
  }
  if (lead >= 0xF0 && lead < 0xF5 && tail(1) && tail(2) && tail(3)) {
    const char32_t c = char32_t(lead & 0x07) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3);
    if (c >= 0x10000 && c <= 0x10FFFF) return {c, 4};
  }
  return {0xFFFD, 0};
}

// Writes up to four bytes; returns where they end.
char* put_utf8(char* out, char32_t c) {
  const auto tail = [c](int shift) { return char(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) {
    *out++ = char(c);
  } else if (c < 0x800) {
    *out++ = char(0xC0 | c >> 6);
    *out++ = tail(0);
  } else if (c < 0x10000) {
    *out++ = char(0xE0 | c >> 12);
    *out++ = tail(6);
    *out++ = tail(0);
  } else {
    *out++ = char(0xF0 | c >> 18);
    *out++ = tail(12);
    *out++ = tail(6);
    *out++ = tail(0);
  }
  return out;
}

}  // namespace

std::optional<size_t> find_invalid_utf8(std::string_view bytes) {
  const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
  for (size_t i = 0; i < bytes.size();) {
    const Decoded d = decode_one(p + i, bytes.size() - i);
    if (d.length == 0) return i;
    i += d.length;
  }
  return std::nullopt;
}

std::u32string to_utf32(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  const auto* p = reinterpret_cast<const unsigned char*>(utf8.data());
  for (size_t i = 0; i < utf8.size();) {
    const Decoded d = decode_one(p + i, utf8.size() - i);
    out.push_back(d.scalar);
    i += std::max(1u, d.length);
  }
  return out;
}

void append_utf8(std::string& out, char32_t c) {
  char bytes[4];
  out.append(bytes, put_utf8(bytes, c));
}

size_t utf8_size(std::u32string_view text) {
  size_t size = text.size();
  for (const char32_t c : text) size += (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
  return size;
}

std::string to_utf8(std::u32string_view text) {
  std::string out(utf8_size(text), '\0');
  char* at = out.data();
  for (const char32_t c : text) at = put_utf8(at, c);
  return out;
}

size_t count_code_points(std::string_view utf8) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr size_t kMostWords = 255;  // that a byte can count
  size_t count = 0;
  while (utf8.size() >= 8) {
    const size_t words = std::min(utf8.size() / 8, kMostWords);
    uint64_t begun = 0;  // code points that begin at each byte of a word
    for (size_t i = 0; i < words; ++i) {
      uint64_t word;
      std::memcpy(&word, utf8.data() + 8 * i, 8);
      begun += (~word >> 7 | word >> 6) & kOnes;
    }
    for (int shift = 0; shift < 64; shift += 8) count += begun >> shift & 0xFF;
    utf8.remove_prefix(8 * words);
  }
  return count + static_cast<size_t>(std::ranges::count_if(utf8, [](char c) {
           return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
         }));
}

size_t byte_of_code_point(std::string_view utf8, size_t n) {
  for (size_t i = 0; i < utf8.size(); ++i) {
    if ((static_cast<unsigned char>(utf8[i]) & 0xC0) != 0x80 && n-- == 0) return i;
  }
  return utf8.size();
}

int display_width(char32_t c) { return std::max(0, utf8proc_charwidth(int32_t(c))); }

int display_width(std::string_view utf8) {
  int width = 0;
  const auto* p = reinterpret_cast<const unsigned char*>(utf8.data());
  for (size_t i = 0; i < utf8.size();) {
    const Decoded d = decode_one(p + i, utf8.size() - i);
    width += display_width(d.scalar);
    i += std::max(1u, d.length);
  }
  return width;
}

}  // namespace zhengmai
