#include "graph/load/assemble.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_set>

#include "graph/derive/derive.h"
#include "graph/load/merge.h"
#include "graph/load/read_ahead.h"
#include "graph/memory/builder.h"
#include "graph/memory/growing_array.h"
#include "graph/model/schema.h"

namespace zhengmai {
namespace {

template <typename Names>
bool among(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// What the derivations read, under the ids of the large graph's builder.
class DeriveInput {
 public:
  explicit DeriveInput(const std::filesystem::path& spill_folder) : builder_(spill_folder) {}

  void add_node(NodeId node, std::span<const std::string_view> labels,
                std::span<const Property> properties) {
    const bool wanted = std::ranges::any_of(labels, [](std::string_view label) {
      return among(kDeriveLabels, label);
    });
    if (!wanted) return;
    kept_.clear();
    for (const Property& property : properties) {
      if (among(kDeriveKeys, property.key)) kept_.push_back(property);
    }
    note(builder_.add_node(labels, kept_), node);
  }
  void add_placeholder(NodeId node) { note(builder_.add_placeholder(), node); }
  void bind(NodeId placeholder, NodeId node) {
    const auto theirs = here(node);
    builder_.bind(*here(placeholder), theirs ? *theirs : builder_.add_node({}, {}));
  }
  void add_relationship(std::string_view type, NodeId start, NodeId end) {
    if (!among(kDeriveTypes, type)) return;
    const auto from = here(start), to = here(end);
    if (from && to) builder_.add_relationship(type, *from, *to, {});
  }

  // Adds to `target` what follows; uses the input up.
  void derive_into(GraphBuilder& target) && {
    here_ = GrowingArray<NodeId>();
    GraphBuilder::Renumbering renumbering;
    renumbering.nodes_only = true;
    const Graph graph = std::move(builder_).freeze(&renumbering);
    std::vector<NodeId> there(graph.node_count(), kNoId);
    for (size_t i = 0; i < there_.size(); ++i) there[renumbering.nodes[i]] = there_[i];
    renumbering = {};
    there_ = GrowingArray<NodeId>();
    derive(graph, {}, [&](const DerivedRelationship& edge) {
      target.add_relationship(edge.type(), there[edge.start], there[edge.end], edge.properties());
    });
  }

 private:
  void note(NodeId own, NodeId node) {
    if (here_.size() <= node) here_.append(node + 1 - here_.size(), kNoId);
    here_[node] = own;
    there_.push_back(node);
  }
  std::optional<NodeId> here(NodeId node) const {
    if (node >= here_.size() || here_[node] == kNoId) return std::nullopt;
    return here_[node];
  }

  GraphBuilder builder_;
  GrowingArray<NodeId> here_;   // by the large builder's node
  GrowingArray<NodeId> there_;  // by the small builder's
  std::vector<Property> kept_;
};

class Assembler {
 public:
  Assembler(const std::filesystem::path& spill_folder, bool derived) : builder_(spill_folder) {
    if (derived) derive_.emplace(spill_folder);
  }

  void add(DecodedDocument& document) {
    const std::span nodes(document.nodes.data(), document.node_count);
    ids_.clear();
    for (size_t i = 0; i < nodes.size(); ++i) {
      ids_.push_back(i < document.shared_count ? shared(nodes[i]) : own(document, nodes[i]));
    }
    for (uint32_t i = 0; i < document.relationship_count; ++i) {
      const BlockRelationship& edge = document.relationships[i];
      // Only relationships between shared nodes can stand in several blocks.
      const bool between_shared =
          edge.start < document.shared_count && edge.end < document.shared_count;
      if (between_shared && !is_new(edge)) continue;
      builder_.add_relationship(edge.type, ids_[edge.start], ids_[edge.end], edge.properties);
      if (derive_) derive_->add_relationship(edge.type, ids_[edge.start], ids_[edge.end]);
    }
  }

  Graph finish() && {
    bind_shared();
    shared_ = {};
    seen_ = {};
    if (derive_) std::move(*derive_).derive_into(builder_);
    derive_.reset();
    return std::move(builder_).freeze();
  }

 private:
  // Whether no block before had this relationship between the same shared nodes.
  bool is_new(const BlockRelationship& edge) {
    const uint64_t ends = uint64_t{ids_[edge.start]} << 32 | ids_[edge.end];
    return seen_[std::string(edge.type)].insert(ends).second;
  }

  NodeId shared(const BlockNode& node) {
    MergedNode& merged = shared_.add(node);
    if (merged.placeholder == kNoId) {
      merged.placeholder = builder_.add_placeholder();
      if (derive_) derive_->add_placeholder(merged.placeholder);
    }
    return merged.placeholder;
  }

  NodeId own(const DecodedDocument& document, BlockNode& node) {
    const bool is_document = node.id == document.record.id;
    // The same content may lie under several names; the smallest is the one that is shown.
    if (is_document && !document.record.sources.empty()) {
      node.properties.push_back({key::kFile, Value::borrowed(document.record.sources.front())});
    }
    const NodeId id = add(node.labels, node.properties);
    if (is_document) shared_.add_document(node, id);
    return id;
  }

  NodeId add(std::span<const std::string_view> labels, std::span<const Property> properties) {
    const NodeId id = builder_.add_node(labels, properties);
    if (derive_) derive_->add_node(id, labels, properties);
    return id;
  }

  void bind_shared() {
    std::vector<std::string_view> labels;
    std::vector<Property> properties;
    for (const MergedNode* node : shared_.nodes()) {
      NodeId id = shared_.resolve(*node);
      if (id == kNoId) {
        labels.assign(node->labels.begin(), node->labels.end());
        properties.clear();
        for (const auto& [key, value] : node->properties) properties.push_back({key, value});
        id = add(labels, properties);
      }
      builder_.bind(node->placeholder, id);
      if (derive_) derive_->bind(node->placeholder, id);
    }
  }

  GraphBuilder builder_;
  std::optional<DeriveInput> derive_;
  SharedNodes shared_;
  std::vector<NodeId> ids_;              // of the document's nodes
  // Relationships between shared nodes: their ends, by type.
  std::map<std::string, std::unordered_set<uint64_t>> seen_;
};

}  // namespace

Graph assemble_graph(const Store& store, bool derived) {
  Assembler assembler(store.path(), derived);
  for_each_decoded(store, [&](DecodedDocument& document) { assembler.add(document); });
  return std::move(assembler).finish();
}

}  // namespace zhengmai
