// The program's commands and options as data: what shell completion and the manual page are written from,
// so that neither can differ from --help.
//
//   const CommandTree tree = read_commands(app);
//   tree.commands[0].options[1].names        // {"-d", "--db"}
//
// Order: as declared. Cost: some hundred small strings. Threads: values.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace zhengmai {

struct OptionHelp {
  std::vector<std::string> names;    // "-f", "--format"; none for an argument without a name
  std::string value;                 // "DB", "FILE"; empty for a flag
  std::vector<std::string> choices;  // of the value, where they are few
  std::string description;
  bool many = false;  // takes several values
  bool required = false;
};

struct CommandHelp {
  std::string name;
  std::string description;
  std::string examples;  // a line each, behind "Examples:"
  std::vector<OptionHelp> options;
};

struct CommandTree {
  CommandHelp program;  // its options may stand before and behind the command
  std::vector<CommandHelp> commands;
};

CommandTree read_commands(const CLI::App& app);

// In cli/shell_completion.cc: a script for the shell. REQUIRES: shell is bash, zsh or fish.
std::string completion_script(const CommandTree& tree, const std::string& shell);

// In cli/manual.cc: the page in roff, for man(1). `version` stands in its footer.
std::string manual_page(const CommandTree& tree, const std::string& version);

}  // namespace zhengmai
