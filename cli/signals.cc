#include "cli/signals.h"

#include <signal.h>
#include <unistd.h>

#include <cstring>

#include "graph/model/error.h"

namespace zhengmai {
namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // or a handler could not touch it

std::atomic<const char*> last_words{nullptr};
static_assert(std::atomic<const char*>::is_always_lock_free);

// For handlers: nothing but write and _exit is safe there. Where stderr cannot be written either,
// the exit code alone says that something is wrong.
[[noreturn]] void leave(const char* message, ExitCode code) {
  const ssize_t written = write(STDERR_FILENO, message, std::strlen(message));
  _exit(static_cast<int>(written < 0 ? ExitCode::kInternal : code));
}

void on_interrupt(int signal_number) {
  if (const char* const message = last_words) leave(message, ExitCode::kInterrupted);
  if (interrupted.exchange(true)) {
    signal(signal_number, SIG_DFL);
    raise(signal_number);
  }
}

// Debian builds RocksDB with assertions: some I/O errors end in abort() instead of a Status.
void on_abort(int) {
  leave(
      "\nzhengmai: error: the storage engine stopped after an I/O error it could not recover from "
      "(disk full or damaged?)\nhint: finished documents are safe; free space, then run "
      "'zhengmai check'\n",
      ExitCode::kIoError);
}

// The graph is mapped: a page that cannot be read is a signal and not an error.
void on_bus_error(int) {
  leave(
      "\nzhengmai: error: a file in use could not be read (a disk error, or 'graph.image' was cut "
      "short meanwhile)\nhint: run 'zhengmai check'; where that ends like this too, remove "
      "'graph.image': the next query makes it again\n",
      ExitCode::kIoError);
}

void install(int signal_number, void (*handler)(int), int flags) {
  struct sigaction action;
  std::memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, nullptr);
}

}  // namespace

void install_signal_handlers() {
  install(SIGINT, on_interrupt, SA_RESTART);
  install(SIGTERM, on_interrupt, SA_RESTART);
  install(SIGHUP, on_interrupt, SA_RESTART);
  install(SIGABRT, on_abort, 0);
  install(SIGBUS, on_bus_error, 0);
  signal(SIGPIPE, SIG_DFL);  // a parent may have left it ignored
}

const std::atomic<bool>& interrupt_flag() { return interrupted; }

void clear_interrupt() { interrupted = false; }

ExitOnInterrupt::ExitOnInterrupt(const char* message) {
  last_words = message;
  // A signal that came just before asked for the same.
  if (interrupted) raise(SIGINT);
}
ExitOnInterrupt::~ExitOnInterrupt() { last_words = nullptr; }

void check_interrupt() {
  if (interrupted) throw Interrupted();
}

}  // namespace zhengmai
