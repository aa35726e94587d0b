// What signals do to the program, tried in child processes.
#include "cli/signals.h"

#include <sys/mman.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <string>

#include "tests/child.h"

namespace zhengmai {
namespace {

using test::Ended;
using test::in_child;
using test::require_exit;

// Standard error is kept.
Ended with_handlers(const std::function<void()>& action) {
  return in_child(STDERR_FILENO, [&] {
    install_signal_handlers();
    action();
  });
}

}  // namespace

TEST_CASE("the first interrupt asks for a stop, and ends work without safe points at once") {
  require_exit(with_handlers([] {
                 raise(SIGINT);
                 if (!interrupt_flag()) _exit(1);
               }),
               0);
  const Ended at_once = with_handlers([] {
    const ExitOnInterrupt words("nothing is lost\n");
    raise(SIGINT);
  });
  require_exit(at_once, 130);
  CHECK(at_once.printed == "nothing is lost\n");
  const Ended just_before = with_handlers([] {
    raise(SIGTERM);
    const ExitOnInterrupt words("nothing is lost\n");
  });
  require_exit(just_before, 130);
  require_exit(with_handlers([] {
                 { const ExitOnInterrupt words("nothing is lost\n"); }
                 raise(SIGINT);
               }),
               0);
}

TEST_CASE("a mapped file that is cut short meanwhile ends in a message and exit code 74") {
  const Ended ended = with_handlers([] {
    char name[] = "/tmp/zhengmai-mapped-XXXXXX";
    const int fd = mkstemp(name);
    unlink(name);
    if (fd < 0 || ftruncate(fd, 1 << 16) != 0) _exit(1);
    void* const pages = mmap(nullptr, 1 << 16, PROT_READ, MAP_SHARED, fd, 0);
    if (pages == MAP_FAILED || ftruncate(fd, 0) != 0) _exit(1);
    _exit(static_cast<const volatile char*>(pages)[4096]);
  });
  require_exit(ended, 74);
  CHECK_THAT(ended.printed, Catch::Contains("could not be read") && Catch::Contains("zhengmai check"));
}

}  // namespace zhengmai
