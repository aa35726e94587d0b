// What changed in a store since an image was made, as far as it decides which documents have to be
// read again.
//
// Read are documents that are new or whose facts changed, and of the others those that say something
// else in the graph now: they gave, or give, a relationship between shared nodes to the graph, or they
// cite a document that came or went.
//
// Cost: the records of the store and three passes over the ledger; the blocks of what changed.
// Memory: 40 bytes a document, what documents share, numbers and titles. Errors: StoreError.
// Threads: one.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/load/ledger.h"
#include "graph/load/merge.h"
#include "graph/memory/graph.h"
#include "graph/store/store.h"

namespace zhengmai {

struct Changes {
  struct Document {
    uint32_t before = kNoId;  // number in the ledger of the same id
    bool changed = true;      // its facts or its file
    bool read = true;         // else its rows are those it had
  };
  std::vector<Document> documents;                  // all there are, in the order of their ids
  std::unordered_map<uint32_t, std::string> ids;    // of those that are read, by number
  std::vector<uint32_t> now;                        // by number in the ledger: the same id's
  std::vector<NodeId> nodes_before;                 // by number in the ledger: its own node
  SharedFacts facts;                                // the ledger's, then those of what changed
  std::vector<SharedPlace> places_before;           // of the ledger's shared nodes
  std::vector<bool> kept_nodes;                     // likewise: it is the same node, or document, now
  Citations citations;
  bool derivations_hold = true;                     // agencies are what derivations took them for
};

// Nothing when so much changed that the graph is better made from all documents.
std::optional<Changes> find_changes(const Store& store, const Ledger& ledger, const Graph& image);

}  // namespace zhengmai
