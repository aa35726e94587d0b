#include "program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/temporary_folder.h"

namespace zhengmai::cli_test {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void become(const std::vector<std::string>& words,
                         const std::vector<std::string>& environment, const std::string& folder) {
  const auto redirect = [](const std::string& path, int flags, int to) {
    const int fd = open(path.c_str(), flags, 0600);
    dup2(fd, to);
    close(fd);
  };
  redirect(folder + "/.in", O_RDONLY, 0);
  redirect(folder + "/.out", O_WRONLY | O_CREAT | O_TRUNC, 1);
  redirect(folder + "/.err", O_WRONLY | O_CREAT | O_TRUNC, 2);
  if (chdir(folder.c_str()) != 0) _exit(126);
  unsetenv("ZHENGMAI_DB");
  unsetenv("NO_COLOR");
  setenv("LC_ALL", "C.UTF-8", 1);
  for (const std::string& pair : environment) putenv(const_cast<char*>(pair.c_str()));
  std::vector<char*> argv = {const_cast<char*>(ZHENGMAI_PROGRAM)};
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  _exit(127);
}

}  // namespace

const std::string& work_folder() {
  static const test::TemporaryFolder folder;
  return folder.path().native();
}

std::string write_file(const std::string& name, const std::string& bytes) {
  const std::string path = work_folder() + "/" + name;
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Outcome run(const std::vector<std::string>& words, const std::string& input,
            const std::vector<std::string>& environment) {
  const std::string& folder = work_folder();
  write_file(".in", input);
  const pid_t child = fork();
  if (child == 0) become(words, environment, folder);
  int status = 0;
  waitpid(child, &status, 0);
  Outcome outcome;
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.out = read_file(folder + "/.out");
  outcome.err = read_file(folder + "/.err");
  return outcome;
}

const std::string& sample_store() {
  static const std::string store = [] {
    const std::string path = work_folder() + "/samples.db";
    const Outcome built =
        run({"build", "-d", path, std::string(ZHENGMAI_SOURCE_DIR) + "/samples/documents"});
    INFO(built.err);
    REQUIRE(built.status == 0);
    return path;
  }();
  return store;
}

}  // namespace zhengmai::cli_test
