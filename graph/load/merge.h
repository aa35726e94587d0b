// What documents share: nodes that stand in several blocks under one id become one node, and a
// cited document that the corpus holds becomes that document.
//
// What a shared node is in the end is known only after the last document (labels unite, keys are
// added, a stub may turn out to be a document), so relationships refer to it by a placeholder.
//
// Cost: memory for the shared nodes (agencies, themes, jurisdictions, citations) and for the number
// and title of each document. Errors: none of its own. Threads: one thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/model/value.h"
#include "graph/store/block.h"

namespace zhengmai {

// A node put together from several documents. Strings are copies.
struct MergedNode {
  std::string id;
  NodeId placeholder = kNoId;
  std::vector<std::string> labels;                        // in the order they were met
  std::vector<std::pair<std::string, Value>> properties;  // the first document's value stays
};

class SharedNodes {
 public:
  // The merged node, made when it is new; its placeholder is the caller's to set then.
  // REQUIRES: documents come in the order of their ids, which makes "first" mean the same always.
  MergedNode& add(const BlockNode& node);
  // Makes a document of the corpus known by its number and title.
  void add_document(const BlockNode& node, NodeId document);

  // All of them, ordered by id.
  std::vector<const MergedNode*> nodes() const;
  // The document of the corpus that a cited document is, or kNoId. REQUIRES: all were added.
  NodeId resolve(const MergedNode& node) const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, MergedNode, Hash, std::equal_to<>> nodes_;
  std::unordered_map<std::string, NodeId> by_number_;  // folded
  std::unordered_map<std::string, NodeId> by_title_;
};

// A document number or title without what varies in print: widths, blanks, quotation marks, the
// shape of brackets.
std::string fold_citation(std::string_view text);

}  // namespace zhengmai
