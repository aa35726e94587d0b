#include "extract/link/emitter.h"

namespace zhengmai {

Emitter::Emitter(FactBlock& block, const Normalised& text) : block_(block), text_(text) {}

std::string_view Emitter::readable(TextRange range) {
  if (range.empty()) return {};
  const Span whole = span(range);
  if (whole.end - whole.begin == range.size()) return block_.cut(whole);
  std::string out;
  // Stretches that the matching buffer kept without a gap are copied whole; the gaps are line breaks
  // inside sentences, page numbers and blanks.
  for (uint32_t i = range.begin; i < range.end;) {
    uint32_t j = i + 1;
    while (j < range.end && text_.source[j] == text_.source[j - 1] + 1) ++j;
    out += block_.cut({text_.source[i], text_.source[j - 1] + 1});
    i = j;
  }
  return block_.intern(out);
}

RelationshipFact* Emitter::relationship(std::string_view id, std::string_view type,
                                        const NodeFact& start, const NodeFact& end,
                                        const Evidence& evidence) {
  const size_t before = relationships_.items().size();
  const uint32_t number =
      relationships_.index(id, [&](std::string_view s) { return block_.intern(s); });
  if (number < before) return nullptr;
  return &block_.add_relationship(relationships_.items()[number], type, start, end, evidence);
}

}  // namespace zhengmai
