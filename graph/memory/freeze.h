// freeze_parts: a builder's tables → one buffer in the layout of layout.h.
//
// First everything is planned (names sorted, label sets and types numbered, relationships ordered,
// kinds of columns chosen), so that the size of every part is known; then one buffer is allocated
// and filled, columns and types side by side on all cores. Columns are given back as they are
// written, so memory peaks below the sum of the builder and the graph. The state is used up.
#pragma once

#include "graph/memory/builder_state.h"
#include "graph/memory/parts.h"

namespace zhengmai {

std::unique_ptr<const Graph::Parts> freeze_parts(GraphBuilder::State& state,
                                                 GraphBuilder::Renumbering* renumbering,
                                                 GraphBuilder::Arrangement* arrangement);

}  // namespace zhengmai
