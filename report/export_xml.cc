// GraphML and GEXF: two XML formats that declare typed attributes first.
#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <map>

#include "report/cell.h"
#include "report/escape.h"
#include "report/export.h"
#include "report/property_table.h"

namespace zhengmai::report {
namespace {

std::string_view graphml_type(PropertyType type) {
  switch (type) {
    case PropertyType::kBoolean: return "boolean";
    case PropertyType::kInteger: return "long";
    case PropertyType::kFloat: return "double";
    default: return "string";
  }
}

// Our own columns are called `label` and `labels`; a property of that name steps aside.
std::string attribute_name(const std::string& key) {
  return key == "label" || key == "labels" ? key + "_property" : key;
}

// XML Schema's lexical forms: doubles as INF and NaN, the rest as CSV has it.
std::string xml_value(const Value& value, const Graph& graph) {
  if (value.is_float() && std::isinf(value.as_float())) {
    return value.as_float() > 0 ? "INF" : "-INF";
  }
  return machine_text(value, &graph);
}

void append_key(std::string& out, std::string_view id, std::string_view place,
                const std::string& name, std::string_view type) {
  out += fmt::format("  <key id=\"{}\" for=\"{}\" attr.name=\"", id, place);
  append_xml(out, name);
  out += fmt::format("\" attr.type=\"{}\"/>\n", type);
}

void append_data(std::string& out, std::string_view key, std::string_view text) {
  out += fmt::format("<data key=\"{}\">", key);
  append_xml(out, text);
  out += "</data>";
}

std::string label_text(const Graph& graph, NodeId node) {
  std::string out;
  for (const LabelId label : graph.labels_of(graph.label_set_of(node))) {
    out += ':';
    out += graph.labels().name(label);
  }
  return out;
}

std::string xml_id(char kind, uint32_t id) { return fmt::format("{}{}", kind, id); }

void write_gexf_attributes(std::string_view place, const std::vector<PropertyColumn>& columns,
                           std::ostream& out) {
  std::string text = fmt::format("    <attributes class=\"{}\">\n", place);
  if (place == "node")
    text += "      <attribute id=\"labels\" title=\"labels\" type=\"string\"/>\n";
  for (size_t i = 0; i < columns.size(); ++i) {
    text += fmt::format("      <attribute id=\"{}\" title=\"", i);
    append_xml(text, attribute_name(columns[i].name));
    text += fmt::format("\" type=\"{}\"/>\n", graphml_type(columns[i].type));
  }
  out << text << "    </attributes>\n";
}

template <typename Get>
void append_gexf_values(std::string& out, const std::vector<PropertyColumn>& columns,
                        const Graph& graph, Get get) {
  for (size_t i = 0; i < columns.size(); ++i) {
    const Value value = get(columns[i].key);
    if (value.is_null()) continue;
    out += fmt::format("<attvalue for=\"{}\" value=\"", i);
    append_xml(out, xml_value(value, graph));
    out += "\"/>";
  }
}

}  // namespace

void write_graphml(const Selection& selection, std::ostream& out) {
  const Graph& graph = *selection.graph;
  const auto nodes = node_columns(graph, selection.nodes);
  const auto edges = relationship_columns(graph, selection.relationships);
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
      "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
      "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";
  append_key(text, "nlabel", "node", "label", "string");
  append_key(text, "nlabels", "node", "labels", "string");
  append_key(text, "elabel", "edge", "label", "string");
  for (size_t i = 0; i < nodes.size(); ++i) {
    append_key(text, fmt::format("n{}", i), "node", attribute_name(nodes[i].name),
               graphml_type(nodes[i].type));
  }
  for (size_t i = 0; i < edges.size(); ++i) {
    append_key(text, fmt::format("e{}", i), "edge", attribute_name(edges[i].name),
               graphml_type(edges[i].type));
  }
  out << text << "  <graph id=\"zhengmai\" edgedefault=\"directed\">\n";
  for (const NodeId node : selection.nodes) {
    text = fmt::format("    <node id=\"{}\">", xml_id('n', node));
    append_data(text, "nlabel", node_caption(graph, node));
    append_data(text, "nlabels", label_text(graph, node));
    for (size_t i = 0; i < nodes.size(); ++i) {
      const Value value = graph.node_property(node, nodes[i].key);
      if (!value.is_null()) append_data(text, fmt::format("n{}", i), xml_value(value, graph));
    }
    out << text << "</node>\n";
  }
  for (const RelationshipId id : selection.relationships) {
    text = fmt::format("    <edge id=\"{}\" source=\"{}\" target=\"{}\">", xml_id('e', id),
                       xml_id('n', graph.start_of(id)), xml_id('n', graph.end_of(id)));
    append_data(text, "elabel", graph.types().name(graph.type_of(id)));
    for (size_t i = 0; i < edges.size(); ++i) {
      const Value value = graph.relationship_property(id, edges[i].key);
      if (!value.is_null()) append_data(text, fmt::format("e{}", i), xml_value(value, graph));
    }
    out << text << "</edge>\n";
  }
  out << "  </graph>\n</graphml>\n";
}

void write_gexf(const Selection& selection, const Drawing& drawing, std::ostream& out) {
  const Graph& graph = *selection.graph;
  const auto nodes = node_columns(graph, selection.nodes);
  const auto edges = relationship_columns(graph, selection.relationships);
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<gexf xmlns=\"http://www.gexf.net/1.2draft\" "
         "xmlns:viz=\"http://www.gexf.net/1.2draft/viz\" version=\"1.2\">\n"
         "  <graph mode=\"static\" defaultedgetype=\"directed\">\n";
  write_gexf_attributes("node", nodes, out);
  write_gexf_attributes("edge", edges, out);
  out << "    <nodes>\n";
  std::string text;
  for (const DrawnNode& drawn : drawing.nodes) {
    text = fmt::format("      <node id=\"{}\" label=\"", drawn.node);
    append_xml(text, drawn.caption);
    text += "\"><attvalues><attvalue for=\"labels\" value=\"";
    append_xml(text, label_text(graph, drawn.node));
    text += "\"/>";
    append_gexf_values(text, nodes, graph,
                       [&](KeyId key) { return graph.node_property(drawn.node, key); });
    text += fmt::format(
        "</attvalues><viz:size value=\"{:.3f}\"/><viz:color r=\"{}\" g=\"{}\" b=\"{}\"/></node>\n",
        drawn.size * 10, drawn.colour >> 16, drawn.colour >> 8 & 255, drawn.colour & 255);
    out << text;
  }
  out << "    </nodes>\n    <edges>\n";
  for (size_t i = 0; i < selection.relationships.size(); ++i) {
    const RelationshipId id = selection.relationships[i];
    text =
        fmt::format("      <edge id=\"{}\" source=\"{}\" target=\"{}\" weight=\"{:.3f}\" label=\"",
                    id, graph.start_of(id), graph.end_of(id), drawing.relationships[i].width);
    append_xml(text, graph.types().name(graph.type_of(id)));
    text += "\"><attvalues>";
    append_gexf_values(text, edges, graph,
                       [&](KeyId key) { return graph.relationship_property(id, key); });
    out << text << "</attvalues></edge>\n";
  }
  out << "    </edges>\n  </graph>\n</gexf>\n";
}

}  // namespace zhengmai::report
