// Loaded in front of libc: makes the n-th call of one kind fail, or the process die at it.
//
//   ZM_FAULT=write:17:kill     die at the 17th write
//   ZM_FAULT=fsync:3:eio       the 3rd fsync or fdatasync fails with EIO
//   ZM_FAULT=write:40:enospc+  every write from the 40th on fails with ENOSPC
//   ZM_FAULT=create:1:erofs+   no file can be made for an image, as in a read-only folder
//
// Standard output and error are left alone: acknowledgements must get through.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

struct Fault {
  std::string operation;
  long at = 0;
  bool kills = false;
  bool from_then_on = false;
  int error = EIO;
};

const Fault& fault() {
  static const Fault parsed = [] {
    Fault f;
    const char* text = std::getenv("ZM_FAULT");
    if (text == nullptr) return f;
    const std::string spec(text);
    const size_t first = spec.find(':'), second = spec.find(':', first + 1);
    f.operation = spec.substr(0, first);
    f.at = std::atol(spec.c_str() + first + 1);
    std::string action = spec.substr(second + 1);
    if (!action.empty() && action.back() == '+') {
      f.from_then_on = true;
      action.pop_back();
    }
    f.kills = action == "kill";
    f.error = action == "enospc" ? ENOSPC : action == "erofs" ? EROFS : EIO;
    return f;
  }();
  return parsed;
}

// True when this call must fail; errno is set.
bool fails(const char* operation) {
  static std::atomic<long> calls{0};
  const Fault& f = fault();
  if (f.operation != operation) return false;
  const long call = ++calls;
  if (call != f.at && !(f.from_then_on && call > f.at)) return false;
  if (f.kills) {
    kill(getpid(), SIGKILL);
    pause();
  }
  errno = f.error;
  return true;
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
  return fails("rename") ? -1 : real(from, to);
}

int open(const char* path, int flags, ...) {
  static const auto real = next<int (*)(const char*, int, mode_t)>("open");
  va_list arguments;
  va_start(arguments, flags);
  const auto mode = mode_t(flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, int) : 0);
  va_end(arguments);
  const bool makes = (flags & O_TMPFILE) == O_TMPFILE;
  return makes && fails("create") ? -1 : real(path, flags, mode);
}

int mkostemp(char* pattern, int flags) {
  static const auto real = next<int (*)(char*, int)>("mkostemp");
  return fails("create") ? -1 : real(pattern, flags);
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
  static const auto real = next<int (*)(int, const char*, int, const char*, int)>("linkat");
  return fails("link") ? -1 : real(from_folder, from, to_folder, to, flags);
}

}  // extern "C"
