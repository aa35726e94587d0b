// A set of characters, for loops that look for the few places where something may begin.
//
//   constexpr CharSet kOpeners(U"([〔【");
//   for (size_t at = kOpeners.next(text, 0); at < text.size(); at = kOpeners.next(text, at + 1)) …
//
// Shape: one bit for each code point of the Basic Multilingual Plane (8 KB, of which a text touches
// few lines); characters beyond it are never members. Cost: one load a character, no branch on what
// the character is. Threads: immutable.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace zhengmai {

class CharSet {
 public:
  constexpr explicit CharSet(std::u32string_view members) {
    for (const char32_t c : members) bits_[c >> 6] |= uint64_t{1} << (c & 63);
  }

  constexpr bool contains(char32_t c) const {
    return c < 0x10000 && (bits_[c >> 6] >> (c & 63) & 1) != 0;
  }

  // The first place from `at` on where a member stands; the end of the text when none does.
  size_t next(std::u32string_view text, size_t at) const {
    while (at < text.size() && !contains(text[at])) ++at;
    return at;
  }

 private:
  std::array<uint64_t, 0x10000 / 64> bits_{};
};

}  // namespace zhengmai
