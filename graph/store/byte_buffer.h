// ByteBuffer: bytes to the end of which numbers (graph/model/varint.h) and strings are put. Keeps its
// memory when it is cleared.
//
// Cost: a comparison and the bytes; growing doubles. Threads: one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace zhengmai {

class ByteBuffer {
 public:
  std::string_view view() const { return {bytes_.get(), size_}; }
  void clear() { size_ = 0; }

  void put_byte(char byte) {
    *room(1) = byte;
    ++size_;
  }
  void put_number(uint64_t n) {
    char* at = room(kLongestNumber);
    char* const begin = at;
    for (; n >= 0x80; n >>= 7) *at++ = static_cast<char>(n | 0x80);
    *at++ = static_cast<char>(n);
    size_ += static_cast<size_t>(at - begin);
  }
  void put_bytes(std::string_view bytes) {
    if (bytes.empty()) return;
    std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  void put_string(std::string_view text) {
    put_number(text.size());
    put_bytes(text);
  }

 private:
  static constexpr size_t kLongestNumber = 10;

  // Where `more` bytes may be written.
  char* room(size_t more) {
    if (capacity_ - size_ < more) grow(more);
    return bytes_.get() + size_;
  }
  void grow(size_t more) {
    const size_t wanted = std::max(2 * capacity_, size_ + more);
    auto bytes = std::make_unique_for_overwrite<char[]>(wanted);
    std::copy_n(bytes_.get(), size_, bytes.get());
    bytes_ = std::move(bytes);
    capacity_ = wanted;
  }

  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace zhengmai
