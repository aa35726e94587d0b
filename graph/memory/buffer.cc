#include "graph/memory/buffer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>

#include "graph/model/error.h"

namespace zhengmai {

namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kPage = 4096;
// Above this, pages from the kernel: zeroed for free, and eligible for huge pages, which spare the
// random look-ups of a traversal most of their TLB misses.
constexpr size_t kPagesFrom = size_t{1} << 20;

[[noreturn]] void cannot(const char* verb, const std::filesystem::path& file, int error) {
  const ExitCode code = error == ENOENT   ? ExitCode::kNoInput
                        : error == EACCES ? ExitCode::kNoPermission
                                          : ExitCode::kIoError;
  throw StoreError(code, fmt::format("cannot {} {}: {}", verb, file.string(), strerror(error)));
}

}  // namespace

Buffer::~Buffer() {
  if (origin_ == Origin::kHeap) std::free(data_);
  if (origin_ != Origin::kNone && origin_ != Origin::kHeap) munmap(data_, size_);
  if (file_ >= 0) close(file_);
}

void Buffer::forget(size_t begin, size_t end) const {
  if (origin_ != Origin::kNameless && origin_ != Origin::kFile) return;
  begin = (begin + kPage - 1) / kPage * kPage;
  end = end == size_ ? end : end / kPage * kPage;
  if (begin < end) madvise(data_ + begin, end - begin, MADV_DONTNEED);
}

Buffer Buffer::allocate(size_t size, const Spill* spill) {
  Buffer buffer;
  buffer.size_ = size;
  if (spill != nullptr && size >= kFileFrom) {
    buffer.file_ = spill->open_file(size);
    void* const pages =
        buffer.file_ < 0
            ? MAP_FAILED
            : mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, buffer.file_, 0);
    if (pages != MAP_FAILED) {
      buffer.data_ = static_cast<char*>(pages);
      buffer.origin_ = Origin::kNameless;
      return buffer;
    }
    if (buffer.file_ >= 0) close(std::exchange(buffer.file_, -1));
  }
  if (size < kPagesFrom) {
    const size_t rounded = (size + kAlignment - 1) / kAlignment * kAlignment;
    buffer.data_ = static_cast<char*>(std::aligned_alloc(kAlignment, rounded));
    if (buffer.data_ == nullptr) throw std::bad_alloc();
    std::memset(buffer.data_, 0, rounded);
    buffer.origin_ = Origin::kHeap;
    return buffer;
  }
  void* const pages =
      mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  madvise(pages, size, MADV_HUGEPAGE);  // advice: where it is refused nothing is lost
  buffer.data_ = static_cast<char*>(pages);
  buffer.origin_ = Origin::kPages;
  return buffer;
}

Buffer Buffer::map(const std::filesystem::path& file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) cannot("open", file, errno);
  struct stat status {};
  Buffer buffer;
  int error = 0;
  if (fstat(fd, &status) != 0) {
    error = errno;
  } else if (!S_ISREG(status.st_mode)) {
    error = EINVAL;
  } else if (status.st_size > 0) {
    buffer.size_ = static_cast<size_t>(status.st_size);
    void* const pages = mmap(nullptr, buffer.size_, PROT_READ, MAP_SHARED, fd, 0);
    if (pages == MAP_FAILED) {
      error = errno;
    } else {
      buffer.data_ = static_cast<char*>(pages);
      buffer.origin_ = Origin::kFile;
    }
  }
  close(fd);
  if (error != 0) cannot("map", file, error);
  return buffer;
}

}  // namespace zhengmai
