#include "extract/read/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include "extract/read/reader.h"
#include "graph/model/error.h"

namespace zhengmai {
namespace {

// Endings that often hold documents which are not read: what a folder has of them is said.
constexpr std::string_view kUnread[] = {"rtf", "odt", "et",  "xls", "csv", "ppt", "pptx", "dps",
                                        "epub", "caj", "ceb", "gd", "zip", "rar", "7z",  "gz",
                                        "jpg", "jpeg", "png", "tif", "tiff", "bmp"};
constexpr const char* kConvert = "convert them (pictures need OCR)";
constexpr const char* kLookedFor = "txt, md, html, doc, wps, docx, xlsx, pdf, ofd";

std::string problem_of(int error) {
  switch (error) {
    case EACCES:
    case EPERM: return "permission denied";
    case ENOENT: return "no such file";
    case ELOOP: return "symbolic link loop";
    default: return std::strerror(error);
  }
}

std::string join(const std::string& folder, const char* name) {
  return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

struct CloseFolder {
  void operator()(DIR* d) const { closedir(d); }
};

// Walks folders without recursion; each folder (by device and inode) once.
class Walker {
 public:
  Walker(const FileOptions& options, FoundFiles* found) : options_(options), found_(*found) {}

  // The files under `root`, sorted by path bytes.
  std::vector<std::string> walk(const std::string& root) {
    files_.clear();
    unread_.clear();
    std::vector<std::string> pending{root};
    while (!pending.empty()) {
      const std::string folder = std::move(pending.back());
      pending.pop_back();
      read_folder(folder, &pending);
    }
    std::sort(files_.begin(), files_.end());
    return std::move(files_);
  }

  // What the folder holds of kinds that are not read: "2 .jpg, 1 .xlsx".
  std::string unread() const {
    std::string kinds;
    for (const auto& [ending, count] : unread_) {
      kinds += fmt::format("{}{} .{}", kinds.empty() ? "" : ", ", count, ending);
    }
    return kinds;
  }

 private:
  void notice(const std::string& path, std::string message, bool failure) {
    found_.notices.push_back({path, std::move(message), failure});
  }

  void read_folder(const std::string& folder, std::vector<std::string>* pending) {
    struct stat status;
    if (stat(folder.c_str(), &status) != 0) {
      notice(folder, problem_of(errno), true);
      return;
    }
    if (!visited_.emplace(status.st_dev, status.st_ino).second) return;
    const std::unique_ptr<DIR, CloseFolder> open(opendir(folder.c_str()));
    if (!open) {
      notice(folder, problem_of(errno), true);
      return;
    }
    std::vector<std::string> names;
    while (const dirent* entry = readdir(open.get())) {
      if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
    }
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) visit(join(folder, name.c_str()), name, pending);
  }

  void visit(const std::string& path, std::string_view name, std::vector<std::string>* pending) {
    struct stat status;
    if (lstat(path.c_str(), &status) != 0) {
      notice(path, problem_of(errno), true);
      return;
    }
    if (S_ISLNK(status.st_mode)) {
      if (!options_.follow_links) {
        notice(path, "symbolic link skipped (use --follow)", false);
        return;
      }
      if (stat(path.c_str(), &status) != 0) {
        notice(path, problem_of(errno), true);
        return;
      }
    }
    if (S_ISDIR(status.st_mode)) {
      pending->push_back(path);
    } else if (!S_ISREG(status.st_mode)) {
      notice(path, "not a regular file, skipped", true);
    } else if (format_of_name(name)) {
      files_.push_back(path);
    } else if (const std::string ending = ending_of(name);
               std::ranges::find(kUnread, ending) != std::end(kUnread)) {
      ++unread_[ending];
    }
  }

  const FileOptions& options_;
  FoundFiles& found_;
  std::set<std::pair<dev_t, ino_t>> visited_;
  std::vector<std::string> files_;
  std::map<std::string, size_t> unread_;  // by ending
};

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

ExitCode code_of(int error) {
  if (error == ENOENT) return ExitCode::kNoInput;
  return error == EACCES || error == EPERM ? ExitCode::kNoPermission : ExitCode::kIoError;
}

std::string size_text(uint64_t bytes) {
  if (bytes >= 1000ull << 20) return fmt::format("{:.1f} GB", double(bytes) / double(1 << 30));
  if (bytes >= 1ull << 20) return fmt::format("{} MB", bytes >> 20);
  return fmt::format("{} bytes", bytes);
}

}  // namespace

FoundFiles find_files(const std::vector<std::string>& arguments, const FileOptions& options) {
  FoundFiles found;
  Walker walker(options, &found);
  std::set<std::string> taken;
  for (const std::string& argument : arguments) {
    struct stat status;
    if (stat(argument.c_str(), &status) != 0) {
      if (errno == ENOENT || errno == ENOTDIR) {
        throw InputError("input not found: " + argument, "check the path", ExitCode::kNoInput);
      }
      found.notices.push_back({argument, problem_of(errno), true});
      continue;
    }
    std::vector<std::string> files;
    if (S_ISDIR(status.st_mode)) {
      const size_t notices = found.notices.size();
      files = walker.walk(argument);
      const std::string unread = walker.unread();
      if (files.empty() && found.notices.size() == notices) {
        throw InputError(fmt::format("no supported documents in {} (looked for {})", argument,
                                     kLookedFor),
                         unread.empty() ? "name a file itself to read it whatever its ending"
                                        : fmt::format("it has {}: {}", unread, kConvert),
                         ExitCode::kNoInput);
      }
      if (!unread.empty()) {
        found.notices.push_back({argument, fmt::format("not read: {}; {}", unread, kConvert), false});
      }
    } else if (S_ISREG(status.st_mode)) {
      files.push_back(argument);
    } else {
      found.notices.push_back({argument, "not a regular file, skipped", true});
    }
    for (std::string& file : files) {
      if (taken.insert(file).second) found.paths.push_back(std::move(file));
    }
  }
  return found;
}

std::string read_file(const std::string& path, const FileOptions& options) {
  // O_NONBLOCK: a FIFO that took the file's place since it was found must not hang us.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status;
  if (file.get() < 0 || fstat(file.get(), &status) != 0) {
    throw InputError(path + ": " + problem_of(errno), {}, code_of(errno));
  }
  if (!S_ISREG(status.st_mode)) throw InputError(path + ": not a regular file, skipped");
  const auto size = uint64_t(status.st_size);
  if (size > options.max_file_size) {
    throw InputError(fmt::format("{}: {} exceeds --max-file-size {}", path, size_text(size),
                                 size_text(options.max_file_size)),
                     "raise --max-file-size, or split the file");
  }
  std::string bytes(size, '\0');
  size_t used = 0;
  while (used < bytes.size()) {
    const ssize_t n = read(file.get(), bytes.data() + used, bytes.size() - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw InputError(path + ": " + problem_of(errno), {}, ExitCode::kIoError);
    if (n == 0) break;  // it shrank since
    used += size_t(n);
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace zhengmai
