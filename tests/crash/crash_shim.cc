// Loaded in front of libc: makes the n-th call of one kind fail, or the process die at it.
//
//   ZM_FAULT=write:17:kill     die at the 17th write
//   ZM_FAULT=fsync:3:eio       the 3rd fsync or fdatasync fails with EIO
//   ZM_FAULT=write:40:enospc+  every write from the 40th on fails with ENOSPC
//   ZM_FAULT=create:1:erofs+   no file can be made for an image, as in a read-only folder
//   ZM_FAULT=change:1:erofs+:x.db    nothing whose path contains x.db can be made, opened for
//                              writing, renamed or removed, as on a read-only medium
//   ZM_FAULT=reach:1:eacces+:x.db/   nor looked at, nor opened for reading: no permission
//   ZM_FAULT=read:1:eio+       every read of a part of a file fails with EIO
//   ZM_FAULT=map:3:eio:x.image the pages of a mapped file from its third eighth on cannot be read
//   ZM_FAULT=write:9:int       a Ctrl-C arrives at the 9th write, which goes on
//
// Standard output and error are left alone: acknowledgements must get through.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

struct Fault {
  std::string operation;
  long at = 0;
  int signal = 0;
  bool from_then_on = false;
  int error = EIO;
  std::string path;  // part of the paths concerned; empty: all
};

int error_named(const std::string& name) {
  return name == "enospc"   ? ENOSPC
         : name == "erofs"  ? EROFS
         : name == "eacces" ? EACCES
                            : EIO;
}

const Fault& fault() {
  static const Fault parsed = [] {
    Fault f;
    const char* text = std::getenv("ZM_FAULT");
    if (text == nullptr) return f;
    const std::string spec(text);
    const size_t first = spec.find(':'), second = spec.find(':', first + 1);
    f.operation = spec.substr(0, first);
    f.at = std::atol(spec.c_str() + first + 1);
    const size_t third = std::min(spec.find(':', second + 1), spec.size());
    std::string action = spec.substr(second + 1, third - second - 1);
    if (third < spec.size()) f.path = spec.substr(third + 1);
    if (!action.empty() && action.back() == '+') {
      f.from_then_on = true;
      action.pop_back();
    }
    f.signal = action == "kill" ? SIGKILL : action == "int" ? SIGINT : 0;
    f.error = error_named(action);
    return f;
  }();
  return parsed;
}

bool is_concerned(int fd) {
  char name[4096];
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const ssize_t size = fd < 0 ? -1 : readlink(link.c_str(), name, sizeof name);
  return size > 0 && std::string(name, size_t(size)).find(fault().path) != std::string::npos;
}

// True when this call must fail; errno is set.
bool fails(const char* operation, const char* path = "") {
  static std::atomic<long> calls{0};
  const Fault& f = fault();
  if (f.operation != operation || std::strstr(path, f.path.c_str()) == nullptr) return false;
  const long call = ++calls;
  if (call != f.at && !(f.from_then_on && call > f.at)) return false;
  if (f.signal != 0) {
    kill(getpid(), f.signal);
    if (f.signal == SIGKILL) pause();
    return false;
  }
  errno = f.error;
  return true;
}

bool may_open(const char* path, const char* mode) {
  if (std::strpbrk(mode, "wa+") != nullptr && fails("change", path)) return false;
  return !fails("reach", path);
}

template <typename F>
F next(const char* name) {
  return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  if (fd > 2 && fails("write")) return -1;
  return real(fd, bytes, size);
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  if (fails("write")) return -1;
  return real(fd, bytes, size, at);
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  if (fails("write")) return -1;
  return real(fd, bytes, size, at);
}

ssize_t pread(int fd, void* bytes, size_t size, off_t at) {
  static const auto real = next<ssize_t (*)(int, void*, size_t, off_t)>("pread");
  return fails("read") ? -1 : real(fd, bytes, size, at);
}

int fsync(int fd) {
  static const auto real = next<int (*)(int)>("fsync");
  return fails("fsync") ? -1 : real(fd);
}

int fdatasync(int fd) {
  static const auto real = next<int (*)(int)>("fdatasync");
  return fails("fsync") ? -1 : real(fd);
}

int rename(const char* from, const char* to) noexcept {
  static const auto real = next<int (*)(const char*, const char*)>("rename");
  return fails("rename") || fails("change", to) ? -1 : real(from, to);
}

int open(const char* path, int flags, ...) {
  static const auto real = next<int (*)(const char*, int, mode_t)>("open");
  va_list arguments;
  va_start(arguments, flags);
  const auto mode = mode_t(flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, int) : 0);
  va_end(arguments);
  const bool makes = (flags & O_TMPFILE) == O_TMPFILE;
  const bool changes = makes || (flags & (O_CREAT | O_ACCMODE)) != 0;
  if (makes && fails("create")) return -1;
  if (changes && fails("change", path)) return -1;
  return fails("reach", path) ? -1 : real(path, flags, mode);
}

int mkostemp(char* pattern, int flags) {
  static const auto real = next<int (*)(char*, int)>("mkostemp");
  return fails("create") || fails("change", pattern) ? -1 : real(pattern, flags);
}

FILE* fopen(const char* path, const char* mode) {
  static const auto real = next<FILE* (*)(const char*, const char*)>("fopen");
  return may_open(path, mode) ? real(path, mode) : nullptr;
}

FILE* fopen64(const char* path, const char* mode) {
  static const auto real = next<FILE* (*)(const char*, const char*)>("fopen64");
  return may_open(path, mode) ? real(path, mode) : nullptr;
}

int stat(const char* path, struct stat* info) noexcept {
  static const auto real = next<int (*)(const char*, struct stat*)>("stat");
  return fails("reach", path) ? -1 : real(path, info);
}

// A folder is asked whether what lies in it may be reached or changed.
int access(const char* path, int mode) noexcept {
  static const auto real = next<int (*)(const char*, int)>("access");
  const std::string within = std::string(path) + "/";
  if ((mode & W_OK) != 0 && fails("change", within.c_str())) return -1;
  return fails("reach", within.c_str()) ? -1 : real(path, mode);
}

int mkdir(const char* path, mode_t mode) noexcept {
  static const auto real = next<int (*)(const char*, mode_t)>("mkdir");
  return fails("change", path) ? -1 : real(path, mode);
}

// Pages behind the end of an empty file stand in for those that the disk cannot read: SIGBUS.
void* mmap(void* wish, size_t size, int protection, int flags, int fd, off_t offset) noexcept {
  static const auto real = next<void* (*)(void*, size_t, int, int, int, off_t)>("mmap");
  void* const pages = real(wish, size, protection, flags, fd, offset);
  if (pages == MAP_FAILED || fault().operation != "map" || !is_concerned(fd)) return pages;
  const size_t from = size / 8 * size_t(fault().at) / 4096 * 4096;
  const int empty = memfd_create("empty", MFD_CLOEXEC);
  real(static_cast<char*>(pages) + from, size - from, PROT_READ, MAP_SHARED | MAP_FIXED, empty, 0);
  close(empty);
  return pages;
}

int unlink(const char* path) noexcept {
  static const auto real = next<int (*)(const char*)>("unlink");
  return fails("change", path) ? -1 : real(path);
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
  static const auto real = next<int (*)(int, const char*, int, const char*, int)>("linkat");
  return fails("link") || fails("change", to) ? -1 : real(from_folder, from, to_folder, to, flags);
}

}  // extern "C"
