// GrowingArray: an array that only grows, and whose memory the kernel can take back.
//
//   const Spill spill("zhengmai.db");
//   GrowingArray<uint32_t> codes(&spill);
//   codes.push_back(7);
//
// Small arrays lie on the heap, larger ones in pages of their own, which grow without being copied.
// With a Spill, arrays beyond kSpillFrom lie in a file without a name: what was written leaves the
// process's memory as the array grows and comes back when it is read. Where there is no room or no
// permission for such a file, the array stays in memory.
//
// Cost: push_back as a vector's. Errors: std::bad_alloc; StoreError from check_written when the
// disk lost what was written to it. Threads: a value.
#pragma once

#include <cstddef>
#include <cstring>
#include <filesystem>
#include <span>
#include <type_traits>
#include <utility>

namespace zhengmai {

// The folder where files without a name are made.
class Spill {
 public:
  explicit Spill(std::filesystem::path folder) : folder_(std::move(folder)) {}
  const std::filesystem::path& folder() const { return folder_; }
  // A new file of `size` bytes that are set aside on the disk, or -1. It vanishes when it is closed.
  int open_file(size_t size) const;

 private:
  std::filesystem::path folder_;
};

// Bytes that grow. GrowingArray gives them a type.
class GrowingMemory {
 public:
  static constexpr size_t kSpillFrom = size_t{4} << 20;

  explicit GrowingMemory(const Spill* spill = nullptr) : spill_(spill) {}
  GrowingMemory(GrowingMemory&& other) noexcept { swap(other); }
  GrowingMemory& operator=(GrowingMemory&& other) noexcept {
    swap(other);
    return *this;
  }
  ~GrowingMemory();

  char* data() const { return data_; }
  size_t capacity() const { return capacity_; }
  const Spill* spill() const { return spill_; }
  bool in_file() const { return origin_ == Origin::kFile; }
  // Room for `least` bytes; the first `used` keep their values, perhaps at another address.
  void grow(size_t used, size_t least);
  // Lets the kernel take the pages; they are read again when they are needed.
  void forget() const;
  void check_written() const;

 private:
  enum class Origin : unsigned char { kHeap, kPages, kFile };
  void swap(GrowingMemory& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(capacity_, other.capacity_);
    std::swap(spill_, other.spill_);
    std::swap(file_, other.file_);
    std::swap(origin_, other.origin_);
  }
  void free_memory() noexcept;
  void move_to_pages(size_t used, size_t size);
  bool move_to_file(size_t used, size_t size);
  bool grow_file(size_t size);

  char* data_ = nullptr;
  size_t capacity_ = 0;
  const Spill* spill_ = nullptr;
  int file_ = -1;
  Origin origin_ = Origin::kHeap;
};

template <typename T>
class GrowingArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit GrowingArray(const Spill* spill = nullptr) : memory_(spill) {}
  GrowingArray(GrowingArray&& other) noexcept
      : memory_(std::move(other.memory_)), size_(std::exchange(other.size_, 0)) {}
  GrowingArray& operator=(GrowingArray&& other) noexcept {
    memory_ = std::move(other.memory_);
    std::swap(size_, other.size_);
    return *this;
  }
  GrowingArray(const GrowingArray& other) : memory_(other.memory_.spill()) {
    append(other.span());
  }
  GrowingArray& operator=(const GrowingArray& other) {
    return *this = GrowingArray(other);
  }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* data() { return reinterpret_cast<T*>(memory_.data()); }
  const T* data() const { return reinterpret_cast<const T*>(memory_.data()); }
  T* begin() { return data(); }
  T* end() { return data() + size_; }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size_; }
  T& operator[](size_t i) { return data()[i]; }
  const T& operator[](size_t i) const { return data()[i]; }
  const T& back() const { return data()[size_ - 1]; }
  std::span<const T> span() const { return {data(), size_}; }

  void push_back(T value) {
    if ((size_ + 1) * sizeof(T) > memory_.capacity()) grow(size_ + 1);
    data()[size_++] = value;
  }
  void pop_back() { --size_; }
  // REQUIRES: not part of this array.
  void append(std::span<const T> values) {
    if (values.empty()) return;
    if ((size_ + values.size()) * sizeof(T) > memory_.capacity()) grow(size_ + values.size());
    std::memcpy(static_cast<void*>(data() + size_), values.data(), values.size_bytes());
    size_ += values.size();
  }
  void append(size_t count, T value) {
    for (size_t i = 0; i < count; ++i) push_back(value);
  }
  void shrink(size_t size) { size_ = size; }

  const GrowingMemory& memory() const { return memory_; }

 private:
  void grow(size_t least) { memory_.grow(size_ * sizeof(T), least * sizeof(T)); }

  GrowingMemory memory_;
  size_t size_ = 0;
};

}  // namespace zhengmai
