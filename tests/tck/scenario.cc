#include "tests/tck/scenario.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace zhengmai::tck {
namespace {

Scenario from_json(const nlohmann::json& json) {
  Scenario out;
  out.id = json.at("id");
  out.name = json.at("name");
  out.category = json.at("cat");
  out.temporal = json.value("temporal", false);
  out.place = fmt::format("{}:{}", std::string(json.at("file")), int(json.at("line")));
  for (const auto& step : json.at("steps")) {
    Step s;
    s.text = step.at("text");
    s.doc = step.value("doc", "");
    if (step.contains("table")) s.table = step.at("table").get<Table>();
    out.steps.push_back(std::move(s));
  }
  return out;
}

}  // namespace

std::vector<Scenario> load_scenarios(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::vector<Scenario> out;
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty()) continue;
    try {
      out.push_back(from_json(nlohmann::json::parse(line)));
    } catch (const nlohmann::json::exception& e) {
      throw std::runtime_error(fmt::format("{}, line {}: {}", path, out.size() + 1, e.what()));
    }
  }
  return out;
}

}  // namespace zhengmai::tck
