#include "graph/load/load.h"

#include <fmt/format.h>

#include "graph/derive/derive.h"
#include "graph/load/merge.h"
#include "graph/load/trust.h"
#include "graph/memory/builder.h"
#include "graph/memory/image.h"
#include "graph/model/error.h"
#include "graph/model/schema.h"
#include "graph/store/store.h"

namespace zhengmai {
namespace {

// Bumped when the same facts would give another graph: an image made by an older program is stale.
constexpr std::string_view kLoaderVersion = "2";

bool is_document(const BlockNode& node) {
  return !node.labels.empty() && node.labels.front() == label::kDocument;
}

// The first pass: only shared nodes and the Document node of each block are decoded.
SharedNodes collect_shared(const Store& store) {
  SharedNodes shared;
  store.for_each([&](const DocumentRecord&, std::string_view bytes) {
    BlockReader reader(bytes);
    BlockNode node;
    for (uint32_t i = 0; i < reader.node_count() && reader.next_node(node); ++i) {
      if (i < reader.shared_count()) {
        shared.add(node);
      } else if (is_document(node)) {
        shared.add_document(node);
        break;
      }
    }
  });
  return shared;
}

class Loader {
 public:
  explicit Loader(const Store& store) : store_(store), shared_(collect_shared(store)) {}

  Graph load() {
    add_shared_nodes();
    add_document_nodes();
    store_.for_each([&](const DocumentRecord& record, std::string_view bytes) {
      add_block(record, bytes);
    });
    return std::move(builder_).freeze();
  }

 private:
  void add_shared_nodes() {
    std::vector<std::string_view> labels;
    std::vector<Property> properties;
    for (const MergedNode* node : shared_.nodes()) {
      labels.assign(node->labels.begin(), node->labels.end());
      properties.clear();
      for (const auto& [key, value] : node->properties) properties.push_back({key, value});
      ids_.emplace(node->id, builder_.add_node(labels, properties));
    }
  }

  // Documents come before the blocks, because any block may cite any document.
  void add_document_nodes() {
    store_.for_each([&](const DocumentRecord& record, std::string_view bytes) {
      BlockReader reader(bytes);
      BlockNode node;
      while (reader.next_node(node)) {
        if (!is_document(node) || node.id != record.id) continue;
        // The same content may lie under several names; the smallest is the one that is shown.
        if (!record.sources.empty()) {
          node.properties.push_back({key::kFile, Value::borrowed(record.sources.front())});
        }
        ids_.emplace(record.id, builder_.add_node(node.labels, node.properties));
        break;
      }
    });
  }

  NodeId shared_id(std::string_view id) {
    const auto it = ids_.find(std::string(id));
    if (it != ids_.end()) return it->second;
    const auto document = ids_.find(shared_.resolve(id));
    if (document != ids_.end()) return document->second;
    throw Error(ExitCode::kInternal, fmt::format("node {} was not merged", id));
  }

  void add_block(const DocumentRecord& record, std::string_view bytes) {
    BlockReader reader(bytes);
    std::vector<NodeId> nodes;
    nodes.reserve(reader.node_count());
    BlockNode node;
    while (reader.next_node(node)) {
      const bool known = nodes.size() < reader.shared_count() || node.id == record.id;
      nodes.push_back(known ? shared_id(node.id) : builder_.add_node(node.labels, node.properties));
    }
    BlockRelationship edge;
    while (reader.next_relationship(edge)) {
      // Only relationships between shared nodes can stand in several blocks.
      const bool between_shared =
          edge.start < reader.shared_count() && edge.end < reader.shared_count();
      if (between_shared && !seen_.emplace(edge.id).second) continue;
      builder_.add_relationship(edge.type, nodes[edge.start], nodes[edge.end], edge.properties);
    }
  }

  const Store& store_;
  SharedNodes shared_;
  GraphBuilder builder_;
  std::unordered_map<std::string, NodeId> ids_;  // shared nodes and documents
  std::unordered_set<std::string> seen_;         // relationships between shared nodes
};

Graph with_derived(Graph graph) {
  const std::vector<DerivedRelationship> derived = derive(graph);
  if (derived.empty()) return graph;
  GraphBuilder builder = GraphBuilder::from(graph);
  for (const DerivedRelationship& edge : derived) {
    builder.add_relationship(edge.type, edge.start, edge.end, edge.properties());
  }
  return std::move(builder).freeze();
}

std::string stamp_of(const Store& store, const LoadOptions& options) {
  return fmt::format("{}.{}.{}", store.totals().stamp, kLoaderVersion, options.derive ? 1 : 0);
}

}  // namespace

std::string image_stamp(const std::filesystem::path& store, const LoadOptions& options) {
  return stamp_of(Store::open(store, Store::Mode::kReadOnly), options);
}

LoadedGraph load_graph(const std::filesystem::path& path, const LoadOptions& options) {
  const Store store = Store::open(path, Store::Mode::kReadOnly);
  const std::string stamp = stamp_of(store, options);
  LoadedGraph loaded;
  if (options.use_image && std::filesystem::exists(store.image_path())) {
    try {
      loaded.notice = reason_for_distrust(store.image_path());
      if (loaded.notice.empty()) {
        loaded.graph = map_image(store.image_path(), stamp);
        loaded.from_image = true;
        return loaded;
      }
    } catch (const StoreError& error) {
      loaded.notice = error.what();
    }
  }
  loaded.graph = Loader(store).load();
  if (options.derive) loaded.graph = with_derived(std::move(loaded.graph));
  if (options.save_image) {
    try {
      save_image(loaded.graph, store.image_path(), stamp);
      note_verified(store.image_path());
    } catch (const StoreError& error) {
      loaded.notice = error.what();  // a read-only folder costs the image, not the answer
    }
  }
  return loaded;
}

}  // namespace zhengmai
