#include "cli/sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <map>

#include "cli/console.h"
#include "cli/parameters.h"
#include "extract/read/jsonl.h"
#include "graph/model/error.h"

namespace zhengmai {
namespace {

std::vector<std::string> split_list(const std::string& text) {
  const char separator = text.find('\0') != std::string::npos ? '\0' : '\n';
  std::vector<std::string> out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(separator, at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

struct SourceReader::State {
  FileOptions options;
  FoundFiles found;
  size_t at = 0;
  bool use_stdin = false;
  JsonlReader jsonl{std::cin};

  Source next_file() {
    Source source;
    source.name = found.paths[at++];
    try {
      source.bytes = read_file(source.name, options);
    } catch (const Error& error) {
      source.error = error.what();
    }
    return source;
  }

  std::optional<Source> next_line() {
    Source source;
    try {
      std::optional<JsonlDocument> document = jsonl.next();
      if (!document) return std::nullopt;
      source.name = std::move(document->id);
      source.bytes = std::move(document->text);
    } catch (const Error& error) {
      source.name = fmt::format("stdin:{}", jsonl.line());
      source.error = error.what();
    }
    return source;
  }
};

SourceReader::SourceReader(const SourceOptions& options) : state_(std::make_unique<State>()) {
  state_->options = options.files;
  std::vector<std::string> paths = options.paths;
  if (!options.files_from.empty()) {
    const auto listed = split_list(read_text_file(options.files_from));
    paths.insert(paths.end(), listed.begin(), listed.end());
  }
  state_->use_stdin = std::erase(paths, "-") > 0;
  if (!paths.empty()) state_->found = find_files(paths, options.files);
}

SourceReader::~SourceReader() = default;

std::optional<Source> SourceReader::next() {
  if (state_->at < state_->found.paths.size()) return state_->next_file();
  if (state_->use_stdin) return state_->next_line();
  return std::nullopt;
}

uint64_t SourceReader::total() const {
  return state_->use_stdin ? 0 : state_->found.paths.size();
}

const std::vector<std::string>& SourceReader::files() const { return state_->found.paths; }

uint64_t SourceReader::print_notices() const {
  uint64_t failures = 0;
  // One line for many alike: a folder full of links should not fill the screen.
  std::map<std::string, uint64_t> harmless;
  for (const FileNotice& notice : state_->found.notices) {
    if (notice.failure) {
      ++failures;
      print_error(notice.path + ": " + notice.message);
    } else if (harmless[notice.message]++ == 0) {
      print_note(notice.path + ": " + notice.message);
    }
  }
  for (const auto& entry : harmless) {
    if (entry.second > 1)
      print_note(fmt::format("… and {} more: {}", entry.second - 1, entry.first));
  }
  return failures;
}

}  // namespace zhengmai
