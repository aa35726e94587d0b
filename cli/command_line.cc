#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <cctype>
#include <optional>

#include "query/syntax/diagnostics.h"

namespace zhengmai {
namespace {

std::string suggestion(const std::string& word, const std::vector<std::string_view>& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? "" : "; did you mean '" + near + "'?";
}

CLI::App* find_command(CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    if (command->get_name() == word) return command;
    names.push_back(command->get_name());
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  throw UsageError("unknown command '" + word + "'" + suggestion(word, known),
                   "zhengmai --help lists the commands");
}

// The option of this spelling in the command or, for options of the program itself, in the app.
CLI::Option* find_option(CLI::App& app, CLI::App* command, const std::string& name) {
  for (CLI::App* place : {command, &app}) {
    if (place == nullptr) continue;
    if (CLI::Option* option = place->get_option_no_throw(name)) return option;
  }
  return nullptr;
}

[[noreturn]] void fail_unknown(CLI::App& app, CLI::App* command, const std::string& name) {
  std::vector<std::string> names;
  for (CLI::App* place : {command, &app}) {
    if (place == nullptr) continue;
    for (const CLI::Option* option : place->get_options()) {
      for (const std::string& long_name : option->get_lnames()) names.push_back("--" + long_name);
    }
  }
  if (command == nullptr) names.push_back("--db");  // what most commands take
  const std::vector<std::string_view> known(names.begin(), names.end());
  throw UsageError("unknown option '" + name + "'" + suggestion(name, known),
                   command == nullptr
                       ? "zhengmai --help lists the options"
                       : "zhengmai " + command->get_name() + " --help lists the options");
}

// One word that begins with '-': how many of the following words it consumes.
size_t check_option(CLI::App& app, CLI::App* command, const std::vector<std::string>& words,
                    size_t at) {
  const std::string& word = words[at];
  const bool is_long = word.starts_with("--");
  const size_t equals = is_long ? word.find('=') : std::string::npos;
  const std::string name = is_long ? word.substr(0, equals) : word.substr(0, 2);
  const CLI::Option* option = find_option(app, command, name);
  if (option == nullptr) fail_unknown(app, command, is_long ? name : word);
  if (option->get_items_expected_min() == 0) return 0;            // a flag
  if (equals != std::string::npos) return 0;                      // --name=value
  if (!is_long && word.size() > 2) return 0;                      // -nvalue
  if (at + 1 >= words.size()) throw UsageError("option " + name + " needs a value");
  return 1;
}

// "--jobs: Value 99 not in range 1 to 64" → "--jobs: 99 is not in 1..64".
std::optional<std::string> range_message(const std::string& text) {
  const size_t value = text.find("Value ");
  const size_t range = text.find(" not in range ");
  if (value == std::string::npos || range == std::string::npos) return std::nullopt;
  std::string bounds = text.substr(range + 14);
  for (const std::string_view joint : {" to ", " - "}) {
    const size_t at = bounds.find(joint);
    if (at != std::string::npos) bounds.replace(at, joint.size(), "..");
  }
  std::erase_if(bounds, [](char c) { return c == '[' || c == ']'; });
  return text.substr(0, value) + text.substr(value + 6, range - value - 6) + " is not in " + bounds;
}

// "--format: xx not in {table,csv}" → "--format: 'xx' is not one of table, csv".
std::optional<std::string> choice_message(const std::string& text) {
  const size_t colon = text.find(": ");
  const size_t choices = text.find(" not in {");
  if (colon == std::string::npos || choices == std::string::npos) return std::nullopt;
  std::string names = text.substr(choices + 9, text.find('}') - choices - 9);
  for (size_t at = 0; (at = names.find(',', at)) != std::string::npos; at += 2) {
    names.replace(at, 1, ", ");
  }
  return text.substr(0, colon) + ": '" + text.substr(colon + 2, choices - colon - 2) +
         "' is not one of " + names;
}

}  // namespace

void check_words(CLI::App& app, const std::vector<std::string>& words) {
  CLI::App* command = nullptr;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") return;
    const bool is_option = word.size() > 1 && word[0] == '-' &&
                           !std::isdigit(static_cast<unsigned char>(word[1]));
    if (is_option) {
      i += check_option(app, command, words, i);
    } else if (command == nullptr) {
      command = find_command(app, word);
    }
  }
}

UsageError translate(const CLI::Error& error, const std::string& command) {
  const std::string text = error.what();
  const std::string help =
      command.empty() ? "zhengmai --help" : "zhengmai " + command + " --help shows examples";
  if (const auto range = range_message(text)) return UsageError(*range, help);
  if (const auto choice = choice_message(text)) return UsageError(*choice, help);
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    const std::string what = text.substr(0, text.find(" is required"));
    return UsageError((command.empty() ? "zhengmai" : command) + " needs " + what, help);
  }
  std::string message = text;
  while (!message.empty() && (message.back() == '\n' || message.back() == '.')) message.pop_back();
  if (!message.empty()) {
    message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
  }
  return UsageError(message, help);
}

}  // namespace zhengmai
