#include "extract/link/emitter.h"

namespace zhengmai {
namespace {

constexpr size_t kBytesAFact = 64;  // of text that is dense with facts, those with numbers left out

// Bytes of the code point whose first byte it is.
uint32_t utf8_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return 1u + (byte >= 0xC0) + (byte >= 0xE0) + (byte >= 0xF0);
}

}  // namespace

Emitter::Emitter(FactBlock& block, const Normalised& text) : block_(block), text_(text) {
  const std::string& utf8 = block.source_text;
  byte_at_.reserve(text.source.back() + size_t{1});
  for (uint32_t at = 0; at < utf8.size(); at += utf8_length(utf8[at])) byte_at_.push_back(at);
  byte_at_.push_back(static_cast<uint32_t>(utf8.size()));
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
