#include "extract/text/codec.h"

#include <iconv.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <vector>

#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai::text_internal {
namespace {

bool is_tail(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// The length of the sequence a lead byte announces, or 0 when it leads nothing.
size_t announced_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

// Whether p[0 .. left) is the start of a valid sequence that needs more bytes.
bool is_cut_off(const unsigned char* p, size_t left) {
  if (left == 0 || left >= announced_length(p[0])) return false;
  for (size_t i = 1; i < left; ++i) {
    if (!is_tail(p[i])) return false;
  }
  if (left == 1) return true;
  // The second byte also rules out overlong forms, surrogates and values past U+10FFFF.
  switch (p[0]) {
    case 0xE0: return p[1] >= 0xA0;
    case 0xED: return p[1] < 0xA0;
    case 0xF0: return p[1] >= 0x90;
    case 0xF4: return p[1] < 0x90;
    default: return true;
  }
}

// One sequence of two to four bytes, or an invalid one: everything the fast paths leave over.
// Returns its length, 0 when invalid.
size_t decode_rare(const unsigned char* p, size_t left, char32_t* out) {
  const size_t length = announced_length(p[0]);
  if (length < 2 || length > left) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (!is_tail(p[i])) return 0;
  }
  char32_t c = 0;
  if (length == 2) c = char32_t(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
  if (length == 3) c = char32_t(p[0] & 0x0F) << 12 | char32_t(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
  if (length == 4) {
    c = char32_t(p[0] & 0x07) << 18 | char32_t(p[1] & 0x3F) << 12 | char32_t(p[2] & 0x3F) << 6 |
        (p[3] & 0x3F);
  }
  if (length == 3 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) return 0;
  if (length == 4 && (c < 0x10000 || c > 0x10FFFF)) return 0;
  *out = c;
  return length;
}

// Whether the four bytes at `p` begin with a character of three bytes, as nearly all of a Chinese text
// are. E0 and ED need care.
bool begins_with_three(const unsigned char* p, uint32_t* four) {
  std::memcpy(four, p, 4);
  if constexpr (std::endian::native == std::endian::big) return false;
  return (*four & 0xC0C0F0) == 0x8080E0 && p[0] != 0xE0 && p[0] != 0xED;
}

Converted convert_utf8(std::string_view bytes) {
  Converted result;
  // Counting first costs a vectorised pass and saves clearing memory that is not needed.
  result.text.resize(count_code_points(bytes) + 1);
  char32_t* out = result.text.data();
  const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* const end = p + bytes.size();
  while (p < end) {
    for (uint32_t four; end - p >= 4 && begins_with_three(p, &four); p += 3) {
      *out++ = (four & 0x0F) << 12 | (four >> 2 & 0xFC0) | (four >> 16 & 0x3F);
    }
    uint64_t eight;
    while (end - p >= 8 && (std::memcpy(&eight, p, 8), (eight & 0x8080808080808080u) == 0)) {
      for (int i = 0; i < 8; ++i) out[i] = p[i];
      out += 8;
      p += 8;
    }
    if (p == end) break;
    if (*p < 0x80) {
      *out++ = *p++;
      continue;
    }
    const size_t length = decode_rare(p, size_t(end - p), out);
    if (length == 0) {
      result.incomplete_end = is_cut_off(p, size_t(end - p));
      if (!result.incomplete_end) {
        result.bad_byte = size_t(p - reinterpret_cast<const unsigned char*>(bytes.data()));
      }
      break;
    }
    ++out;
    p += length;
  }
  result.text.resize(size_t(out - result.text.data()));
  return result;
}

Converted convert_utf16(std::string_view bytes, bool little_endian) {
  Converted result;
  result.text.reserve(bytes.size() / 2);
  const auto unit_at = [&](size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return little_endian ? char32_t(a | b << 8) : char32_t(a << 8 | b);
  };
  size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2) {
    const char32_t unit = unit_at(i);
    if (unit < 0xD800 || unit > 0xDFFF) {
      result.text += unit;
      continue;
    }
    if (unit < 0xDC00 && i + 3 >= bytes.size()) break;  // the second half is cut off
    const char32_t low = unit < 0xDC00 ? unit_at(i + 2) : 0;
    if (low < 0xDC00 || low > 0xDFFF) {
      result.bad_byte = i;
      return result;
    }
    result.text += 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    i += 2;
  }
  result.incomplete_end = i < bytes.size();
  return result;
}

class Iconv {
 public:
  Iconv(const char* to, const char* from) : handle_(iconv_open(to, from)) {
    if (handle_ == reinterpret_cast<iconv_t>(-1)) {
      throw Error(ExitCode::kConfig, std::string("the C library cannot convert ") + from,
                  "install the package libc-bin (its gconv modules)");
    }
  }
  Iconv(const Iconv&) = delete;
  Iconv& operator=(const Iconv&) = delete;
  ~Iconv() { iconv_close(handle_); }

  // Converts as much as it can into `out`; returns the bytes consumed, and errno in `error`.
  size_t run(std::string_view in, std::vector<char>& out, int* error) {
    char* source = const_cast<char*>(in.data());  // iconv's signature; it does not write there
    size_t source_left = in.size();
    size_t used = 0;
    *error = 0;
    while (source_left > 0) {
      if (out.size() - used < 64) out.resize(std::max<size_t>(out.size() * 2, in.size() * 2 + 256));
      char* target = out.data() + used;
      size_t target_left = out.size() - used;
      const size_t converted = iconv(handle_, &source, &source_left, &target, &target_left);
      used = size_t(target - out.data());
      if (converted != size_t(-1)) continue;
      if (errno != E2BIG) {
        *error = errno;
        break;
      }
      out.resize(out.size() * 2);
    }
    out.resize(used);
    return in.size() - source_left;
  }

 private:
  iconv_t handle_;
};

Converted convert_with_iconv(std::string_view bytes, const char* encoding) {
  Iconv converter("UTF-32LE", encoding);
  std::vector<char> out;
  int error = 0;
  const size_t consumed = converter.run(bytes, out, &error);
  Converted result;
  result.text.resize(out.size() / 4);
  for (size_t i = 0; i < result.text.size(); ++i) {
    uint32_t unit = 0;
    for (int b = 3; b >= 0; --b)
      unit = unit << 8 | static_cast<unsigned char>(out[i * 4 + size_t(b)]);
    result.text[i] = unit;
  }
  if (error == EINVAL) result.incomplete_end = true;
  if (error == EILSEQ) result.bad_byte = consumed;
  return result;
}

}  // namespace

Converted convert(std::string_view bytes, Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
    case Encoding::kUtf8Bom: return convert_utf8(bytes);
    case Encoding::kGb18030: return convert_with_iconv(bytes, "GB18030");
    case Encoding::kBig5: return convert_with_iconv(bytes, "BIG5-HKSCS");
    case Encoding::kUtf16Le: return convert_utf16(bytes, true);
    case Encoding::kUtf16Be: return convert_utf16(bytes, false);
  }
  return {};
}

std::optional<std::string> encode_with_iconv(std::u32string_view text, const char* encoding) {
  Iconv converter(encoding, "UTF-32LE");
  std::string bytes;
  for (const char32_t c : text) {
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(c >> shift & 0xFF);
  }
  std::vector<char> out;
  int error = 0;
  converter.run(bytes, out, &error);
  if (error != 0) return std::nullopt;
  return std::string(out.begin(), out.end());
}

}  // namespace zhengmai::text_internal
