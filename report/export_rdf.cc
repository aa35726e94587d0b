// N-Triples and Turtle.
//
//   <urn:zhengmai:agency:350000/commerce> rdf:type zm:Agency ; rdfs:label "福建省商务厅"@zh-CN .
//   <urn:zhengmai:measure:…/3> zm:ASSIGNED_TO <urn:zhengmai:agency:350000/commerce> .
//   <urn:zhengmai:relationship:…> a rdf:Statement, prov:Entity ; rdf:subject … ;
//     prov:wasQuotedFrom <urn:zhengmai:doc:…> ; prov:value "省商务厅"@zh-CN ; zm:span_start 261 .
//
// Vocabulary: labels and types under urn:zhengmai:schema:, with prov:, rdfs: and skos: where they
// say the same. A relationship with properties is stated again as an rdf:Statement that carries
// them.
#include <fmt/format.h>

#include <cmath>

#include "graph/model/schema.h"
#include "graph/model/unicode.h"
#include "report/cell.h"
#include "report/escape.h"
#include "report/export.h"

namespace zhengmai::report {
namespace {

constexpr std::string_view kBase = "urn:zhengmai:";
constexpr std::string_view kSchema = "urn:zhengmai:schema:";
constexpr std::string_view kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
constexpr std::string_view kRdfs = "http://www.w3.org/2000/01/rdf-schema#";
constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";
constexpr std::string_view kProv = "http://www.w3.org/ns/prov#";
constexpr std::string_view kSkos = "http://www.w3.org/2004/02/skos/core#";

std::string iri(std::string_view base, std::string_view name) {
  std::string out = "<";
  out += base;
  append_iri(out, name);
  out += '>';
  return out;
}

bool has_han(std::string_view text) {
  for (const char32_t c : to_utf32(text)) {
    if ((c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF)) return true;
  }
  return false;
}

std::string text_literal(std::string_view text) {
  std::string out = "\"";
  append_rdf_string(out, text);
  out += has_han(text) ? "\"@zh-CN" : "\"";
  return out;
}

std::string typed_literal(std::string_view text, std::string_view type) {
  std::string out = "\"";
  append_rdf_string(out, text);
  return out + "\"^^<" + std::string(kXsd) + std::string(type) + ">";
}

std::string literal(const Value& value, const Graph& graph) {
  switch (value.kind()) {
    case ValueKind::kBoolean:
      return typed_literal(value.as_boolean() ? "true" : "false", "boolean");
    case ValueKind::kInteger: return typed_literal(std::to_string(value.as_integer()), "integer");
    case ValueKind::kFloat: {
      const double d = value.as_float();
      return typed_literal(std::isnan(d)   ? "NaN"
                           : std::isinf(d) ? (d > 0 ? "INF" : "-INF")
                                           : cell_text(value, &graph),
                           "double");
    }
    case ValueKind::kDate: return typed_literal(cell_text(value, &graph), "date");
    case ValueKind::kDuration: return typed_literal(cell_text(value, &graph), "duration");
    default: return text_literal(machine_text(value, &graph));
  }
}

// Where triples go; Turtle groups them by subject, N-Triples writes each on its line.
class TripleWriter {
 public:
  TripleWriter(bool turtle, std::ostream& out) : turtle_(turtle), out_(out) {}

  void subject(std::string iri) { subject_ = std::move(iri), first_ = true; }
  void add(const std::string& predicate, const std::string& object) {
    if (!turtle_) {
      out_ << subject_ << ' ' << predicate << ' ' << object << " .\n";
    } else if (first_) {
      out_ << subject_ << ' ' << predicate << ' ' << object;
    } else {
      out_ << " ;\n    " << predicate << ' ' << object;
    }
    first_ = false;
  }
  void end() {
    if (turtle_ && !first_) out_ << " .\n";
  }

 private:
  bool turtle_;
  std::ostream& out_;
  std::string subject_;
  bool first_ = true;
};

std::string node_iri(const Graph& graph, NodeId node) { return iri(kBase, node_key(graph, node)); }

void add_values(TripleWriter& out, const std::string& predicate, const Value& value,
                const Graph& graph) {
  if (value.is_null()) return;
  if (value.is_list()) {
    for (const Value& item : value.as_list()) out.add(predicate, literal(item, graph));
  } else {
    out.add(predicate, literal(value, graph));
  }
}

void write_node(const Graph& graph, NodeId node, TripleWriter& out) {
  const LabelSetId set = graph.label_set_of(node);
  out.subject(node_iri(graph, node));
  for (const LabelId label : graph.labels_of(set)) {
    const std::string_view name = graph.labels().name(label);
    out.add(iri(kRdf, "type"), iri(kSchema, name));
    if (name == label::kDocument) out.add(iri(kRdf, "type"), iri(kProv, "Entity"));
    if (name == label::kAgency) out.add(iri(kRdf, "type"), iri(kProv, "Organization"));
    if (name == label::kTheme) out.add(iri(kRdf, "type"), iri(kSkos, "Concept"));
  }
  out.add(iri(kRdfs, "label"), text_literal(node_caption(graph, node)));
  for (const KeyId key : graph.node_keys(set)) {
    const std::string_view name = graph.keys().name(key);
    // `spans` is an ordered list of pairs; as separate triples its order would be lost.
    const Value value = graph.node_property(node, key);
    if (name == key::kSpans && value.is_list()) {
      out.add(iri(kSchema, name), text_literal(machine_text(value, &graph)));
    } else {
      add_values(out, iri(kSchema, name), value, graph);
    }
  }
  out.end();
}

void write_relationship(const Graph& graph, RelationshipId id, TripleWriter& out) {
  const TypeId type = graph.type_of(id);
  const std::string_view type_name = graph.types().name(type);
  const std::string start = node_iri(graph, graph.start_of(id));
  const std::string end = node_iri(graph, graph.end_of(id));
  out.subject(start);
  out.add(iri(kSchema, type_name), end);
  if (type_name == type::kBroader) out.add(iri(kSkos, "broader"), end);
  out.end();
  if (graph.relationship_keys(type).empty()) return;
  out.subject(iri("urn:zhengmai:relationship:", relationship_key(graph, id)));
  out.add(iri(kRdf, "type"), iri(kRdf, "Statement"));
  out.add(iri(kRdf, "subject"), start);
  out.add(iri(kRdf, "predicate"), iri(kSchema, type_name));
  out.add(iri(kRdf, "object"), end);
  for (const KeyId key : graph.relationship_keys(type)) {
    const std::string_view name = graph.keys().name(key);
    const Value value = graph.relationship_property(id, key);
    if (name == key::kSource && value.is_string()) {
      out.add(iri(kProv, "wasQuotedFrom"), iri(kBase, value.as_string()));
    } else if (name == key::kSurface && value.is_string()) {
      out.add(iri(kProv, "value"), text_literal(value.as_string()));
    } else {
      add_values(out, iri(kSchema, name), value, graph);
    }
  }
  out.end();
}

void write_rdf(const Selection& selection, bool turtle, std::ostream& out) {
  TripleWriter writer(turtle, out);
  for (const NodeId node : selection.nodes) write_node(*selection.graph, node, writer);
  for (const RelationshipId id : selection.relationships) {
    write_relationship(*selection.graph, id, writer);
  }
}

}  // namespace

void write_ntriples(const Selection& selection, std::ostream& out) {
  write_rdf(selection, /*turtle=*/false, out);
}

void write_turtle(const Selection& selection, std::ostream& out) {
  write_rdf(selection, /*turtle=*/true, out);
}

}  // namespace zhengmai::report
