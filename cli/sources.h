// The documents that a command line names, one after the other: files, folders, "-" for JSON Lines
// on stdin. Finding and reading is extract/read's; this joins them into one stream with the errors
// of single documents in it.
//
// Errors: InputError (66) when a path is missing or a folder holds nothing to read.
// Threads: next() from one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "extract/read/files.h"

namespace zhengmai {

struct SourceOptions {
  std::vector<std::string> paths;
  std::string files_from;  // a file with paths separated by NUL or line feeds; "-" is stdin
  FileOptions files;
};

// One document as it lies on disk or came through the pipe, or why it could not be read.
struct Source {
  std::string name;   // the path, or the JSONL id
  std::string bytes;
  std::string error;  // not empty: unreadable, and this says why, with the name
};

class SourceReader {
 public:
  explicit SourceReader(const SourceOptions& options);
  ~SourceReader();

  std::optional<Source> next();
  // Files known beforehand; 0 when stdin is among the sources.
  uint64_t total() const;
  // The files of the list, in order (for --prune and --dry-run); JSONL documents are not in it.
  const std::vector<std::string>& files() const;
  // Prints what was passed over; returns how many of these count as failed documents.
  uint64_t print_notices() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace zhengmai
