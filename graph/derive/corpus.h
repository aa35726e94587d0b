// What the derivations read of a graph, as flat arrays: agencies, documents, measures.
//
// What a measure has many of (agencies, themes, text) stays in the graph, which must outlive the
// corpus, and is asked for by row: a million documents have 15 million measures.
//
// Internal to graph/derive. Strings are borrowed from the graph. Cost: linear in the nodes and
// relationships named below; 12 bytes a measure. Threads: immutable once built.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "graph/memory/graph.h"

namespace zhengmai::derive_internal {

inline constexpr int kCountry = 100000;  // jurisdiction code

struct AgencyRow {
  NodeId node = kNoId;
  std::string_view id;
  uint32_t agency_class = kNoId;           // number of the class; kNoId: none
  int jurisdiction = 0;                    // GB/T 2260, 0: none
  std::vector<std::string_view> functions; // sorted, of its class
};

struct DocumentRow {
  NodeId node = kNoId;
  std::string_view id;
  std::string_view title;
  int jurisdiction = 0;
  IdRange measures;                // rows, by ordinal
};

struct MeasureRow {
  NodeId node = kNoId;
  uint32_t document = kNoId;  // row
  bool duplicate = false;     // of another measure of its document
};

// A column of strings by name, with absent values as empty.
class StringProperty {
 public:
  StringProperty(const Graph& graph, std::string_view key);
  std::string_view of(NodeId node) const;

 private:
  const Graph& graph_;
  std::optional<KeyId> key_;
};

struct Corpus {
  explicit Corpus(const Graph& graph);

  std::vector<AgencyRow> agencies;    // by id
  std::vector<DocumentRow> documents; // by id
  std::vector<MeasureRow> measures;   // by document row, then ordinal
  // (document, cited document) rows, of IMPLEMENTS and CITES; sorted, distinct.
  struct Reference {
    uint32_t from;
    uint32_t to;
    bool implements;
  };
  std::vector<Reference> references;

  // Of a measure, by row.
  std::string_view id_of(uint32_t measure) const { return ids_.of(measures[measure].node); }
  std::string_view text_of(uint32_t measure) const { return texts_.of(measures[measure].node); }
  void agencies_of(uint32_t measure, std::vector<uint32_t>* rows) const;  // sorted, distinct
  void themes_of(uint32_t measure, std::vector<NodeId>* nodes) const;     // sorted, distinct
  // Gives back what is in memory of the graph's file.
  void forget() const { graph_.forget(); }

 private:
  void read_agencies();
  void read_documents();
  void read_measures();
  void read_references();

  const Graph& graph_;
  StringProperty ids_, texts_;
  std::optional<TypeId> assigned_, theme_;
  NodeId first_agency_ = 0;             // the smallest node
  std::vector<uint32_t> agency_rows_;   // by node, from the first; kNoId: no agency
};

// The code a property holds, whether it is a string ("350000") or an integer; 0 when it is neither.
int code_of(const Value& value);

}  // namespace zhengmai::derive_internal
