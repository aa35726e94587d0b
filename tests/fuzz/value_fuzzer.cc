// Any bytes → a value, or StoreError. A value that was read is written as the bytes it was read from.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "graph/model/error.h"
#include "graph/model/value_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto strings : {zhengmai::Strings::kOwned, zhengmai::Strings::kBorrowed}) {
    std::string_view in = bytes;
    try {
      const zhengmai::Value value = zhengmai::decode_value(in, strings);
      std::string again;
      zhengmai::encode_value(value, again);
      if (again != bytes.substr(0, bytes.size() - in.size())) std::abort();
    } catch (const zhengmai::StoreError&) {
    }
  }
  return 0;
}
