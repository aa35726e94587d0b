#include "graph/memory/replacement_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <utility>

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

}  // namespace

ReplacementFile::ReplacementFile(std::filesystem::path target)
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

ReplacementFile::~ReplacementFile() {
  if (fd_ >= 0) close(fd_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

void ReplacementFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) failed("write", target_, errno);
    bytes.remove_prefix(size_t(written));
  }
}

void ReplacementFile::write_at(uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(fd_, bytes.data(), bytes.size(), off_t(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) failed("write", target_, errno);
    bytes.remove_prefix(size_t(written));
    offset += uint64_t(written);
  }
}

bool ReplacementFile::adopt(int nameless) {
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

void ReplacementFile::commit(Durability durability) {
  const bool durable = durability == Durability::kDurable;
  if (durable && fsync(fd_) != 0) failed("write", target_, errno);
  if (temporary_.empty()) give_name();
  if (close(std::exchange(fd_, -1)) != 0) failed("write", target_, errno);
  if (rename(temporary_.c_str(), target_.c_str()) != 0) failed("replace", target_, errno);
  temporary_.clear();
  if (durable) sync_folder();
}

// A link cannot replace a file, so the name is a passing one.
void ReplacementFile::give_name() {
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
void ReplacementFile::sync_folder() const {
  const int fd = open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  fsync(fd);
  close(fd);
}

}  // namespace zhengmai
