// The facts and the text of one document as bytes, and back. FORMAT.md, "The block of facts", has
// the layout.
//
// Shared nodes (those whose id does not carry the document's digest: agencies, themes,
// jurisdictions, cited documents) come first, so that a loader can merge them across documents
// without decoding the rest. What a property quotes from the text is a place in it, not a copy.
//
// Cost: linear. Errors: StoreError when the bytes are damaged. Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/model/fact.h"
#include "graph/store/block_form.h"

namespace zhengmai {

std::string encode_block(const FactBlock& block);

// 32 hex digits: whether two blocks say the same, and whether one is damaged. XXH3 of 128 bits, which
// tells accidents apart, not forgers; documents are told apart by SHA-256.
std::string digest_of_block(std::string_view block);

// Compressed, as it lies in the store, and back. `unpack` overwrites `block`, whose memory it uses
// again.
std::string pack(std::string_view block);
void unpack(std::string_view packed, std::string& block);

// A document ready for the store, so that encoding and compressing need not be done by the thread
// that writes.
struct EncodedDocument {
  std::string id;
  std::string sha256;  // of the content
  std::string source;
  std::vector<std::string> warnings;
  uint64_t text_bytes = 0;
  uint64_t node_count = 0;
  uint64_t relationship_count = 0;
  std::string block_digest;
  std::string packed;
};
EncodedDocument encode_document(const FactBlock& block);

// One node or relationship as it stands in a block. Strings point into the block's bytes.
struct BlockNode {
  std::string_view id;
  std::vector<std::string_view> labels;
  std::vector<Property> properties;
};
struct BlockRelationship {
  std::string_view type;
  uint32_t start = 0;  // index of a node of the block
  uint32_t end = 0;
  std::vector<Property> properties;  // the evidence first, as FactBlock::properties_of has it
};

// Reads a block front to back: shared nodes, own nodes, relationships.
//
//   BlockReader reader(bytes);
//   BlockNode node;
//   while (reader.next_node(node)) …            // the first shared_count() are shared
//   BlockRelationship edge;
//   while (reader.next_relationship(edge)) …
//
// REQUIRES: `bytes` outlives the reader and everything read.
class BlockReader {
 public:
  explicit BlockReader(std::string_view bytes);

  std::string_view document_id() const { return document_id_; }
  std::string_view text() const { return text_; }
  uint32_t node_count() const { return nodes_; }
  uint32_t shared_count() const { return shared_; }
  uint32_t relationship_count() const { return relationships_; }

  bool next_node(BlockNode& node);
  // REQUIRES: all nodes were read.
  bool next_relationship(BlockRelationship& relationship);

 private:
  // What facts have in common: labels, or type and rule, and which properties.
  struct Shape {
    struct Item {
      std::string_view key;
      Form form;
    };
    std::vector<std::string_view> names;
    std::vector<Item> properties;
  };

  std::string_view string_at(uint64_t index) const;
  double number_at(uint64_t index) const;
  const Shape& shape_at(uint64_t index) const;
  Shape take_shape();
  std::string_view take_quote();
  Value take_quotes();
  Value take_value(Form form, std::string_view id);
  void read_evidence(std::string_view rule, std::vector<Property>& out);
  void read_properties(const Shape& shape, std::string_view id, std::vector<Property>& out);

  std::string_view rest_;
  std::string_view document_id_;
  std::string_view text_;
  SpanCutter cut_;
  std::vector<std::string_view> strings_;
  std::string_view numbers_;  // eight bytes each
  std::vector<Shape> shapes_;
  int64_t last_begin_ = 0;  // of the evidence of the relationship before
  uint32_t nodes_ = 0;
  uint32_t shared_ = 0;
  uint32_t relationships_ = 0;
  uint32_t nodes_read_ = 0;
  uint32_t relationships_read_ = 0;
};

}  // namespace zhengmai
