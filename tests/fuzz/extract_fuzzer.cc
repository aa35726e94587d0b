// Any bytes, through the whole extraction: facts whose evidence lies in the text, or an Error.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "extract/lexicon/lexicon.h"
#include "extract/link/extract.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zhengmai;
  static const Lexicon lexicon = Lexicon::builtin();
  static const Extractor extractor(lexicon);
  try {
    const auto block = extractor.extract(
        {.name = "a.txt", .bytes = {reinterpret_cast<const char*>(data), size}, .encoding = {}});
    const size_t end = to_utf32(block->source_text()).size();
    for (const RelationshipFact& fact : block->relationships()) {
      const Span span = fact.evidence.span;
      if (span.begin > span.end || span.end > end) std::abort();
    }
  } catch (const Error&) {
  }
  return 0;
}
