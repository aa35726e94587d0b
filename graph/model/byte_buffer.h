// ByteBuffer: bytes to the end of which numbers (graph/model/varint.h) and strings are put. Keeps its
// memory when it is cleared.
//
// Cost: a comparison and the bytes; growing doubles. Threads: one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>

#include "graph/model/varint.h"

namespace zhengmai {

class ByteBuffer {
 public:
  std::string_view view() const {
    return {bytes_.get(), static_cast<size_t>(end_ - bytes_.get())};
  }
  void clear() { end_ = bytes_.get(); }

  void put_byte(char byte) {
    make_room(1);
    *end_++ = byte;
  }
  void put_number(uint64_t n) {
    make_room(kLongestVarint);
    end_ = write_varint(end_, n);
  }
  void put_numbers(std::initializer_list<uint64_t> numbers) {
    make_room(numbers.size() * kLongestVarint);
    for (const uint64_t n : numbers) end_ = write_varint(end_, n);
  }
  void put_bytes(std::string_view bytes) {
    make_room(bytes.size());
    end_ = std::copy(bytes.begin(), bytes.end(), end_);
  }
  void put_string(std::string_view text) {
    put_number(text.size());
    put_bytes(text);
  }

 private:
  void make_room(size_t more) {
    if (static_cast<size_t>(limit_ - end_) < more) grow(more);
  }
  void grow(size_t more) {
    const std::string_view written = view();
    const size_t wanted = std::max(2 * written.size(), written.size() + more + kLeast);
    auto bytes = std::make_unique_for_overwrite<char[]>(wanted);
    end_ = std::copy(written.begin(), written.end(), bytes.get());
    limit_ = bytes.get() + wanted;
    bytes_ = std::move(bytes);
  }

  static constexpr size_t kLeast = 64;

  std::unique_ptr<char[]> bytes_;
  char* end_ = nullptr;    // of what was put
  char* limit_ = nullptr;  // of the memory
};

}  // namespace zhengmai
