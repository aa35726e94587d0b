// zhengmai report: ledgers and tables for people.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
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
#include "graph/store/store.h"
#include "report/report.h"
#include "report/spec.h"
#include "report/xlsx.h"

namespace zhengmai {
namespace {

struct ReportOptions {
  std::string db;
  std::vector<std::string> names;
  std::string spec;
  std::vector<std::string> parameters;
  std::string format = "md";
  std::string output = "-";
  std::string language = "zh";
  bool force = false;
  bool excel = false;
};

// One file of the report: a whole report, or one table of it for CSV and TSV.
void write_file(const std::filesystem::path& path, const report::Report& r,
                report::ReportFormat format, const ReportOptions& options) {
  Output out(path.string(), options.force);
  write_report(r, format, style_for(false, options.excel), out.stream());
  out.commit();
  print_note(path.string());
}

void write_xlsx_file(const std::filesystem::path& path, const report::Report& r,
                     const ReportOptions& options) {
  OutputPath out(path, options.force);
  report::write_xlsx(out.path(), r.title, r.tables);
  out.commit();
  print_note(path.string());
}

void write_to_folder(const report::Report& r, report::ReportFormat format,
                     const ReportOptions& options) {
  const std::filesystem::path folder = options.output;
  const std::string ending(file_ending(format));
  if (format == report::ReportFormat::kXlsx) {
    write_xlsx_file(folder / (r.name + ending), r, options);
    return;
  }
  const bool one_table_a_file = (format == report::ReportFormat::kCsv ||
                                 format == report::ReportFormat::kTsv) && r.tables.size() > 1;
  if (!one_table_a_file) {
    write_file(folder / (r.name + ending), r, format, options);
    return;
  }
  for (size_t i = 0; i < r.tables.size(); ++i) {
    report::Report single{r.name, r.title, {}, {r.tables[i]}, r.language};
    write_file(folder / fmt::format("{}-{}{}", r.name, i + 1, ending), single, format, options);
  }
}

void write_to_stdout(const std::vector<report::Report>& reports, report::ReportFormat format,
                     const ReportOptions& options) {
  if (format == report::ReportFormat::kXlsx) {
    throw UsageError("a spreadsheet does not go to stdout", "name a folder: -o FOLDER");
  }
  Output out("-");
  for (size_t i = 0; i < reports.size(); ++i) {
    if (i > 0) out.stream() << '\n';
    write_report(reports[i], format, style_for(true, options.excel), out.stream());
  }
  out.commit();
}

std::vector<report::Report> make_reports(const ReportOptions& options, const Graph& graph,
                                         const Store& store) {
  if (!options.spec.empty()) {
    const report::ReportSpec spec = report::parse_spec(read_text_file(options.spec), options.spec);
    const Engine engine(graph);
    QueryLimits limits;
    limits.interrupt = &interrupt_flag();
    return {run_spec(spec, engine, graph, read_parameters(options.parameters, ""), limits)};
  }
  report::ReportContext context;
  context.language =
      options.language == "en" ? report::Language::kEnglish : report::Language::kChinese;
  context.source_text = [&store](std::string_view id) {
    return store.find_document(id) ? store.text(id) : std::string();
  };
  std::vector<report::Report> reports;
  for (const std::string& name : options.names) {
    if (name != "all") {
      reports.push_back(make_report(graph, name, context));
      continue;
    }
    for (const report::ReportName& each : report::report_names()) {
      if (report::has_data_for(graph, each.name))
        reports.push_back(make_report(graph, each.name, context));
    }
  }
  return reports;
}

int run_report(const ReportOptions& options) {
  if (options.spec.empty() == options.names.empty()) {
    throw UsageError(
        options.spec.empty() ? "no report named" : "names and --spec exclude each other",
        "reports are responsibility, theme-coverage, co-assignment, alignment and all");
  }
  const report::ReportFormat format = report::parse_report_format(options.format);
  const LoadedGraph loaded = open_graph(options.db);
  const Store store = Store::open(existing_store(options.db), Store::Mode::kReadOnly);
  const std::vector<report::Report> reports = make_reports(options, loaded.graph, store);
  if (options.output == "-") {
    write_to_stdout(reports, format, options);
    return 0;
  }
  create_output_folder(options.output);
  for (const report::Report& r : reports) write_to_folder(r, format, options);
  return 0;
}

}  // namespace

void setup_report(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<ReportOptions>();
  CLI::App* command = app.add_subcommand("report", "Write ledgers and tables");
  add_store_option(*command, o->db);
  std::string help = "all, or any of:";
  for (const report::ReportName& name : report::report_names()) {
    help += fmt::format("\n{} - {}", name.name, name.description);
  }
  command->add_option("names", o->names, help)->type_name("NAME");
  command->add_option("--spec", o->spec, "A report of your own, from a JSON file (see README)")
      ->type_name("FILE");
  command->add_option("-p,--param", o->parameters, "A parameter of the specification's queries")
      ->type_name("NAME=VALUE")->allow_extra_args(false);
  command->add_option("-f,--format", o->format, "md, html, csv, tsv, xlsx, json or table")
      ->check(CLI::IsMember({"md", "html", "csv", "tsv", "xlsx", "json", "table"}));
  command->add_option("-o,--output", o->output, "Folder to write into (default stdout)")
      ->type_name("FOLDER");
  command->add_option("--lang", o->language, "Language of the headings: zh or en")
      ->check(CLI::IsMember({"zh", "en"}));
  command->add_flag("--force", o->force, "Replace existing files");
  command->add_flag("--excel", o->excel, "CSV for Excel: byte order mark, no cell is a formula");
  add_examples(*command, {"zhengmai report responsibility -f xlsx -o out",
                          "zhengmai report theme-coverage", "zhengmai report all -f html -o out",
                          "zhengmai report --spec commerce.json -p class=commerce -f csv"});
  command->callback([o, &commands] { commands.run = [o] { return run_report(*o); }; });
}

}  // namespace zhengmai
