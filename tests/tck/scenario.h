// One scenario of the openCypher TCK, as a line of scenarios.jsonl has it.
// Errors: std::runtime_error for a file that cannot be read or is not of that form.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace zhengmai::tck {

using Table = std::vector<std::vector<std::string>>;  // the header is the first row

struct Step {
  std::string text;
  std::string doc;  // a query
  std::optional<Table> table;
};

struct Scenario {
  std::string id;
  std::string place;  // file:line
  std::string name;
  std::string category;
  bool temporal = false;
  std::vector<Step> steps;
};

std::vector<Scenario> load_scenarios(const std::string& path);

}  // namespace zhengmai::tck
