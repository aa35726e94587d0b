// Every example of grammar/syntax.md does what the page says.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/builder.h"
#include "query/exec/engine.h"
#include "query/semantics/functions_table.h"
#include "query/values/value_text.h"

using namespace zhengmai;  // NOLINT: a test

namespace {

struct Example {
  size_t line = 0;
  std::string query;   // the line, comment and all: comments are part of the language
  std::string remark;  // what the last comment says
};

// The lines of the fenced blocks of a kind ("query", "wrong", "graph").
std::vector<Example> examples(std::string_view kind) {
  std::ifstream in(ZHENGMAI_SOURCE_DIR "/grammar/syntax.md");
  std::vector<Example> out;
  bool inside = false;
  size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = !inside && line.substr(3) == kind;
      continue;
    }
    if (!inside || line.empty()) continue;
    const size_t comment = line.rfind("// ");
    out.push_back({number, line, comment == std::string::npos ? "" : line.substr(comment + 3)});
  }
  return out;
}

Graph example_graph() {
  std::string text;
  for (const Example& line : examples("graph")) text += line.query + "\n";
  ScratchEngine scratch;
  scratch.run(text);
  return GraphBuilder::from(scratch.graph()).freeze();
}

std::string first_row(const Result& result, const Graph& graph) {
  std::string out;
  if (result.row_count() == 0) return "no row";
  for (const Value& cell : result.row(0)) {
    out += (out.empty() ? "" : ", ") + to_text(cell, graph, TextForm::kLiteral);
  }
  return out;
}

}  // namespace

TEST_CASE("every example of the reference runs, and gives what it says") {
  const Graph graph = example_graph();
  const Engine engine(graph);
  const auto all = examples("query");
  CHECK(all.size() > 40);
  for (const Example& example : all) {
    CAPTURE(example.line, example.query);
    try {
      const Result result = engine.run(example.query);
      CHECK(result.warnings.size() == (example.query.find("nope") != std::string::npos ? 1 : 0));
      if (!example.remark.starts_with("= ")) continue;
      const std::string expected = example.remark.substr(2, example.remark.find(';') - 2);
      CHECK(first_row(result, graph) == expected);
    } catch (const QueryError& e) {
      FAIL_CHECK(e.rendered());
    }
  }
}

TEST_CASE("every function is on the page") {
  std::ifstream in(ZHENGMAI_SOURCE_DIR "/grammar/syntax.md");
  std::stringstream page;
  page << in.rdbuf();
  for (const FunctionSignature& s : function_signatures()) {
    std::string name(s.name);
    if (name.ends_with("OrNull")) continue;  // named by their suffix
    // date.truncate and the like are named by what follows the kind of time.
    const size_t dot = name.find('.');
    const bool shared =
        dot != std::string::npos && page.str().find("`" + name + "`") == std::string::npos;
    if (shared) name = name.substr(dot);
    CAPTURE(s.name);
    CHECK(page.str().find("`" + name + "`") != std::string::npos);
  }
}

TEST_CASE("every example of what is wrong or not supported fails as the reference says") {
  const Graph graph = example_graph();
  const Engine engine(graph);
  const auto all = examples("wrong");
  CHECK(all.size() > 15);
  for (const Example& example : all) {
    CAPTURE(example.line, example.query);
    try {
      engine.run(example.query);
      FAIL_CHECK("accepted");
    } catch (const QueryError& e) {
      CHECK(e.diagnostics().front().detail == example.remark);
    }
  }
}
