// tck_runner FILE.jsonl... [--graphs DIR] [--category C] [--id ID] [--no-temporal] [--parse-only]
//            [--failures]
//
// Runs the scenarios of the openCypher TCK. With --failures the failing ones are shown with what
// was expected and what came; the last line is "N passed, M failed". Exit code 0 only when none
// failed, 64 for a wrong command line, 66 for a file that cannot be read.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tck/run_scenario.h"

namespace {

struct Options {
  std::vector<std::string> files;
  std::string category;
  std::string id;
  bool temporal = true;
  bool failures = false;
  zhengmai::tck::RunOptions run;
};

// True when the command line makes sense.
bool parse_options(int argc, char** argv, Options& out) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    const auto value = [&]() -> std::string { return i + 1 < argc ? argv[++i] : ""; };
    if (arg == "--graphs") {
      out.run.graphs = value();
    } else if (arg == "--category") {
      out.category = value();
    } else if (arg == "--id") {
      out.id = value();
    } else if (arg == "--no-temporal") {
      out.temporal = false;
    } else if (arg == "--parse-only") {
      out.run.parse_only = true;
    } else if (arg == "--failures") {
      out.failures = true;
    } else if (arg.starts_with("-")) {
      return false;
    } else {
      out.files.emplace_back(arg);
    }
  }
  if (out.files.empty()) return false;
  if (out.run.graphs.empty()) {
    const size_t slash = out.files[0].rfind('/');
    out.run.graphs = (slash == std::string::npos ? "." : out.files[0].substr(0, slash)) + "/graphs";
  }
  return true;
}

bool selected(const zhengmai::tck::Scenario& s, const Options& options) {
  if (!options.id.empty() && s.id != options.id) return false;
  if (!options.temporal && s.temporal) return false;
  return options.category.empty() || s.category.find(options.category) != std::string::npos;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse_options(argc, argv, options)) {
    fmt::print(stderr,
               "usage: tck_runner FILE.jsonl... [--graphs DIR] [--category C] [--id ID] "
               "[--no-temporal] [--parse-only] [--failures]\n");
    return 64;
  }
  size_t passed = 0, failed = 0;
  try {
    for (const std::string& file : options.files) {
      for (const auto& scenario : zhengmai::tck::load_scenarios(file)) {
        if (!selected(scenario, options)) continue;
        const auto failure = zhengmai::tck::run_scenario(scenario, options.run);
        ++(failure ? failed : passed);
        if (!failure) continue;
        fmt::print("{} {} {}\n", scenario.id, scenario.place, scenario.name);
        if (!options.failures) continue;
        for (const auto& step : scenario.steps) {
          if (!step.doc.empty()) fmt::print("  {} {}\n", step.text, step.doc);
        }
        fmt::print("  {}\n", *failure);
      }
    }
  } catch (const std::exception& e) {
    fmt::print(stderr, "tck_runner: {}\n", e.what());
    return 66;
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}
