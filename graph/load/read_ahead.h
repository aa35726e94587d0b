// The documents of a store with their facts decoded, on a thread of its own, a little ahead.
//
//   for_each_decoded(store, [](const DecodedDocument& d) { … });
//
// Reading, unpacking and decoding take as long as adding to a graph does, so two cores halve the
// time of a load.
//
// Memory: a few dozen decoded documents, whose containers are used again.
// Errors: the store's and block.h's StoreError, thrown on the calling thread; an exception of
// `visit` ends the reading. Threads: visit runs on the calling thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "graph/store/block.h"
#include "graph/store/store.h"

namespace zhengmai {

struct DecodedDocument {
  DocumentRecord record;
  std::string bytes;  // the block; what follows points into it
  uint32_t shared_count = 0;
  // The first node_count and relationship_count hold this document; what lies behind is left over.
  std::vector<BlockNode> nodes;
  std::vector<BlockRelationship> relationships;
  uint32_t node_count = 0;
  uint32_t relationship_count = 0;
};

// One document, on the calling thread. REQUIRES: the store has it.
void read_document(const Store& store, std::string_view id, DecodedDocument& document);

// In the order of the documents' ids.
void for_each_decoded(const Store& store, const std::function<void(DecodedDocument&)>& visit);

}  // namespace zhengmai
