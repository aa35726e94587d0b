// The command line: what main() calls, and what every command is made of.
//
// One file a command (build.cc, query.cc …): a struct of options, a setup function that declares
// them, and a function that runs. Setup must stay cheap: every start pays for all of them.
//
//   void setup_stats(CLI::App& app, Commands& commands);   // stats.cc
//
// Exit codes are those of graph/model/error.h. CLI11's own (105, 106, 114 …) never leave this room.
// Threads: main thread only.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace zhengmai {

// What the chosen command left behind to be run after parsing: returns the exit code.
struct Commands {
  std::function<int()> run;
};

// Parses, runs, and turns every error into a message and an exit code.
int run_app(int argc, char** argv);

// Adds "-d,--db" to a command.
void add_store_option(CLI::App& command, std::string& path);
// The store to use: what was given, $ZHENGMAI_DB, or ./zhengmai.db.
std::string store_path(const std::string& given);
// The same, and InputError (66) when there is no store there.
std::string existing_store(const std::string& given);

// Lines for --help's end; a command's examples.
void add_examples(CLI::App& command, const std::vector<std::string>& lines);

// Declare a command's options; parsing stores what to run in `commands`.
void setup_build(CLI::App& app, Commands& commands);
void setup_extract(CLI::App& app, Commands& commands);
void setup_query(CLI::App& app, Commands& commands);
void setup_repl(CLI::App& app, Commands& commands);
void setup_export(CLI::App& app, Commands& commands);
void setup_report(CLI::App& app, Commands& commands);
void setup_show(CLI::App& app, Commands& commands);
void setup_stats(CLI::App& app, Commands& commands);
void setup_check(CLI::App& app, Commands& commands);
void setup_remove(CLI::App& app, Commands& commands);
void setup_backup(CLI::App& app, Commands& commands);
void setup_restore(CLI::App& app, Commands& commands);
void setup_import(CLI::App& app, Commands& commands);
void setup_eval(CLI::App& app, Commands& commands);
void setup_completion(CLI::App& app, Commands& commands);
void setup_manual(CLI::App& app, Commands& commands);

}  // namespace zhengmai
