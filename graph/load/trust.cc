#include "graph/load/trust.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>
#include <system_error>

#include "graph/memory/image.h"
#include "graph/model/error.h"

namespace zhengmai {
namespace fs = std::filesystem;
namespace {

fs::path note_of(const fs::path& image) { return image.string() + ".verified"; }

std::string fingerprint(const fs::path& image) {
  struct stat info {};
  if (stat(image.c_str(), &info) != 0) return {};
  return fmt::format("{} {} {}.{:09} {}.{:09}\n", info.st_ino, info.st_size, info.st_mtim.tv_sec,
                     info.st_mtim.tv_nsec, info.st_ctim.tv_sec, info.st_ctim.tv_nsec);
}

}  // namespace

void note_verified(const fs::path& image) {
  const fs::path note = note_of(image), temporary = note.string() + ".tmp";
  std::ofstream(temporary, std::ios::binary) << fingerprint(image);
  std::error_code ignored;
  fs::rename(temporary, note, ignored);
}

std::string reason_for_distrust(const fs::path& image) {
  std::ifstream in(note_of(image), std::ios::binary);
  const std::string noted(std::istreambuf_iterator<char>(in), {});
  if (!noted.empty() && noted == fingerprint(image)) return {};
  try {
    std::string fault = verify_image(image);
    if (fault.empty()) note_verified(image);
    return fault;
  } catch (const StoreError& error) {
    return error.what();
  }
}

}  // namespace zhengmai
