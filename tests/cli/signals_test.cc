// What signals do to the program, tried in child processes.
#include "cli/signals.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <string>

namespace zhengmai {
namespace {

struct Ended {
  int status;  // as waitpid gives it
  std::string err;
};

Ended in_child(const std::function<void()>& action) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    install_signal_handlers();
    action();
    _exit(0);
  }
  close(ends[1]);
  Ended ended;
  char buffer[1024];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;) {
    ended.err.append(buffer, size_t(n));
  }
  close(ends[0]);
  waitpid(child, &ended.status, 0);
  return ended;
}

void require_exit(const Ended& ended, int code) {
  REQUIRE(WIFEXITED(ended.status));
  CHECK(WEXITSTATUS(ended.status) == code);
}

}  // namespace

TEST_CASE("the first interrupt asks for a stop, and ends work without safe points at once") {
  require_exit(in_child([] {
                 raise(SIGINT);
                 if (!interrupt_flag()) _exit(1);
               }),
               0);
  const Ended at_once = in_child([] {
    const ExitOnInterrupt words("nothing is lost\n");
    raise(SIGINT);
  });
  require_exit(at_once, 130);
  CHECK(at_once.err == "nothing is lost\n");
  const Ended just_before = in_child([] {
    raise(SIGTERM);
    const ExitOnInterrupt words("nothing is lost\n");
  });
  require_exit(just_before, 130);
  require_exit(in_child([] {
                 { const ExitOnInterrupt words("nothing is lost\n"); }
                 raise(SIGINT);
               }),
               0);
}

TEST_CASE("a mapped file that is cut short meanwhile ends in a message and exit code 74") {
  const Ended ended = in_child([] {
    char name[] = "/tmp/zhengmai-mapped-XXXXXX";
    const int fd = mkstemp(name);
    unlink(name);
    if (fd < 0 || ftruncate(fd, 1 << 16) != 0) _exit(1);
    void* const pages = mmap(nullptr, 1 << 16, PROT_READ, MAP_SHARED, fd, 0);
    if (pages == MAP_FAILED || ftruncate(fd, 0) != 0) _exit(1);
    _exit(static_cast<const volatile char*>(pages)[4096]);
  });
  require_exit(ended, 74);
  CHECK_THAT(ended.err, Catch::Contains("could not be read") && Catch::Contains("zhengmai check"));
}

}  // namespace zhengmai
