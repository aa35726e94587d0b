// Bytes → code points, strictly: every byte is accounted for, or the document is refused.
//
//   Decoded d = decode(bytes, std::nullopt);         // finds the encoding
//   Decoded d = decode(bytes, "gb18030");            // as the user says
//
// Order of trial: byte order mark; strict UTF-8; then UTF-16 (both orders), GB18030 and Big5, each
// decoded strictly, of which the one that reads most like Chinese wins. A single incomplete
// character at the very end is dropped with a warning.
//
// Units: byte offsets in messages are 0-based and count the BOM. The BOM is no part of the text, a
// CR is. Line ends are left as they are.
// Cost: UTF-8 in one pass over the bytes plus one to count; other encodings a few passes.
// Errors: InputError, whose message names the problem and not the file (read_document() puts the
// name before it): binary file, bytes of no known encoding, two encodings in one file, text that
// went through a wrong encoding before it came here (mojibake), an encoding name nobody knows.
// Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "extract/text/text.h"

namespace zhengmai {

// `forced_encoding`: utf-8, gb18030 (gbk and gb2312 are read as it), big5, utf-16, utf-16le or
// utf-16be, in any case.
Decoded decode(std::string_view bytes, std::optional<std::string> forced_encoding = std::nullopt);

// The name that decode() accepts and that messages and Document.encoding use: "utf-8" …
std::string_view encoding_name(Encoding encoding);

// The encoding a name stands for (HTML's and mail's aliases too), or nothing.
std::optional<Encoding> encoding_of(std::string_view name);

}  // namespace zhengmai
