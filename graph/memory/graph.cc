#include "graph/memory/graph.h"

#include <algorithm>
#include <cassert>

#include "graph/memory/builder.h"
#include "graph/memory/parts.h"

namespace zhengmai {

namespace {

// The range (of those that begin at begins[0], begins[1] …) that holds `id`; empty ranges hold
// nothing.
uint16_t range_of(std::span<const uint32_t> begins, uint32_t id) {
  return uint16_t(std::ranges::upper_bound(begins, id) - begins.begin() - 1);
}

}  // namespace

uint32_t Rows::find_sparse(NodeId node) const {
  const NodeId* const end = sparse_nodes_ + row_count_;
  const NodeId* const found = std::lower_bound(sparse_nodes_, end, node);
  return found == end || *found != node ? kNoId : uint32_t(found - sparse_nodes_);
}

Graph::Graph() : Graph(GraphBuilder().freeze()) {}
Graph::Graph(std::unique_ptr<const Parts> parts)
    : parts_(std::move(parts)), out_(parts_->out.data()), in_(parts_->in.data()) {}
Graph::Graph(Graph&&) noexcept = default;
Graph& Graph::operator=(Graph&&) noexcept = default;
Graph::~Graph() = default;

uint32_t Graph::node_count() const { return parts_->header().node_count; }
uint32_t Graph::relationship_count() const { return parts_->header().relationship_count; }
const Dictionary& Graph::labels() const { return parts_->labels; }
const Dictionary& Graph::types() const { return parts_->types; }
const Dictionary& Graph::keys() const { return parts_->keys; }

LabelSetId Graph::label_set_of(NodeId node) const {
  assert(node < node_count());
  return range_of(parts_->set_begin, node);
}
uint16_t Graph::label_set_count() const { return uint16_t(parts_->set_begin.size() - 1); }
std::span<const LabelId> Graph::labels_of(LabelSetId set) const {
  const uint32_t begin = parts_->set_label_begin[set];
  return parts_->set_labels.subspan(begin, parts_->set_label_begin[set + 1] - begin);
}
IdRange Graph::nodes_of(LabelSetId set) const {
  return {parts_->set_begin[set], parts_->set_begin[set + 1]};
}
bool Graph::has_label(NodeId node, LabelId label) const {
  return std::ranges::binary_search(labels_of(label_set_of(node)), label);
}
std::span<const IdRange> Graph::nodes_with(LabelId label) const { return parts_->ranges_of(label); }
uint32_t Graph::count_with(LabelId label) const { return parts_->label_counts[label]; }

IdRange Graph::relationships_of(TypeId type) const {
  return {parts_->type_begin[type], parts_->type_begin[type + 1]};
}
TypeId Graph::type_of(RelationshipId relationship) const {
  assert(relationship < relationship_count());
  return range_of(parts_->type_begin, relationship);
}
NodeId Graph::start_of(RelationshipId relationship) const {
  const Rows& rows = out_[type_of(relationship)];
  const auto offsets = rows.offsets();
  const auto row = std::ranges::upper_bound(offsets, relationship) - offsets.begin() - 1;
  return rows.node_of_row(uint32_t(row));
}
NodeId Graph::end_of(RelationshipId relationship) const {
  assert(relationship < relationship_count());
  return parts_->ends[relationship];
}
uint32_t Graph::out_degree(NodeId node) const {
  uint32_t sum = 0;
  for (const Rows& rows : parts_->out) sum += rows.degree(node);
  return sum;
}
uint32_t Graph::in_degree(NodeId node) const {
  uint32_t sum = 0;
  for (const Rows& rows : parts_->in) sum += rows.degree(node);
  return sum;
}
std::span<const NodeId> Graph::ends_of(TypeId type) const {
  const IdRange range = relationships_of(type);
  return parts_->ends.subspan(range.begin, range.size());
}

Value Graph::node_property(NodeId node, KeyId key) const {
  const Column* column = node_column(label_set_of(node), key);
  return column == nullptr ? Value() : column->get(node - column->range().begin);
}
Value Graph::relationship_property(RelationshipId relationship, KeyId key) const {
  const Column* column = relationship_column(type_of(relationship), key);
  return column == nullptr ? Value() : column->get(relationship - column->range().begin);
}
const Column* Graph::node_column(LabelSetId set, KeyId key) const {
  const uint32_t i = parts_->node_columns.find(set, key);
  return i == kNoId ? nullptr : &parts_->node_columns.columns[i];
}
const Column* Graph::relationship_column(TypeId type, KeyId key) const {
  const uint32_t i = parts_->relationship_columns.find(type, key);
  return i == kNoId ? nullptr : &parts_->relationship_columns.columns[i];
}
std::span<const KeyId> Graph::node_keys(LabelSetId set) const {
  return parts_->node_columns.keys_of(set);
}
std::span<const KeyId> Graph::relationship_keys(TypeId type) const {
  return parts_->relationship_columns.keys_of(type);
}

std::vector<NodeId> Graph::find_nodes(LabelId label, KeyId key, const Value& value) const {
  std::vector<NodeId> found;
  if (value.is_null()) return found;
  for (const IdRange range : nodes_with(label)) {
    const uint32_t column = parts_->node_columns.find(label_set_of(range.begin), key);
    if (column != kNoId) parts_->find_rows(column, value, found);
  }
  return found;
}

Graph::Footprint Graph::footprint() const {
  Footprint f;
  const auto size = [&](Part p) { return parts_->header().parts[size_t(p)].size; };
  f.adjacency = size(Part::kRows) + size(Part::kEnds) + size(Part::kBackwardStarts) +
                size(Part::kBackwardRelationships) + size(Part::kRowWords);
  f.columns = size(Part::kCells);
  f.strings = size(Part::kBytes);
  f.mapped = parts_->buffer.from_file();
  return f;
}

void Graph::forget() const { parts_->buffer.forget(); }

}  // namespace zhengmai
