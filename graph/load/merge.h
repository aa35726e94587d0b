// What documents share: nodes that stand in several blocks under one id become one node, and a
// cited document that the corpus holds becomes that document.
//
// What blocks say of a shared node is mostly the same, so each thing that is said (a variant) is kept
// once and has a number. What the node is in the end follows from the variants in the order of
// documents, of which the first that has a key decides its value. The numbers a document has are all
// that must be known of it to merge again without reading it (ledger.h).
//
// Cost: memory for the shared nodes (agencies, themes, jurisdictions, citations) and for the number
// and title of each document. Errors: none of its own. Threads: one thread.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/model/value.h"
#include "graph/store/block.h"

namespace zhengmai {

// Numbers things in the order of a second look at them: of documents, say.
class FirstMet {
 public:
  struct Met {
    uint32_t number;
    bool is_new;
  };
  Met meet(uint32_t thing) {
    if (thing >= numbers_.size()) numbers_.resize(size_t{thing} + 1, kNoId);
    if (numbers_[thing] != kNoId) return {numbers_[thing], false};
    things_.push_back(thing);
    return {numbers_[thing] = uint32_t(things_.size() - 1), true};
  }
  bool met(uint32_t thing) const { return thing < numbers_.size() && numbers_[thing] != kNoId; }
  uint32_t number(uint32_t thing) const { return numbers_[thing]; }  // REQUIRES: met
  const std::vector<uint32_t>& things() const { return things_; }    // by number

 private:
  std::vector<uint32_t> numbers_, things_;
};

// Shared nodes, what is said of them, and relationships between them; each numbered as it is first
// added. Strings are copies.
class SharedFacts {
 public:
  struct Variant {
    uint32_t node = 0;
    std::vector<std::string> labels;
    std::vector<std::pair<std::string, Value>> properties;
  };
  struct Between {
    std::string_view type;
    uint32_t start = 0;  // nodes
    uint32_t end = 0;
  };

  uint32_t node(std::string_view id);
  uint32_t variant(const BlockNode& node);
  void add_variant(Variant variant);  // the next number: what a ledger says
  uint32_t between(std::string_view type, uint32_t start, uint32_t end);

  size_t node_count() const { return nodes_.size(); }
  const std::string& id(uint32_t node) const { return nodes_[node].id; }
  const std::vector<Variant>& variants() const { return variants_; }
  const Between& between(uint32_t number) const { return between_[number]; }

  // A variant as bytes: equal ones have equal bytes.
  void encode(const Variant& variant, std::string& out) const;
  static Variant decode_variant(std::string_view& in);

  // What the variants of one node, in the order in which they count, make of it.
  Variant merge(const std::vector<uint32_t>& variants) const;
  // The variants of each node, in the order in which they were met.
  std::vector<std::vector<uint32_t>> by_node(const FirstMet& variants) const;

 private:
  struct Node {
    std::string id;
    std::vector<uint32_t> variants;
  };

  std::deque<Node> nodes_;  // never move: the keys below are their ids
  std::unordered_map<std::string_view, uint32_t> by_id_;
  std::vector<Variant> variants_;
  std::unordered_map<std::string, uint32_t> rare_;  // variants of nodes that have many, encoded
  // By type, then by start and end.
  std::map<std::string, std::unordered_map<uint64_t, uint32_t>, std::less<>> between_numbers_;
  std::vector<Between> between_;
};

// The documents of a corpus by what others cite them by.
class Citations {
 public:
  // REQUIRES: documents come in the order of their ids: of two with one number, the first is meant.
  void add(uint32_t document, const Value* number, const Value* title);
  // The document of the corpus that a shared node is, or kNoId. REQUIRES: all were added.
  uint32_t resolve(std::string_view id, const SharedFacts::Variant& merged) const;

 private:
  std::unordered_map<std::string, uint32_t> by_number_;  // folded
  std::unordered_map<std::string, uint32_t> by_title_;
};

// A document number or title without what varies in print: widths, blanks, quotation marks, the
// shape of brackets.
std::string fold_citation(std::string_view text);

// The value of a key, or null.
template <typename Properties>
const Value* find_value(const Properties& properties, std::string_view key) {
  for (const auto& [name, value] : properties) {
    if (name == key) return &value;
  }
  return nullptr;
}

}  // namespace zhengmai
