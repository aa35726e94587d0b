// Writes nodes and relationships with their evidence into one document's block.
//
//   Emitter emit(block, normalised);
//   emit.node("agency:350000/commerce", {label::kAgency}, [&](NodeFact& n) { n.set(…); });
//   auto& edge = emit.relationship("assigned:…", type::kAssignedTo, from, to,
//                                  {emit.span(range), "L.bracket.plain", 0.99});
//
// A node or relationship whose id is there already is not written twice. Every node gets its `id`
// property; every relationship its source, span_start, span_end, surface, rule and confidence, and
// the surface is cut from the text that the span points into.
//
// Cost: a hash look-up a fact; byte offsets of the text are computed once. Threads: one thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extract/structure/structure.h"
#include "extract/text/text.h"
#include "graph/model/fact.h"
#include "graph/model/schema.h"
#include "graph/model/span.h"

namespace zhengmai {

struct Evidence {
  Span span;
  std::string_view rule;  // static, or interned in the block
  double confidence = 1.0;
};

class Emitter {
 public:
  // REQUIRES: block.document_id and block.source_text are set; both arguments outlive the emitter.
  Emitter(FactBlock& block, const Normalised& text);

  FactBlock& block() { return block_; }
  // The document's id without "doc:".
  std::string_view key() const { return std::string_view(block_.document_id).substr(4); }

  Span span(TextRange range) const { return text_.to_source(range.begin, range.end); }
  // The first `length` code points of the range: evidence for what a whole stretch is.
  Span head(TextRange range, uint32_t length = 40) const {
    return span({range.begin, std::min(range.end, range.begin + length)});
  }
  std::string_view source_slice(Span span) const;
  // The words of a range for readers: as in the document, without line breaks and padding.
  std::string readable(TextRange range) const;

  // Calls `fill` on the node when it is new. Returns the interned id.
  template <typename Fill>
  std::string_view node(std::string_view id, std::initializer_list<std::string_view> labels,
                        Fill&& fill) {
    const auto it = nodes_.find(id);
    if (it != nodes_.end()) return *it;
    const std::string_view kept = block_.intern(id);
    nodes_.insert(kept);
    NodeFact& n = block_.add_node(kept, labels);
    n.set(key::kId, Value::borrowed(kept));
    fill(n);
    return kept;
  }

  // Null when a relationship of that id is there already. REQUIRES: ends returned by node().
  RelationshipFact* relationship(std::string_view id, std::string_view type, std::string_view start,
                                 std::string_view end, const Evidence& evidence);

  Value text(std::string_view s) { return block_.text(s); }

 private:
  FactBlock& block_;
  const Normalised& text_;
  std::vector<uint32_t> byte_at_;  // of each code point of the source text
  std::unordered_set<std::string_view> nodes_;
  std::unordered_set<std::string_view> relationships_;
};

}  // namespace zhengmai
