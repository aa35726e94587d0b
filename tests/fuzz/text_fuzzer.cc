// Any bytes, through decode() and normalise(): a text whose map leads back, or an InputError.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "extract/text/decode.h"
#include "extract/text/normalise.h"
#include "extract/text/numerals.h"
#include "graph/model/error.h"
#include "tests/builtin_words.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zhengmai;
  try {
    const Decoded decoded = decode({reinterpret_cast<const char*>(data), size});
    const Normalised n = normalise(decoded.text, test::builtin_words());
    require(n.source.size() == n.text.size() + 1);
    require(n.source.back() == decoded.text.size());
    for (size_t i = 0; i < n.text.size(); ++i) require(n.source[i] < n.source[i + 1]);
    for (const DateMention& date : find_dates(n.text)) {
      require(date.begin < date.end && date.end <= n.text.size());
    }
  } catch (const InputError&) {
  }
  return 0;
}
