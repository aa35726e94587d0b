#include "graph/store/files_state.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <system_error>
#include <vector>

#include "graph/store/rocks.h"

namespace zhengmai {
namespace fs = std::filesystem;
namespace {

bool holds_data(const fs::path& file) {
  const std::string name = file.filename().string();
  return name == "CURRENT" || name.starts_with("MANIFEST-") || name.ends_with(".log") ||
         name.ends_with(".sst");
}

}  // namespace

std::string files_state(const fs::path& store) {
  std::vector<std::string> lines;
  std::error_code error;
  for (fs::directory_iterator it(rocks_folder(store), error), end; !error && it != end;
       it.increment(error)) {
    if (!holds_data(it->path())) continue;
    struct stat info {};
    if (stat(it->path().c_str(), &info) != 0) return {};
    lines.push_back(fmt::format("{} {} {} {}.{:09} {}.{:09}\n", it->path().filename().string(),
                                info.st_ino, info.st_size, info.st_mtim.tv_sec,
                                info.st_mtim.tv_nsec, info.st_ctim.tv_sec, info.st_ctim.tv_nsec));
  }
  if (error) return {};
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const std::string& line : lines) out += line;
  return out;
}

}  // namespace zhengmai
