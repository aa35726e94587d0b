// Finding and reading the files that a user names: files, and folders walked to their ends.
//
//   FoundFiles found = find_files({"docs", "b.txt"});
//   for (const std::string& path : found.paths) read_file(path);
//
// Order: the arguments as given, each folder's files by the bytes of their paths; a file that is
// named twice comes once. In folders only endings that are read are taken (format_of_name) and hidden
// files are not, and endings of documents that are not read (xls, zip, jpg …) are counted in a notice; a
// file named by the user is taken whatever its ending.
// Safety: symbolic links found in folders are skipped unless asked for; folders are visited once,
// so loops end; FIFOs, devices and sockets are never opened.
//
// Errors: InputError (kNoInput) when an argument does not exist, or a folder holds nothing to read.
// What is skipped is a notice, not an error. Threads: pure functions over the file system.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace zhengmai {

struct FileOptions {
  bool follow_links = false;
  uint64_t max_file_size = 64ull << 20;  // bytes
};

struct FileNotice {
  std::string path;
  std::string message;  // without the path
  bool failure = false;  // counts as a failed document (exit code 1)
};

struct FoundFiles {
  std::vector<std::string> paths;
  std::vector<FileNotice> notices;  // in the order they were met
};

FoundFiles find_files(const std::vector<std::string>& arguments, const FileOptions& options = {});

// The bytes of a regular file. InputError "PATH: problem" when it is none, is larger than the limit
// ("PATH: 1.0 GB exceeds --max-file-size 64 MB"), or cannot be read.
std::string read_file(const std::string& path, const FileOptions& options = {});

}  // namespace zhengmai
