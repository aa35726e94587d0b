// What the tests of this room share: making inputs, and reading them as one string.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>

#include "extract/read/reader.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"

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

// A folder that is gone when the test ends.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "zhengmai_XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }
  std::string operator/(std::string_view name) const { return (path_ / name).string(); }
  std::string write(std::string_view name, std::string_view bytes) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file.string();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace zhengmai::test
