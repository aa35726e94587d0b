#include "query/values/value_text.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <cmath>

#include "query/values/temporal.h"

namespace zhengmai {
namespace {

bool is_identifier(std::string_view name) {
  if (name.empty()) return false;
  const auto letter = [](unsigned char c) { return std::isalpha(c) || c == '_' || c >= 0x80; };
  if (!letter(static_cast<unsigned char>(name.front()))) return false;
  for (const unsigned char c : name)
    if (!letter(c) && !std::isdigit(c)) return false;
  return true;
}

// Writes values; one object a top-level value.
class Writer {
 public:
  Writer(std::string& out, const Graph& graph) : out_(out), graph_(graph) {}

  void value(const Value& v) {
    switch (v.kind()) {
      case ValueKind::kNull: out_ += "null"; return;
      case ValueKind::kBoolean: out_ += v.as_boolean() ? "true" : "false"; return;
      case ValueKind::kInteger: fmt::format_to(std::back_inserter(out_), "{}", v.as_integer()); return;
      case ValueKind::kFloat: out_ += float_text(v.as_float()); return;
      case ValueKind::kString: out_ += quoted(v.as_string()); return;
      case ValueKind::kList: list(v.as_list()); return;
      case ValueKind::kMap: map(v.as_map()); return;
      case ValueKind::kNode: node(v.as_node()); return;
      case ValueKind::kRelationship: relationship(v.as_relationship()); return;
      case ValueKind::kPath: path(v.as_path()); return;
      default: out_ += '\'' + temporal_text(v) + '\''; return;
    }
  }

 private:
  void list(const List& items) {
    out_ += '[';
    bool first = true;
    for (const Value& item : items) {
      separate(first);
      value(item);
    }
    out_ += ']';
  }

  void map(const Map& entries) {
    out_ += '{';
    bool first = true;
    for (const auto& [key, item] : entries) {
      separate(first);
      entry(key, item);
    }
    out_ += '}';
  }

  void node(NodeId id) {
    out_ += '(';
    const LabelSetId set = graph_.label_set_of(id);
    for (const LabelId label : graph_.labels_of(set)) {
      out_ += ':';
      out_ += name_text(graph_.labels().name(label));
    }
    properties(graph_.node_keys(set), !graph_.labels_of(set).empty(),
               [&](KeyId key) { return graph_.node_property(id, key); });
    out_ += ')';
  }

  void relationship(RelationshipId id) {
    out_ += "[:";
    const TypeId type = graph_.type_of(id);
    out_ += name_text(graph_.types().name(type));
    properties(graph_.relationship_keys(type), true,
               [&](KeyId key) { return graph_.relationship_property(id, key); });
    out_ += ']';
  }

  // <(:A)-[:T]->(:B)>; an arrow points left where the path goes against it.
  void path(const Path& path) {
    out_ += '<';
    node(path.nodes.front());
    for (size_t i = 0; i < path.relationships.size(); ++i) {
      const bool forward = graph_.start_of(path.relationships[i]) == path.nodes[i];
      out_ += forward ? "-" : "<-";
      relationship(path.relationships[i]);
      out_ += forward ? "->" : "-";
      node(path.nodes[i + 1]);
    }
    out_ += '>';
  }

  // {k: v, …} of those keys that have a value; nothing at all when none has.
  template <typename Get>
  void properties(std::span<const KeyId> keys, bool space, Get get) {
    bool first = true;
    for (const KeyId key : keys) {
      const Value v = get(key);
      if (v.is_null()) continue;
      if (first) out_ += space ? " {" : "{";
      separate(first);
      entry(graph_.keys().name(key), v);
    }
    if (!first) out_ += '}';
  }

  void entry(std::string_view key, const Value& v) {
    out_ += name_text(key);
    out_ += ": ";
    value(v);
  }

  void separate(bool& first) {
    if (!first) out_ += ", ";
    first = false;
  }

  std::string& out_;
  const Graph& graph_;
};

}  // namespace

std::string float_text(double d) {
  if (std::isnan(d)) return "NaN";
  if (std::isinf(d)) return d > 0 ? "Infinity" : "-Infinity";
  char buffer[64];
  // Fixed notation while it stays readable; to_chars gives the shortest digits that read back.
  const double size = std::abs(d);
  const bool fixed = d == 0 || (size >= 1e-5 && size < 1e16);
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, d,
                                 fixed ? std::chars_format::fixed : std::chars_format::scientific);
  std::string text(buffer, end.ptr);
  const size_t exponent = text.find('e');
  if (exponent == std::string::npos) {
    if (text.find('.') == std::string::npos) text += ".0";
    return text;
  }
  std::string mantissa = text.substr(0, exponent);
  if (mantissa.find('.') == std::string::npos) mantissa += ".0";
  int power = 0;
  const char* digits = text.data() + exponent + (text[exponent + 1] == '+' ? 2 : 1);
  std::from_chars(digits, text.data() + text.size(), power);
  return fmt::format("{}E{}", mantissa, power);
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    switch (c) {
      case '\'': out += "\\'"; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) out += fmt::format("\\u{:04x}", int{c});
        else out += c;
    }
  }
  return out + "'";
}

std::string name_text(std::string_view name) {
  if (is_identifier(name)) return std::string(name);
  std::string out = "`";
  for (const char c : name) {
    if (c == '`') out += '`';
    out += c;
  }
  return out + "`";
}

void append_text(std::string& out, const Value& value, const Graph& graph, TextForm form) {
  if (form == TextForm::kPlain && value.is_string()) out += value.as_string();
  else if (form == TextForm::kPlain && value.is_temporal()) out += temporal_text(value);
  else Writer(out, graph).value(value);
}

std::string to_text(const Value& value, const Graph& graph, TextForm form) {
  std::string out;
  append_text(out, value, graph, form);
  return out;
}

}  // namespace zhengmai
