// Store → graph, the one place that knows both.
//
//   LoadedGraph loaded = load_graph("zhengmai.db");     // maps the saved image when it is current
//   Engine engine(loaded.graph);
//
// Merging: nodes with one id are one node (labels unite; for each key the value of the document
// with the smallest id stays); relationships with one id are one relationship. Derived
// relationships (graph/derive) are added after all documents. The result depends on the set of
// documents only, not on the order they came in.
//
// An image that is stale but whole, with its ledger (ledger.h), is what the next graph is made from: only
// documents that changed are read. Whatever does not fit, and a change of much of the corpus, makes the
// graph from all documents; the result is the same.
//
// Cost: with a current image, one mmap and the checks of its header; otherwise linear in the facts, at
// about a fifth of the price where an earlier image is made use of.
// Errors: StoreError when there is no store, it is damaged, newer or locked.
// Threads: the result is immutable; load from any thread.
#pragma once

#include <filesystem>
#include <string>

#include "graph/memory/graph.h"

namespace zhengmai {

struct LoadOptions {
  bool use_image = true;    // map DB/graph.image when it matches the store
  bool save_image = true;   // write it when it was missing, stale or damaged
  bool derive = true;       // add the derived relationships
};

struct LoadedGraph {
  Graph graph;
  bool from_image = false;
  bool image_saved = false;
  uint32_t taken_over = 0;  // documents whose share of the graph came from an earlier image
  std::string notice;  // why an image was not used; empty when all is well
};

// The stamp that a current image of this store carries.
std::string image_stamp(const std::filesystem::path& store, const LoadOptions& options = {});
// The store's share of it: for the image of a graph that no loader made and none could make again.
std::string store_stamp(const std::filesystem::path& store);

LoadedGraph load_graph(const std::filesystem::path& store, const LoadOptions& options = {});

}  // namespace zhengmai
