#include "extract/link/emitter.h"

namespace zhengmai {

Emitter::Emitter(FactBlock& block, const Normalised& text) : block_(block), text_(text) {
  const std::string& utf8 = block.source_text;
  const size_t code_points = text.source.back();
  byte_at_.resize(code_points + 1);
  // Written for every byte and kept for the last of each code point: no branch to guess.
  size_t n = 0;
  for (uint32_t i = 0; i < utf8.size(); ++i) {
    n += (static_cast<unsigned char>(utf8[i]) & 0xC0) != 0x80;
    byte_at_[n] = i + 1;
  }
  byte_at_[0] = 0;
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
  if (relationships_.contains(id)) return nullptr;
  const std::string_view kept = block_.intern(id);
  relationships_.insert(kept);
  RelationshipFact& r = block_.add_relationship(kept, type, start, end);
  r.set(key::kSource, Value::borrowed(block_.document_id));
  r.set(key::kSpanStart, Value::integer(evidence.span.begin));
  r.set(key::kSpanEnd, Value::integer(evidence.span.end));
  r.set(key::kSurface, Value::borrowed(source_slice(evidence.span)));
  r.set(key::kRule, Value::borrowed(evidence.rule));
  r.set(key::kConfidence, Value::floating(evidence.confidence));
  return &r;
}

}  // namespace zhengmai
