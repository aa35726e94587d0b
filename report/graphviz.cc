#include "report/graphviz.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "graph/model/error.h"
#include "report/export.h"

extern char** environ;

namespace zhengmai::report {
namespace {

constexpr size_t kDotNodes = 300;   // beyond these, dot takes minutes
constexpr size_t kDotEdges = 700;
constexpr auto kPoll = std::chrono::milliseconds(10);

// A file of our own that disappears with us.
class TemporaryFile {
 public:
  explicit TemporaryFile(const char* prefix) {
    const char* folder = std::getenv("TMPDIR");
    path_ = std::string(folder != nullptr && *folder ? folder : "/tmp") + "/" + prefix + "XXXXXX";
    descriptor_ = mkostemp(path_.data(), O_CLOEXEC);
    if (descriptor_ < 0) {
      throw StoreError(ExitCode::kCannotCreate, "cannot create a temporary file: " +
                                                    std::string(std::strerror(errno)));
    }
  }
  ~TemporaryFile() {
    ::close(descriptor_);
    ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }
  int descriptor() const { return descriptor_; }

 private:
  std::string path_;
  int descriptor_ = -1;
};

struct Run {
  bool missing = false;
  bool timed_out = false;
  int status = 0;
  std::string messages;  // the child's stderr, the first kilobytes
};

std::string head_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(4096, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  return text;
}

// Runs a program with stdout to a descriptor (or nowhere), no shell, and a time limit.
Run run(const std::vector<std::string>& words, int out, std::chrono::seconds timeout) {
  TemporaryFile errors("zhengmai-err-");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out, 1);
  posix_spawn_file_actions_adddup2(&actions, errors.descriptor(), 2);
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  Run result;
  if (error != 0) {
    result.missing = true;
    return result;
  }
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (waitpid(child, &result.status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      kill(child, SIGKILL);
      waitpid(child, &result.status, 0);
      result.timed_out = true;
      break;
    }
    std::this_thread::sleep_for(kPoll);
  }
  result.messages = head_of(errors.path());
  return result;
}

// Whether fontconfig knows a font with Han; without fc-list we do not guess.
bool lacks_han_font() {
  TemporaryFile list("zhengmai-fonts-");
  const Run fonts = run({"fc-list", ":lang=zh-cn", "family"}, list.descriptor(),
                        std::chrono::seconds(5));
  return !fonts.missing && !fonts.timed_out && fonts.status == 0 && head_of(list.path()).empty();
}

}  // namespace

std::string choose_engine(const Drawing& drawing) {
  const bool small =
      drawing.nodes.size() <= kDotNodes && drawing.relationships.size() <= kDotEdges;
  return drawing.style.layout == Layout::kLayered && small ? "dot" : "sfdp";
}

std::string write_picture(const Drawing& drawing, const std::string& format,
                          const std::filesystem::path& path, const PictureOptions& options) {
  TemporaryFile source("zhengmai-dot-");
  {
    std::ofstream file(source.path(), std::ios::binary);
    write_dot(drawing, file);
    file.close();
    if (!file) throw StoreError(ExitCode::kIoError, "cannot write a temporary file");
  }
  const std::string engine = options.engine.empty() ? choose_engine(drawing) : options.engine;
  const int out = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (out < 0) {
    throw StoreError(ExitCode::kCannotCreate,
                     "cannot create '" + path.string() + "': " + std::strerror(errno));
  }
  const Run drawn = run({engine, "-T" + format, source.path()}, out, options.timeout);
  ::close(out);
  if (drawn.missing || (WIFEXITED(drawn.status) && WEXITSTATUS(drawn.status) == 127)) {
    throw StoreError(ExitCode::kNoHelper, "'" + engine + "' not found",
                     "apt install graphviz, or export with -f dot or -f html");
  }
  if (drawn.timed_out) {
    throw LimitError("'" + engine + "' did not finish in " +
                         std::to_string(options.timeout.count()) + " s",
                     "draw less (--query, --max-nodes), raise --timeout, or use -f html");
  }
  if (!WIFEXITED(drawn.status) || WEXITSTATUS(drawn.status) != 0) {
    throw StoreError(ExitCode::kInternal, "'" + engine + "' failed: " + drawn.messages);
  }
  return lacks_han_font() ? "no font with Chinese characters is installed; apt install "
                            "fonts-wqy-microhei (or fonts-noto-cjk)"
                          : "";
}

}  // namespace zhengmai::report
