// zhengmai check, backup and restore: looking after the store.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "cli/app.h"
#include "cli/console.h"
#include "cli/imported.h"
#include "cli/output.h"
#include "graph/memory/image.h"
#include "graph/model/error.h"
#include "graph/store/store.h"
#include "report/escape.h"

namespace zhengmai {
namespace {

struct CareOptions {
  std::string db;
  std::string folder;
  bool json = false;
};

// What is wrong with the image: of an imported graph the only copy, of documents a cache.
std::string fault_of_image(const std::filesystem::path& image, bool is_cache) {
  if (is_cache && !std::filesystem::exists(image)) return {};
  std::string fault;
  try {
    fault = verify_image(image);
  } catch (const StoreError& error) {
    fault = error.what();
  }
  if (!fault.empty()) fault += is_cache ? "; the next query makes it again" : "; import it again";
  return fault;
}

int run_check(const CareOptions& options) {
  const std::filesystem::path path = existing_store(options.db);
  std::vector<std::string> problems;
  uint64_t documents = 0;
  if (!is_imported(path)) {
    const Store store = Store::open(path, Store::Mode::kReadOnly);
    problems = store.check();
    documents = store.totals().documents;
  }
  const std::string image = fault_of_image(image_path(path), !is_imported(path));
  if (!image.empty()) problems.push_back(image);
  Output out("-");
  if (options.json) {
    std::string text =
        fmt::format("{{\"schema\":\"zhengmai.check/1\",\"documents\":{},\"problems\":[", documents);
    for (size_t i = 0; i < problems.size(); ++i) {
      if (i > 0) text += ',';
      report::append_json_string(text, problems[i]);
    }
    out.stream() << text << "]}\n";
  } else {
    for (const std::string& problem : problems) out.stream() << problem << '\n';
  }
  out.commit();
  if (problems.empty()) {
    print_note(fmt::format("{}: {} documents, no problem found", path.string(), documents));
    return 0;
  }
  print_error(fmt::format("{}: {} problem{} found", path.string(), problems.size(),
                          problems.size() == 1 ? "" : "s"),
              "restore a backup, or build again from the documents");
  return static_cast<int>(ExitCode::kPartial);
}

int run_backup(const CareOptions& options) {
  const Store store = Store::open(existing_store(options.db), Store::Mode::kReadOnly);
  store.backup(options.folder);
  print_note(fmt::format("{} documents backed up and verified in {}", store.totals().documents,
                         options.folder));
  return 0;
}

int run_restore(const CareOptions& options) {
  const std::string path = store_path(options.db);
  std::error_code ignored;
  if (!std::filesystem::is_directory(options.folder, ignored) ||
      std::filesystem::is_empty(options.folder, ignored)) {
    throw InputError("no backup in '" + options.folder + "'", {}, ExitCode::kNoInput);
  }
  Store::restore(options.folder, path);
  const Store store = Store::open(path, Store::Mode::kReadOnly);
  print_note(fmt::format("{} documents restored to {}", store.totals().documents, path));
  return 0;
}

}  // namespace

void setup_check(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<CareOptions>();
  CLI::App* command =
      app.add_subcommand("check", "Verify every checksum and invariant of the store");
  add_store_option(*command, o->db);
  command->add_flag("--json", o->json, "As JSON");
  add_examples(*command, {"zhengmai check", "zhengmai check --json | jq .problems"});
  command->callback([o, &commands] { commands.run = [o] { return run_check(*o); }; });
}

void setup_backup(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<CareOptions>();
  CLI::App* command = app.add_subcommand("backup", "Copy the store to a folder of backups");
  add_store_option(*command, o->db);
  command->add_option("folder", o->folder, "Where backups are kept (files are shared between them)")
      ->required()->type_name("FOLDER");
  add_examples(*command, {"zhengmai backup /mnt/backup/policies"});
  command->callback([o, &commands] { commands.run = [o] { return run_backup(*o); }; });
}

void setup_restore(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<CareOptions>();
  CLI::App* command = app.add_subcommand("restore", "Create a store from its newest backup");
  add_store_option(*command, o->db);
  command->add_option("folder", o->folder, "The folder given to backup")
      ->required()->type_name("FOLDER");
  add_examples(*command, {"zhengmai restore -d again.db /mnt/backup/policies"});
  command->callback([o, &commands] { commands.run = [o] { return run_restore(*o); }; });
}

}  // namespace zhengmai
