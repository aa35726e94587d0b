// The errors of Zhengmai: one small hierarchy, thrown where a fault is found and caught at two
// places only, the command boundary (cli/) and the REPL's loop.
//
// A message names the object, the problem and what was expected; `hint()` says what to do next.
// RocksDB's, ANTLR's and Boost's own errors are translated in the one folder that may include them.
//
// Threads: exceptions are values; nothing here is shared.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace zhengmai {

// Process exit codes: the numbers of sysexits.h, and 79, which is ours.
enum class ExitCode : int {
  kSuccess = 0,
  kPartial = 1,          // completed, but some documents failed or `check` found problems
  kUsage = 64,           // the command line is wrong
  kBadInput = 65,        // an input's or a query's content is wrong
  kNoInput = 66,         // an input is missing
  kNoHelper = 69,        // a helper program is missing
  kInternal = 70,        // a fault of this program
  kCannotCreate = 73,    // an output cannot be created
  kIoError = 74,         // I/O error, disk full, corruption
  kLocked = 75,          // the store is locked by another process
  kNoPermission = 77,    // permission denied
  kConfig = 78,          // a lexicon table, report specification or other configuration is wrong
  kLimit = 79,           // a limit on time, memory, rows or nesting was reached
  kInterrupted = 130,    // Ctrl-C
};

// The root: what happened, what to do about it, and how the process should end.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message, std::string hint = {})
      : std::runtime_error(message), code_(code), hint_(std::move(hint)) {}

  ExitCode code() const { return code_; }
  const std::string& hint() const { return hint_; }

 private:
  ExitCode code_;
  std::string hint_;
};

// A document, table, CSV file or parameter that cannot be read. `code` tells missing from malformed.
class InputError : public Error {
 public:
  explicit InputError(const std::string& message, std::string hint = {},
                      ExitCode code = ExitCode::kBadInput)
      : Error(code, message, std::move(hint)) {}
};

// The store cannot be opened, read or written (kIoError, kLocked, kCannotCreate, kNoPermission …).
class StoreError : public Error {
 public:
  StoreError(ExitCode code, const std::string& message, std::string hint = {})
      : Error(code, message, std::move(hint)) {}
};

// A limit that the user set, or that protects the machine, was reached.
class LimitError : public Error {
 public:
  explicit LimitError(const std::string& message, std::string hint = {})
      : Error(ExitCode::kLimit, message, std::move(hint)) {}
};

// The user pressed Ctrl-C; work stops at the next safe point.
class Interrupted : public Error {
 public:
  explicit Interrupted(const std::string& message = "interrupted")
      : Error(ExitCode::kInterrupted, message) {}
};

}  // namespace zhengmai
