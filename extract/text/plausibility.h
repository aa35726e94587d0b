// Does text read like Chinese, and if not, what went wrong with it?
//
// Two frequency tables stand behind this: level 1 of GB 2312 (3 755 characters, those in daily use,
// simplified) and level 1 of Big5 (5 401, the same for traditional script). They come from the C
// library's converters, so nothing is listed here. Internal to extract/text.
// Cost: linear, on samples where the text is long. Threads: tables are built once behind a lock.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace zhengmai::text_internal {

// The share (0 … 1) of code points that are characters in daily use, Chinese punctuation or
// printable ASCII. Samples up to 20 000 code points. 0 for the empty text.
double chinese_share(std::u32string_view text);

// The share of the non-ASCII bytes that stand in UTF-8 sequences of three or four bytes. Pairs do
// not count: many pairs of GB18030 are valid UTF-8.
double utf8_share(std::string_view bytes);

// For bytes that are partly UTF-8 and partly GB18030: where the second of the two begins.
std::optional<size_t> find_encoding_change(std::string_view bytes);

// What happened to valid text that is no longer readable, in words; nothing when it is fine.
std::optional<std::string> find_mojibake(std::u32string_view text);

}  // namespace zhengmai::text_internal
