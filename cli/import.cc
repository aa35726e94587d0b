// zhengmai import: any property graph from CSV files with neo4j-admin's headers.
//
// An imported graph has no documents: it is a store whose saved image is the graph. The note
// IMPORTED beside the image says so, and keeps `build` from mixing documents into it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

#include "cli/app.h"
#include "cli/command_line.h"
#include "cli/console.h"
#include "cli/imported.h"
#include "graph/load/load.h"
#include "graph/load/trust.h"
#include "graph/memory/image.h"
#include "graph/memory/import.h"
#include "graph/store/store.h"

namespace zhengmai {
namespace {

namespace fs = std::filesystem;

struct ImportCommand {
  std::string db;
  std::vector<std::string> nodes;
  std::vector<std::string> relationships;
  std::string folder;
  bool skip_duplicates = false;
  bool skip_bad = false;
  bool force = false;
};

// The files that `export -f csv` wrote: their headers name labels and types themselves.
void add_folder(const std::string& folder, ImportOptions& options) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".csv") files.push_back(entry.path().string());
  }
  if (error || files.empty()) {
    throw InputError("no CSV files in '" + folder + "'", {}, ExitCode::kNoInput);
  }
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    const bool nodes = fs::path(file).filename().string().starts_with("nodes-");
    (nodes ? options.nodes : options.relationships).push_back({{}, {file}});
  }
}

ImportOptions sources_of(const ImportCommand& command) {
  ImportOptions options;
  options.skip_duplicate_nodes = command.skip_duplicates;
  options.skip_bad_relationships = command.skip_bad;
  for (const std::string& each : command.nodes) {
    options.nodes.push_back(parse_import_source(each));
  }
  for (const std::string& each : command.relationships) {
    options.relationships.push_back(parse_import_source(each));
  }
  if (!command.folder.empty()) add_folder(command.folder, options);
  if (options.nodes.empty()) {
    throw UsageError("no nodes to import",
                     "name CSV files: --nodes Label=FILE.csv, or --from FOLDER");
  }
  return options;
}

void check_target(const std::string& path, bool force) {
  if (!Store::exists(path)) return;
  const uint64_t documents = Store::open(path, Store::Mode::kReadOnly).totals().documents;
  if (documents > 0) {
    throw StoreError(ExitCode::kCannotCreate,
                     fmt::format("'{}' holds {} documents", path, documents),
                     "import into a store of its own: -d OTHER");
  }
  if (!force) {
    throw StoreError(ExitCode::kCannotCreate, "'" + path + "' exists", "use --force to replace it");
  }
}

// Where large arrays may lie while the graph is made: on the file system of the store, so that the
// file of the graph becomes its image, but not in a store that a failed import would leave behind.
fs::path spill_folder(const fs::path& store) {
  std::error_code ignored;
  return fs::exists(store, ignored) ? store : fs::absolute(store).parent_path();
}

int run_import(const ImportCommand& command) {
  const auto start = std::chrono::steady_clock::now();
  const ImportOptions options = sources_of(command);
  const std::string path = store_path(command.db);
  check_target(path, command.force);
  GraphBuilder builder(spill_folder(path));
  const ImportReport report = import_csv(options, builder);
  const Graph graph = std::move(builder).freeze();
  Store::open(path, Store::Mode::kReadWrite);  // creates it
  const fs::path image = image_path(path);
  mark_imported(path);
  save_image(graph, image, store_stamp(path));
  note_verified(image);
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  std::string line = fmt::format("{} nodes, {} relationships in {:.2f} s", report.nodes,
                                 report.relationships, spent.count());
  if (report.skipped_nodes + report.skipped_relationships > 0) {
    line += fmt::format("; skipped {} nodes with a known id and {} relationships without an end",
                        report.skipped_nodes, report.skipped_relationships);
  }
  print_note(line);
  return 0;
}

}  // namespace

void mark_imported(const fs::path& store) {
  std::ofstream note(store / "IMPORTED");
  note << "This store is an imported graph without documents. Its graph.image is the graph.\n";
  if (!note.flush()) throw StoreError(ExitCode::kIoError, "cannot write into " + store.string());
}

bool is_imported(const fs::path& store) {
  std::error_code ignored;
  return fs::exists(store / "IMPORTED", ignored);
}

void setup_import(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<ImportCommand>();
  CLI::App* command =
      app.add_subcommand("import", "Create a store from CSV files with neo4j-admin's headers");
  add_store_option(*command, o->db);
  command->add_option("--nodes", o->nodes, "Nodes: Label:Label=HEADER.csv,FILE.csv or FILE.csv")
      ->type_name("SOURCE");
  command
      ->add_option("--relationships", o->relationships, "Relationships: TYPE=FILE.csv or FILE.csv")
      ->type_name("SOURCE");
  command->add_option("--from", o->folder, "A folder that 'export -f csv' wrote")
      ->type_name("FOLDER");
  command->add_flag("--skip-duplicate-nodes", o->skip_duplicates, "Keep the first node of an id");
  command->add_flag("--skip-bad-relationships", o->skip_bad, "Leave out those without an end");
  command->add_flag("--force", o->force, "Replace an imported graph");
  add_examples(
      *command,
      {"zhengmai import -d my.db --nodes Person=people.csv --relationships KNOWS=knows.csv",
       "zhengmai import -d again.db --from csv/       what 'export -f csv' wrote"});
  command->callback([o, &commands] { commands.run = [o] { return run_import(*o); }; });
}

}  // namespace zhengmai
