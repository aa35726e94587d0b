// CSV in the convention of neo4j-admin's import: a header line with types, one file a label set and
// one a relationship type.
#include <algorithm>
#include <fstream>
#include <map>

#include "graph/model/error.h"
#include "graph/model/schema.h"
#include "report/cell.h"
#include "report/escape.h"
#include "report/export.h"
#include "report/property_table.h"

namespace zhengmai::report {
namespace {

constexpr char kListSeparator = ';';

// A list whose items hold the separator cannot be written as a list; it becomes JSON text.
bool lists_are_plain(const Graph& graph, const PropertyColumn& column,
                     std::span<const NodeId> nodes) {
  for (const NodeId node : nodes) {
    const Value value = graph.node_property(node, column.key);
    if (!value.is_list()) continue;
    for (const Value& item : value.as_list()) {
      if (item.as_string().find(kListSeparator) != std::string_view::npos) return false;
    }
  }
  return true;
}

std::string typed_name(const PropertyColumn& column) {
  switch (column.type) {
    case PropertyType::kBoolean: return column.name + ":boolean";
    case PropertyType::kInteger: return column.name + ":long";
    case PropertyType::kFloat: return column.name + ":double";
    case PropertyType::kStringList: return column.name + ":string[]";
    case PropertyType::kString: return column.name;
  }
  return column.name;
}

void append_value(std::string& out, const Value& value, PropertyType type, const Graph& graph) {
  out += ',';
  if (value.is_null()) return;
  if (type != PropertyType::kStringList) {
    append_csv_field(out, machine_text(value, &graph));
    return;
  }
  std::string joined;
  for (const Value& item : value.as_list()) {
    if (!joined.empty()) joined += kListSeparator;
    joined += item.as_string();
  }
  append_csv_field(out, joined);
}

// A name from a document as part of a file name: letters, digits and Han stay.
std::string safe_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte >= 0x80 || std::isalnum(byte) || c == '_' || c == '-' ? c : '_';
  }
  return out.empty() ? "unlabelled" : out;
}

class FileWriter {
 public:
  explicit FileWriter(const std::filesystem::path& path)
      : path_(path), out_(path, std::ios::binary) {
    if (!out_) throw StoreError(ExitCode::kCannotCreate, "cannot create '" + path.string() + "'");
  }
  void line(const std::string& text) { out_ << text << '\n'; }
  void close() {
    out_.close();
    if (!out_) throw StoreError(ExitCode::kIoError, "cannot write '" + path_.string() + "'");
  }

 private:
  std::filesystem::path path_;
  std::ofstream out_;
};

void write_nodes(const Graph& graph, std::span<const NodeId> nodes, const std::string& labels,
                 const std::filesystem::path& path) {
  std::vector<PropertyColumn> columns = node_columns(graph, nodes);
  std::erase_if(columns, [](const PropertyColumn& c) { return c.name == key::kId; });
  for (PropertyColumn& column : columns) {
    if (column.type == PropertyType::kStringList && !lists_are_plain(graph, column, nodes)) {
      column.type = PropertyType::kString;
    }
  }
  FileWriter file(path);
  std::string line = "id:ID";
  for (const PropertyColumn& column : columns) {
    line += ',';
    append_csv_field(line, typed_name(column));
  }
  file.line(line + ",:LABEL");
  for (const NodeId node : nodes) {
    line.clear();
    append_csv_field(line, node_key(graph, node));
    for (const PropertyColumn& column : columns) {
      append_value(line, graph.node_property(node, column.key), column.type, graph);
    }
    line += ',';
    append_csv_field(line, labels);
    file.line(line);
  }
  file.close();
}

void write_relationships(const Graph& graph, std::span<const RelationshipId> relationships,
                         std::string_view type, const std::filesystem::path& path) {
  std::vector<PropertyColumn> columns = relationship_columns(graph, relationships);
  for (PropertyColumn& column : columns) {
    // Lists on relationships are rare; as JSON text they need no second look at the items.
    if (column.type == PropertyType::kStringList) column.type = PropertyType::kString;
  }
  FileWriter file(path);
  std::string line = ":START_ID";
  for (const PropertyColumn& column : columns) {
    line += ',';
    append_csv_field(line, typed_name(column));
  }
  file.line(line + ",:END_ID,:TYPE");
  for (const RelationshipId id : relationships) {
    line.clear();
    append_csv_field(line, node_key(graph, graph.start_of(id)));
    for (const PropertyColumn& column : columns) {
      append_value(line, graph.relationship_property(id, column.key), column.type, graph);
    }
    line += ',';
    append_csv_field(line, node_key(graph, graph.end_of(id)));
    line += ',';
    append_csv_field(line, type);
    file.line(line);
  }
  file.close();
}

}  // namespace

std::vector<std::string> write_csv_folder(const Selection& selection,
                                          const std::filesystem::path& folder) {
  const Graph& graph = *selection.graph;
  std::map<std::string, std::vector<NodeId>> by_labels;
  for (const NodeId node : selection.nodes) {
    std::string labels;
    for (const LabelId label : graph.labels_of(graph.label_set_of(node))) {
      if (!labels.empty()) labels += kListSeparator;
      labels += graph.labels().name(label);
    }
    by_labels[labels].push_back(node);
  }
  std::map<std::string, std::vector<RelationshipId>> by_type;
  for (const RelationshipId id : selection.relationships) {
    by_type[std::string(graph.types().name(graph.type_of(id)))].push_back(id);
  }
  std::vector<std::string> names;
  for (const auto& entry : by_labels) {
    names.push_back("nodes-" + safe_name(entry.first) + ".csv");
    write_nodes(graph, entry.second, entry.first, folder / names.back());
  }
  for (const auto& entry : by_type) {
    names.push_back("relationships-" + safe_name(entry.first) + ".csv");
    write_relationships(graph, entry.second, entry.first, folder / names.back());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace zhengmai::report
