// Graph: a frozen property graph in compressed sparse rows, the thing that queries, Boost.Graph
// algorithms and exports run on.
//
// Shape. Node ids are dense and grouped by label set, so that "every Measure" is a handful of id
// ranges. Relationships are grouped by type, and within a type by start node and then end node: a
// relationship's id is its position in that order, and a type's relationships are one id range.
// Each type keeps one row of offsets over the range of nodes that it starts from, and one over the
// range that it ends in (backward), so expanding along a type is two loads and a slice. Properties
// are columns, one per (label set, key) for nodes and per (type, key) for relationships.
//
//   Graph g = load_graph(store);                                  // graph/load
//   const TypeId assigned = *g.types().find("ASSIGNED_TO");
//   for (const IdRange range : g.nodes_with(*g.labels().find("Measure")))
//     for (NodeId m = range.begin; m < range.end; ++m)
//       for (const Arc arc : g.arcs_out(m, assigned)) use(arc.node, arc.relationship);
//
// Units: ids are 32-bit; strings are UTF-8. Cost: see each function. Errors: none once built; the
// builder (builder.h) and the image (image.h) report theirs.
// Threads: immutable; any number of readers. Strings and columns live as long as the Graph.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "graph/memory/packed.h"
#include "graph/model/value.h"

namespace zhengmai {

using LabelId = uint16_t;
using TypeId = uint16_t;
using KeyId = uint16_t;
using LabelSetId = uint16_t;

struct IdRange {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t size() const { return end - begin; }
  bool contains(uint32_t id) const { return begin <= id && id < end; }
};

// One arc seen from a node: the node at its other end, and the relationship it belongs to.
struct Arc {
  NodeId node;
  RelationshipId relationship;
};

enum class Direction : uint8_t { kOut, kIn, kBoth };

// The names of one kind (labels, types or keys), numbered in byte order of the names.
class Dictionary {
 public:
  virtual ~Dictionary() = default;
  virtual size_t size() const = 0;
  virtual std::string_view name(uint16_t id) const = 0;              // REQUIRES: id < size()
  virtual std::optional<uint16_t> find(std::string_view name) const = 0;  // cost: log n
};

// How a column stores its values; operators look at it once a batch, not once a value.
enum class ColumnKind : uint8_t {
  kInteger,     // numbers of 1, 2, 4 or 8 bytes
  kFloat,       // doubles, or codes into a list of distinct ones
  kBoolean,     // one byte
  kString,      // offsets into a heap of bytes
  kDictionary,  // codes into a sorted list of distinct strings
  kMixed,       // encoded values of any kind (lists, temporal values, mixed types)
};

// One property over one id range (the nodes of a label set, or the relationships of a type).
//
// A row is an id minus range().begin. Rows may be absent (no such property: null).
class Column {
 public:
  virtual ~Column() = default;
  virtual ColumnKind kind() const = 0;
  virtual IdRange range() const = 0;
  virtual bool has(uint32_t row) const = 0;        // cost: a bit test; true for all when dense
  virtual bool dense() const = 0;                  // every row is present
  virtual Value get(uint32_t row) const = 0;       // null when absent; strings are borrowed
  // Views for operators; REQUIRE the matching kind. Absent rows hold 0 / any number / "" / code 0.
  virtual Packed<int64_t> integers() const = 0;
  virtual PackedFloats floats() const = 0;
  virtual std::span<const uint8_t> booleans() const = 0;
  virtual Packed<uint32_t> codes() const = 0;                 // kDictionary
  virtual std::string_view dictionary_entry(uint32_t code) const = 0;
  virtual uint32_t dictionary_size() const = 0;
  virtual std::optional<uint32_t> find_code(std::string_view text) const = 0;  // cost: log n
  // kString: row r is heap()[offsets()[r] .. offsets()[r + 1]).
  virtual Packed<uint64_t> offsets() const = 0;
  virtual std::string_view heap() const = 0;
};

// A view over a run of arcs of one node and one type. `nodes` is sorted. When `relationships` is
// empty the ids are consecutive from `first` (forward rows); otherwise they are given (backward).
class ArcView {
 public:
  ArcView() = default;
  ArcView(std::span<const NodeId> nodes, RelationshipId first,
          const RelationshipId* relationships = nullptr)
      : nodes_(nodes), relationships_(relationships), first_(first) {}

  size_t size() const { return nodes_.size(); }
  bool empty() const { return nodes_.empty(); }
  std::span<const NodeId> nodes() const { return nodes_; }
  Arc operator[](size_t i) const {
    return {nodes_[i], relationships_ ? relationships_[i] : RelationshipId(first_ + i)};
  }

  class Iterator {
   public:
    using value_type = Arc;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    Iterator(const ArcView* view, size_t i) : view_(view), i_(i) {}
    Arc operator*() const { return (*view_)[i_]; }
    Iterator& operator++() { ++i_; return *this; }
    Iterator operator++(int) { Iterator old = *this; ++i_; return old; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.i_ == b.i_; }

   private:
    const ArcView* view_ = nullptr;
    size_t i_ = 0;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  std::span<const NodeId> nodes_;
  const RelationshipId* relationships_ = nullptr;
  RelationshipId first_ = 0;
};

// The rows of one relationship type in one direction: for each node, its arcs. What arcs_out and
// arcs_in look into; a loop over many nodes of one type takes it once and then indexes it.
//
// Dense rows keep one offset for every node of range(): an index is two loads. Sparse rows (where
// few nodes of the range have arcs) keep the nodes that have some: an index is a binary search.
class Rows {
 public:
  Rows() = default;
  // offsets: one more than rows, positions in `ends`; nodes_with_arcs: empty when dense, else one
  // node a row; relationships: nullptr when a position is the relationship's id.
  Rows(IdRange range, std::span<const uint32_t> offsets, std::span<const NodeId> nodes_with_arcs,
       const NodeId* ends, const RelationshipId* relationships)
      : range_(range), row_count_(offsets.empty() ? 0 : uint32_t(offsets.size() - 1)),
        offsets_(offsets.data()),
        sparse_nodes_(nodes_with_arcs.empty() ? nullptr : nodes_with_arcs.data()), ends_(ends),
        relationships_(relationships) {}

  IdRange range() const { return range_; }
  bool dense() const { return sparse_nodes_ == nullptr; }

  ArcView operator[](NodeId node) const {
    const uint32_t row = row_of(node);
    if (row == kNoId) return {};
    const uint32_t begin = offsets_[row];
    return {{ends_ + begin, offsets_[row + 1] - begin}, begin,
            relationships_ ? relationships_ + begin : nullptr};
  }
  uint32_t degree(NodeId node) const {
    const uint32_t row = row_of(node);
    return row == kNoId ? 0 : offsets_[row + 1] - offsets_[row];
  }

  // The rows themselves, ascending by node: row i belongs to node_of_row(i).
  uint32_t row_count() const { return row_count_; }
  NodeId node_of_row(uint32_t row) const {
    return sparse_nodes_ ? sparse_nodes_[row] : range_.begin + row;
  }
  std::span<const uint32_t> offsets() const {
    return {offsets_, row_count_ == 0 ? 0 : size_t{row_count_} + 1};
  }
  // What the offsets point into. The relationships are nullptr where a position is the id itself.
  const NodeId* ends() const { return ends_; }
  const RelationshipId* relationships() const { return relationships_; }

 private:
  uint32_t row_of(NodeId node) const {
    if (!range_.contains(node)) return kNoId;
    return sparse_nodes_ == nullptr ? node - range_.begin : find_sparse(node);
  }
  uint32_t find_sparse(NodeId node) const;

  IdRange range_;
  uint32_t row_count_ = 0;
  const uint32_t* offsets_ = nullptr;
  const NodeId* sparse_nodes_ = nullptr;
  const NodeId* ends_ = nullptr;
  const RelationshipId* relationships_ = nullptr;
};

class Graph {
 public:
  Graph();  // the empty graph
  Graph(Graph&&) noexcept;
  Graph& operator=(Graph&&) noexcept;
  ~Graph();

  uint32_t node_count() const;
  uint32_t relationship_count() const;

  const Dictionary& labels() const;
  const Dictionary& types() const;
  const Dictionary& keys() const;

  // --- Nodes. Cost: constant unless said otherwise.
  LabelSetId label_set_of(NodeId node) const;                       // cost: log of the label sets
  uint16_t label_set_count() const;
  std::span<const LabelId> labels_of(LabelSetId set) const;         // sorted
  IdRange nodes_of(LabelSetId set) const;
  bool has_label(NodeId node, LabelId label) const;
  // One range a label set that has the label: ascending, disjoint, each within one label set.
  std::span<const IdRange> nodes_with(LabelId label) const;
  uint32_t count_with(LabelId label) const;

  // --- Relationships.
  IdRange relationships_of(TypeId type) const;
  TypeId type_of(RelationshipId relationship) const;                // cost: log of the types
  NodeId start_of(RelationshipId relationship) const;               // cost: log of the rows
  NodeId end_of(RelationshipId relationship) const;
  // REQUIRES (all of them): type < types().size().
  const Rows& rows_out(TypeId type) const { return out_[type]; }
  const Rows& rows_in(TypeId type) const { return in_[type]; }
  ArcView arcs_out(NodeId node, TypeId type) const { return out_[type][node]; }
  ArcView arcs_in(NodeId node, TypeId type) const { return in_[type][node]; }
  uint32_t out_degree(NodeId node, TypeId type) const { return out_[type].degree(node); }
  uint32_t in_degree(NodeId node, TypeId type) const { return in_[type].degree(node); }
  uint32_t out_degree(NodeId node) const;                           // cost: the number of types
  uint32_t in_degree(NodeId node) const;
  // The ranges of nodes that relationships of the type start from and end in.
  IdRange start_range(TypeId type) const { return out_[type].range(); }
  IdRange end_range(TypeId type) const { return in_[type].range(); }
  // For loops over a whole type: end_of for each relationship of the type, in id order.
  std::span<const NodeId> ends_of(TypeId type) const;

  // --- Properties. Null when absent.
  Value node_property(NodeId node, KeyId key) const;
  Value relationship_property(RelationshipId relationship, KeyId key) const;
  const Column* node_column(LabelSetId set, KeyId key) const;       // nullptr: no node has it
  const Column* relationship_column(TypeId type, KeyId key) const;
  std::span<const KeyId> node_keys(LabelSetId set) const;           // sorted
  std::span<const KeyId> relationship_keys(TypeId type) const;

  // The nodes of a label whose property equals a value, ascending. Integers and floats are equal
  // when their numbers are (1 finds 1.0); other kinds compare as Value's == does; null finds
  // nothing. Cost: a binary search where the column is ascending or indexed (id and name are,
  // from the start); otherwise a scan of the column, until the scans have cost more than an index,
  // which is then built once, behind a lock.
  std::vector<NodeId> find_nodes(LabelId label, KeyId key, const Value& value) const;

  // Bytes held in memory or mapped, by part: for `zhengmai stats`.
  struct Footprint {
    uint64_t adjacency = 0;
    uint64_t columns = 0;
    uint64_t strings = 0;
    bool mapped = false;
  };
  Footprint footprint() const;
  // Lets the kernel take the pages of a graph that lies in a file; they are read again when they
  // are needed. For who has read much of it once.
  void forget() const;

  struct Parts;  // graph/memory's own: parts.h
  explicit Graph(std::unique_ptr<const Parts> parts);
  const Parts& parts() const { return *parts_; }

 private:
  std::unique_ptr<const Parts> parts_;
  const Rows* out_ = nullptr;  // one a type, inside parts_
  const Rows* in_ = nullptr;
};

}  // namespace zhengmai
