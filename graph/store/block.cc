#include "graph/store/block.h"

#include <span>
#include <unordered_map>

#include "graph/model/error.h"
#include "graph/model/value_codec.h"
#include "graph/model/varint.h"

namespace zhengmai {
namespace {

constexpr char kBlockVersion = 1;
constexpr size_t kLongText = 64;  // longer texts stand in their place, shorter ones in the table

[[noreturn]] void damaged(const char* what) {
  throw StoreError(ExitCode::kIoError, std::string("damaged block of facts: ") + what,
                   "run 'zhengmai check'; 'zhengmai restore' brings back a backup");
}

// The distinct strings of a block, in the order of first use.
class StringTable {
 public:
  uint64_t index(std::string_view text) {
    const auto [it, added] = index_.try_emplace(text, strings_.size());
    if (added) strings_.push_back(text);
    return it->second;
  }
  void append_to(std::string& out) const {
    put_varint(out, strings_.size());
    for (const std::string_view text : strings_) put_string(out, text);
  }

 private:
  std::unordered_map<std::string_view, uint64_t> index_;
  std::vector<std::string_view> strings_;
};

class BlockWriter {
 public:
  explicit BlockWriter(const FactBlock& block) : block_(block) {}

  std::string write() {
    const std::string_view digest = std::string_view(block_.document_id).substr(4);
    const auto is_own = [&](const NodeFact& node) {
      return node.id.find(digest) != std::string_view::npos;
    };
    uint64_t shared = 0;
    for (const NodeFact& node : block_.nodes()) {
      if (is_own(node)) continue;
      add_node(node);
      ++shared;
    }
    for (const NodeFact& node : block_.nodes()) {
      if (is_own(node)) add_node(node);
    }
    for (const RelationshipFact& relationship : block_.relationships()) add(relationship);

    std::string out(1, kBlockVersion);
    strings_.append_to(out);
    put_varint(out, block_.nodes().size());
    put_varint(out, shared);
    put_varint(out, block_.relationships().size());
    return out + body_;
  }

 private:
  void put(std::string_view text) { put_varint(body_, strings_.index(text)); }

  void put(std::span<const Property> properties) {
    put_varint(body_, properties.size());
    for (const Property& property : properties) {
      const Value& value = property.value;
      const bool in_table = value.is_string() && value.as_string().size() <= kLongText;
      put_varint(body_, strings_.index(property.key) << 1 | uint64_t(in_table));
      if (in_table) {
        put(value.as_string());
      } else {
        encode_value(value, body_);
      }
    }
  }

  void add_node(const NodeFact& node) {
    node_index_.emplace(node.id, node_index_.size());
    put(node.id);
    put_varint(body_, node.labels.size());
    for (const std::string_view label : node.labels) put(label);
    put(node.properties);
  }

  void add(const RelationshipFact& relationship) {
    put(relationship.id);
    put(relationship.type);
    put_varint(body_, node(relationship.start));
    put_varint(body_, node(relationship.end));
    put(relationship.properties);
  }

  uint64_t node(std::string_view id) const {
    const auto it = node_index_.find(id);
    if (it == node_index_.end()) {
      throw Error(ExitCode::kInternal, "facts of " + block_.document_id +
                                           ": a relationship ends in a node that is not there: " +
                                           std::string(id));
    }
    return it->second;
  }

  const FactBlock& block_;
  StringTable strings_;
  std::unordered_map<std::string_view, uint64_t> node_index_;
  std::string body_;
};

}  // namespace

std::string encode_block(const FactBlock& block) { return BlockWriter(block).write(); }

BlockReader::BlockReader(std::string_view bytes) : rest_(bytes) {
  if (rest_.empty() || rest_[0] != kBlockVersion) damaged("unknown version");
  rest_.remove_prefix(1);
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

void BlockReader::read_properties(std::vector<Property>& out) {
  out.clear();
  const uint64_t count = take_varint(rest_);
  if (count > rest_.size()) damaged("more properties than bytes");
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t head = take_varint(rest_);
    const std::string_view key = string_at(head >> 1);
    if (head & 1) {
      out.push_back({key, Value::borrowed(string_at(take_varint(rest_)))});
    } else {
      out.push_back({key, decode_value(rest_, Strings::kBorrowed)});
    }
  }
}

bool BlockReader::next_node(BlockNode& node) {
  if (nodes_read_ == nodes_) return false;
  ++nodes_read_;
  node.id = string_at(take_varint(rest_));
  node.labels.clear();
  const uint64_t labels = take_varint(rest_);
  if (labels > rest_.size()) damaged("more labels than bytes");
  for (uint64_t i = 0; i < labels; ++i) node.labels.push_back(string_at(take_varint(rest_)));
  read_properties(node.properties);
  return true;
}

bool BlockReader::next_relationship(BlockRelationship& relationship) {
  if (relationships_read_ == relationships_) {
    if (!rest_.empty()) damaged("bytes behind the last relationship");
    return false;
  }
  ++relationships_read_;
  relationship.id = string_at(take_varint(rest_));
  relationship.type = string_at(take_varint(rest_));
  const uint64_t start = take_varint(rest_), end = take_varint(rest_);
  if (start >= nodes_ || end >= nodes_) damaged("a relationship without its nodes");
  relationship.start = uint32_t(start);
  relationship.end = uint32_t(end);
  read_properties(relationship.properties);
  return true;
}

}  // namespace zhengmai
