// Reading annotations (evaluation.h). Source: nlohmann-json.
#include <nlohmann/json.hpp>
#include <sstream>

#include "graph/model/error.h"
#include "graph/model/unicode.h"
#include "report/evaluation.h"

namespace zhengmai::report {
namespace {

using Json = nlohmann::json;

Span span_from(const Json& pair) {
  return {pair.at(0).get<uint32_t>(), pair.at(1).get<uint32_t>()};
}

std::string text_or_empty(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

GoldMention mention_from(const Json& json) {
  GoldMention mention;
  mention.surface = text_or_empty(json, "surface");
  mention.span = span_from(json.at("char"));
  mention.agency_class = text_or_empty(json, "class");
  if (json.contains("class_alt") && json["class_alt"].is_array()) {
    for (const Json& alt : json["class_alt"]) {
      mention.class_alternatives.push_back(alt.get<std::string>());
    }
  }
  if (json.contains("gb") && json["gb"].is_string()) mention.jurisdiction = json["gb"];
  if (json.contains("role") && json["role"].is_string()) mention.role = json["role"];
  mention.open_tail = json.contains("open_tail") && json["open_tail"].is_boolean() &&
                      json["open_tail"].get<bool>();
  return mention;
}

// The form with surfaces in list order: each is found behind the one before it.
std::vector<GoldMention> mentions_in_list(const Json& json, const std::u32string& text) {
  std::vector<GoldMention> out;
  const Span list = span_from(json.at("list_char"));
  const std::u32string_view stretch =
      std::u32string_view(text).substr(0, std::min<size_t>(list.end, text.size()));
  size_t at = list.begin;
  const std::string lead = text_or_empty(json, "lead");
  const Json& surfaces = json.at("agencies_surface");
  const Json& classes = json.at("agencies");
  for (size_t i = 0; i < std::min(surfaces.size(), classes.size()); ++i) {
    GoldMention mention;
    mention.surface = surfaces[i].get<std::string>();
    const std::u32string surface = to_utf32(mention.surface);
    const size_t found = stretch.find(surface, at);
    if (found == std::u32string_view::npos) continue;
    at = found + surface.size();
    mention.span = {static_cast<uint32_t>(found), static_cast<uint32_t>(at)};
    if (classes[i].is_string()) mention.agency_class = classes[i].get<std::string>();
    mention.role = lead.empty() ? "unspecified" : lead == mention.surface ? "lead" : "support";
    out.push_back(std::move(mention));
  }
  return out;
}

GoldBlock block_from(const Json& json, const std::u32string& text) {
  GoldBlock block;
  block.text = span_from(json.at("text_char"));
  if (json.contains("agencies_surface")) {
    block.mentions = mentions_in_list(json, text);
  } else {
    for (const Json& mention : json.at("agencies")) block.mentions.push_back(mention_from(mention));
  }
  if (json.contains("themes") && json["themes"].is_array()) {
    for (const Json& theme : json["themes"]) block.themes.push_back(theme.get<std::string>());
  }
  for (const char* kind :
       {"instruments", "beneficiaries", "technologies", "pilots", "programmes"}) {
    if (!json.contains(kind)) continue;
    auto& names = block.contents[kind];
    for (const Json& name : json[kind]) names.insert(name.get<std::string>());
  }
  return block;
}

bool is_blank(const std::string& line) {
  return line.find_first_not_of(" \t\r") == std::string::npos;
}

}  // namespace

GoldDocument parse_gold(std::string_view jsonl, std::string_view text, const std::string& name) {
  const std::u32string points = to_utf32(text);
  GoldDocument gold;
  std::istringstream in{std::string(jsonl)};
  std::string line;
  for (uint64_t number = 1; std::getline(in, line); ++number) {
    if (is_blank(line)) continue;
    try {
      gold.blocks.push_back(block_from(Json::parse(line), points));
    } catch (const Json::exception& error) {
      throw InputError("'" + name + "' line " + std::to_string(number) +
                       ": not an assignment block: " + error.what());
    }
  }
  return gold;
}

void add_gold_prose(GoldDocument& gold, std::string_view prose_jsonl, std::string_view document,
                    std::string_view text) {
  const std::u32string points = to_utf32(text);
  std::istringstream in{std::string(prose_jsonl)};
  uint64_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object() || text_or_empty(json, "doc") != document) continue;
    try {
      const Span span = span_from(json.at("char"));
      const std::string role = text_or_empty(json, "role");
      if (role == "supported_body" || role == "issuer_of_cited" || role == "contact") {
        gold.prose_decoys.push_back(span);
      } else if (role.starts_with("lead=")) {
        const auto stretch =
            std::u32string_view(points).substr(0, std::min<size_t>(span.end, points.size()));
        size_t at = span.begin;
        for (const Json& each : json.at("agencies_surface")) {
          const std::u32string surface = to_utf32(each.get<std::string>());
          const size_t found = stretch.find(surface, at);
          if (found == std::u32string_view::npos) continue;
          at = found + surface.size();
          gold.prose_duties.push_back({static_cast<uint32_t>(found), static_cast<uint32_t>(at)});
        }
      }
    } catch (const Json::exception& error) {
      throw InputError("prose_assignments.jsonl line " + std::to_string(number) + ": " +
                           error.what(),
                       "a line has doc, char [start, end), role and agencies_surface");
    }
  }
}

void add_gold_metadata(GoldDocument& gold, std::string_view documents_jsonl,
                       std::string_view document) {
  std::istringstream in{std::string(documents_jsonl)};
  for (std::string line; std::getline(in, line);) {
    const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object() || text_or_empty(json, "doc") != document) continue;
    const auto cut = json.find("truncated_at");
    if (cut != json.end() && cut->is_number_unsigned() && cut->get<uint32_t>() > 0) {
      gold.truncated_at = cut->get<uint32_t>();
    }
    const auto assignees = json.find("default_assignees");
    if (assignees == json.end() || !assignees->is_array()) continue;
    for (const Json& each : *assignees) gold.optional_spans.push_back(span_from(each.at("char")));
  }
}

}  // namespace zhengmai::report
