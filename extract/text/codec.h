// Byte ↔ code point conversion: own UTF-8 and UTF-16, iconv for GB18030 and Big5.
//
// Strict: the first byte that does not fit is reported, nothing is replaced. Internal to
// extract/text. Cost: UTF-8 about a nanosecond a character; iconv about ten times that.
// Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "extract/text/text.h"

namespace zhengmai::text_internal {

struct Converted {
  std::u32string text;             // up to bad_byte when there is one
  std::optional<size_t> bad_byte;  // offset of the first byte that cannot be decoded
  bool incomplete_end = false;     // the last character was cut off; it is not in `text`
};

Converted convert(std::string_view bytes, Encoding encoding);

// The bytes of `text` in an iconv encoding ("GB18030", "WINDOWS-1252"), or nothing when a character
// has none there. For undoing a wrong conversion.
std::optional<std::string> encode_with_iconv(std::u32string_view text, const char* encoding);

}  // namespace zhengmai::text_internal
