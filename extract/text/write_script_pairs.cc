// Part of the build, not of the program: writes OpenCC's table of characters, traditional to
// simplified, as pairs for char_table.cc. Asking OpenCC at every start took longer than all other
// tables together.
//
//   write_script_pairs > script_pairs.inc         {0x8CC7, 0x8D44}, …
#include <opencc/opencc.h>

#include <cstdio>
#include <string>

#include "graph/model/unicode.h"

int main() {
  using namespace zhengmai;
  constexpr char32_t kFirst = 0x3400, kLast = 0x9FFF;
  // One call converts every ideograph, each on a line of its own so that no phrase rule applies.
  std::string traditional;
  for (char32_t c = kFirst; c <= kLast; ++c) {
    append_utf8(traditional, c);
    traditional += '\n';
  }
  const opencc_t converter = opencc_open("t2s.json");
  if (converter == reinterpret_cast<opencc_t>(-1)) {
    std::fprintf(stderr, "OpenCC's table t2s.json cannot be read; install libopencc-data\n");
    return 1;
  }
  char* converted = opencc_convert_utf8(converter, traditional.data(), traditional.size());
  const std::u32string simplified = to_utf32(converted ? std::string_view(converted) : "");
  if (converted) opencc_convert_utf8_free(converted);
  opencc_close(converter);
  // A conversion that is not one to one (none today) leaves its character as it is: the line is then
  // not exactly one code point long.
  size_t begin = 0;
  for (char32_t c = kFirst; c <= kLast && begin < simplified.size(); ++c) {
    const size_t end = simplified.find(U'\n', begin);
    if (end == begin + 1 && simplified[begin] != c) {
      std::printf("{0x%X, 0x%X},\n", unsigned(c), unsigned(simplified[begin]));
    }
    begin = end + 1;
  }
  return begin == simplified.size() && std::fflush(stdout) == 0 ? 0 : 1;
}
