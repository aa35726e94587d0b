// zhengmai export: the graph, a query's part of it, or a named view, for other programs.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <memory>

#include "cli/app.h"
#include "cli/command_line.h"
#include "cli/console.h"
#include "cli/database.h"
#include "cli/export.h"
#include "cli/output.h"
#include "cli/parameters.h"
#include "cli/results.h"
#include "cli/signals.h"
#include "query/exec/engine.h"
#include "report/export.h"
#include "report/graphviz.h"
#include "report/views.h"

namespace zhengmai {
namespace {

constexpr uint32_t kPictureTies = 3;       // ties an agency keeps in a picture, or it is a hairball
constexpr size_t kMaxSvgNodes = 1500;
constexpr size_t kMaxPageNodes = 5000;

struct ExportOptions {
  std::string db;
  ExportTarget target;
  std::string query;
  std::vector<std::string> parameters;
  std::string view;
  std::string document;
  uint32_t ties = 0;
  bool all_ties = false;
};

bool is_picture(const std::string& format) {
  return format == "svg" || format == "png" || format == "dot" || format == "html";
}

report::View choose(const ExportOptions& options, const Graph& graph) {
  if (!options.view.empty()) {
    report::ViewOptions view;
    view.document = options.document;
    view.ties = options.ties;
    if (options.ties == 0 && !options.all_ties && is_picture(options.target.format)) {
      view.ties = kPictureTies;
    }
    return report::make_view(graph, options.view, view);
  }
  report::View view;
  view.style.title = "zhengmai";
  if (options.query.empty()) {
    view.selection = report::select_all(graph);
    return view;
  }
  const Engine engine(graph);
  QueryLimits limits;
  limits.interrupt = &interrupt_flag();
  const Result result =
      engine.run(options.query, read_parameters(options.parameters, ""), limits);
  print_warnings(result, options.query);
  view.selection = report::select_result(graph, result.cells);
  return view;
}

// Pictures and pages are cut to what can be looked at; data formats never are.
void limit_nodes(report::View& view, const ExportTarget& target) {
  const bool page = target.format == "html";
  if (!is_picture(target.format) || target.format == "dot") {
    if (target.max_nodes == 0) return;
  }
  const size_t limit = target.max_nodes > 0 ? target.max_nodes
                       : page                ? kMaxPageNodes
                                             : kMaxSvgNodes;
  const size_t before = view.selection.nodes.size();
  if (before <= limit) return;
  view.selection = report::most_connected(view.selection, limit);
  if (!view.notice.empty()) view.notice += "; ";
  view.notice += fmt::format("showing the {} most connected of {} nodes (--max-nodes)", limit,
                             before);
}

void write_picture_file(const ExportTarget& target, const report::Drawing& drawing) {
  report::PictureOptions picture;
  picture.engine = target.engine;
  picture.timeout = std::chrono::seconds(target.timeout);
  if (target.engine.empty() && drawing.style.layout == report::Layout::kLayered &&
      report::choose_engine(drawing) != "dot") {
    print_note(fmt::format("{} nodes: laid out by sfdp", drawing.nodes.size()));
  }
  std::string notice;
  if (target.output == "-") {
    notice = report::write_picture(drawing, target.format, "/dev/stdout", picture);
  } else {
    OutputPath out(target.output, target.force);
    notice = report::write_picture(drawing, target.format, out.path(), picture);
    out.commit();
  }
  if (!notice.empty()) print_warning(notice);
}

void write_stream(const ExportTarget& target, const report::View& view,
                  const report::Drawing& drawing) {
  Output out(target.output, target.force);
  const std::string& f = target.format;
  if (f == "dot") write_dot(drawing, out.stream());
  if (f == "html") write_graph_page(drawing, view.notice, out.stream());
  if (f == "graphml") write_graphml(view.selection, out.stream());
  if (f == "gexf") write_gexf(view.selection, drawing, out.stream());
  if (f == "jsonl") write_jsonl(view.selection, out.stream());
  if (f == "nt") write_ntriples(view.selection, out.stream());
  if (f == "ttl") write_turtle(view.selection, out.stream());
  out.commit();
}

void write_csv(const ExportTarget& target, const report::View& view) {
  if (target.output == "-") {
    throw UsageError("CSV is several files", "name a folder for them: -o FOLDER");
  }
  std::error_code ignored;
  if (std::filesystem::exists(target.output, ignored) && !target.force &&
      !(std::filesystem::is_directory(target.output, ignored) &&
        std::filesystem::is_empty(target.output, ignored))) {
    throw StoreError(ExitCode::kCannotCreate, "'" + target.output + "' exists and is not empty",
                     "use --force to write into it");
  }
  create_output_folder(target.output);
  const auto files = write_csv_folder(view.selection, target.output);
  print_note(fmt::format("{} files in {}", files.size(), target.output));
}

int run_export(const ExportOptions& options) {
  if (!options.view.empty() && !options.query.empty()) {
    throw UsageError("--view and --query exclude each other");
  }
  const LoadedGraph loaded = open_graph(options.db);
  export_view(choose(options, loaded.graph), options.target);
  return 0;
}

}  // namespace

const std::vector<std::string>& export_formats() {
  static const std::vector<std::string> formats = {"dot",  "svg", "png",   "html", "graphml",
                                                   "gexf", "csv", "jsonl", "nt",   "ttl"};
  return formats;
}

void export_view(report::View view, const ExportTarget& target) {
  limit_nodes(view, target);
  if (!view.notice.empty()) print_note(view.notice);
  if (target.format == "csv") {
    write_csv(target, view);
    return;
  }
  const report::Drawing drawing = draw(view.selection, view.style);
  if (target.format == "svg" || target.format == "png") {
    write_picture_file(target, drawing);
  } else {
    write_stream(target, view, drawing);
  }
}

void setup_export(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<ExportOptions>();
  CLI::App* command =
      app.add_subcommand("export", "Write the graph for other programs, or a picture");
  add_store_option(*command, o->db);
  command
      ->add_option("-f,--format", o->target.format,
                   "dot, svg, png, html (explore in a browser), graphml, gexf, csv, jsonl, nt, ttl")
      ->required()
      ->check(CLI::IsMember(export_formats()));
  command
      ->add_option("-o,--output", o->target.output,
                   "File to write; for csv a folder (default stdout)")
      ->type_name("OUT");
  command->add_flag("--force", o->target.force, "Replace an existing output");
  command->add_option("--query", o->query, "Only what this query returns")->type_name("QUERY");
  command->add_option("-p,--param", o->parameters, "A parameter of the query, name=value")
      ->type_name("NAME=VALUE")->allow_extra_args(false);
  command->add_option("--view", o->view, "agencies, themes or document")
      ->check(CLI::IsMember({"agencies", "themes", "document"}));
  command->add_option("--id", o->document, "The document of --view document (id or number)")
      ->type_name("ID");
  command->add_option("--max-nodes", o->target.max_nodes,
                      "Keep the most connected nodes (svg, png: 1500, html: 5000)")
      ->check(CLI::Range(size_t{1}, size_t{10000000}))->type_name("N");
  command
      ->add_option("--ties", o->ties, "Agencies: keep each agency's N strongest ties (pictures: 3)")
      ->check(CLI::Range(1, 1000000))
      ->type_name("N");
  command->add_flag("--all-ties", o->all_ties, "Agencies: draw every tie");
  command->add_option("--engine", o->target.engine, "Graphviz's layout engine (default by size)")
      ->check(CLI::IsMember({"dot", "neato", "fdp", "sfdp", "circo", "twopi"}));
  command->add_option("--timeout", o->target.timeout, "Seconds that graphviz may take (default 60)")
      ->check(CLI::Range(1, 86400))->type_name("SECONDS");
  add_examples(
      *command,
      {"zhengmai export -f svg --view agencies -o agencies.svg",
       "zhengmai export -f html -o graph.html --query \"MATCH p=(:文件)-->(:措施)-->() RETURN p\"",
       "zhengmai export -f graphml -o graph.graphml      for Gephi, networkx, yEd",
       "zhengmai export -f csv -o csv/                   for neo4j-admin and 'zhengmai import'"});
  command->callback([o, &commands] { commands.run = [o] { return run_export(*o); }; });
}

}  // namespace zhengmai
