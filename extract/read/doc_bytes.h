// Bytes of a .doc as little-endian numbers: of its container, and of the streams inside.
//
//   const DocBytes header(bytes, "the header");
//   header.u16(0x1E)                       // or "damaged .doc (the header ends at 12)"
//
// Reading outside is damage, and said with the name of what ends. Errors: InputError without the
// document's name. Threads: values; the bytes outlive them.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

#include "extract/read/reader.h"
#include "graph/model/error.h"

namespace zhengmai {

[[noreturn]] inline void damaged_doc(std::string_view what) {
  throw InputError(fmt::format("damaged .doc ({})", what), convert_hint("docx"));
}

class DocBytes {
 public:
  DocBytes() = default;
  DocBytes(std::string_view bytes, std::string_view name) : bytes_(bytes), name_(name) {}

  size_t size() const { return bytes_.size(); }
  uint8_t u8(size_t at) const { return static_cast<uint8_t>(slice(at, 1)[0]); }
  uint16_t u16(size_t at) const { return static_cast<uint16_t>(u8(at) | u8(at + 1) << 8); }
  uint32_t u32(size_t at) const { return u16(at) | uint32_t{u16(at + 2)} << 16; }
  std::string_view slice(size_t at, size_t length) const {
    if (at > bytes_.size() || length > bytes_.size() - at) {
      damaged_doc(fmt::format("{} ends at {}", name_, bytes_.size()));
    }
    return bytes_.substr(at, length);
  }

 private:
  std::string_view bytes_;
  std::string_view name_;
};

}  // namespace zhengmai
