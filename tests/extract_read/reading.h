// What the tests of this room share: making inputs, and reading them as one string.
#pragma once

#include <catch2/catch.hpp>
#include <zip.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

using Entries = std::vector<std::pair<std::string, std::string>>;

// A ZIP container of these parts.
inline std::string make_zip(const Entries& entries) {
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, nullptr);
  REQUIRE(archive != nullptr);
  for (const auto& [name, content] : entries) {
    zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    REQUIRE(zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) >= 0);
  }
  REQUIRE(zip_close(archive) == 0);
  REQUIRE(zip_source_open(target) == 0);
  zip_stat_t stat;
  zip_source_stat(target, &stat);
  std::string bytes(stat.size, '\0');
  REQUIRE(zip_source_read(target, bytes.data(), bytes.size()) == zip_int64_t(bytes.size()));
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

}  // namespace zhengmai::test
