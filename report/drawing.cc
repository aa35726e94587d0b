#include "report/drawing.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "graph/model/schema.h"
#include "report/cell.h"

namespace zhengmai::report {
namespace {

// Twelve colours that stay apart for most colour-blind readers and carry black text (after Paul
// Tol's "light" and "muted" schemes).
constexpr uint32_t kPalette[] = {0x77AADD, 0xEE8866, 0xEEDD88, 0xFFAABB, 0x99DDFF, 0x44BB99,
                                 0xBBCC33, 0xDDAACC, 0xC2A878, 0xAAC8A7, 0xB8B8E8, 0xDDDDDD};

std::string group_of(const Graph& graph, NodeId node, const std::string& key) {
  if (!key.empty()) {
    const std::string text = cell_text(property(graph, node, key), &graph);
    if (!text.empty()) return text;
  }
  const auto labels = graph.labels_of(graph.label_set_of(node));
  // Province before Jurisdiction: the narrower label says more, and no other pair occurs.
  return labels.empty() ? "" : std::string(chinese_label(graph.labels().name(labels.back())));
}

// 1 … top, by the square root of the share of the largest, so that areas compare.
std::vector<double> scale(const std::vector<double>& amounts, double top) {
  double largest = 0;
  for (const double a : amounts) largest = std::max(largest, a);
  std::vector<double> out;
  for (const double a : amounts) {
    out.push_back(largest > 0 ? 1 + (top - 1) * std::sqrt(std::max(a, 0.0) / largest) : 1);
  }
  return out;
}

double amount(const Value& value) { return value.is_number() ? value.as_number() : 0; }

}  // namespace

Drawing draw(const Selection& selection, const DrawingStyle& style) {
  const Graph& graph = *selection.graph;
  Drawing out;
  out.style = style;
  out.graph = &graph;
  std::map<std::string, uint32_t> colours;
  std::map<NodeId, uint32_t> index;
  std::vector<double> sizes, weights;
  for (const NodeId node : selection.nodes) {
    index[node] = static_cast<uint32_t>(out.nodes.size());
    const std::string group = group_of(graph, node, style.group_key);
    const auto found = colours.find(group);
    uint32_t colour;
    if (found == colours.end()) {
      colour = kPalette[colours.size() % std::size(kPalette)];
      colours[group] = colour;
      out.legend.emplace_back(group, colour);
    } else {
      colour = found->second;
    }
    out.nodes.push_back({node, node_caption(graph, node), group, colour, 1});
    sizes.push_back(style.size_key.empty() ? 0 : amount(property(graph, node, style.size_key)));
  }
  for (const RelationshipId id : selection.relationships) {
    std::string caption;
    if (style.relationship_labels) caption = graph.types().name(graph.type_of(id));
    out.relationships.push_back(
        {id, index.at(graph.start_of(id)), index.at(graph.end_of(id)), caption, 1});
    weights.push_back(style.weight_key.empty()
                          ? 0
                          : amount(relationship_property(graph, id, style.weight_key)));
  }
  const std::vector<double> node_scale = scale(sizes, 4);
  for (size_t i = 0; i < out.nodes.size(); ++i) out.nodes[i].size = node_scale[i];
  const std::vector<double> width_scale = scale(weights, 6);
  for (size_t i = 0; i < weights.size(); ++i) out.relationships[i].width = width_scale[i];
  return out;
}

std::string_view font_families() {
  return "Noto Sans CJK SC,Source Han Sans SC,WenQuanYi Micro Hei,WenQuanYi Zen Hei,"
         "Microsoft YaHei,PingFang SC,sans-serif";
}

}  // namespace zhengmai::report
