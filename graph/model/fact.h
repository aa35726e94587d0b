// Facts: what extraction finds in one document, and what the store keeps of it.
//
// A FactBlock is the unit of change: one document's metadata, text, nodes and relationships. It
// goes into the store, is replaced and goes out as a whole. Nodes that several documents share
// (agencies, themes, jurisdictions) are repeated in each block under the same id; the loader merges
// them (graph/load). Relationships with the same id are the same relationship.
//
//   FactBlock block;
//   auto& measure = block.add_node(block.intern("measure:…/3"), {label::kMeasure});
//   measure.set(key::kOrdinal, Value::integer(3));
//   auto& edge = block.add_relationship(block.intern(id), type::kAssignedTo, measure, agency,
//                                       {span, "L.bracket.plain", 0.99});
//   edge.set(key::kRole, Value::borrowed("lead"));
//
// Shape: every string_view points into the block's arena (see intern), into its text, to static text, or
// into tables that outlive the block (the lexicon of the extractor that filled it).
// Cost: one arena a block, properties included; adding never copies what is already interned.
// Evidence is in fields of its own: every relationship has it, and it is most of what there is.
// Threads: one thread fills a block; const access from any thread afterwards.
#pragma once

#include <deque>
#include <initializer_list>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "graph/model/span.h"
#include "graph/model/span_cutter.h"
#include "graph/model/value.h"

namespace zhengmai {

struct Property {
  std::string_view key;
  Value value;
};

struct NodeFact {
  std::string_view id;
  uint32_t index;  // among the nodes of the block
  std::pmr::vector<std::string_view> labels;
  std::pmr::vector<Property> properties;

  void set(std::string_view key, Value value) { properties.push_back({key, std::move(value)}); }
};

// The words of the document that prove a relationship.
struct Evidence {
  Span span;
  std::string_view rule;  // extract/RULES.md
  double confidence = 1.0;
};

struct RelationshipFact {
  std::string_view id;
  std::string_view type;
  const NodeFact* start;  // both ends are nodes of the same block
  const NodeFact* end;
  Evidence evidence;
  std::pmr::vector<Property> properties;  // besides the evidence

  void set(std::string_view key, Value value) {
    if (properties.capacity() == 0) properties.reserve(kUsual);
    properties.push_back({key, std::move(value)});
  }

  static constexpr size_t kUsual = 4;  // the arena does not take back what growing leaves behind
};

class FactBlock {
 public:
  FactBlock() = default;
  FactBlock(const FactBlock&) = delete;
  FactBlock& operator=(const FactBlock&) = delete;

  // Copies `text` into the arena; the result lives as long as the block.
  std::string_view intern(std::string_view text);
  // A string value whose bytes are in the arena.
  Value text(std::string_view text) { return Value::borrowed(intern(text)); }

  // REQUIRES: id and labels are interned or outlive the block. References stay valid.
  NodeFact& add_node(std::string_view id, std::initializer_list<std::string_view> labels);
  // REQUIRES: id and evidence.rule are interned or outlive the block, both ends are nodes of this block, and the
  // span lies in its text. References stay valid.
  RelationshipFact& add_relationship(std::string_view id, std::string_view type,
                                     const NodeFact& start, const NodeFact& end,
                                     const Evidence& evidence);

  std::string document_id;      // doc:<12 hex digits of the SHA-256 of the content>
  std::string content_sha256;   // 64 hex digits, of the bytes as stored on disk
  std::string source;           // path or JSONL id the document came from, as the user gave it
  std::vector<std::string> warnings;

  // The decoded text, UTF-8: what spans point into. Set once, before the first relationship.
  void set_source_text(std::string utf8);
  const std::string& source_text() const { return source_text_; }
  std::string_view cut(Span span) const { return cut_(span); }

  const std::pmr::deque<NodeFact>& nodes() const { return nodes_; }
  const std::pmr::deque<RelationshipFact>& relationships() const { return relationships_; }

  // All properties of a relationship as the graph has them: its evidence (source, span_start,
  // span_end, surface, rule, confidence), then its own. Borrows from the block.
  std::vector<Property> properties_of(const RelationshipFact& relationship) const;

 private:
  static constexpr size_t kFirstBlock = size_t{1} << 16;  // what a short document's facts take

  std::string source_text_;
  SpanCutter cut_;
  std::pmr::monotonic_buffer_resource arena_{kFirstBlock};
  std::pmr::deque<NodeFact> nodes_{&arena_};
  std::pmr::deque<RelationshipFact> relationships_{&arena_};
};

// Where facts go: the store's writer, the JSON Lines printer, a graph under construction.
class FactSink {
 public:
  virtual ~FactSink() = default;
  // Called once a document, in the order of the input. The block dies after the call.
  virtual void document(const FactBlock& block) = 0;
};

}  // namespace zhengmai
