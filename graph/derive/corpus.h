// What the derivations read of a graph, as flat arrays: agencies, documents, measures.
//
// Internal to graph/derive. Strings are borrowed from the graph. Cost: linear in the nodes and
// relationships named below. Threads: immutable once built.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>
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
  std::vector<uint32_t> measures;  // rows, by ordinal
};

struct MeasureRow {
  NodeId node = kNoId;
  std::string_view id;
  std::string_view text;
  uint32_t document = kNoId;             // row
  bool duplicate = false;                // of another measure of its document
  std::span<const uint32_t> agencies;    // rows, sorted, distinct
  std::span<const uint32_t> themes;      // node ids, sorted, distinct
  int64_t ordinal = 0;
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

 private:
  std::span<const uint32_t> keep(std::vector<uint32_t>& values);  // sorted, distinct
  void read_agencies(const Graph& graph);
  void read_documents(const Graph& graph);
  void read_measures(const Graph& graph);
  void read_references(const Graph& graph);

  std::pmr::monotonic_buffer_resource lists_;  // what the measures' spans point into
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

// The code a property holds, whether it is a string ("350000") or an integer; 0 when it is neither.
int code_of(const Value& value);

}  // namespace zhengmai::derive_internal
