// Runs something in a child process and keeps what it printed.
//
//   const Ended ended = in_child(STDERR_FILENO, [] { install_handlers(); raise(SIGINT); });
//   require_exit(ended, 130);
//
// The child leaves with 0 when the action returns; Catch's assertions do not work in it.
// Threads: one thread; the child has only that one.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <functional>
#include <string>
#include <vector>

namespace zhengmai::test {

struct Ended {
  int status = 0;       // as waitpid gives it
  std::string printed;  // on the output that was asked for
};

// Kills the child after `kill_after_ms` unless that is negative.
inline Ended in_child(int output, const std::function<void()>& action, int kill_after_ms = -1) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], output);
    close(ends[0]);
    close(ends[1]);
    action();
    _exit(0);
  }
  close(ends[1]);
  if (kill_after_ms >= 0) {
    usleep(useconds_t(kill_after_ms) * 1000);
    kill(child, SIGKILL);
  }
  Ended ended;
  char buffer[4096];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;) {
    ended.printed.append(buffer, size_t(n));
  }
  close(ends[0]);
  waitpid(child, &ended.status, 0);
  return ended;
}

// For the child: becomes a program, found on the path; 127 when it cannot.
[[noreturn]] inline void become(const std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  _exit(127);
}

inline void require_exit(const Ended& ended, int code) {
  REQUIRE(WIFEXITED(ended.status));
  REQUIRE(WEXITSTATUS(ended.status) == code);
}

}  // namespace zhengmai::test
