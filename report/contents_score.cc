// Source: nlohmann-json.
#include "report/contents_score.h"

#include <fmt/format.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "graph/model/error.h"
#include "graph/model/schema.h"

namespace zhengmai::report {
namespace {

using Json = nlohmann::json;

const Value* find(const NodeFact& node, std::string_view key) {
  for (const Property& property : node.properties) {
    if (property.key == key) return &property.value;
  }
  return nullptr;
}

std::string text(const NodeFact& node, std::string_view key) {
  const Value* value = find(node, key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::string number(const NodeFact& node, std::string_view key) {
  const Value* value = find(node, key);
  if (value == nullptr) return "";
  if (value->is_integer()) return fmt::format("{}", value->as_integer());
  return value->is_float() ? fmt::format("{:g}", value->as_float()) : "";
}

std::string number(const Json& value) {
  if (!value.is_number()) return "";
  const double v = value.get<double>();
  return v == static_cast<double>(static_cast<int64_t>(v))
             ? fmt::format("{}", static_cast<int64_t>(v))
             : fmt::format("{:g}", v);
}

std::string target_line(std::string_view kind, const std::string& value, const std::string& most,
                        std::string_view unit, std::string_view bound) {
  return fmt::format("{} {}{}{} {} {}", kind, value, most.empty() ? "" : "~", most, unit, bound);
}

// 厦门 and 厦门市 are one place.
std::multiset<std::string> places(const std::multiset<std::string>& names) {
  std::multiset<std::string> out;
  for (std::string name : names) {
    if (name.size() > 6 && name.ends_with("市")) name.resize(name.size() - 3);
    out.insert(std::move(name));
  }
  return out;
}

void each_line(std::string_view jsonl, std::string_view document, const char* file,
               const std::function<void(const Json&)>& visit) {
  std::istringstream in{std::string(jsonl)};
  uint64_t line_number = 0;
  for (std::string line; std::getline(in, line);) {
    ++line_number;
    const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object() || json.value("doc", Json()) != Json(document)) continue;
    try {
      visit(json);
    } catch (const Json::exception& error) {
      throw InputError(fmt::format("{} line {}: {}", file, line_number, error.what()));
    }
  }
}

void add_once(std::multiset<std::string>* names, std::string name) {
  if (!names->contains(name)) names->insert(std::move(name));
}

}  // namespace

void add_target_gold(std::string_view targets_jsonl, std::string_view document, Contents* gold) {
  each_line(targets_jsonl, document, "targets.jsonl", [&](const Json& row) {
    auto& targets = (*gold)["targets"];
    const std::string kind = row.at("kind").get<std::string>();
    if (kind == "period") return;
    const Json& value = row.at("value");
    const bool range = value.is_array() && value.size() == 2;
    targets.insert(target_line(kind, number(range ? value[0] : value),
                               range ? number(value[1]) : "", row.at("unit").get<std::string>(),
                               row.at("bound").get<std::string>()));
  });
}

void add_mention_gold(std::string_view mentions_jsonl, std::string_view document, Contents* gold) {
  each_line(mentions_jsonl, document, "mentions.jsonl", [&](const Json& row) {
    const bool is_place = row.at("kind") == "place";
    for (const Json& each : row.at("names")) {
      const std::string name = each.get<std::string>();
      add_once(&(*gold)[is_place ? "pilots" : "programmes"], name);
    }
  });
}

Contents contents_of(const FactBlock& facts, const std::set<std::string_view>& measures) {
  Contents found;
  for (const RelationshipFact& fact : facts.relationships()) {
    if (!measures.empty() && !measures.contains(fact.start->id)) continue;
    const NodeFact& node = *fact.end;
    if (fact.type == type::kUsesInstrument) {
      add_once(&found["instruments"], std::string(node.id.substr(node.id.find(':') + 1)));
    } else if (fact.type == type::kBenefits) {
      add_once(&found["beneficiaries"], text(node, key::kName));
    } else if (fact.type == type::kUsesTechnology) {
      add_once(&found["technologies"], text(node, key::kName));
    } else if (fact.type == type::kPilotedIn) {
      add_once(&found["pilots"], text(node, key::kName));
    } else if (fact.type == type::kRunsProgramme) {
      add_once(&found["programmes"], text(node, key::kName));
    } else if (fact.type == type::kHasTarget) {
      found["targets"].insert(target_line(text(node, key::kKind), number(node, key::kValue),
                                          number(node, key::kValueMax), text(node, key::kUnit),
                                          text(node, key::kBound)));
    }
  }
  return found;
}

void score_contents(const Contents& gold, const Contents& found,
                    std::map<std::string, ContentCounts>* counts,
                    std::vector<std::string>* errors) {
  for (const auto& [kind, annotated] : gold) {
    const auto at = found.find(kind);
    std::multiset<std::string> wanted = annotated;
    std::multiset<std::string> have;
    if (at != found.end()) have = at->second;
    if (kind == "pilots") wanted = places(wanted), have = places(have);
    ContentCounts& c = (*counts)[kind];
    std::set<std::string> all(wanted.begin(), wanted.end());
    all.insert(have.begin(), have.end());
    for (const std::string& name : all) {
      const size_t w = wanted.count(name), h = have.count(name);
      c.found += std::min(w, h);
      c.missed += w - std::min(w, h);
      c.extra += h - std::min(w, h);
      if (errors != nullptr && w != h) {
        errors->push_back(fmt::format("{} {} '{}'", h > w ? "extra" : "missed", kind, name));
      }
    }
  }
}

}  // namespace zhengmai::report
