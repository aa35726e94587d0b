// Runs the built program as a user does, and keeps what it printed.
//
// Threads: one thread.
#pragma once

#include <string>
#include <vector>

namespace zhengmai::cli_test {

struct Outcome {
  int status = 0;  // exit code, or 128 + signal
  std::string out;
  std::string err;
};

// `folder` is the working directory; empty: a folder of the test's own, the same for the process.
Outcome run(const std::vector<std::string>& words, const std::string& input = "",
            const std::vector<std::string>& environment = {});

// The folder that run() works in.
const std::string& work_folder();

// A store built from samples/documents, once a process.
const std::string& sample_store();

// Writes a file below work_folder(); its path.
std::string write_file(const std::string& name, const std::string& bytes);
std::string read_file(const std::string& path);

}  // namespace zhengmai::cli_test
