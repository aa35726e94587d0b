#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "cli/app.h"
#include "cli/command_tree.h"
#include "cli/output.h"

namespace zhengmai {
namespace {

bool is_argument(const OptionHelp& option) { return option.names.empty(); }

// What completes a value or argument that has no choices.
enum class Completes { kNothing, kFiles, kFolders };

Completes completes(const OptionHelp& option) {
  const std::string& value = option.value;
  if (value == "DB" || value == "DIR" || value == "FOLDER") return Completes::kFolders;
  const bool file = value == "FILE" || value == "PATH" || value == "OUT" || value == "SOURCE";
  return file ? Completes::kFiles : Completes::kNothing;
}

std::string names_of(const CommandHelp& command) {
  std::vector<std::string> names;
  for (const OptionHelp& option : command.options) {
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return fmt::format("{}", fmt::join(names, " "));
}

std::string command_names(const CommandTree& tree, std::string_view between) {
  std::vector<std::string> names;
  for (const CommandHelp& command : tree.commands) names.push_back(command.name);
  return fmt::format("{}", fmt::join(names, between));
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// In single quotes, for any of the three shells.
std::string in_quotes(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += "'\\'";
    out += c;
  }
  return out + "'";
}

std::string bash_value(const CommandHelp& command, const OptionHelp& option) {
  std::vector<std::string> cases;
  for (const std::string& name : option.names) cases.push_back(in_quotes(command.name + " " + name));
  std::string words;
  switch (completes(option)) {
    case Completes::kFolders: words = "-d"; break;
    case Completes::kFiles: words = "-f"; break;
    case Completes::kNothing: words = fmt::format("-W '{}'", fmt::join(option.choices, " ")); break;
  }
  return fmt::format("    {}) COMPREPLY=($(compgen {} -- \"$word\")); return ;;\n",
                     fmt::join(cases, "|"), words);
}

std::string bash_script(const CommandTree& tree) {
  std::string values, options, arguments;
  const auto add = [&](const CommandHelp& command) {
    for (const OptionHelp& option : command.options) {
      if (is_argument(option)) {
        if (!option.choices.empty()) {
          arguments += fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")) ;;\n",
                                   command.name, fmt::join(option.choices, " "));
        }
      } else if (!option.value.empty()) {
        values += bash_value(command, option);
      }
    }
    if (command.name.empty()) return;
    options += fmt::format("      {}) options='{}' ;;\n", command.name, names_of(command));
  };
  CommandHelp program = tree.program;
  program.name.clear();
  add(program);
  for (const CommandHelp& command : tree.commands) {
    add(command);
    for (OptionHelp option : tree.program.options) {  // they may stand behind the command too
      if (!option.value.empty()) values += bash_value(command, option);
    }
  }
  return fmt::format(
      R"(# bash completion of zhengmai: source this file, or put it into ~/.local/share/bash-completion/completions/zhengmai
_zhengmai() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command= options= w
  for w in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case $w in {}) command=$w; break ;; esac
  done
  COMPREPLY=()
  case "$command $before" in
{}  esac
  if [[ $word == -* ]]; then
    case $command in
{}    esac
    COMPREPLY=($(compgen -W "$options {}" -- "$word"))
    return
  fi
  case $command in
    '') COMPREPLY=($(compgen -W '{}' -- "$word")) ;;
{}    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}}
complete -o filenames -F _zhengmai zhengmai
)",
      command_names(tree, "|"), values, options, names_of(tree.program), command_names(tree, " "),
      arguments);
}

// A description inside [...] of _arguments.
std::string zsh_text(const std::string& text) {
  std::string out;
  for (const char c : first_line(text)) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const OptionHelp& option) {
  if (!option.choices.empty()) return fmt::format("({})", fmt::join(option.choices, " "));
  switch (completes(option)) {
    case Completes::kFolders: return "_files -/";
    case Completes::kFiles: return "_files";
    case Completes::kNothing: break;
  }
  return " ";
}

std::string zsh_option(const OptionHelp& option) {
  if (is_argument(option)) {
    return fmt::format(" \\\n        {}",
                       in_quotes(fmt::format("{}:{}:{}", option.many ? "*" : "", zsh_text(option.value),
                                          zsh_action(option))));
  }
  std::string out;
  for (const std::string& name : option.names) {
    const std::string others =
        option.many ? "*" : fmt::format("({})", fmt::join(option.names, " "));
    std::string spec = fmt::format("{}{}[{}]", others, name, zsh_text(option.description));
    if (!option.value.empty()) {
      spec += fmt::format(":{}:{}", zsh_text(option.value), zsh_action(option));
    }
    out += fmt::format(" \\\n        {}", in_quotes(spec));
  }
  return out;
}

std::string zsh_script(const CommandTree& tree) {
  std::string commands, cases, program;
  for (const OptionHelp& option : tree.program.options) program += zsh_option(option);
  for (const CommandHelp& command : tree.commands) {
    commands += fmt::format("    {}\n", in_quotes(command.name + ":" + zsh_text(command.description)));
    std::string options;
    for (const OptionHelp& option : command.options) options += zsh_option(option);
    cases += fmt::format("    {})\n      _arguments -s{}{} ;;\n", command.name, options, program);
  }
  return fmt::format(R"(#compdef zhengmai
# zsh completion of zhengmai: put it into a folder of $fpath, under the name _zhengmai
_zhengmai() {{
  local context state line
  local -a commands
  commands=(
{}  )
  _arguments -s -C{} \
        '1:command:->command' '*::argument:->argument'
  if [[ $state == command ]]; then
    _describe command commands
    return
  fi
  [[ $state == argument ]] || return
  case $line[1] in
{}  esac
}}
if [[ $funcstack[1] == _zhengmai ]]; then _zhengmai "$@"; else compdef _zhengmai zhengmai; fi
)",
                     commands, program, cases);
}

std::string fish_options(const CommandHelp& command, const std::string& condition) {
  std::string out;
  for (const OptionHelp& option : command.options) {
    if (is_argument(option)) {
      if (!option.choices.empty()) {
        out += fmt::format("complete -c zhengmai -n {} -xa {}\n", in_quotes(condition),
                           in_quotes(fmt::format("{}", fmt::join(option.choices, " "))));
      }
      continue;
    }
    std::string line = "complete -c zhengmai";
    if (!condition.empty()) line += " -n " + in_quotes(condition);
    for (const std::string& name : option.names) {
      line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    if (!option.choices.empty()) {
      line += " -xa " + in_quotes(fmt::format("{}", fmt::join(option.choices, " ")));
    } else if (completes(option) == Completes::kFolders) {
      line += " -xa '(__fish_complete_directories)'";
    } else if (!option.value.empty()) {
      line += completes(option) == Completes::kFiles ? " -r" : " -x";
    }
    out += line + " -d " + in_quotes(first_line(option.description)) + "\n";
  }
  return out;
}

std::string fish_script(const CommandTree& tree) {
  std::string out =
      "# fish completion of zhengmai: put it into ~/.config/fish/completions/zhengmai.fish\n" +
      fish_options(tree.program, "");
  for (const CommandHelp& command : tree.commands) {
    out += fmt::format("complete -c zhengmai -n __fish_use_subcommand -xa {} -d {}\n", command.name,
                       in_quotes(first_line(command.description)));
    out += fish_options(command, "__fish_seen_subcommand_from " + command.name);
  }
  return out;
}

}  // namespace

std::string completion_script(const CommandTree& tree, const std::string& shell) {
  return shell == "zsh" ? zsh_script(tree) : shell == "fish" ? fish_script(tree) : bash_script(tree);
}

void setup_completion(CLI::App& app, Commands& commands) {
  const auto shell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("completion", "Print a script that completes words in a shell");
  command->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  add_examples(*command, {"source <(zhengmai completion bash)",
                          "zhengmai completion zsh > ~/.zfunc/_zhengmai",
                          "zhengmai completion fish > ~/.config/fish/completions/zhengmai.fish"});
  command->callback([&app, shell, &commands] {
    commands.run = [&app, shell] {
      Output out("-");
      out.stream() << completion_script(read_commands(app), *shell);
      out.commit();
      return 0;
    };
  });
}

}  // namespace zhengmai
