#include "extract/link/emitter.h"

namespace zhengmai {
namespace {

constexpr size_t kBytesAFact = 64;  // of text that is dense with facts, those with numbers left out

}  // namespace

Emitter::Emitter(FactBlock& block, const Normalised& text) : block_(block), text_(text) {
  const std::string& utf8 = block.source_text;
  // Written at every byte and kept at those that begin a code point: no branch depends on the text.
  byte_at_.resize(text.source.back() + size_t{1});
  const auto size = static_cast<uint32_t>(utf8.size());
  size_t n = 0;
  for (uint32_t at = 0; at < size; ++at) {
    byte_at_[n] = at;
    n += (static_cast<unsigned char>(utf8[at]) & 0xC0) != 0x80;
  }
  byte_at_[n] = size;
  nodes_.reserve(utf8.size() / kBytesAFact);
  relationships_.reserve(utf8.size() / kBytesAFact);
}

std::string_view Emitter::source_slice(Span span) const {
  return std::string_view(block_.source_text)
      .substr(byte_at_[span.begin], byte_at_[span.end] - byte_at_[span.begin]);
}

std::string_view Emitter::readable(TextRange range) {
  if (range.empty()) return {};
  const Span whole = span(range);
  if (whole.end - whole.begin == range.size()) return source_slice(whole);
  std::string out;
  // Stretches that the matching buffer kept without a gap are copied whole; the gaps are line breaks
  // inside sentences, page numbers and blanks.
  for (uint32_t i = range.begin; i < range.end;) {
    uint32_t j = i + 1;
    while (j < range.end && text_.source[j] == text_.source[j - 1] + 1) ++j;
    out += source_slice({text_.source[i], text_.source[j - 1] + 1});
    i = j;
  }
  return block_.intern(out);
}

RelationshipFact* Emitter::relationship(std::string_view id, std::string_view type,
                                        std::string_view start, std::string_view end,
                                        const Evidence& evidence) {
  // Nearly all are new: to intern first costs less than to look up twice.
  const std::string_view kept = block_.intern(id);
  if (!relationships_.insert(kept).second) return nullptr;
  return &add(kept, type, start, end, evidence);
}

RelationshipFact& Emitter::add(std::string_view kept, std::string_view type, std::string_view start,
                               std::string_view end, const Evidence& evidence) {
  RelationshipFact& r = block_.add_relationship(kept, type, start, end);
  r.set(key::kSource, Value::borrowed(block_.document_id));
  r.set(key::kSpanStart, Value::integer(evidence.span.begin));
  r.set(key::kSpanEnd, Value::integer(evidence.span.end));
  r.set(key::kSurface, Value::borrowed(source_slice(evidence.span)));
  r.set(key::kRule, Value::borrowed(evidence.rule));
  r.set(key::kConfidence, Value::floating(evidence.confidence));
  return r;
}

}  // namespace zhengmai
