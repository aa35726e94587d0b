#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <sstream>

#include "cli/app.h"
#include "cli/command_tree.h"
#include "cli/output.h"
#include "cli/version.h"

namespace zhengmai {
namespace {

// Words of roff's own are taken back: its escape, hyphens that may break, marks at a line's beginning.
std::string roff(const std::string& text) {
  std::string out;
  bool begins = true;
  for (const char c : text) {
    if (begins && (c == '.' || c == '\'')) out += "\\&";
    begins = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

std::string heading(const OptionHelp& option) {
  std::string out;
  for (const std::string& name : option.names) {
    out += fmt::format("{}\\fB{}\\fR", out.empty() ? "" : ", ", roff(name));
  }
  if (!option.value.empty()) {
    const std::string value =
        option.choices.empty() ? option.value : fmt::format("{}", fmt::join(option.choices, "|"));
    out += fmt::format("{}\\fI{}\\fR", out.empty() ? "" : " ", roff(value));
  }
  return out + (option.many ? " ..." : "");
}

std::string options_text(const CommandHelp& command) {
  std::string out;
  for (const OptionHelp& option : command.options) {
    std::string description = roff(option.description);
    for (size_t at = 0; (at = description.find('\n', at)) != description.npos; at += 5) {
      description.replace(at, 1, "\n.br\n");
    }
    out += fmt::format(".TP\n{}\n{}{}\n", heading(option), description,
                       option.required ? " (required)" : "");
  }
  return out;
}

std::string command_text(const CommandHelp& command) {
  std::string arguments;
  for (const OptionHelp& option : command.options) {
    if (option.names.empty()) arguments += " \\fI" + roff(option.value) + "\\fR" + (option.many ? " ..." : "");
  }
  std::string out = fmt::format(".SS \"zhengmai {} [OPTIONS]{}\"\n{}.\n{}", command.name, arguments,
                                roff(command.description), options_text(command));
  if (!command.examples.empty()) out += ".PP\n.nf\n" + roff(command.examples) + "\n.fi\n";
  return out;
}

constexpr const char* kDescription = R"(Zhengmai reads a folder of Chinese policy documents and turns
the lists that assign work in them into a knowledge graph: which measure is whose job, on what theme, in which
province, since which document. Every relationship carries the exact stretch of text that proves it.
.PP
Data goes to standard output, everything else to standard error.
)";

constexpr const char* kEnd = R"(.SH ENVIRONMENT
.TP
.B ZHENGMAI_DB
The store, where \-d is not given; else ./zhengmai.db.
.TP
.B ZHENGMAI_PDFTOTEXT
The program that reads PDF; else pdftotext from the path.
.TP
.B ZHENGMAI_PDFTOCAIRO
The program that tells where a PDF draws the lines of its tables; else pdftocairo from the path. Without it tables are
text in reading order.
.TP
.B NO_COLOR
No colours, where \-\-color is not given.
.SH EXIT STATUS
0 done, 1 done in part (some documents failed), 64 usage, 65 bad input or query, 66 input missing, 69 helper missing,
73 cannot create, 74 I/O error or damage, 75 locked, 77 permission, 78 configuration, 79 a limit, 130 interrupted.
)";

}  // namespace

std::string manual_page(const CommandTree& tree, const std::string& version) {
  std::string commands;
  for (const CommandHelp& command : tree.commands) commands += command_text(command);
  return fmt::format(
      ".TH ZHENGMAI 1 \"\" \"zhengmai {}\" \"User Commands\"\n.SH NAME\nzhengmai \\- {}\n"
      ".SH SYNOPSIS\n.B zhengmai\n[OPTIONS] \\fICOMMAND\\fR [ARGUMENTS]\n"
      ".SH DESCRIPTION\n{}.SH OPTIONS\n{}.SH COMMANDS\n{}{}",
      version, "a knowledge graph over Chinese policy documents", kDescription,
      options_text(tree.program), commands, kEnd);
}

void setup_manual(CLI::App& app, Commands& commands) {
  CLI::App* command = app.add_subcommand("manual", "Print the manual page, for man");
  add_examples(*command, {"zhengmai manual | man -l -",
                          "zhengmai manual > /usr/local/share/man/man1/zhengmai.1"});
  command->callback([&app, &commands] {
    commands.run = [&app] {
      Output out("-");
      out.stream() << manual_page(read_commands(app), program_version());
      out.commit();
      return 0;
    };
  });
}

}  // namespace zhengmai
