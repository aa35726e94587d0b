// Views: ready-made pictures of a policy graph, by name.
//
//   agencies   agencies tied by the measures they answer for together; sized by their measures
//   themes     provinces (and the country) on one side, themes on the other, with measure counts
//   document   one document's tree: sections, measures, responsible agencies
//
// A view is a graph of its own or a selection of the given one; every export takes it.
//
// Cost: linear in the relationships it sums up. Errors: InputError for an unknown name (64), an
// unknown or missing document (66), a graph without such data (65). Threads: pure functions.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "report/drawing.h"
#include "report/selection.h"

namespace zhengmai::report {

struct View {
  std::unique_ptr<const Graph> own;  // when the view is no part of the given graph
  Selection selection;
  DrawingStyle style;
  std::string notice;                // what was left out, in one sentence; may be empty
};

struct ViewOptions {
  std::string document;   // of the document view; may be empty when there is only one
  // agencies: how many of each agency's strongest ties a picture keeps; 0 keeps all.
  uint32_t ties = 0;
};

// Borrows `graph` (the document view) or its strings.
View make_view(const Graph& graph, std::string_view name, const ViewOptions& options);

}  // namespace zhengmai::report
