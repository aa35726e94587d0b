// The policy graph as reports read it: documents, their measures, who answers for each, where.
//
// Cost: one pass when constructed. Threads: immutable afterwards.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "graph/memory/graph.h"

namespace zhengmai::report {

struct Assignment {
  NodeId agency;
  RelationshipId relationship;
  int64_t order = 0;
  std::string role;     // lead, support, unspecified
  bool prose = false;   // from running text
};

struct MeasureRow {
  NodeId measure;
  std::optional<NodeId> document;
  std::optional<NodeId> jurisdiction;
  int64_t ordinal = 0;
};

class Policy {
 public:
  explicit Policy(const Graph& graph);

  const Graph& graph() const { return graph_; }
  // By jurisdiction's code, document's date and id, ordinal.
  const std::vector<MeasureRow>& measures() const { return measures_; }
  // In the list's order.
  std::vector<Assignment> assignments(NodeId measure) const;
  // Ends of relationships of a type, sorted by id; empty when the graph has no such type.
  std::vector<NodeId> out(NodeId node, std::string_view type) const;
  std::vector<NodeId> in(NodeId node, std::string_view type) const;

  // The code of a jurisdiction: "350000".
  std::string code_of(NodeId jurisdiction) const;
  // "福建省"; in English the English name where there is one.
  std::string name_of(NodeId node, bool english = false) const;
  // A jurisdiction by its code.
  std::optional<NodeId> jurisdiction(const std::string& code) const;

 private:
  void sort_measures();

  const Graph& graph_;
  std::vector<MeasureRow> measures_;
  std::map<std::string, NodeId> documents_;      // by id
  std::map<std::string, NodeId> jurisdictions_;  // by code
};

// Text in the report's language.
inline std::string pick(bool english, std::string_view chinese, std::string_view in_english) {
  return std::string(english ? in_english : chinese);
}

}  // namespace zhengmai::report
