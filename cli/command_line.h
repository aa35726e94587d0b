// The check before CLI11: is every command and option known, and does each have its value?
//
// CLI11 reports a missing required option before a mistyped one ("--db is required" for --dbb) and
// has no suggestions, so the words are looked at once before it sees them.
//
// Cost: linear in the arguments. Errors: UsageError. Threads: main thread only.
#pragma once

#include <string>
#include <vector>

#include "graph/model/error.h"

namespace CLI {
class App;
class Error;
}  // namespace CLI

namespace zhengmai {

class UsageError : public Error {
 public:
  explicit UsageError(const std::string& message, std::string hint = {})
      : Error(ExitCode::kUsage, message, std::move(hint)) {}
};

// Throws UsageError for an unknown command or option (with the nearest known name) and for an
// option that lacks its value.
void check_words(CLI::App& app, const std::vector<std::string>& words);

// What CLI11 still found wrong (ranges, missing arguments, exclusions), in our words.
UsageError translate(const CLI::Error& error, const std::string& command);

}  // namespace zhengmai
