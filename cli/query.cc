// zhengmai query: one question, its rows on stdout.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

#include "cli/app.h"
#include "cli/command_line.h"
#include "cli/console.h"
#include "cli/database.h"
#include "cli/output.h"
#include "cli/parameters.h"
#include "cli/results.h"
#include "cli/signals.h"

namespace zhengmai {
namespace {

struct QueryOptions {
  std::string db;
  std::string text;
  std::string file;
  std::string format = "table";
  std::vector<std::string> parameters;
  std::string parameter_file;
  std::string output = "-";
  bool force = false;
  bool excel = false;
  bool scratch = false;
  bool time = false;
  double timeout = 0;
  uint64_t max_memory = 4096;
  uint64_t max_rows = UINT64_MAX;
  int repeat = 0;
};

std::string query_text(const QueryOptions& options) {
  const bool from_file = !options.file.empty();
  if (from_file == !options.text.empty()) {
    throw UsageError(from_file ? "a query and --file exclude each other" : "no query given",
                     "zhengmai query 'MATCH (n) RETURN count(n)'");
  }
  std::string text = from_file             ? read_text_file(options.file)
                     : options.text == "-" ? read_text_file("-")
                                           : options.text;
  while (!text.empty() &&
         std::string_view(" \t\r\n;").find(text.back()) != std::string_view::npos) {
    text.pop_back();
  }
  return text;
}

QueryLimits limits_of(const QueryOptions& options) {
  QueryLimits limits;
  if (options.timeout > 0) {
    limits.timeout = std::chrono::milliseconds(static_cast<int64_t>(options.timeout * 1000));
  }
  limits.max_memory_bytes = options.max_memory << 20;
  limits.max_rows = options.max_rows;
  limits.interrupt = &interrupt_flag();
  return limits;
}

// Times further runs on the open graph; prints one line of JSON on stderr. The first run is the one
// whose rows were written: it paid for parsing, planning and indexes.
void print_timings(const Engine& engine, const std::string& text, const Parameters& parameters,
                   const QueryLimits& limits, int repeat, double first_ms) {
  std::vector<double> times = {first_ms};
  for (int i = 1; i < repeat; ++i) {
    const auto start = std::chrono::steady_clock::now();
    engine.run(text, parameters, limits);
    const std::chrono::duration<double, std::milli> spent =
        std::chrono::steady_clock::now() - start;
    times.push_back(spent.count());
  }
  std::sort(times.begin(), times.end());
  const size_t half = times.size() / 2;
  const double median = times.size() % 2 == 1 ? times[half] : (times[half - 1] + times[half]) / 2;
  fmt::print(stderr, "{{\"first_ms\":{:.4f},\"median_ms\":{:.4f},\"min_ms\":{:.4f}}}\n", first_ms,
             median, times.front());
}

void run_scratch(const QueryOptions& options, const std::string& text,
                 const Parameters& parameters, std::ostream& out) {
  ScratchEngine engine;
  Result result = engine.run(text, parameters, limits_of(options));
  print_warnings(result, text);
  const auto format = report::parse_table_format(options.format);
  report::Table table{"", result.columns, std::move(result.cells), &engine.graph()};
  const bool json = format == report::TableFormat::kJson || format == report::TableFormat::kJsonl;
  if (!json || !result.plan) {
    write_table(table, format, style_for(options.output == "-", options.excel), out);
  }
  if (result.plan) print_plan(result, format, out);
}

int run_query(const QueryOptions& options) {
  const std::string text = query_text(options);
  const Parameters parameters = read_parameters(options.parameters, options.parameter_file);
  const report::TableFormat format = report::parse_table_format(options.format);
  Output out(options.output, options.force);
  if (options.scratch) {
    run_scratch(options, text, parameters, out.stream());
    out.commit();
    return 0;
  }
  const LoadedGraph loaded = open_graph(options.db);
  const Engine engine(loaded.graph);
  const QueryLimits limits = limits_of(options);
  uint64_t rows = 0;
  const Result result =
      write_query(engine, loaded.graph, text, parameters, limits, format,
                  style_for(out.is_stdout(), options.excel), out.stream(), &rows);
  out.commit();
  print_warnings(result, text);
  if (options.time || (console().out_is_terminal && out.is_stdout() && !result.plan)) {
    print_note(fmt::format("{} row{} · compiled {:.1f} ms · ran {:.1f} ms", rows,
                           rows == 1 ? "" : "s", result.compile_ms, result.run_ms));
  }
  if (options.repeat > 0) {
    print_timings(engine, text, parameters, limits, options.repeat,
                  result.compile_ms + result.run_ms);
  }
  return 0;
}

}  // namespace

void setup_query(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<QueryOptions>();
  CLI::App* command = app.add_subcommand("query", "Ask the graph one question");
  add_store_option(*command, o->db);
  command->add_option("query", o->text, "The query, or - for stdin")->type_name("QUERY");
  command->add_option("--file", o->file, "Read the query from a file")->type_name("FILE");
  command->add_option("-f,--format", o->format, "table, csv, tsv, json, jsonl, md or html")
      ->check(CLI::IsMember({"table", "csv", "tsv", "json", "jsonl", "md", "html"}));
  command->add_option("-p,--param", o->parameters, "A parameter, name=value (JSON or text)")
      ->type_name("NAME=VALUE")->allow_extra_args(false);
  command->add_option("--params", o->parameter_file, "Parameters from a JSON object")
      ->type_name("FILE");
  command->add_option("-o,--output", o->output, "File to write (default stdout)")
      ->type_name("FILE");
  command->add_flag("--force", o->force, "Replace an existing output");
  command->add_flag("--excel", o->excel, "CSV for Excel: byte order mark, no cell is a formula");
  command->add_option("--timeout", o->timeout, "Stop after this time")
      ->check(CLI::Range(0.001, 1e6))->type_name("SECONDS");
  command->add_option("--max-memory", o->max_memory, "Stop beyond this memory (default 4096)")
      ->check(CLI::Range(uint64_t{1}, uint64_t{1} << 24))->type_name("MB");
  command->add_option("--max-rows", o->max_rows, "Stop beyond this number of rows")->type_name("N");
  command->add_flag("--scratch", o->scratch, "Start from an empty graph that CREATE may fill");
  command->add_flag("--time", o->time, "Say how long it took");
  command
      ->add_option("--repeat", o->repeat,
                   "Run it N times; first, median and least time as JSON on stderr")
      ->check(CLI::Range(1, 1000000))
      ->type_name("N");
  add_examples(*command,
               {"zhengmai query \"MATCH (p:省份)-[:出台措施]->(m:措施) RETURN p.name, count(m)\"",
                "zhengmai query -f csv -p class=commerce \"MATCH (m)-[:ASSIGNED_TO]->(a:Agency "
                "{class: \\$class}) RETURN a.name, m.text\"",
                "zhengmai query \"EXPLAIN MATCH (m:措施)-[:责任单位]->(a) RETURN count(*)\"",
                "zhengmai query --file question.zm -f jsonl"});
  command->callback([o, &commands] { commands.run = [o] { return run_query(*o); }; });
}

}  // namespace zhengmai
