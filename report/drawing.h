// How a graph is drawn: captions, sizes, colours and line widths, the same in DOT and in HTML.
//
// Cost: linear. Threads: plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/selection.h"

namespace zhengmai::report {

// How a picture is laid out by default.
enum class Layout : uint8_t {
  kNetwork,  // forces: who stands near whom
  kLayered,  // from left to right: trees and two-sided graphs
};

struct DrawingStyle {
  std::string title;
  std::string size_key;    // node property that gives the area; empty: all alike
  std::string weight_key;  // relationship property that gives the line's width; empty: all alike
  std::string group_key;   // node property that gives the colour; empty: the first label
  Layout layout = Layout::kNetwork;
  bool directed = true;
  bool relationship_labels = true;
};

struct DrawnNode {
  NodeId node;
  std::string caption;
  std::string group;   // what the colour stands for
  uint32_t colour;     // 0xRRGGBB
  double size;         // 1 … 4, a factor of the diameter
};

struct DrawnRelationship {
  RelationshipId relationship;
  uint32_t start;  // indices of nodes
  uint32_t end;
  std::string caption;
  double width;    // 1 … 6
};

struct Drawing {
  DrawingStyle style;
  const Graph* graph = nullptr;
  std::vector<DrawnNode> nodes;
  std::vector<DrawnRelationship> relationships;
  // Groups in order of their first node, with their colours: the legend.
  std::vector<std::pair<std::string, uint32_t>> legend;
};

Drawing draw(const Selection& selection, const DrawingStyle& style);

// Families that have Han on the common systems, best first, comma-separated.
std::string_view font_families();

}  // namespace zhengmai::report
