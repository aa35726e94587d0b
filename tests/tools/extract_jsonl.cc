// Prints the facts of documents as JSON Lines: `extract_jsonl extract --format jsonl FILE…`, the
// interface that annotation scorers call, without a store or a command line behind it.
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <span>

#include "extract/link/extract.h"
#include "graph/model/error.h"

namespace {

using nlohmann::ordered_json;
using zhengmai::Property;
using zhengmai::Value;
using zhengmai::ValueKind;

ordered_json to_json(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kBoolean: return v.as_boolean();
    case ValueKind::kInteger: return v.as_integer();
    case ValueKind::kFloat: return v.as_float();
    case ValueKind::kString: return std::string(v.as_string());
    case ValueKind::kDate: return v.as_date().days;
    case ValueKind::kList: {
      ordered_json out = ordered_json::array();
      for (const Value& item : v.as_list()) out.push_back(to_json(item));
      return out;
    }
    default: return nullptr;
  }
}

ordered_json properties(std::span<const Property> list) {
  ordered_json out = ordered_json::object();
  for (const Property& p : list) out[std::string(p.key)] = to_json(p.value);
  return out;
}

void print(const zhengmai::FactBlock& block) {
  for (const auto& n : block.nodes()) {
    ordered_json j{{"type", "node"}, {"id", n.id}, {"labels", n.labels}};
    j["properties"] = properties(n.properties);
    std::cout << j.dump() << '\n';
  }
  for (const auto& r : block.relationships()) {
    ordered_json j{{"type", "relationship"}, {"id", r.id}, {"label", r.type}};
    j["start"] = {{"id", r.start->id}};
    j["end"] = {{"id", r.end->id}};
    j["properties"] = properties(block.properties_of(r));
    std::cout << j.dump() << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto lexicon = zhengmai::Lexicon::builtin();
  const zhengmai::Extractor extractor(lexicon);
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "extract" || name == "--format" || name == "jsonl") continue;
    std::ifstream in(name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    try {
      print(*extractor.extract({.name = name, .bytes = bytes, .encoding = std::nullopt}));
    } catch (const zhengmai::Error& e) {
      std::cerr << name << ": " << e.what() << '\n';
      return static_cast<int>(e.code());
    }
  }
}
