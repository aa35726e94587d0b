#include "report/spec.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/model/error.h"
#include "report/json_value.h"

namespace zhengmai::report {
namespace {

using Json = nlohmann::ordered_json;

class SpecReader {
 public:
  explicit SpecReader(const std::string& file) : file_(file) {}

  [[noreturn]] void fail(const std::string& problem) const {
    throw InputError("'" + file_ + "': " + problem,
                     "the keys are name, title, notes, query, columns, parameters and tables",
                     ExitCode::kConfig);
  }

  std::string text(const Json& json, const char* key, bool required) const {
    const auto at = json.find(key);
    if (at == json.end()) {
      if (required) fail("'" + std::string(key) + "' is missing");
      return {};
    }
    if (!at->is_string()) fail("'" + std::string(key) + "' must be a string");
    return at->get<std::string>();
  }

  void check_keys(const Json& json, const std::vector<std::string_view>& known) const {
    for (const auto& entry : json.items()) {
      if (std::find(known.begin(), known.end(), entry.key()) != known.end()) continue;
      const std::string near = nearest(entry.key(), known);
      fail("unknown key '" + entry.key() + "'" +
           (near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
  }

  SpecTable table(const Json& json) const {
    SpecTable table;
    table.title = text(json, "title", false);
    table.query = text(json, "query", true);
    const auto columns = json.find("columns");
    if (columns == json.end()) return table;
    if (columns->is_array()) {
      for (const Json& name : *columns) {
        if (!name.is_string()) fail("'columns' must hold strings");
        table.columns.emplace_back(name.get<std::string>(), name.get<std::string>());
      }
    } else if (columns->is_object()) {
      for (const auto& entry : columns->items()) {
        if (!entry.value().is_string()) fail("the heading of column '" + entry.key() +
                                             "' must be a string");
        table.columns.emplace_back(entry.key(), entry.value().get<std::string>());
      }
    } else {
      fail("'columns' must be an object {column: heading} or a list of columns");
    }
    return table;
  }

 private:
  const std::string& file_;
};

bool is_safe_name(const std::string& name) {
  return !name.empty() && name.size() <= 100 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return c >= 0x80 || std::isalnum(c) || c == '-' || c == '_';
         });
}

Table run_table(const SpecTable& spec, const Engine& engine, const Graph& graph,
                const Parameters& parameters, const QueryLimits& limits) {
  Result result = engine.run(spec.query, parameters, limits);
  Table table;
  table.title = spec.title;
  table.graph = &graph;
  if (spec.columns.empty()) {
    table.columns = std::move(result.columns);
    table.cells = std::move(result.cells);
    return table;
  }
  std::vector<size_t> places;
  for (const auto& column : spec.columns) {
    const auto at = std::find(result.columns.begin(), result.columns.end(), column.first);
    if (at == result.columns.end()) {
      throw InputError("the query of table '" + spec.title + "' returns no column '" +
                           column.first + "'",
                       "name it with AS in RETURN", ExitCode::kConfig);
    }
    places.push_back(static_cast<size_t>(at - result.columns.begin()));
    table.columns.push_back(column.second);
  }
  for (size_t row = 0; row < result.row_count(); ++row) {
    for (const size_t place : places) table.cells.push_back(result.at(row, place));
  }
  return table;
}

}  // namespace

ReportSpec parse_spec(std::string_view text, const std::string& file) {
  const SpecReader reader(file);
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    const size_t byte = std::min(error.byte, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(byte), '\n');
    throw InputError("'" + file + "' is not JSON: line " + std::to_string(line), {},
                     ExitCode::kConfig);
  }
  if (!json.is_object()) reader.fail("expected a JSON object");
  reader.check_keys(json, {"name", "title", "notes", "query", "columns", "parameters", "tables"});
  ReportSpec spec;
  spec.name = reader.text(json, "name", true);
  if (!is_safe_name(spec.name)) reader.fail("'name' may hold letters, digits, - and _");
  spec.title = reader.text(json, "title", false);
  if (spec.title.empty()) spec.title = spec.name;
  if (const auto notes = json.find("notes"); notes != json.end()) {
    if (!notes->is_array()) reader.fail("'notes' must be a list of strings");
    for (const Json& note : *notes) {
      if (!note.is_string()) reader.fail("'notes' must be a list of strings");
      spec.notes.push_back(note.get<std::string>());
    }
  }
  if (const auto tables = json.find("tables"); tables != json.end()) {
    if (!tables->is_array() || tables->empty()) reader.fail("'tables' must be a list");
    for (const Json& table : *tables) {
      if (!table.is_object()) reader.fail("'tables' must hold objects");
      reader.check_keys(table, {"title", "query", "columns"});
      spec.tables.push_back(reader.table(table));
    }
  } else {
    spec.tables.push_back(reader.table(json));
    spec.tables.back().title = spec.title;
  }
  if (const auto parameters = json.find("parameters"); parameters != json.end()) {
    if (!parameters->is_object()) reader.fail("'parameters' must be an object");
    for (const auto& entry : parameters->items()) {
      spec.parameters[entry.key()] = *parse_json_value(entry.value().dump());
    }
  }
  return spec;
}

Report run_spec(const ReportSpec& spec, const Engine& engine, const Graph& graph,
                const Parameters& given, const QueryLimits& limits) {
  Parameters parameters = spec.parameters;
  for (const auto& entry : given) parameters[entry.first] = entry.second;
  Report report;
  report.name = spec.name;
  report.title = spec.title;
  report.notes = spec.notes;
  for (const SpecTable& table : spec.tables) {
    report.tables.push_back(run_table(table, engine, graph, parameters, limits));
  }
  return report;
}

}  // namespace zhengmai::report
