// Buffer: one stretch of memory that holds a whole graph, on the heap or mapped from a file.
//
// Cost: allocate is lazy for large sizes (the kernel hands out zeroed pages); map reads nothing.
// Errors: StoreError when a file cannot be opened or mapped; std::bad_alloc. Threads: a value.
#pragma once

#include <cstddef>
#include <filesystem>
#include <utility>

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

  static Buffer allocate(size_t size);  // zeroed; 64-byte aligned
  static Buffer map(const std::filesystem::path& file);

  const char* data() const { return data_; }
  char* mutable_data() { return data_; }  // REQUIRES: !from_file()
  size_t size() const { return size_; }
  bool from_file() const { return origin_ == Origin::kFile; }

 private:
  enum class Origin : unsigned char { kNone, kHeap, kPages, kFile };
  void swap(Buffer& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(origin_, other.origin_);
  }

  char* data_ = nullptr;
  size_t size_ = 0;
  Origin origin_ = Origin::kNone;
};

}  // namespace zhengmai
