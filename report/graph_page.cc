// The graph as one HTML page: its own force layout on a canvas, nothing fetched.
//
// Documents' text reaches the page as JSON in an inert <script> and is shown through textContent
// only. The layout starts from a spiral and uses no random numbers: the same graph, the same
// picture.
#include <fmt/format.h>

#include "graph/model/schema.h"
#include "report/cell.h"
#include "report/escape.h"
#include "report/export.h"
#include "report/graph_page_script.h"
#include "report/html_page.h"

namespace zhengmai::report {
namespace {

constexpr int kEvidenceColumns = 600;

void append_node(std::string& out, const Graph& graph, const DrawnNode& node, size_t group) {
  out += "{\"c\":";
  append_json_string(out, node.caption);
  out += ",\"i\":";
  append_json_string(out, node_key(graph, node.node));
  out += fmt::format(",\"g\":{},\"s\":{:.2f},\"t\":", group, node.size);
  std::string text(text_property(graph, node.node, key::kText));
  if (text.empty()) text = text_property(graph, node.node, key::kTitle);
  append_json_string(out, shorten(text, kEvidenceColumns));
  out += '}';
}

// What a reader wants to see of a relationship: the written form and where it stands.
std::string evidence(const Graph& graph, RelationshipId id) {
  std::string out;
  for (const std::string_view key : {key::kSurface, key::kRole, key::kCount, key::kScore}) {
    const Value value = relationship_property(graph, id, key);
    if (value.is_null()) continue;
    if (!out.empty()) out += " · ";
    out += key == key::kSurface ? "「" + cell_text(value, &graph) + "」"
                                : std::string(key) + " " + cell_text(value, &graph);
  }
  const Value source = relationship_property(graph, id, key::kSource);
  const Value begin = relationship_property(graph, id, key::kSpanStart);
  if (source.is_string() && begin.is_integer()) {
    out += fmt::format(" · {} @{}", source.as_string(), begin.as_integer());
  }
  return out;
}

std::string data_json(const Drawing& drawing) {
  const Graph& graph = *drawing.graph;
  std::string out = "{\"groups\":[";
  for (size_t i = 0; i < drawing.legend.size(); ++i) {
    out += i > 0 ? ",[" : "[";
    append_json_string(out, drawing.legend[i].first);
    out += fmt::format(",\"#{:06x}\"]", drawing.legend[i].second);
  }
  out += "],\"types\":[";
  for (size_t i = 0; i < graph.types().size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, graph.types().name(static_cast<TypeId>(i)));
  }
  out += "],\"nodes\":[";
  for (size_t i = 0; i < drawing.nodes.size(); ++i) {
    if (i > 0) out += ",\n";
    size_t group = 0;
    while (drawing.legend[group].first != drawing.nodes[i].group) ++group;
    append_node(out, graph, drawing.nodes[i], group);
  }
  out += "],\"edges\":[";
  for (size_t i = 0; i < drawing.relationships.size(); ++i) {
    const DrawnRelationship& edge = drawing.relationships[i];
    out += i > 0 ? ",\n[" : "[";
    out += fmt::format("{},{},{},{:.2f},", edge.start, edge.end,
                       graph.type_of(edge.relationship), edge.width);
    append_json_string(out, evidence(graph, edge.relationship));
    out += ']';
  }
  out += fmt::format("],\"directed\":{}}}", drawing.style.directed ? "true" : "false");
  return out;
}

}  // namespace

void write_graph_page(const Drawing& drawing, const std::string& dropped, std::ostream& out) {
  std::string title;
  append_xml(title, drawing.style.title.empty() ? "zhengmai" : drawing.style.title);
  std::string note;
  append_xml(note, dropped);
  out << "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
      << content_security_policy(kGraphPageScript, kGraphPageStyle)
      << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
      << title << "</title>\n<style>" << kGraphPageStyle << "</style>\n</head>\n<body>\n"
      << "<header><h1>" << title << "</h1><input id=\"search\" type=\"search\" "
      << "placeholder=\"查找…\" aria-label=\"查找\"><span id=\"found\"></span>"
      << "<div id=\"types\"></div><div id=\"groups\"></div></header>\n"
      << "<p id=\"dropped\">" << note << "</p>\n<canvas id=\"graph\"></canvas>\n"
      << "<aside id=\"card\" hidden><h2></h2><p class=\"id\"></p><p class=\"text\"></p><ul></ul>"
      << "</aside>\n<noscript>此页需要 JavaScript。This page needs JavaScript.</noscript>\n"
      << "<script type=\"application/json\" id=\"data\">" << data_json(drawing) << "</script>\n"
      << "<script>" << kGraphPageScript << "</script>\n</body>\n</html>\n";
}

}  // namespace zhengmai::report
