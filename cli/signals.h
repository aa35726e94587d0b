// Signals: Ctrl-C asks for a stop at the next safe point, a second one kills; an assertion inside
// RocksDB becomes a message and exit code 74; a closed pipe ends the program quietly (141).
//
// Threads: the flag may be read from any thread.
#pragma once

#include <atomic>

namespace zhengmai {

// Installs the handlers. Call once, first thing in main.
void install_signal_handlers();

// Set by the first SIGINT, SIGTERM or SIGHUP.
const std::atomic<bool>& interrupt_flag();
void clear_interrupt();

// Throws Interrupted when the flag is set.
void check_interrupt();

// While one of these lives, the first SIGINT, SIGTERM or SIGHUP ends the process at once, with
// `message` on stderr and exit code 130: for work that leaves nothing half done and has no safe
// points. REQUIRES: message is static text; one at a time.
class ExitOnInterrupt {
 public:
  explicit ExitOnInterrupt(const char* message);
  ~ExitOnInterrupt();
  ExitOnInterrupt(const ExitOnInterrupt&) = delete;
  ExitOnInterrupt& operator=(const ExitOnInterrupt&) = delete;
};

}  // namespace zhengmai
