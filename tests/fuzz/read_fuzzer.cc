// Any bytes as a web page and as a DOCX's XML or container: a text, or an InputError. The first byte
// chooses the format, so that both are reached. PDF is read by another program and left out.
#include <cstdint>
#include <string>
#include <string_view>

#include "extract/read/docx.h"
#include "extract/read/html.h"
#include "graph/model/error.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zhengmai;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    if (data[0] % 2 == 0) {
      read_html(bytes, std::nullopt);
    } else {
      read_docx(bytes);
    }
  } catch (const InputError&) {
  }
  return 0;
}
