// What goes to shells and to man: scripts and a page that say what --help says.
#include <catch2/catch.hpp>

#include <cstdio>
#include <sstream>

#include "program.h"

namespace zhengmai::cli_test {
namespace {

using Catch::Matchers::Contains;

// What bash offers behind these words, of which the last is completed, one a line.
std::string offers(const std::vector<std::string>& words) {
  std::string script = run({"completion", "bash"}).out;
  script += "\nCOMP_WORDS=(zhengmai";
  for (const std::string& word : words) script += " '" + word + "'";
  script += ")\nCOMP_CWORD=" + std::to_string(words.size()) +
            "\n_zhengmai\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
  const std::string path = write_file("offers.bash", script);
  const std::string command = "cd '" + work_folder() + "' && bash '" + path + "' 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  char buffer[512];
  while (const size_t n = fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, n);
  CHECK(pclose(pipe) == 0);
  return out;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

TEST_CASE("bash completes commands, options, their few values, files and folders") {
  CHECK(offers({"re"}) == "repl\nreport\nremove\nrestore\n");
  CHECK(lines(offers({""})).size() == 16);
  CHECK(offers({"report", "--fo"}) == "--format\n--force\n");
  CHECK(offers({"export", "--vi"}) == "--view\n");
  CHECK(offers({"export", "--view", ""}) == "agencies\nthemes\ndocument\n");
  CHECK(offers({"report", "-f", "xl"}) == "xlsx\n");
  CHECK(offers({"stats", "--color", "al"}) == "always\n");
  CHECK(offers({"--col"}) == "--color\n");
  CHECK(offers({"completion", "z"}) == "zsh\n");
  write_file("plans/a.txt", "x");
  CHECK(offers({"build", "pla"}) == "plans\n");
  CHECK(offers({"build", "plans/"}) == "plans/a.txt\n");
  CHECK(offers({"stats", "-d", "plans/"}) == "\n");  // a store is a folder
}

TEST_CASE("zsh and fish are told every command, and every option with its values") {
  const std::string zsh = run({"completion", "zsh"}).out;
  CHECK(zsh.starts_with("#compdef zhengmai\n"));
  CHECK_THAT(zsh, Contains("'stats:Count what the store holds'"));
  CHECK_THAT(zsh, Contains("'(--view)--view[agencies, themes or document]:TEXT:(agencies themes "
                           "document)'"));
  CHECK_THAT(zsh, Contains("'(-d --db)-d[The store'\\''s folder"));
  const std::string fish = run({"completion", "fish"}).out;
  CHECK_THAT(fish, Contains("-n __fish_use_subcommand -xa stats -d 'Count what the store holds'"));
  CHECK_THAT(fish, Contains("-n '__fish_seen_subcommand_from export' -l view -xa 'agencies themes "
                            "document'"));
  const Outcome wrong = run({"completion", "tcsh"});
  CHECK(wrong.status == 64);
  CHECK_THAT(wrong.err, Contains("'tcsh' is not one of bash, zsh, fish"));
  CHECK(run({"completion"}).status == 64);
}

TEST_CASE("the manual has every command and option that --help has, and no line of it is lost in roff") {
  const std::string page = run({"manual"}).out;
  CHECK(page.starts_with(".TH ZHENGMAI 1"));
  for (const std::string& command : lines(offers({""}))) {
    CAPTURE(command);
    CHECK_THAT(page, Contains(".SS \"zhengmai " + command + " [OPTIONS]"));
    for (const std::string& word : lines(offers({command, "--"}))) {
      std::string option = "\\fB";
      for (const char c : word) option += c == '-' ? "\\-" : std::string(1, c);
      CHECK_THAT(page, Contains(option + "\\fR"));
    }
  }
  // A dot that begins a line of text would be taken for a request.
  for (const std::string& line : lines(page)) {
    if (!line.starts_with(".")) continue;
    const std::string request = line.substr(0, line.find(' '));
    CAPTURE(line);
    CHECK_THAT(".TH .SH .SS .TP .PP .br .nf .fi .B ", Contains(request + " "));
  }
}

}  // namespace
}  // namespace zhengmai::cli_test
