#include "extract/read/pdf.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "extract/read/pdf_tables.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace read_internal {
namespace {

// A file in memory, closed on exec and at the end of its life.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : fd_(memfd_create(name, MFD_CLOEXEC)) {
    if (fd_ < 0) throw Error(ExitCode::kIoError, "cannot make a file in memory for the PDF reader");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(fd_); }

  int fd() const { return fd_; }

  void write_all(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = write(fd_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) throw Error(ExitCode::kIoError, "cannot hand the PDF to its reader");
      bytes.remove_prefix(size_t(n));
    }
    lseek(fd_, 0, SEEK_SET);
  }

  std::string read_all() const {
    struct stat status;
    if (fstat(fd_, &status) != 0) return {};
    std::string bytes(size_t(status.st_size), '\0');
    size_t used = 0;
    while (used < bytes.size()) {
      const ssize_t n = pread(fd_, bytes.data() + used, bytes.size() - used, off_t(used));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      used += size_t(n);
    }
    bytes.resize(used);
    return bytes;
  }

 private:
  int fd_;
};

void set_limit(int resource, rlim_t value, rlim_t grace = 0) {
  const rlimit limit{value, value + grace};
  setrlimit(resource, &limit);
}

// In the child, between fork and exec: only async-signal-safe calls.
[[noreturn]] void become_helper(char* const* argv, int document, int output, int errors,
                                const HelperLimits& limits) {
  const int null = open("/dev/null", O_RDONLY);
  // Out of the way of 0 … 3 first, so that no dup2 overwrites what a later one needs.
  const int in = fcntl(null, F_DUPFD, 10), doc = fcntl(document, F_DUPFD, 10),
            out = fcntl(output, F_DUPFD, 10), err = fcntl(errors, F_DUPFD, 10);
  if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0 || dup2(doc, 3) < 0) _exit(126);
  syscall(SYS_close_range, 4u, ~0u, 0u);
  set_limit(RLIMIT_AS, limits.memory_bytes);
  set_limit(RLIMIT_CPU, limits.cpu_seconds, 1);  // SIGXCPU first, SIGKILL a second later
  set_limit(RLIMIT_FSIZE, limits.output_bytes);
  set_limit(RLIMIT_CORE, 0);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  execv(argv[0], argv);
  _exit(127);
}

// Waits for the child; kills it when its time is over.
int wait_for(pid_t child, unsigned seconds, bool* timed_out) {
  const int pidfd = int(syscall(SYS_pidfd_open, child, 0));
  if (pidfd >= 0) {
    pollfd ready{pidfd, POLLIN, 0};
    int polled;
    do {
      polled = poll(&ready, 1, int(seconds) * 1000);
    } while (polled < 0 && errno == EINTR);
    *timed_out = polled == 0;
    close(pidfd);
  } else {
    *timed_out = true;
    for (unsigned i = 0; i < seconds * 100 && *timed_out; ++i) {
      siginfo_t info{};
      waitid(P_PID, id_t(child), &info, WEXITED | WNOHANG | WNOWAIT);
      *timed_out = info.si_pid == 0;
      if (*timed_out) usleep(10'000);
    }
  }
  if (*timed_out) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

HelperResult run_helper(const std::string& program, const std::vector<std::string>& arguments,
                        std::string_view document, const HelperLimits& limits) {
  const MemoryFile input("document"), output("text"), errors("errors");
  input.write_all(document);
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  words.insert(words.end(), {"/dev/fd/3", "-"});
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  const pid_t child = fork();
  if (child < 0) throw Error(ExitCode::kIoError, "cannot start the PDF reader");
  if (child == 0) become_helper(argv.data(), input.fd(), output.fd(), errors.fd(), limits);
  HelperResult result;
  const int status = wait_for(child, limits.wall_seconds, &result.timed_out);
  result.timed_out |= WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  result.output = output.read_all();
  result.errors = errors.read_all();
  return result;
}

}  // namespace read_internal

namespace {

using read_internal::HelperLimits;
using read_internal::HelperResult;

constexpr uint64_t kMaxPageOutput = 32 << 20;  // for some pages' words or lines
constexpr unsigned kPageSeconds = 10;          // for these
constexpr unsigned kTablesSeconds = 30;        // after which no further pages are asked for

// A program of poppler: what `variable` of the environment names, or what PATH has.
std::string find_program(const char* variable, std::string_view name) {
  if (const char* named = std::getenv(variable)) {
    return access(named, X_OK) == 0 ? named : "";
  }
  const char* path = std::getenv("PATH");
  std::string_view folders = path != nullptr ? path : "/usr/bin:/bin";
  while (!folders.empty()) {
    const size_t colon = std::min(folders.find(':'), folders.size());
    const std::string candidate = fmt::format("{}/{}", folders.substr(0, colon), name);
    if (colon > 0 && access(candidate.c_str(), X_OK) == 0) return candidate;
    folders.remove_prefix(std::min(colon + 1, folders.size()));
  }
  return {};
}

bool mentions(const std::string& errors, std::string_view words) {
  return errors.find(words) != std::string::npos;
}

void check(const HelperResult& run, const HelperLimits& limits) {
  if (run.timed_out) {
    throw InputError(fmt::format("PDF reader exceeded {} s", limits.cpu_seconds));
  }
  if (run.exit_code == 0) return;
  if (mentions(run.errors, "Incorrect password")) {
    throw InputError("encrypted PDF", "remove its password, for example with: qpdf --decrypt");
  }
  if (run.exit_code == 3) {
    throw InputError("PDF forbids taking text from it", "ask its issuer for a copy that allows it");
  }
  if (run.exit_code < 0) throw InputError("PDF reader crashed", "the file is probably damaged");
  throw InputError("damaged PDF", run.errors.substr(0, run.errors.find('\n')));
}

// The text with the tables that pages draw as rows; as it was when that is not to be had.
std::string add_tables(std::string text, std::string_view bytes, const std::string& pdftotext) {
  const std::string pdftocairo = find_program("ZHENGMAI_PDFTOCAIRO", "pdftocairo");
  if (pdftocairo.empty()) return text;
  HelperLimits limits;
  limits.cpu_seconds = kPageSeconds;
  limits.wall_seconds = kPageSeconds;
  limits.output_bytes = kMaxPageOutput;
  const auto begin = std::chrono::steady_clock::now();
  bool failed = false;  // once is enough: what is slow or damaged stays so
  const auto ask = [&](const std::string& program, std::vector<std::string> arguments, size_t first,
                       size_t last) -> std::string {
    failed |= std::chrono::steady_clock::now() - begin > std::chrono::seconds(kTablesSeconds);
    if (failed) return {};
    arguments.insert(arguments.end(),
                     {"-q", "-f", std::to_string(first), "-l", std::to_string(last)});
    try {
      HelperResult run = read_internal::run_helper(program, arguments, bytes, limits);
      failed = run.exit_code != 0 || run.timed_out || find_invalid_utf8(run.output);
      if (!failed) return std::move(run.output);
    } catch (const Error&) {  // no process or memory to be had: there is a text already
      failed = true;
    }
    return {};
  };
  return with_ruled_tables(
      text,
      [&](size_t first, size_t last) {
        return ask(pdftotext, {"-bbox-layout", "-enc", "UTF-8"}, first, last);
      },
      [&](size_t first, size_t last) {
        // In the coordinates of pdftotext: no fitting to a paper's size.
        return ask(pdftocairo, {"-svg", "-origpagesizes", "-noshrink", "-nocenter", "-nocrop"},
                   first, last);
      });
}

}  // namespace

PlainText read_pdf(std::string_view bytes) {
  const std::string program = find_program("ZHENGMAI_PDFTOTEXT", "pdftotext");
  if (program.empty()) {
    throw Error(ExitCode::kNoHelper, "'pdftotext' not found; PDF files cannot be read",
                "apt install poppler-utils poppler-data");
  }
  const HelperLimits limits;
  HelperResult run =
      read_internal::run_helper(program, {"-enc", "UTF-8", "-eol", "unix"}, bytes, limits);
  check(run, limits);
  if (const auto bad = find_invalid_utf8(run.output)) {
    throw InputError(fmt::format("PDF reader gave invalid UTF-8 at byte {}", *bad));
  }
  PlainText result;
  result.format = Format::kPdf;
  result.text = to_utf32(add_tables(std::move(run.output), bytes, program));
  const bool no_language_data = mentions(run.errors, "Missing language pack");
  if (result.text.find_first_not_of(U" \t\r\n\f　") == std::u32string::npos) {
    if (no_language_data) {
      throw InputError("PDF text needs character tables that are not installed",
                       "apt install poppler-data");
    }
    const auto pages = std::count(result.text.begin(), result.text.end(), U'\f');
    throw InputError(fmt::format("no text layer ({} pages); OCR first", pages));
  }
  if (no_language_data) {
    result.warnings.emplace_back("some characters are missing; apt install poppler-data");
  }
  return result;
}

}  // namespace zhengmai
