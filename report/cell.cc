#include "report/cell.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <utility>

#include "graph/model/schema.h"
#include "graph/model/unicode.h"
#include "query/values/value_text.h"
#include "report/escape.h"

namespace zhengmai::report {
namespace {

constexpr int kCaptionColumns = 40;

void append_node_json(std::string& out, const Graph& graph, NodeId node) {
  out += "{\"id\":";
  append_json_string(out, node_key(graph, node));
  out += ",\"labels\":[";
  const LabelSetId set = graph.label_set_of(node);
  bool first = true;
  for (const LabelId label : graph.labels_of(set)) {
    if (!first) out += ',';
    first = false;
    append_json_string(out, graph.labels().name(label));
  }
  out += ']';
  append_json_properties(out, graph, graph.node_keys(set),
                         [&](KeyId key) { return graph.node_property(node, key); });
  out += '}';
}

void append_relationship_json(std::string& out, const Graph& graph, RelationshipId id) {
  const TypeId type = graph.type_of(id);
  out += "{\"id\":";
  append_json_string(out, relationship_key(graph, id));
  out += ",\"type\":";
  append_json_string(out, graph.types().name(type));
  out += ",\"start\":";
  append_json_string(out, node_key(graph, graph.start_of(id)));
  out += ",\"end\":";
  append_json_string(out, node_key(graph, graph.end_of(id)));
  append_json_properties(out, graph, graph.relationship_keys(type),
                         [&](KeyId key) { return graph.relationship_property(id, key); });
  out += '}';
}

template <typename Items, typename Append>
void append_array(std::string& out, const Items& items, Append append) {
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    append(item);
  }
  out += ']';
}

void append_float(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  const size_t begin = out.size();
  fmt::format_to(std::back_inserter(out), "{}", number);
  if (out.find_first_of(".e", begin) == std::string::npos) out += ".0";
}

std::string path_text(const Graph& graph, const Path& path) {
  std::string out;
  for (size_t i = 0; i < path.nodes.size(); ++i) {
    if (i > 0) {
      const RelationshipId id = path.relationships[i - 1];
      const bool forward = graph.start_of(id) == path.nodes[i - 1];
      fmt::format_to(std::back_inserter(out), "{}[:{}]{}", forward ? "-" : "<-",
                     graph.types().name(graph.type_of(id)), forward ? "->" : "-");
    }
    out += cell_text(Value::node(path.nodes[i]), &graph);
  }
  return out;
}

std::string node_text(const Graph& graph, NodeId node) {
  const std::string caption = node_caption(graph, node);
  // A node without any name is shown with what it has.
  if (caption == std::to_string(node)) {
    return to_text(Value::node(node), graph, TextForm::kPlain);
  }
  std::string out = "(";
  for (const LabelId label : graph.labels_of(graph.label_set_of(node))) {
    out += ':';
    out += graph.labels().name(label);
  }
  out += ' ';
  out += caption;
  out += ')';
  return out;
}

// Values that hold no node need no graph of their own.
const Graph& empty_graph() {
  static const Graph graph;
  return graph;
}

bool is_structured(const Value& value) {
  return value.is_list() || value.is_map() || value.is_node() || value.is_relationship() ||
         value.is_path();
}

}  // namespace

void append_json_properties(std::string& out, const Graph& graph, std::span<const KeyId> keys,
                            const std::function<Value(KeyId)>& get) {
  out += ",\"properties\":{";
  bool first = true;
  for (const KeyId key : keys) {
    const Value value = get(key);
    if (value.is_null()) continue;
    if (!first) out += ',';
    first = false;
    append_json_string(out, graph.keys().name(key));
    out += ':';
    append_json(out, value, &graph);
  }
  out += '}';
}

void append_json(std::string& out, const Value& value, const Graph* graph) {
  switch (value.kind()) {
    case ValueKind::kNull: out += "null"; return;
    case ValueKind::kBoolean: out += value.as_boolean() ? "true" : "false"; return;
    case ValueKind::kInteger:
      fmt::format_to(std::back_inserter(out), "{}", value.as_integer());
      return;
    case ValueKind::kFloat: append_float(out, value.as_float()); return;
    case ValueKind::kString: append_json_string(out, value.as_string()); return;
    case ValueKind::kList:
      append_array(out, value.as_list(), [&](const Value& v) { append_json(out, v, graph); });
      return;
    case ValueKind::kMap: {
      out += '{';
      bool first = true;
      for (const auto& entry : value.as_map()) {
        if (!first) out += ',';
        first = false;
        append_json_string(out, entry.first);
        out += ':';
        append_json(out, entry.second, graph);
      }
      out += '}';
      return;
    }
    case ValueKind::kNode: append_node_json(out, *graph, value.as_node()); return;
    case ValueKind::kRelationship:
      append_relationship_json(out, *graph, value.as_relationship());
      return;
    case ValueKind::kPath:
      out += "{\"nodes\":";
      append_array(out, value.as_path().nodes,
                   [&](NodeId id) { append_node_json(out, *graph, id); });
      out += ",\"relationships\":";
      append_array(out, value.as_path().relationships,
                   [&](RelationshipId id) { append_relationship_json(out, *graph, id); });
      out += '}';
      return;
    default: append_json_string(out, cell_text(value, graph)); return;
  }
}

std::string cell_text(const Value& value, const Graph* graph) {
  switch (value.kind()) {
    case ValueKind::kNull: return {};
    case ValueKind::kString: return std::string(value.as_string());
    case ValueKind::kNode: return node_text(*graph, value.as_node());
    case ValueKind::kRelationship:
      return fmt::format("[:{}]", graph->types().name(graph->type_of(value.as_relationship())));
    case ValueKind::kPath: return path_text(*graph, value.as_path());
    case ValueKind::kList: {
      std::string out = "[";
      for (const Value& item : value.as_list()) {
        if (out.size() > 1) out += ", ";
        out += item.is_null() ? "null" : cell_text(item, graph);
      }
      return out + "]";
    }
    case ValueKind::kMap: {
      std::string out = "{";
      for (const auto& entry : value.as_map()) {
        if (out.size() > 1) out += ", ";
        out +=
            entry.first + ": " + (entry.second.is_null() ? "null" : cell_text(entry.second, graph));
      }
      return out + "}";
    }
    default: return to_text(value, graph != nullptr ? *graph : empty_graph(), TextForm::kPlain);
  }
}

std::string machine_text(const Value& value, const Graph* graph) {
  if (!is_structured(value)) return cell_text(value, graph);
  std::string out;
  append_json(out, value, graph);
  return out;
}

Value property(const Graph& graph, NodeId node, std::string_view key) {
  const auto id = graph.keys().find(key);
  return id ? graph.node_property(node, *id) : Value();
}

Value relationship_property(const Graph& graph, RelationshipId relationship,
                            std::string_view key) {
  const auto id = graph.keys().find(key);
  return id ? graph.relationship_property(relationship, *id) : Value();
}

std::string_view text_property(const Graph& graph, NodeId node, std::string_view key) {
  const auto id = graph.keys().find(key);
  if (!id) return {};
  const Column* column = graph.node_column(graph.label_set_of(node), *id);
  if (column == nullptr) return {};
  // Strings of a graph are borrowed from its columns, so the view outlives the Value.
  const Value value = column->get(node - column->range().begin);
  return value.is_string() ? value.as_string() : std::string_view();
}

std::string node_key(const Graph& graph, NodeId node) {
  const Value id = property(graph, node, key::kId);
  return id.is_string() ? std::string(id.as_string()) : std::to_string(node);
}

std::string relationship_key(const Graph& graph, RelationshipId relationship) {
  const Value id = relationship_property(graph, relationship, key::kId);
  return id.is_string() ? std::string(id.as_string()) : std::to_string(relationship);
}

std::string node_caption(const Graph& graph, NodeId node) {
  for (const std::string_view key :
       {key::kName, key::kTitle, key::kText, key::kSectionTitle, key::kDocNumber}) {
    const std::string_view text = text_property(graph, node, key);
    if (!text.empty()) return shorten(text, kCaptionColumns);
  }
  return node_key(graph, node);
}

std::vector<NodeId> nodes_with_text(const Graph& graph, std::string_view label,
                                    std::string_view key, std::string text) {
  const auto label_id = graph.labels().find(label);
  const auto key_id = graph.keys().find(key);
  if (!label_id || !key_id) return {};
  return graph.find_nodes(*label_id, *key_id, Value::string(std::move(text)));
}

std::string shorten(std::string_view text, int columns, std::string_view ellipsis) {
  if (display_width(text) <= columns) return std::string(text);
  const int room = columns - display_width(ellipsis);
  std::string out;
  int used = 0;
  for (const char32_t c : to_utf32(text.substr(0, size_t(columns) * 4 + 64))) {
    used += display_width(c);
    if (used > room) break;
    append_utf8(out, c);
  }
  out += ellipsis;
  return out;
}

}  // namespace zhengmai::report
