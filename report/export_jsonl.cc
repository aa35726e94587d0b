// JSON Lines as Neo4j's APOC writes them; the form of facts_jsonl.h, from the graph.
#include "report/cell.h"
#include "report/escape.h"
#include "report/export.h"

namespace zhengmai::report {
namespace {

void append_labels(std::string& out, const Graph& graph, NodeId node) {
  out += ",\"labels\":[";
  bool first = true;
  for (const LabelId label : graph.labels_of(graph.label_set_of(node))) {
    if (!first) out += ',';
    first = false;
    append_json_string(out, graph.labels().name(label));
  }
  out += ']';
}

void append_end(std::string& out, std::string_view name, const Graph& graph, NodeId node) {
  out += name;
  append_json_string(out, node_key(graph, node));
  append_labels(out, graph, node);
  out += '}';
}

}  // namespace

void write_jsonl(const Selection& selection, std::ostream& out) {
  const Graph& graph = *selection.graph;
  std::string line;
  for (const NodeId node : selection.nodes) {
    line = "{\"type\":\"node\",\"id\":";
    append_json_string(line, node_key(graph, node));
    append_labels(line, graph, node);
    append_json_properties(line, graph, graph.node_keys(graph.label_set_of(node)),
                           [&](KeyId key) { return graph.node_property(node, key); });
    out << line << "}\n";
  }
  for (const RelationshipId id : selection.relationships) {
    const TypeId type = graph.type_of(id);
    line = "{\"type\":\"relationship\",\"id\":";
    append_json_string(line, relationship_key(graph, id));
    line += ",\"label\":";
    append_json_string(line, graph.types().name(type));
    append_end(line, ",\"start\":{\"id\":", graph, graph.start_of(id));
    append_end(line, ",\"end\":{\"id\":", graph, graph.end_of(id));
    append_json_properties(line, graph, graph.relationship_keys(type),
                           [&](KeyId key) { return graph.relationship_property(id, key); });
    out << line << "}\n";
  }
}

}  // namespace zhengmai::report
