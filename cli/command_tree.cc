#include "cli/command_tree.h"

#include <CLI/CLI.hpp>
#include <sstream>

namespace zhengmai {
namespace {

// "TEXT:{csv,tsv}" → value TEXT, choices csv and tsv; "N:INT in [1 - 64]" → value N.
void read_type(const std::string& type, OptionHelp* option) {
  option->value = type.substr(0, type.find(':'));
  const size_t open = type.find('{');
  const size_t close = type.find('}');
  if (open == type.npos || close == type.npos) return;
  std::istringstream names(type.substr(open + 1, close - open - 1));
  for (std::string name; std::getline(names, name, ',');) option->choices.push_back(name);
}

OptionHelp read_option(const CLI::Option& option) {
  OptionHelp help;
  for (const std::string& name : option.get_snames()) help.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) help.names.push_back("--" + name);
  help.description = option.get_description();
  help.required = option.get_required();
  help.many = option.get_items_expected_max() > 1;
  if (option.get_items_expected_max() > 0) read_type(option.get_type_name(), &help);
  return help;
}

CommandHelp read_command(const CLI::App& app) {
  CommandHelp help;
  help.name = app.get_name();
  help.description = app.get_description();
  const std::string footer = app.get_footer();
  const std::string head = "\nExamples:\n";
  if (footer.starts_with(head)) help.examples = footer.substr(head.size());
  for (const CLI::Option* option : app.get_options()) help.options.push_back(read_option(*option));
  return help;
}

}  // namespace

CommandTree read_commands(const CLI::App& app) {
  CommandTree tree;
  tree.program = read_command(app);
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    tree.commands.push_back(read_command(*command));
  }
  return tree;
}

}  // namespace zhengmai
