// Buffer: one stretch of memory that holds a whole graph, on the heap or mapped from a file.
//
// Cost: allocate is lazy for large sizes (the kernel hands out zeroed pages); map reads nothing.
// Errors: StoreError when a file cannot be opened or mapped; std::bad_alloc. Threads: a value;
// forget from any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <utility>

#include "graph/memory/growing_array.h"

namespace zhengmai {

class Buffer {
 public:
  Buffer() = default;
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Buffer();

  static constexpr size_t kFileFrom = size_t{64} << 20;

  // Zeroed; 64-byte aligned. From kFileFrom on, where `spill` has room, in a file without a name.
  static Buffer allocate(size_t size, const Spill* spill = nullptr);
  static Buffer map(const std::filesystem::path& file);

  const char* data() const { return data_; }
  char* mutable_data() { return data_; }  // REQUIRES: !from_file()
  size_t size() const { return size_; }
  bool from_file() const { return origin_ == Origin::kFile; }
  // The file without a name, or -1.
  int nameless_file() const { return file_; }
  // Lets the kernel take the pages of a file (all of them, or those of a stretch); they are read
  // again when they are needed.
  void forget() const { forget(0, size_); }
  void forget(size_t begin, size_t end) const;

 private:
  enum class Origin : unsigned char { kNone, kHeap, kPages, kNameless, kFile };
  void swap(Buffer& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(origin_, other.origin_);
    std::swap(file_, other.file_);
  }

  char* data_ = nullptr;
  size_t size_ = 0;
  int file_ = -1;
  Origin origin_ = Origin::kNone;
};

}  // namespace zhengmai
