#include "tests/tck/cell.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "query/values/temporal.h"

namespace zhengmai::tck {
namespace {

using Kind = Cell::Kind;

class CellParser {
 public:
  explicit CellParser(std::string_view text) : text_(text) {}

  Cell parse() {
    Cell out = value();
    space();
    if (at_ != text_.size()) fail();
    return out;
  }

 private:
  [[noreturn]] void fail() const {
    throw std::runtime_error(fmt::format("no TCK value: {} (at {})", text_, at_));
  }
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : 0; }
  void space() {
    while (peek() == ' ') ++at_;
  }
  void expect(char c) {
    if (peek() != c) fail();
    ++at_;
  }
  bool take(char c) {
    space();
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  Cell value() {
    space();
    switch (peek()) {
      case '\'':
        return string();
      case '[':
        return peek(1) == ':' ? relationship() : list();
      case '{': {
        Cell out;
        out.kind = Kind::kMap;
        out.entries = map();
        return out;
      }
      case '(':
        return node();
      case '<':
        return path();
      default:
        return scalar();
    }
  }

  Cell string() {
    Cell out;
    out.kind = Kind::kString;
    expect('\'');
    while (peek() != '\'') {
      if (peek() == 0) fail();
      if (peek() == '\\' && peek(1) != 0) ++at_;
      out.text += text_[at_++];
    }
    ++at_;
    return out;
  }

  Cell list() {
    Cell out;
    out.kind = Kind::kList;
    expect('[');
    if (take(']')) return out;
    do {
      out.items.push_back(value());
    } while (take(','));
    space();
    expect(']');
    return out;
  }

  std::string name() {
    space();
    std::string out;
    if (peek() == '`') {
      for (++at_; peek() != '`'; ++at_) {
        if (peek() == 0) fail();
        out += peek();
      }
      ++at_;
      return out;
    }
    while (peek() != 0 && std::string_view(" :,{}()[]<>'").find(peek()) == std::string_view::npos) {
      out += text_[at_++];
    }
    return out;
  }

  std::map<std::string, Cell> map() {
    std::map<std::string, Cell> out;
    space();
    expect('{');
    if (take('}')) return out;
    do {
      std::string key = name();
      space();
      expect(':');
      out.emplace(std::move(key), value());
    } while (take(','));
    space();
    expect('}');
    return out;
  }

  void labels_and_properties(Cell& out) {
    while (take(':')) out.labels.push_back(name());
    std::sort(out.labels.begin(), out.labels.end());
    space();
    if (peek() == '{') out.entries = map();
    space();
  }

  Cell node() {
    Cell out;
    out.kind = Kind::kNode;
    expect('(');
    labels_and_properties(out);
    expect(')');
    return out;
  }

  Cell relationship() {
    Cell out;
    out.kind = Kind::kRelationship;
    expect('[');
    labels_and_properties(out);
    expect(']');
    return out;
  }

  Cell path() {
    Cell out;
    out.kind = Kind::kPath;
    expect('<');
    out.items.push_back(node());
    while (peek() != '>') {
      const bool left = peek() == '<';
      if (left) ++at_;
      expect('-');
      Cell r = relationship();
      expect('-');
      if (!left) expect('>');
      r.boolean = !left;
      out.items.push_back(std::move(r));
      out.items.push_back(node());
    }
    ++at_;
    return out;
  }

  Cell scalar() {
    Cell out;
    if (take_word("null")) return out;
    if (take_word("true") || take_word("false")) {
      out.kind = Kind::kBoolean;
      out.boolean = text_[at_ - 2] == 'u';
      return out;
    }
    if (take_word("NaN")) return floating(std::numeric_limits<double>::quiet_NaN());
    if (take_word("Infinity") || take_word("Inf")) {
      return floating(std::numeric_limits<double>::infinity());
    }
    return number();
  }

  Cell floating(double d) const {
    Cell out;
    out.kind = Kind::kFloat;
    out.floating = d;
    return out;
  }

  Cell number() {
    size_t end = at_;
    while (end < text_.size() &&
           std::string_view("+-.0123456789eE").find(text_[end]) != std::string_view::npos) {
      ++end;
    }
    std::string_view digits = text_.substr(at_, end - at_);
    if (digits.empty()) fail();
    at_ = end;
    Cell out;
    if (digits.find_first_of(".eE") == std::string_view::npos) {
      out.kind = Kind::kInteger;
      if (std::from_chars(digits.begin(), digits.end(), out.integer).ptr != digits.end()) fail();
      return out;
    }
    double d = 0;
    if (std::from_chars(digits.begin(), digits.end(), d).ptr != digits.end()) fail();
    return floating(d);
  }

  std::string_view text_;
  size_t at_ = 0;
};

Cell node_cell(NodeId node, const Graph& graph) {
  Cell out;
  out.kind = Kind::kNode;
  const LabelSetId set = graph.label_set_of(node);
  for (const LabelId label : graph.labels_of(set)) {
    out.labels.emplace_back(graph.labels().name(label));
  }
  std::sort(out.labels.begin(), out.labels.end());
  for (const KeyId key : graph.node_keys(set)) {
    const Value v = graph.node_property(node, key);
    if (!v.is_null()) out.entries.emplace(graph.keys().name(key), to_cell(v, graph));
  }
  return out;
}

Cell relationship_cell(RelationshipId relationship, const Graph& graph) {
  Cell out;
  out.kind = Kind::kRelationship;
  const TypeId type = graph.type_of(relationship);
  out.labels.emplace_back(graph.types().name(type));
  for (const KeyId key : graph.relationship_keys(type)) {
    const Value v = graph.relationship_property(relationship, key);
    if (!v.is_null()) out.entries.emplace(graph.keys().name(key), to_cell(v, graph));
  }
  return out;
}

Cell path_cell(const Path& path, const Graph& graph) {
  Cell out;
  out.kind = Kind::kPath;
  out.items.push_back(node_cell(path.nodes[0], graph));
  for (size_t i = 0; i < path.relationships.size(); ++i) {
    const RelationshipId id = path.relationships[i];
    Cell r = relationship_cell(id, graph);
    r.boolean = graph.start_of(id) == path.nodes[i] && graph.end_of(id) == path.nodes[i + 1];
    out.items.push_back(std::move(r));
    out.items.push_back(node_cell(path.nodes[i + 1], graph));
  }
  return out;
}

std::string float_text(double d) {
  if (std::isnan(d)) return "NaN";
  return fmt::format("{:#}", d);
}

std::string described(const Cell& cell, bool any_list_order) {
  std::string out;
  for (const std::string& label : cell.labels) out += ":" + label;
  if (cell.entries.empty()) return out;
  if (!out.empty()) out += ' ';
  out += "{";
  bool first = true;
  for (const auto& [key, value] : cell.entries) {
    out += fmt::format("{}{}: {}", first ? "" : ", ", key, canonical(value, any_list_order));
    first = false;
  }
  return out + "}";
}

}  // namespace

Cell parse_cell(std::string_view text) {
  return CellParser(text).parse();
}

Cell to_cell(const Value& value, const Graph& graph) {
  Cell out;
  switch (value.kind()) {
    case ValueKind::kNull:
      break;
    case ValueKind::kBoolean:
      out.kind = Kind::kBoolean;
      out.boolean = value.as_boolean();
      break;
    case ValueKind::kInteger:
      out.kind = Kind::kInteger;
      out.integer = value.as_integer();
      break;
    case ValueKind::kFloat:
      out.kind = Kind::kFloat;
      out.floating = value.as_float();
      break;
    case ValueKind::kString:
      out.kind = Kind::kString;
      out.text = value.as_string();
      break;
    case ValueKind::kList:
      out.kind = Kind::kList;
      for (const Value& item : value.as_list()) out.items.push_back(to_cell(item, graph));
      break;
    case ValueKind::kMap:
      out.kind = Kind::kMap;
      for (const auto& [key, v] : value.as_map()) out.entries.emplace(key, to_cell(v, graph));
      break;
    case ValueKind::kNode:
      return node_cell(value.as_node(), graph);
    case ValueKind::kRelationship:
      return relationship_cell(value.as_relationship(), graph);
    case ValueKind::kPath:
      return path_cell(value.as_path(), graph);
    default:
      out.kind = Kind::kString;  // the TCK writes points and lengths of time as strings
      out.text = temporal_text(value);
  }
  return out;
}

Value to_value(const Cell& cell) {
  switch (cell.kind) {
    case Kind::kBoolean:
      return Value::boolean(cell.boolean);
    case Kind::kInteger:
      return Value::integer(cell.integer);
    case Kind::kFloat:
      return Value::floating(cell.floating);
    case Kind::kString:
      return Value::string(cell.text);
    case Kind::kList: {
      List items;
      for (const Cell& item : cell.items) items.push_back(to_value(item));
      return Value::list(std::move(items));
    }
    case Kind::kMap: {
      Map entries;
      for (const auto& [key, value] : cell.entries) entries.emplace(key, to_value(value));
      return Value::map(std::move(entries));
    }
    default:
      return {};
  }
}

std::string canonical(const Cell& cell, bool any_list_order) {
  switch (cell.kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return cell.boolean ? "true" : "false";
    case Kind::kInteger:
      return std::to_string(cell.integer);
    case Kind::kFloat:
      return float_text(cell.floating);
    case Kind::kString:
      return fmt::format("'{}'", cell.text);
    case Kind::kList: {
      std::vector<std::string> items;
      for (const Cell& item : cell.items) items.push_back(canonical(item, any_list_order));
      if (any_list_order) std::sort(items.begin(), items.end());
      return fmt::format("[{}]", fmt::join(items, ", "));
    }
    case Kind::kMap: {
      const std::string inside = described(cell, any_list_order);
      return inside.empty() ? "{}" : inside;
    }
    case Kind::kNode:
      return fmt::format("({})", described(cell, any_list_order));
    case Kind::kRelationship:
      return fmt::format("[{}]", described(cell, any_list_order));
    case Kind::kPath:
      break;
  }
  std::string out = "<";
  for (const Cell& part : cell.items) {
    if (part.kind == Kind::kNode) {
      out += canonical(part, any_list_order);
    } else {
      out += fmt::format("{}{}{}", part.boolean ? "-" : "<-", canonical(part, any_list_order),
                         part.boolean ? "->" : "-");
    }
  }
  return out + ">";
}

}  // namespace zhengmai::tck
