// Any bytes as a web page, a DOC, a DOCX, an XLSX and an OFD: a text, or an InputError. The first byte
// chooses the format, so that both are reached. PDF is read by another program and left out.
#include <cstdint>
#include <string>
#include <string_view>

#include "extract/read/doc.h"
#include "extract/read/docx.h"
#include "extract/read/html.h"
#include "extract/read/ofd.h"
#include "extract/read/xlsx.h"
#include "graph/model/error.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zhengmai;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    switch (data[0] % 5) {
      case 0: read_html(bytes, std::nullopt); break;
      case 2: read_doc(bytes); break;
      case 1: read_docx(bytes); break;
      case 3: read_xlsx(bytes); break;
      default: read_ofd(bytes); break;
    }
  } catch (const InputError&) {
  }
  return 0;
}
