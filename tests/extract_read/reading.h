// What the tests of this room share: making inputs, and reading them as one string.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "extract/read/reader.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"
#include "tests/temporary_folder.h"

namespace zhengmai::test {

// The text of a document, or the message it is refused with.
inline std::string read(std::string_view name, std::string_view bytes,
                        const std::optional<std::string>& encoding = std::nullopt) {
  try {
    return to_utf8(read_document(name, bytes, encoding).text);
  } catch (const Error& e) {
    return std::string("error: ") + e.what();
  }
}

}  // namespace zhengmai::test
