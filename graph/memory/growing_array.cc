#include "graph/memory/growing_array.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <new>

#include "graph/model/error.h"

namespace zhengmai {

namespace {

constexpr size_t kPagesFrom = size_t{1} << 20;
// A file's array keeps about this much in memory behind its end, so it grows in small steps: a
// graph has more than a hundred such arrays.
constexpr size_t kFileStep = size_t{4} << 20;
constexpr size_t kPage = 4096;

size_t in_pages(size_t size) { return (size + kPage - 1) / kPage * kPage; }

char* map_pages(size_t size) {
  void* const pages =
      mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  return static_cast<char*>(pages);
}

}  // namespace

int Spill::open_file(size_t size) const {
  int fd = open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) {  // not every file system can make a file without a name
    std::string pattern = (folder_ / "spill.XXXXXX").string();
    fd = mkostemp(pattern.data(), O_CLOEXEC);
    if (fd < 0) return -1;
    unlink(pattern.c_str());
  }
  // Writing to a mapping of a file that the disk has no room for would end the process.
  if (posix_fallocate(fd, 0, off_t(size)) == 0) return fd;
  close(fd);
  return -1;
}

GrowingMemory::~GrowingMemory() { free_memory(); }

void GrowingMemory::free_memory() noexcept {
  if (origin_ == Origin::kHeap) {
    std::free(data_);
  } else {
    munmap(data_, capacity_);
  }
  if (file_ >= 0) close(file_);
  file_ = -1;
}

void GrowingMemory::grow(size_t used, size_t least) {
  if (origin_ == Origin::kHeap && least <= kPagesFrom) {
    const size_t size = std::max({least, 2 * capacity_, size_t{64}});
    void* const bytes = std::realloc(data_, size);
    if (bytes == nullptr) throw std::bad_alloc();
    data_ = static_cast<char*>(bytes);
    capacity_ = size;
    return;
  }
  if (origin_ == Origin::kFile) {
    const size_t step = std::min(capacity_ / 4, kFileStep);
    if (grow_file(in_pages(std::max(least, capacity_ + step)))) return;
  } else if (spill_ != nullptr && least >= kSpillFrom) {
    if (move_to_file(used, in_pages(least + kFileStep / 2))) return;
    spill_ = nullptr;  // no room or no permission: do not ask again
  }
  // Pages that nothing was written to cost nothing, so room is made generously.
  move_to_pages(used, in_pages(std::max(least, 2 * capacity_)));
}

void GrowingMemory::move_to_pages(size_t used, size_t size) {
  if (origin_ == Origin::kPages) {
    void* const pages = mremap(data_, capacity_, size, MREMAP_MAYMOVE);
    if (pages == MAP_FAILED) throw std::bad_alloc();
    data_ = static_cast<char*>(pages);
  } else {
    char* const pages = map_pages(size);
    if (used > 0) std::memcpy(pages, data_, used);
    free_memory();
    data_ = pages;
    origin_ = Origin::kPages;
  }
  capacity_ = size;
}

bool GrowingMemory::move_to_file(size_t used, size_t size) {
  const int fd = spill_->open_file(size);
  if (fd < 0) return false;
  void* const pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (pages == MAP_FAILED) {
    close(fd);
    return false;
  }
  std::memcpy(pages, data_, used);
  free_memory();
  data_ = static_cast<char*>(pages);
  capacity_ = size;
  file_ = fd;
  origin_ = Origin::kFile;
  return true;
}

bool GrowingMemory::grow_file(size_t size) {
  if (posix_fallocate(file_, off_t(capacity_), off_t(size - capacity_)) != 0) return false;
  forget();
  void* const pages = mremap(data_, capacity_, size, MREMAP_MAYMOVE);
  if (pages == MAP_FAILED) return false;
  data_ = static_cast<char*>(pages);
  capacity_ = size;
  return true;
}

void GrowingMemory::forget() const {
  if (in_file()) madvise(data_, capacity_, MADV_DONTNEED);
}

// Pages that could not be written out are lost without a word; only asking the file tells.
void GrowingMemory::check_written() const {
  if (!in_file() || sync_file_range(file_, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE) == 0) return;
  if (errno != EIO && errno != ENOSPC) return;
  throw StoreError(ExitCode::kIoError,
                   fmt::format("cannot keep temporary data in {}: {}", spill_->folder().string(),
                               strerror(errno)),
                   "the disk may be failing: run 'zhengmai check'");
}

}  // namespace zhengmai
