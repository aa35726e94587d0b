// Writes nodes and relationships with their evidence into one document's block.
//
//   Emitter emit(block, normalised);
//   emit.node("agency:350000/commerce", {label::kAgency}, [&](NodeFact& n) { n.set(…); });
//   auto* edge = emit.relationship(emit.id("assigned:", tail, ".", 3), type::kAssignedTo, from, to,
//                                  {emit.span(range), "L.bracket.plain", 0.99});
//
// A node or relationship whose id is there already is not written twice; those whose ids count them
// (measure:…/3, assigned:…/3.1) need no look. Every node gets its `id` property.
//
// Cost: a hash look-up a fact whose id does not number it; nothing is allocated but in arenas, and
// neither what the text says in one piece nor what tables say is copied. Threads: one.
#pragma once

#include <charconv>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "extract/structure/structure.h"
#include "extract/text/text.h"
#include "graph/model/byte_buffer.h"
#include "graph/model/distinct.h"
#include "graph/model/fact.h"
#include "graph/model/schema.h"
#include "graph/model/span.h"

namespace zhengmai {

// The id of a measure's node without "measure:".
inline std::string_view tail_of(const NodeFact& measure) {
  return measure.id.substr(sizeof("measure:") - 1);
}

class Emitter {
 public:
  // REQUIRES: the block's document_id and text are set; both arguments outlive the emitter.
  Emitter(FactBlock& block, const Normalised& text);

  FactBlock& block() { return block_; }
  // The document's id without "doc:".
  std::string_view key() const { return std::string_view(block_.document_id).substr(4); }

  Span span(TextRange range) const { return text_.to_source(range.begin, range.end); }
  // The first `length` code points of the range: evidence for what a whole stretch is.
  Span head(TextRange range, uint32_t length = 40) const {
    return span({range.begin, std::min(range.end, range.begin + length)});
  }
  // The words of a range for readers: as in the document, without line breaks and padding. Lives
  // as long as the block; empty for an empty range.
  std::string_view readable(TextRange range);
  Value words(TextRange range) { return Value::borrowed(readable(range)); }

  // The parts (text, numbers) one after another, in a buffer that the next call overwrites.
  template <typename... Parts>
  std::string_view id(const Parts&... parts) {
    id_.clear();
    (append(parts), ...);
    return id_.view();
  }

  // Calls `fill` on the node when it is new.
  template <typename Fill>
  const NodeFact& node(std::string_view id, std::initializer_list<std::string_view> labels,
                       Fill&& fill) {
    const uint32_t number = ids_.index(id, [&](std::string_view s) { return block_.intern(s); });
    if (number < nodes_.size()) return *nodes_[number];
    NodeFact& n = block_.add_node(ids_.items()[number], labels);
    nodes_.push_back(&n);
    n.set(key::kId, Value::borrowed(n.id));
    fill(n);
    return n;
  }

  // The same for an id that numbers what it names: no other node can have it.
  template <typename Fill>
  const NodeFact& numbered_node(std::string_view id, std::string_view label, Fill&& fill) {
    NodeFact& n = block_.add_node(block_.intern(id), {label});
    n.set(key::kId, Value::borrowed(n.id));
    fill(n);
    return n;
  }

  // Null when a relationship of that id is there already.
  RelationshipFact* relationship(std::string_view id, std::string_view type, const NodeFact& start,
                                 const NodeFact& end, const Evidence& evidence);
  // The same for an id that numbers what it names: no other relationship can have it.
  RelationshipFact& numbered_relationship(std::string_view id, std::string_view type,
                                          const NodeFact& start, const NodeFact& end,
                                          const Evidence& evidence) {
    return block_.add_relationship(block_.intern(id), type, start, end, evidence);
  }

  Value text(std::string_view s) { return block_.text(s); }
  // What a table says: the lexicon outlives the block.
  static Value known(std::string_view s) { return Value::borrowed(s); }

 private:
  void append(std::string_view part) { id_.put_bytes(part); }
  void append(int number) {
    char digits[12];
    const char* end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    id_.put_bytes({digits, static_cast<size_t>(end - digits)});
  }

  FactBlock& block_;
  const Normalised& text_;
  ByteBuffer id_;
  Distinct<std::string_view> ids_;      // of nodes that nothing numbers
  std::vector<const NodeFact*> nodes_;  // theirs
  Distinct<std::string_view> relationships_;
};

}  // namespace zhengmai
