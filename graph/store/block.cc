#include "graph/store/block.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <span>
#include <unordered_map>

#include "graph/model/error.h"
#include "graph/model/ids.h"
#include "graph/model/schema.h"
#include "graph/model/value_codec.h"
#include "graph/model/varint.h"

namespace zhengmai {
namespace {

constexpr char kBlockVersion = 2;
constexpr size_t kLongText = 64;  // longer texts stand in their place, shorter ones in the table
// Level 3 takes over half as long again and makes blocks one fortieth smaller.
constexpr int kCompression = 1;
// A frame's blocks of 128 KiB take four bytes or more: a damaged size must not take all memory.
constexpr uint64_t kMostPacked = uint64_t{1} << 15;

// How the value of a property stands in a block; the low two bits of the number before it.
enum Form : uint64_t {
  kPlain = 0,  // bytes of value_codec.h
  kNamed = 1,  // an index into the table
  kQuote = 2,  // a stretch of the text: first byte, bytes
  kOwnId = 3,  // the id of the node; nothing follows
};

[[noreturn]] void damaged(const char* what) {
  throw StoreError(ExitCode::kIoError, std::string("damaged block of facts: ") + what,
                   "run 'zhengmai check'; 'zhengmai restore' brings back a backup");
}

// The distinct strings of a block, in the order of first use.
class StringTable {
 public:
  uint64_t index(std::string_view text) {
    // Keys, types, labels and rules are the same bytes in memory again and again.
    Recent& recent = recent_[(reinterpret_cast<uintptr_t>(text.data()) >> 2) % recent_.size()];
    if (recent.text.data() == text.data() && recent.text.size() == text.size()) return recent.index;
    const auto [it, added] = index_.try_emplace(text, strings_.size());
    if (added) strings_.push_back(text);
    recent = {text, it->second};
    return it->second;
  }
  void append_to(std::string& out) const {
    put_varint(out, strings_.size());
    for (const std::string_view text : strings_) put_string(out, text);
  }

 private:
  struct Recent {
    std::string_view text;
    uint64_t index = 0;
  };
  std::array<Recent, 256> recent_;
  std::unordered_map<std::string_view, uint64_t> index_;
  std::vector<std::string_view> strings_;
};

class BlockWriter {
 public:
  explicit BlockWriter(const FactBlock& block) : block_(block), text_(block.source_text()) {}

  std::string write() {
    const std::string_view digest = std::string_view(block_.document_id).substr(4);
    std::vector<const NodeFact*> order;
    order.reserve(block_.nodes().size());
    for (const NodeFact& node : block_.nodes()) order.push_back(&node);
    const auto own = std::ranges::stable_partition(order, [&](const NodeFact* node) {
      return node->id.find(digest) == std::string_view::npos;
    });
    place_.resize(order.size());
    for (uint32_t i = 0; i < order.size(); ++i) place_[order[i]->index] = i;
    for (const NodeFact* node : order) add(*node);
    for (const RelationshipFact& relationship : block_.relationships()) add(relationship);

    std::string out(1, kBlockVersion);
    put_string(out, block_.document_id);
    put_string(out, text_);
    strings_.append_to(out);
    put_varint(out, order.size());
    put_varint(out, order.size() - own.size());
    put_varint(out, block_.relationships().size());
    return out + body_;
  }

 private:
  void put(std::string_view text) { put_varint(body_, strings_.index(text)); }

  bool is_quote(std::string_view s) const {
    const std::less<const char*> before;
    return !s.empty() && !before(s.data(), text_.data()) &&
           before(s.data(), text_.data() + text_.size());
  }

  void put(const Property& property, std::string_view owner) {
    const uint64_t key = strings_.index(property.key) << 2;
    const Value& value = property.value;
    if (!value.is_string()) {
      put_varint(body_, key | kPlain);
      encode_value(value, body_);
      return;
    }
    const std::string_view s = value.as_string();
    if (is_quote(s)) {
      put_varint(body_, key | kQuote);
      put_varint(body_, static_cast<uint64_t>(s.data() - text_.data()));
      put_varint(body_, s.size());
    } else if (property.key == key::kId && s == owner) {
      put_varint(body_, key | kOwnId);
    } else if (s.size() <= kLongText) {
      put_varint(body_, key | kNamed);
      put(s);
    } else {
      put_varint(body_, key | kPlain);
      encode_value(value, body_);
    }
  }

  void put(std::span<const Property> properties, std::string_view owner) {
    put_varint(body_, properties.size());
    for (const Property& property : properties) put(property, owner);
  }

  void add(const NodeFact& node) {
    put_string(body_, node.id);
    put_varint(body_, node.labels.size());
    for (const std::string_view label : node.labels) put(label);
    put(node.properties, node.id);
  }

  void add(const RelationshipFact& relationship) {
    const Evidence& evidence = relationship.evidence;
    put(relationship.type);
    put_varint(body_, place_[relationship.start->index]);
    put_varint(body_, place_[relationship.end->index]);
    put_varint(body_, evidence.span.begin);
    put_varint(body_, evidence.span.size());
    put(evidence.rule);
    encode_value(Value::floating(evidence.confidence), body_);
    put(relationship.properties, {});
  }

  const FactBlock& block_;
  const std::string_view text_;
  StringTable strings_;
  std::vector<uint32_t> place_;  // of each node of the block, shared ones first
  std::string body_;
};

}  // namespace

std::string encode_block(const FactBlock& block) { return BlockWriter(block).write(); }

std::string pack(std::string_view block) {
  // Its tables take a megabyte: made once a thread.
  thread_local const std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(),
                                                                               ZSTD_freeCCtx);
  std::string out(ZSTD_compressBound(block.size()), '\0');
  const size_t size = ZSTD_compressCCtx(context.get(), out.data(), out.size(), block.data(),
                                        block.size(), kCompression);
  if (ZSTD_isError(size)) {
    throw Error(ExitCode::kInternal, std::string("compression: ") + ZSTD_getErrorName(size));
  }
  out.resize(size);
  out.shrink_to_fit();  // many wait to be written
  return out;
}

void unpack(std::string_view packed, std::string& block) {
  thread_local const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(),
                                                                               ZSTD_freeDCtx);
  const auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
      size > packed.size() * kMostPacked) {
    damaged("not a compressed block");
  }
  block.resize(size);
  const size_t got = ZSTD_decompressDCtx(context.get(), block.data(), block.size(), packed.data(),
                                         packed.size());
  if (ZSTD_isError(got) || got != size) damaged("it cannot be decompressed");
}

EncodedDocument encode_document(const FactBlock& block) {
  const std::string bytes = encode_block(block);
  return {.id = block.document_id,
          .sha256 = block.content_sha256,
          .source = block.source,
          .warnings = block.warnings,
          .text_bytes = block.source_text().size(),
          .node_count = block.nodes().size(),
          .relationship_count = block.relationships().size(),
          .block_sha256 = sha256_hex(bytes),
          .packed = pack(bytes)};
}

BlockReader::BlockReader(std::string_view bytes) : rest_(bytes) {
  if (rest_.empty() || rest_[0] != kBlockVersion) damaged("unknown version");
  rest_.remove_prefix(1);
  document_id_ = take_string(rest_);
  text_ = take_string(rest_);
  cut_.index(text_);
  const uint64_t strings = take_varint(rest_);
  if (strings > rest_.size()) damaged("more strings than bytes");
  strings_.reserve(strings);
  for (uint64_t i = 0; i < strings; ++i) strings_.push_back(take_string(rest_));
  const uint64_t nodes = take_varint(rest_), shared = take_varint(rest_),
                 relationships = take_varint(rest_);
  if (nodes > rest_.size() || shared > nodes || relationships > rest_.size()) {
    damaged("more facts than bytes");
  }
  nodes_ = uint32_t(nodes);
  shared_ = uint32_t(shared);
  relationships_ = uint32_t(relationships);
}

std::string_view BlockReader::string_at(uint64_t index) const {
  if (index >= strings_.size()) damaged("a string that is not in its table");
  return strings_[index];
}

std::string_view BlockReader::take_quote() {
  const uint64_t begin = take_varint(rest_), size = take_varint(rest_);
  if (begin > text_.size() || size > text_.size() - begin) damaged("a quotation beyond the text");
  return text_.substr(begin, size);
}

void BlockReader::read_evidence(std::vector<Property>& out) {
  const uint64_t begin = take_varint(rest_), size = take_varint(rest_);
  if (begin > cut_.size() || size > cut_.size() - begin) damaged("evidence beyond the text");
  const Span span{static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + size)};
  const std::string_view rule = string_at(take_varint(rest_));
  out.push_back({key::kSource, Value::borrowed(document_id_)});
  out.push_back({key::kSpanStart, Value::integer(span.begin)});
  out.push_back({key::kSpanEnd, Value::integer(span.end)});
  out.push_back({key::kSurface, Value::borrowed(cut_(span))});
  out.push_back({key::kRule, Value::borrowed(rule)});
  out.push_back({key::kConfidence, decode_value(rest_)});
}

void BlockReader::read_properties(std::string_view id, std::vector<Property>& out) {
  const uint64_t count = take_varint(rest_);
  if (count > rest_.size()) damaged("more properties than bytes");
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t head = take_varint(rest_);
    const std::string_view key = string_at(head >> 2);
    switch (static_cast<Form>(head & 3)) {
      case kPlain: out.push_back({key, decode_value(rest_, Strings::kBorrowed)}); break;
      case kNamed: out.push_back({key, Value::borrowed(string_at(take_varint(rest_)))}); break;
      case kQuote: out.push_back({key, Value::borrowed(take_quote())}); break;
      case kOwnId: out.push_back({key, Value::borrowed(id)}); break;
    }
  }
}

bool BlockReader::next_node(BlockNode& node) {
  if (nodes_read_ == nodes_) return false;
  ++nodes_read_;
  node.id = take_string(rest_);
  node.labels.clear();
  const uint64_t labels = take_varint(rest_);
  if (labels > rest_.size()) damaged("more labels than bytes");
  for (uint64_t i = 0; i < labels; ++i) node.labels.push_back(string_at(take_varint(rest_)));
  node.properties.clear();
  read_properties(node.id, node.properties);
  return true;
}

bool BlockReader::next_relationship(BlockRelationship& relationship) {
  if (relationships_read_ == relationships_) {
    if (!rest_.empty()) damaged("bytes behind the last relationship");
    return false;
  }
  ++relationships_read_;
  relationship.type = string_at(take_varint(rest_));
  const uint64_t start = take_varint(rest_), end = take_varint(rest_);
  if (start >= nodes_ || end >= nodes_) damaged("a relationship without its nodes");
  relationship.start = uint32_t(start);
  relationship.end = uint32_t(end);
  relationship.properties.clear();
  read_evidence(relationship.properties);
  read_properties({}, relationship.properties);
  return true;
}

}  // namespace zhengmai
