// Full-text search over one property of a label's nodes, for Chinese and Latin text.
//
//   const TextIndex index(graph, label, key);
//   for (const TextHit& hit : index.search("冷链 物流", 20)) use(hit.node, hit.score);
//   index.highlight(hit.node, "冷链 物流", 20);   // "…建设一批【冷链】【物流】基地…"
//
// A query is words divided by spaces; a text answers when it holds every word as written (letters
// without case, full-width forms as their ASCII ones). Ranked by BM25 (k1 = 1.2, b = 0.75) over
// terms: pairs of neighbouring characters for Han text, whole words for Latin letters and digits.
//
// Shape: an inverted list a term, of (gap to the last document, frequency) as variable-length
// integers; about two bytes a character of text. Cost: building is linear in the text; a search
// reads the lists of its rarest terms and checks the words in what they leave.
// Errors: none. Threads: immutable once built. Source: Robertson and Zaragoza 2009 for BM25.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/memory/algorithms.h"
#include "graph/memory/graph.h"

namespace zhengmai {

struct TextHit {
  NodeId node;
  double score;
};

class TextIndex {
 public:
  // REQUIRES: the graph outlives the index. What `poll`, called now and then, throws is passed on.
  TextIndex(const Graph& graph, LabelId label, KeyId key, const Poll& poll = {});

  // The best `limit` answers, best first, then by node. Empty for a query without words.
  std::vector<TextHit> search(std::string_view query, size_t limit,
                              const Poll& poll = {}) const;

  // The text around the first word found, about `context` characters to each side, the query's
  // words in 【…】.
  std::string highlight(NodeId node, std::string_view query, size_t context) const;

  size_t document_count() const { return nodes_.size(); }
  size_t term_count() const { return terms_.size(); }
  size_t bytes() const;

 private:
  struct Postings {
    std::string bytes;
    uint32_t last = 0;   // document of the last entry
    uint32_t count = 0;  // entries
  };
  struct Match {
    uint32_t document;
    uint32_t frequency;
  };

  void add(uint32_t document, const std::u32string& text);
  std::vector<Match> matches(std::u32string_view term) const;
  std::vector<Match> matches_of_letter(char32_t letter) const;
  std::u32string text_of(NodeId node) const;

  const Graph& graph_;
  KeyId key_;
  std::vector<NodeId> nodes_;      // by document
  std::vector<uint32_t> lengths_;  // terms by document
  double average_length_ = 1;
  std::unordered_map<std::u32string, Postings> terms_;
};

}  // namespace zhengmai
