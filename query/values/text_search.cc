#include "query/values/text_search.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace zhengmai {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

size_t find_plainly(std::string_view text, std::string_view part) {
  const void* const hit = memmem(text.data(), text.size(), part.data(), part.size());
  return hit ? static_cast<size_t>(static_cast<const char*>(hit) - text.data()) : kNowhere;
}

#ifdef __SSE2__

constexpr size_t kLane = sizeof(__m128i);
constexpr size_t kBlock = 64;

// Bit i: byte `at` + i is the byte of the sample, for a block of bytes.
uint64_t equal_bytes(const char* at, __m128i sample) {
  uint64_t bits = 0;
  for (size_t lane = 0; lane < kBlock; lane += kLane) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + lane));
    const int equal = _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, sample));
    bits |= uint64_t{static_cast<uint32_t>(equal)} << lane;
  }
  return bits;
}

// The last byte of the first letter: letters of one script share those before it.
size_t telling_byte(std::string_view part) {
  size_t at = 0;
  while (at + 1 < part.size() && (part[at + 1] & 0xC0) == 0x80) ++at;
  return at;
}

// REQUIRES: there are at least as many places as a block has.
size_t find_in_blocks(std::string_view text, std::string_view part) {
  const size_t early = telling_byte(part), late = part.size() - 1;
  const __m128i early_sample = _mm_set1_epi8(part[early]);
  const __m128i late_sample = _mm_set1_epi8(part[late]);
  const size_t last_block = text.size() - part.size() + 1 - kBlock;
  for (size_t from = 0;; from = std::min(from + kBlock, last_block)) {
    const char* const at = text.data() + from;
    uint64_t places = equal_bytes(at + early, early_sample) & equal_bytes(at + late, late_sample);
    for (; places != 0; places &= places - 1) {
      const auto place = static_cast<size_t>(std::countr_zero(places));
      if (std::memcmp(at + place, part.data(), part.size()) == 0) return from + place;
    }
    if (from == last_block) return kNowhere;
  }
}

#endif

}  // namespace

size_t find_text(std::string_view text, std::string_view part) {
  if (part.empty()) return 0;
#ifdef __SSE2__
  if (text.size() + 1 >= part.size() + kBlock) return find_in_blocks(text, part);
#endif
  return find_plainly(text, part);
}

}  // namespace zhengmai
