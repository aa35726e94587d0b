// Writes nodes and relationships with their evidence into one document's block.
//
//   Emitter emit(block, normalised);
//   emit.node("agency:350000/commerce", {label::kAgency}, [&](NodeFact& n) { n.set(…); });
//   auto* edge = emit.relationship(emit.id("assigned:", tail, ".", 3), type::kAssignedTo, from, to,
//                                  {emit.span(range), "L.bracket.plain", 0.99});
//
// A node or relationship whose id is there already is not written twice; those whose ids count them
// (measure:…/3, assigned:…/3.1) need no look. Every node gets its `id`
// property; every relationship its source, span_start, span_end, surface, rule and confidence, and
// the surface is cut from the text that the span points into.
//
// Cost: a hash look-up a fact whose id does not number it; byte offsets of the text are computed once; nothing is allocated
// but in arenas, and what the text says is not copied where it stands in one piece. Threads: one.
#pragma once

#include <charconv>
#include <initializer_list>
#include <memory_resource>
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
  // The words of a range for readers: as in the document, without line breaks and padding. Lives
  // as long as the block; empty for an empty range.
  std::string_view readable(TextRange range);
  Value words(TextRange range) { return Value::borrowed(readable(range)); }

  // The parts (text, numbers) one after another, in a buffer that the next call overwrites.
  template <typename... Parts>
  std::string_view id(const Parts&... parts) {
    id_.clear();
    (append(parts), ...);
    return id_;
  }

  // Calls `fill` on the node when it is new. Returns the interned id.
  template <typename Fill>
  std::string_view node(std::string_view id, std::initializer_list<std::string_view> labels,
                        Fill&& fill) {
    if (const auto it = nodes_.find(id); it != nodes_.end()) return *it;
    const std::string_view kept = block_.intern(id);
    nodes_.insert(kept);
    NodeFact& n = block_.add_node(kept, labels);
    n.set(key::kId, Value::borrowed(kept));
    fill(n);
    return kept;
  }

  // The same for an id that numbers what it names: no other node can have it.
  template <typename Fill>
  std::string_view numbered_node(std::string_view id, std::string_view label, Fill&& fill) {
    NodeFact& n = block_.add_node(block_.intern(id), {label});
    n.set(key::kId, Value::borrowed(n.id));
    fill(n);
    return n.id;
  }

  // Null when a relationship of that id is there already. REQUIRES: ends returned by node().
  RelationshipFact* relationship(std::string_view id, std::string_view type, std::string_view start,
                                 std::string_view end, const Evidence& evidence);
  // The same for an id that numbers what it names: no other relationship can have it.
  RelationshipFact& numbered_relationship(std::string_view id, std::string_view type,
                                          std::string_view start, std::string_view end,
                                          const Evidence& evidence) {
    return add(block_.intern(id), type, start, end, evidence);
  }

  Value text(std::string_view s) { return block_.text(s); }

 private:
  RelationshipFact& add(std::string_view kept, std::string_view type, std::string_view start,
                        std::string_view end, const Evidence& evidence);
  void append(std::string_view part) { id_ += part; }
  void append(int number) {
    char digits[12];
    id_.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
  }

  FactBlock& block_;
  const Normalised& text_;
  std::string id_;
  std::vector<uint32_t> byte_at_;  // of each code point of the source text
  std::pmr::monotonic_buffer_resource scratch_{size_t{1} << 15};
  std::pmr::unordered_set<std::string_view> nodes_{&scratch_};
  std::pmr::unordered_set<std::string_view> relationships_{&scratch_};
};

}  // namespace zhengmai
