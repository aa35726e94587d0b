#include "tests/tck/run_scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "query/exec/engine.h"
#include "query/syntax/parse.h"
#include "tests/tck/cell.h"

namespace zhengmai::tck {
namespace {

struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct ExpectedError {
  std::string type, phase, detail;
};

std::string read_file(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw Failure("cannot read " + path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(' ');
  const size_t end = text.find_last_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, end - begin + 1);
}

// "name :: STRING?, id :: INTEGER?"
std::vector<Procedure::Field> fields_of(const std::string& text) {
  std::vector<Procedure::Field> out;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const size_t colons = part.find("::");
    if (colons == std::string::npos) continue;
    out.push_back({trimmed(part.substr(0, colons)), trimmed(part.substr(colons + 2))});
  }
  return out;
}

// Numbers of a table stand for both kinds: 42 is what a FLOAT? column calls 42.0.
bool same_argument(const Value& given, const Value& listed) {
  if (given.is_number() && listed.is_number()) return given.as_number() == listed.as_number();
  return given == listed;
}

// "test.my.proc(in :: INTEGER?) :: (out :: STRING?):" and the rows that it answers with.
Procedure procedure_of(const std::string& signature, const Table& table) {
  static const std::regex kForm(R"(\s*([\w.]+)\((.*)\)\s*::\s*\((.*)\)\s*:?\s*)");
  std::smatch match;
  if (!std::regex_match(signature, match, kForm)) throw Failure("no signature: " + signature);
  Procedure out;
  out.name = match[1];
  out.inputs = fields_of(match[2]);
  out.outputs = fields_of(match[3]);
  std::vector<List> rows;
  for (size_t r = 1; r < table.size(); ++r) {
    List row;
    for (const std::string& cell : table[r]) row.push_back(to_value(parse_cell(cell)));
    rows.push_back(std::move(row));
  }
  const size_t inputs = out.inputs.size(), outputs = out.outputs.size();
  out.run = [rows, inputs, outputs](const Graph&, const std::vector<Value>& arguments) {
    std::vector<List> answer;
    for (const List& row : rows) {
      bool matches = row.size() == inputs + outputs;
      for (size_t i = 0; matches && i < inputs; ++i) matches = same_argument(arguments[i], row[i]);
      if (matches) answer.emplace_back(row.begin() + static_cast<ptrdiff_t>(inputs), row.end());
    }
    return answer;
  };
  return out;
}

class Run {
 public:
  Run(const Scenario& scenario, const RunOptions& options)
      : scenario_(scenario), options_(options) {}

  void run() {
    for (const Step& step : scenario_.steps) do_step(step);
  }

 private:
  void do_step(const Step& step) {
    const std::string& text = step.text;
    static const std::regex kGraph(R"(the ([\w-]+) graph)");
    static const std::regex kError(R"(an? (\w+) should be raised at (.*): (.*))");
    std::smatch match;
    if (text == "any graph" || text == "an empty graph") return;
    if (std::regex_match(text, match, kGraph)) return load_graph(match[1]);
    if (text == "having executed:") return prepare(step.doc);
    if (text == "executing query:" || text == "executing control query:") return query(step.doc);
    if (text == "parameters are:") return set_parameters(step.table.value());
    if (text.starts_with("there exists a procedure ")) {
      return engine_.register_procedure(procedure_of(text.substr(25), step.table.value()));
    }
    if (text == "no side effects") return check_side_effects();
    if (std::regex_match(text, match, kError)) {
      return check_error(ExpectedError{match[1], match[2], match[3]});
    }
    if (text == "the result should be empty") return check_rows(Table{}, false, false);
    if (text.starts_with("the result should be")) {
      const bool ordered = text.find("in order") != std::string::npos;
      const bool any_list_order =
          text.find("ignoring element order for lists") != std::string::npos;
      return check_rows(step.table.value(), ordered, any_list_order);
    }
    throw Failure("unknown step: " + text);
  }

  void load_graph(const std::string& name) {
    prepare(read_file(fmt::format("{}/{}/{}.cypher", options_.graphs, name, name)));
  }

  void prepare(const std::string& text) { engine_.run(text); }

  void set_parameters(const Table& table) {
    for (const auto& row : table) parameters_[row[0]] = to_value(parse_cell(row[1]));
  }

  void query(const std::string& text) {
    nodes_ = engine_.graph().node_count();
    relationships_ = engine_.graph().relationship_count();
    try {
      result_ = engine_.run(text, parameters_, limits_);
    } catch (const QueryError& e) {
      error_ = e.diagnostics().front();
      rendered_error_ = e.rendered();
    }
  }

  void check_side_effects() const {
    if (engine_.graph().node_count() != nodes_ ||
        engine_.graph().relationship_count() != relationships_) {
      throw Failure("the query changed the graph");
    }
  }

  void check_error(const ExpectedError& expected) const {
    const std::string wanted =
        fmt::format("{} at {}: {}", expected.type, expected.phase, expected.detail);
    if (!error_)
      throw Failure(fmt::format("expected {}, got {} rows", wanted, result_.row_count()));
    const bool phase = expected.phase == "any time" || error_->phase == expected.phase;
    const bool detail = expected.detail == "*" || error_->detail == expected.detail;
    if (error_->type == expected.type && phase && detail) return;
    throw Failure(fmt::format("expected {}\n  got {} at {}: {}\n{}", wanted, error_->type,
                              error_->phase, error_->detail, rendered_error_));
  }

  void check_rows(const Table& table, bool ordered, bool any_list_order) const {
    if (error_) throw Failure("unexpected error\n" + rendered_error_);
    if (table.empty()) {
      if (result_.row_count() != 0) throw Failure(fmt::format("{} rows", result_.row_count()));
      return;
    }
    if (result_.columns != table[0]) {
      throw Failure(fmt::format("expected columns {}\n  got {}", fmt::join(table[0], " | "),
                                fmt::join(result_.columns, " | ")));
    }
    std::vector<std::string> expected, actual;
    for (size_t r = 1; r < table.size(); ++r) {
      std::vector<std::string> cells;
      for (const std::string& cell : table[r]) {
        cells.push_back(canonical(parse_cell(cell), any_list_order));
      }
      expected.push_back(fmt::format("{}", fmt::join(cells, " | ")));
    }
    for (size_t r = 0; r < result_.row_count(); ++r) {
      std::vector<std::string> cells;
      for (const Value& cell : result_.row(r)) {
        cells.push_back(canonical(to_cell(cell, engine_.graph()), any_list_order));
      }
      actual.push_back(fmt::format("{}", fmt::join(cells, " | ")));
    }
    if (!ordered) {
      std::sort(expected.begin(), expected.end());
      std::sort(actual.begin(), actual.end());
    }
    if (expected == actual) return;
    throw Failure(fmt::format("expected\n    {}\n  got\n    {}", fmt::join(expected, "\n    "),
                              fmt::join(actual, "\n    ")));
  }

  const Scenario& scenario_;
  const RunOptions& options_;
  ScratchEngine engine_;
  Parameters parameters_;
  QueryLimits limits_{std::chrono::seconds(20)};
  Result result_;
  std::optional<Diagnostic> error_;
  std::string rendered_error_;
  uint32_t nodes_ = 0;
  uint32_t relationships_ = 0;
};

// Every query parses, unless the scenario expects the parser's own error.
void parse_all(const Scenario& scenario) {
  for (const Step& step : scenario.steps) {
    if (step.doc.empty()) continue;
    try {
      parse_query(step.doc);
    } catch (const QueryError& e) {
      const Diagnostic& d = e.diagnostics().front();
      const std::string suffix =
          fmt::format("{} should be raised at {}: {}", d.type, d.phase, d.detail);
      const bool expected = std::any_of(scenario.steps.begin(), scenario.steps.end(),
                                        [&](const Step& s) { return s.text.ends_with(suffix); });
      if (!expected) throw Failure("does not parse\n" + e.rendered());
    }
  }
}

}  // namespace

std::optional<std::string> run_scenario(const Scenario& scenario, const RunOptions& options) {
  try {
    if (options.parse_only) {
      parse_all(scenario);
    } else {
      Run(scenario, options).run();
    }
    return std::nullopt;
  } catch (const QueryError& e) {
    return "a set-up failed\n" + e.rendered();
  } catch (const std::exception& e) {
    return e.what();
  }
}

}  // namespace zhengmai::tck
