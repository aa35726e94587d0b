#include "graph/memory/image.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <utility>

#include "graph/memory/crc32c.h"
#include "graph/memory/parts.h"
#include "graph/model/error.h"

namespace zhengmai {

namespace {

[[noreturn]] void failed(const char* verb, const std::filesystem::path& file, int error) {
  const ExitCode code = error == EACCES || error == EPERM ? ExitCode::kNoPermission
                        : error == ENOENT                 ? ExitCode::kCannotCreate
                                                          : ExitCode::kIoError;
  throw StoreError(code, fmt::format("cannot {} {}: {}", verb, file.string(), strerror(error)),
                   error == ENOSPC || error == EDQUOT ? "free some disk space" : "");
}

// Passing names of `target` are `target.PID.…`: what a process left that died before its rename.
// Whether it lives decides, not the store's lock, which readers save images without. Where processes
// of another machine look dead, theirs loses an image and no more.
void remove_left_over(const std::filesystem::path& target, const std::filesystem::path& folder) {
  const std::string prefix = target.filename().string() + ".";
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(prefix)) continue;
    pid_t pid = 0;
    const char* const last = name.data() + name.size();
    const auto [rest, fault] = std::from_chars(name.data() + prefix.size(), last, pid);
    const bool passing = fault == std::errc() && pid > 0 && rest != last && *rest == '.';
    if (passing && kill(pid, 0) != 0 && errno == ESRCH) unlink(it->path().c_str());
  }
}

// A new file that replaces `target` on commit, or vanishes. Where the file system can, it has no
// name until then: a process that dies leaves nothing behind, or for the moment between its name
// and the rename a file that the next one removes.
class ReplacementFile {
 public:
  explicit ReplacementFile(std::filesystem::path target)
      : target_(std::move(target)),
        folder_(target_.has_parent_path() ? target_.parent_path() : ".") {
    remove_left_over(target_, folder_);
    if (access("/proc/self/fd", X_OK) == 0) {
      fd_ = open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    }
    if (fd_ >= 0) return;
    temporary_ = fmt::format("{}.{}.XXXXXX", target_.string(), getpid());
    fd_ = mkostemp(temporary_.data(), O_CLOEXEC);
    if (fd_ < 0) failed("create", std::exchange(temporary_, {}), errno);
  }
  ReplacementFile(const ReplacementFile&) = delete;
  ReplacementFile& operator=(const ReplacementFile&) = delete;
  ~ReplacementFile() {
    if (fd_ >= 0) close(fd_);
    if (!temporary_.empty()) unlink(temporary_.c_str());
  }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) failed("write", target_, errno);
      bytes.remove_prefix(size_t(written));
    }
  }

  // Takes the place of what was to be written: a file without a name. False: it lies on another
  // file system, or only named files can be made here.
  bool adopt(int nameless) {
    struct stat ours {}, theirs {};
    if (!temporary_.empty() || fstat(fd_, &ours) != 0 || fstat(nameless, &theirs) != 0 ||
        ours.st_dev != theirs.st_dev) {
      return false;
    }
    const int fd = fcntl(nameless, F_DUPFD_CLOEXEC, 0);
    if (fd < 0) return false;
    close(std::exchange(fd_, fd));
    return true;
  }
  int fd() const { return fd_; }

  void commit() {
    if (fsync(fd_) != 0) failed("write", target_, errno);
    if (temporary_.empty()) give_name();
    if (close(std::exchange(fd_, -1)) != 0) failed("write", target_, errno);
    if (rename(temporary_.c_str(), target_.c_str()) != 0) failed("replace", target_, errno);
    temporary_.clear();
    sync_folder();
  }

 private:
  // A link cannot replace a file, so the name is a passing one.
  void give_name() {
    const std::string file = fmt::format("/proc/self/fd/{}", fd_);
    for (int attempt = 0;; ++attempt) {
      std::string name = fmt::format("{}.{}.{}", target_.string(), getpid(), attempt);
      if (linkat(AT_FDCWD, file.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) {
        temporary_ = std::move(name);
        return;
      }
      if (errno != EEXIST || attempt == 100) failed("create", name, errno);
    }
  }

  // The new name itself must reach the disk; some file systems cannot sync a folder, which is fine.
  void sync_folder() const {
    const int fd = open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    fsync(fd);
    close(fd);
  }

  std::filesystem::path target_, folder_;
  std::string temporary_;  // its passing name, empty while it has none
  int fd_ = -1;
};

std::string_view part_bytes(const Graph::Parts& parts, size_t p) {
  const PartRecord& record = parts.header().parts[p];
  return {parts.buffer.data() + record.offset, record.size};
}

std::string_view as_bytes(const LayoutHeader& header) {
  return {reinterpret_cast<const char*>(&header), sizeof header};
}

uint32_t checksum_of(LayoutHeader header) {
  header.checksum = 0;
  return crc32c(as_bytes(header));
}

// The checksum of a part, which may be larger than memory.
uint32_t checksum_of_part(const Graph::Parts& parts, size_t p) {
  constexpr size_t kStep = size_t{256} << 20;
  const std::string_view bytes = part_bytes(parts, p);
  uint32_t checksum = 0;
  for (size_t at = 0; at < bytes.size(); at += kStep) {
    checksum = crc32c(bytes.substr(at, kStep), checksum);
    if (bytes.size() >= kStep) parts.buffer.forget();
  }
  return checksum;
}

// Whether nothing was written between the parts, which no checksum covers.
bool gaps_are_blank(const Graph::Parts& parts) {
  uint64_t end = sizeof(LayoutHeader);
  const auto blank_until = [&](uint64_t begin) {
    const char* const data = parts.buffer.data();
    return std::all_of(data + std::min(end, begin), data + begin, [](char c) { return c == 0; });
  };
  for (const PartRecord& record : parts.header().parts) {
    if (!blank_until(record.offset)) return false;
    end = record.offset + record.size;
  }
  return blank_until(parts.buffer.size());
}

// A file without a name that no earlier save gave one.
bool is_unsaved_file(const Buffer& buffer) {
  struct stat status {};
  return buffer.nameless_file() >= 0 && fstat(buffer.nameless_file(), &status) == 0 &&
         status.st_nlink == 0;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw StoreError(ExitCode::kIoError, fmt::format("{} cannot be used: {}", file.string(), why),
                   "it is rebuilt from the store");
}

// Opens what is whole as far as header and directory go, whatever its stamp.
Buffer open_checked(const std::filesystem::path& file) {
  Buffer buffer = Buffer::map(file);
  if (buffer.size() < sizeof(LayoutHeader)) refuse(file, "it is cut short");
  const auto& header = *reinterpret_cast<const LayoutHeader*>(buffer.data());
  if (header.magic != kLayoutMagic) refuse(file, "it is not the image of a graph");
  if (header.version != kLayoutVersion || header.byte_order != kByteOrderMark) {
    refuse(file, "another version or kind of machine wrote it");
  }
  if (header.checksum != checksum_of(header)) refuse(file, "its header is damaged");
  if (header.file_size != buffer.size()) refuse(file, "it is cut short or has been added to");
  for (size_t p = 0; p < kDirectoryParts; ++p) {
    const PartRecord& record = header.parts[p];
    if (record.offset > buffer.size() || record.size > buffer.size() - record.offset ||
        crc32c({buffer.data() + record.offset, record.size}) != record.checksum) {
      refuse(file, "its directory is damaged");
    }
  }
  return buffer;
}

}  // namespace

void save_image(const Graph& graph, const std::filesystem::path& file, std::string_view stamp) {
  assert(stamp.size() <= kMaxStamp);
  const Graph::Parts& parts = graph.parts();
  LayoutHeader header = parts.header();
  header.stamp = {};
  header.stamp_size = uint32_t(stamp.size());
  std::ranges::copy(stamp, header.stamp.begin());
  for (size_t p = 0; p < kPartCount; ++p) {
    header.parts[p].checksum = checksum_of_part(parts, p);
  }
  header.checksum = checksum_of(header);
  ReplacementFile out(file);
  if (is_unsaved_file(parts.buffer) && out.adopt(parts.buffer.nameless_file())) {
    // The graph's own memory becomes the image: only the header differs.
    if (pwrite(out.fd(), &header, sizeof header, 0) != ssize_t(sizeof header)) {
      failed("write", file, errno);
    }
  } else {
    out.write(as_bytes(header));
    out.write({parts.buffer.data() + sizeof header, parts.buffer.size() - sizeof header});
  }
  out.commit();
  parts.buffer.forget();
}

Graph map_image(const std::filesystem::path& file, std::string_view stamp) {
  Buffer buffer = open_checked(file);
  const auto& header = *reinterpret_cast<const LayoutHeader*>(buffer.data());
  if (std::string_view(header.stamp.data(), std::min<size_t>(header.stamp_size, kMaxStamp)) !=
      stamp) {
    refuse(file, "it was made from another state of the store");
  }
  return Graph(std::make_unique<const Graph::Parts>(std::move(buffer)));
}

std::string verify_image(const std::filesystem::path& file) {
  const Graph graph(std::make_unique<const Graph::Parts>(open_checked(file)));
  for (size_t p = kDirectoryParts; p < kPartCount; ++p) {
    if (checksum_of_part(graph.parts(), p) != graph.parts().header().parts[p].checksum) {
      return fmt::format("part {} of {} is damaged", p, file.string());
    }
  }
  if (!gaps_are_blank(graph.parts())) return fmt::format("{} is damaged between parts", file.string());
  return check_graph(graph);
}

}  // namespace zhengmai
