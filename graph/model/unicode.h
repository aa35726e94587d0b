// UTF-8 and display width: the few operations that every room needs.
//
// Cost: linear in the input. Threads: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zhengmai {

// Whether a byte of UTF-8 is a character by itself.
inline bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

// The byte offset of the first byte that is not valid UTF-8 (surrogates, overlong forms and values
// above U+10FFFF are not valid), or nothing when all of it is.
std::optional<size_t> find_invalid_utf8(std::string_view bytes);

// REQUIRES: valid UTF-8 / valid scalar values. Invalid bytes become U+FFFD.
std::u32string to_utf32(std::string_view utf8);
std::string to_utf8(std::u32string_view text);
// Bytes that to_utf8(text) has.
size_t utf8_size(std::u32string_view text);
void append_utf8(std::string& out, char32_t c);

// Number of code points of valid UTF-8.
size_t count_code_points(std::string_view utf8);
// Byte offset of the n-th code point (or the size when there are fewer).
size_t byte_of_code_point(std::string_view utf8, size_t n);

// Columns on a terminal: 2 for Han and full-width forms, 0 for combining marks and controls.
int display_width(char32_t c);
int display_width(std::string_view utf8);

}  // namespace zhengmai
