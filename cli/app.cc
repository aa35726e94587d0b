#include "cli/app.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <map>
#include <new>

#include "cli/command_line.h"
#include "cli/console.h"
#include "cli/signals.h"
#include "cli/version.h"
#include "graph/store/store.h"
#include "query/syntax/diagnostics.h"

namespace zhengmai {
namespace {

constexpr const char* kDefaultStore = "zhengmai.db";

constexpr const char* kFooter = R"(
Examples:
  zhengmai build documents/                    read a folder into ./zhengmai.db
  zhengmai query "MATCH (m:措施)-[:责任单位]->(a:机构) RETURN a.name, count(m) AS n ORDER BY n DESC"
  zhengmai report responsibility -f xlsx       who must do what, as a spreadsheet
  zhengmai export -f svg --view agencies -o agencies.svg

The store is -d/--db, else $ZHENGMAI_DB, else ./zhengmai.db. Data goes to stdout, the rest to stderr.
Exit codes: 0 done, 1 done in part, 64 usage, 65 bad input or query, 66 input missing, 69 helper
missing, 73 cannot create, 74 I/O error, 75 locked, 77 permission, 78 configuration, 79 limit, 130 interrupted.)";

void setup_program(CLI::App& app, Commands& commands) {
  app.description("A knowledge graph over Chinese policy documents: which measure is whose job.");
  app.footer(kFooter);
  app.require_subcommand(0, 1);
  app.set_version_flag("-V,--version", version_text);
  app.add_flag_callback("-q,--quiet", [] { console().quiet = true; },
                        "No progress and no summaries");
  app.add_option_function<std::string>(
         "--color",
         [](const std::string& when) {
           set_colour(when == "always"  ? ColourChoice::kAlways
                      : when == "never" ? ColourChoice::kNever
                                        : ColourChoice::kAuto);
         },
         "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  for (const auto setup : {setup_build, setup_extract, setup_query, setup_repl, setup_export,
                           setup_report, setup_show, setup_stats, setup_check, setup_remove,
                           setup_backup, setup_restore, setup_import, setup_eval,
                           setup_completion, setup_manual}) {
    setup(app, commands);
  }
  // -q and --color may stand behind the command too.
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    command->fallthrough();
  }
}

// A parameter that was not given is a fault of the command line, not of the query.
ExitCode exit_code(const Error& error) {
  const auto* query = dynamic_cast<const QueryError*>(&error);
  if (query != nullptr && !query->diagnostics().empty() &&
      query->diagnostics().front().detail == "MissingParameter") {
    return ExitCode::kUsage;
  }
  return error.code();
}

int parse_and_run(int argc, char** argv) {
  CLI::App app("", "zhengmai");
  Commands commands;
  setup_program(app, commands);
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    print_error("no command given");
    std::cerr << app.help();
    return static_cast<int>(ExitCode::kUsage);
  }
  try {
    check_words(app, words);
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {  // --help and --version
    return app.exit(done, std::cout, std::cerr);
  } catch (const CLI::ParseError& error) {
    const auto chosen = app.get_subcommands();
    throw translate(error, chosen.empty() ? "" : chosen[0]->get_name());
  }
  if (!commands.run) throw UsageError("no command given", "zhengmai --help lists the commands");
  return commands.run();
}

}  // namespace

int run_app(int argc, char** argv) {
  install_signal_handlers();
  console();
  try {
    return parse_and_run(argc, argv);
  } catch (const Error& error) {
    print_error(error);
    return static_cast<int>(exit_code(error));
  } catch (const std::bad_alloc&) {
    print_error("out of memory", "raise the memory limit, or ask for less at once");
    return static_cast<int>(ExitCode::kLimit);
  } catch (const std::exception& error) {
    print_error(std::string("internal error: ") + error.what(),
                "please report this with the command line that led to it");
    return static_cast<int>(ExitCode::kInternal);
  }
}

void add_store_option(CLI::App& command, std::string& path) {
  command.add_option("-d,--db", path, "The store's folder (default $ZHENGMAI_DB, ./zhengmai.db)")
      ->type_name("DB");
}

std::string store_path(const std::string& given) {
  if (!given.empty()) return given;
  const char* environment = std::getenv("ZHENGMAI_DB");
  return environment != nullptr && *environment != '\0' ? environment : kDefaultStore;
}

std::string existing_store(const std::string& given) {
  const std::string path = store_path(given);
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored)) {
    throw StoreError(ExitCode::kCannotCreate, "'" + path + "' is a file, not a store's folder");
  }
  if (!Store::exists(path)) {
    throw InputError("no store at '" + path + "'",
                     "run 'zhengmai build' first, or name one with -d", ExitCode::kNoInput);
  }
  return path;
}

void add_examples(CLI::App& command, const std::vector<std::string>& lines) {
  std::string footer = "\nExamples:";
  for (const std::string& line : lines) footer += "\n  " + line;
  command.footer(footer);
}

}  // namespace zhengmai
