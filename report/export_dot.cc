// DOT for graphviz. Never HTML labels, URL, href or image: documents must not reach those.
#include <fmt/format.h>

#include <iterator>

#include "report/escape.h"
#include "report/export.h"

namespace zhengmai::report {
namespace {

constexpr size_t kLegendEntries = 12;
constexpr size_t kCurvedEdges = 600;  // routing more around the nodes takes sfdp minutes

void append_attribute(std::string& out, std::string_view name, std::string_view text) {
  out += name;
  out += '=';
  append_dot_string(out, text);
}

std::string colour(uint32_t rgb) { return fmt::format("\"#{:06x}\"", rgb); }

std::string header(const Drawing& drawing) {
  const bool layered = drawing.style.layout == Layout::kLayered;
  std::string out = drawing.style.directed ? "digraph" : "graph";
  out += " zhengmai {\n  graph [charset=\"UTF-8\", ";
  append_attribute(out, "fontname", font_families());
  if (!drawing.style.title.empty()) {
    out += ", labelloc=t, fontsize=20, ";
    append_attribute(out, "label", drawing.style.title);
  }
  if (layered) {
    out += ", rankdir=LR, nodesep=0.12, ranksep=1.1";
  } else {
    const bool curved = drawing.relationships.size() <= kCurvedEdges;
    out += ", overlap=prism, overlap_scaling=-3, outputorder=edgesfirst, K=0.9, splines=";
    out += curved ? "true" : "line";
  }
  out += "];\n  node [style=filled, color=\"#5b6875\", penwidth=0.6, fontcolor=\"#111111\", ";
  out += layered ? "shape=box, margin=\"0.12,0.05\", " : "shape=ellipse, margin=\"0.06,0.03\", ";
  append_attribute(out, "fontname", font_families());
  out += "];\n  edge [color=\"#5b687580\", fontsize=9, fontcolor=\"#5b6875\", ";
  append_attribute(out, "fontname", font_families());
  out += "];\n";
  return out;
}

// The legend is drawn as nodes of its own cluster; only worth its room for a handful of groups.
std::string legend(const Drawing& drawing) {
  if (drawing.style.layout != Layout::kLayered) return {};  // forces would scatter it
  if (drawing.legend.size() < 2 || drawing.legend.size() > kLegendEntries) return {};
  std::string out = "  subgraph cluster_legend {\n    style=invis;\n";
  for (size_t i = 0; i < drawing.legend.size(); ++i) {
    fmt::format_to(std::back_inserter(out), "    legend{} [shape=box, fontsize=11, fillcolor={}, ",
                   i, colour(drawing.legend[i].second));
    append_attribute(out, "label", drawing.legend[i].first);
    out += "];\n";
  }
  return out + "  }\n";
}

}  // namespace

void write_dot(const Drawing& drawing, std::ostream& out) {
  out << header(drawing);
  std::string line;
  for (size_t i = 0; i < drawing.nodes.size(); ++i) {
    const DrawnNode& node = drawing.nodes[i];
    line = fmt::format("  n{} [fillcolor={}, fontsize={:.1f}, ", i, colour(node.colour),
                       10 + 4 * (node.size - 1));
    append_attribute(line, "label", node.caption);
    out << line << "];\n";
  }
  const std::string_view arrow = drawing.style.directed ? " -> " : " -- ";
  for (const DrawnRelationship& edge : drawing.relationships) {
    line = fmt::format("  n{}{}n{} [penwidth={:.2f}", edge.start, arrow, edge.end, edge.width);
    if (!edge.caption.empty()) {
      line += ", ";
      append_attribute(line, "label", edge.caption);
    }
    out << line << "];\n";
  }
  out << legend(drawing) << "}\n";
}

}  // namespace zhengmai::report
