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

}  // namespace zhengmai
