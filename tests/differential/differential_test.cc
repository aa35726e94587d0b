// Our answers against those of Kùzu, an independent engine, over the same data: equal as bags of
// rows, or a listed deviation with its reason (queries.txt). Kùzu comes from npm into the
// folder of the build when the test first runs; where it cannot be had, the test says so and passes.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "query/exec/engine.h"
#include "query/values/value_text.h"
#include "tests/differential/generate.h"
#include "tests/differential/sample_graph.h"

namespace zhengmai::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr uint32_t kSeed = 20;
constexpr const char* kKuzu = "kuzu@0.11.3";

// Rows as text, in the order of the answer; or the error.
struct Answer {
  std::vector<std::string> rows;
  std::string error;
};

std::string number_text(double d) { return fmt::format("{:.9g}", d == 0 ? 0.0 : d); }

std::string cell_text(const json& v) {
  if (v.is_number()) return number_text(v.get<double>());
  if (!v.is_array()) return v.is_string() ? zhengmai::quoted(v.get<std::string>()) : v.dump();
  std::string out = "[";
  for (const json& item : v) out += cell_text(item) + ",";
  return out + "]";
}

std::string cell_text(const Value& v, const Graph& graph) {
  if (v.is_number()) return number_text(v.as_number());
  if (!v.is_list()) return to_text(v, graph);
  std::string out = "[";
  for (const Value& item : v.as_list()) out += cell_text(item, graph) + ",";
  return out + "]";
}

Answer ours(const Engine& engine, const Graph& graph, const std::string& query) {
  Answer answer;
  try {
    const Result result = engine.run(query);
    for (size_t i = 0; i < result.row_count(); ++i) {
      std::string row;
      for (const Value& v : result.row(i)) row += cell_text(v, graph) + " | ";
      answer.rows.push_back(std::move(row));
    }
  } catch (const Error& e) {
    answer.error = e.what();
  }
  return answer;
}

// The folder whose node_modules holds Kùzu, or nothing where node, npm or the network is missing.
std::optional<fs::path> install_kuzu() {
  const fs::path folder = fs::path(ZHENGMAI_BINARY_DIR) / "oracles";
  fs::create_directories(folder);
  const std::string command = fmt::format(
      "cd '{0}' && (test -d node_modules/kuzu || npm install --silent --no-audit --no-fund "
      "--prefix . {1}) >/dev/null 2>&1 && node -e 'require(\"kuzu\")' >/dev/null 2>&1",
      folder.string(), kKuzu);
  if (std::system(command.c_str()) != 0) return std::nullopt;
  return folder;
}

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::map<std::string, Answer> ask_kuzu(const fs::path& modules, const SampleGraph& sample,
                                       const std::vector<QueryPair>& queries) {
  const fs::path folder = fs::path(ZHENGMAI_BINARY_DIR) / "differential";
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::string tables, lines;
  for (const auto& [name, csv] : sample.tables) {
    tables += name + "\n";
    write_file(folder / (name + ".csv"), csv);
  }
  for (const QueryPair& q : queries) lines += json{{"id", q.id}, {"query", q.kuzu}}.dump() + "\n";
  write_file(folder / "schema.txt", sample.schema);
  write_file(folder / "tables.txt", tables);
  write_file(folder / "queries.jsonl", lines);
  const std::string command =
      fmt::format("node '{}/tests/differential/kuzu.mjs' '{}' '{}' > '{}/answers.jsonl'",
                  ZHENGMAI_SOURCE_DIR, modules.string(), folder.string(), folder.string());
  REQUIRE(std::system(command.c_str()) == 0);
  std::map<std::string, Answer> answers;
  std::ifstream in(folder / "answers.jsonl");
  for (std::string line; std::getline(in, line);) {
    const json j = json::parse(line);
    Answer& answer = answers[j.at("id")];
    if (j.contains("error")) answer.error = j.at("error");
    for (const json& row : j.value("rows", json::array())) {
      std::string text;
      for (const json& cell : row) text += cell_text(cell) + " | ";
      answer.rows.push_back(std::move(text));
    }
  }
  return answers;
}

std::vector<QueryPair> listed_queries() {
  std::vector<QueryPair> out;
  std::ifstream in(ZHENGMAI_SOURCE_DIR "/tests/differential/queries.txt");
  for (std::string line; std::getline(in, line);) {
    const size_t colon = line.find(": ");
    if (line.empty() || line[0] == '#' || colon == std::string::npos) continue;
    const std::string key = line.substr(0, colon), value = line.substr(colon + 2);
    if (key == "id") out.push_back({value, "", ""});
    else if (key == "query") out.back().query = out.back().kuzu = value;
    else if (key == "kuzu") out.back().kuzu = value;
    else if (key == "deviates") out.back().deviation = value;
    else FAIL("queries.txt: no such key: " << key);
  }
  return out;
}

// Answers in an order that the query does not fix are compared sorted.
std::string text_of(Answer answer, bool ordered) {
  if (!answer.error.empty()) return "error: " + answer.error + "\n";
  if (!ordered) std::sort(answer.rows.begin(), answer.rows.end());
  std::string out;
  for (const std::string& row : answer.rows) out += row + "\n";
  return out;
}

TEST_CASE("answers agree with Kùzu's, or a deviation is listed") {
  const auto modules = install_kuzu();
  if (!modules) {
    std::cout << "skipped: " << kKuzu << " cannot be had from npm here\n";
    return;
  }
  // ZHENGMAI_DIFFERENTIAL="SEED COUNT" tries other graphs and queries, and more of them.
  uint32_t seed = kSeed;
  int count = 1000;
  if (const char* other = std::getenv("ZHENGMAI_DIFFERENTIAL"))
    std::istringstream(other) >> seed >> count;
  const SampleGraph sample = make_sample_graph(seed);
  const Engine engine(sample.graph);
  std::vector<QueryPair> queries = listed_queries();
  const size_t listed = queries.size();
  for (QueryPair& q : generate_queries(seed + 1, count)) queries.push_back(std::move(q));
  auto kuzu = ask_kuzu(*modules, sample, queries);

  size_t equal = 0, deviating = 0, rows = 0;
  for (const QueryPair& q : queries) {
    const size_t order = q.query.rfind("ORDER BY");
    const bool ordered = order != q.query.npos && order > q.query.rfind("RETURN");
    const std::string mine = text_of(ours(engine, sample.graph, q.query), ordered);
    const std::string theirs = text_of(kuzu[q.id], ordered);
    if (mine == theirs) ++equal;
    else if (!q.deviation.empty()) ++deviating;
    rows += static_cast<size_t>(std::count(mine.begin(), mine.end(), '\n'));
    INFO(q.id << "\n  ours: " << q.query << "\n  kuzu: " << q.kuzu);
    if (q.deviation.empty()) CHECK(mine == theirs);
    // A deviation that is none any more is taken off the list; other graphs may not show it.
    else if (seed == kSeed) CHECK(mine != theirs);
  }
  std::cout << queries.size() << " queries (" << listed << " listed), " << rows << " rows: "
            << equal << " equal, " << deviating << " deviate as listed\n";
}

}  // namespace
}  // namespace zhengmai::testing
