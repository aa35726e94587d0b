// What documents share: nodes that stand in several blocks under one id become one node, and a
// cited document that the corpus holds becomes that document.
//
// Cost: memory for the shared nodes only (agencies, themes, jurisdictions, citations).
// Errors: none of its own. Threads: one thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "graph/model/value.h"
#include "graph/store/block.h"

namespace zhengmai {

// A node put together from several documents. Strings are copies.
struct MergedNode {
  std::string id;
  std::vector<std::string> labels;                        // in the order they were met
  std::vector<std::pair<std::string, Value>> properties;  // the first document's value stays
};

class SharedNodes {
 public:
  // REQUIRES: documents come in the order of their ids, which makes "first" mean the same always.
  void add(const BlockNode& node);
  // Makes a document of the corpus known by its number and title.
  void add_document(const BlockNode& node);

  // Without the stubs that stand for documents of the corpus; ordered by id.
  std::vector<const MergedNode*> nodes() const;
  // The id of the corpus document that the cited document `stub_id` is, or an empty string.
  std::string resolve(std::string_view stub_id) const;

 private:
  std::unordered_map<std::string, MergedNode> nodes_;
  std::unordered_map<std::string, std::string> by_number_;  // folded → document id
  std::unordered_map<std::string, std::string> by_title_;
};

// A document number or title without what varies in print: widths, blanks, quotation marks, the
// shape of brackets.
std::string fold_citation(std::string_view text);

}  // namespace zhengmai
