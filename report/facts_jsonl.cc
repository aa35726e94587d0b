#include "report/facts_jsonl.h"

#include <span>

#include "report/cell.h"
#include "report/escape.h"

namespace zhengmai::report {
namespace {

void append_labels(std::string& out, const NodeFact& node) {
  out += '[';
  for (size_t i = 0; i < node.labels.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, node.labels[i]);
  }
  out += ']';
}

void append_properties(std::string& out, std::span<const Property> properties) {
  out += ",\"properties\":{";
  bool first = true;
  for (const Property& property : properties) {
    if (property.value.is_null()) continue;
    if (!first) out += ',';
    first = false;
    append_json_string(out, property.key);
    out += ':';
    append_json(out, property.value, nullptr);
  }
  out += "}}\n";
}

}  // namespace

void FactsJsonl::document(const FactBlock& block) {
  std::string out;
  for (const NodeFact& node : block.nodes()) {
    if (!written_.insert(std::string(node.id)).second) continue;
    out += "{\"type\":\"node\",\"id\":";
    append_json_string(out, node.id);
    out += ",\"labels\":";
    append_labels(out, node);
    append_properties(out, node.properties);
  }
  const auto append_end = [&](std::string_view name, const NodeFact& node) {
    out += name;
    append_json_string(out, node.id);
    out += ",\"labels\":";
    append_labels(out, node);
    out += '}';
  };
  for (const RelationshipFact& fact : block.relationships()) {
    out += "{\"type\":\"relationship\",\"id\":";
    append_json_string(out, fact.id);
    out += ",\"label\":";
    append_json_string(out, fact.type);
    append_end(",\"start\":{\"id\":", *fact.start);
    append_end(",\"end\":{\"id\":", *fact.end);
    append_properties(out, block.properties_of(fact));
  }
  out_ << out;
}

}  // namespace zhengmai::report
