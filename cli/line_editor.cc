#include "cli/line_editor.h"

#include <editline/readline.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr int kHistoryEntries = 2000;

constexpr int kKillLine = 'U' - '@';  // Ctrl-U: libedit's key for "forget this line"

LineEditor::Complete completer;
std::vector<std::string> candidates;
volatile sig_atomic_t pressed = 0;  // Ctrl-C at the prompt

pthread_t main_thread;

// The kernel may hand the signal to any thread (RocksDB has some); the one that reads must wake up.
void on_prompt_interrupt(int signal_number) {
  pressed = 1;
  if (!pthread_equal(pthread_self(), main_thread)) pthread_kill(main_thread, signal_number);
}

// One character for libedit, which reads on through signals by itself. After Ctrl-C it is given the
// keys that empty the line and end it.
int read_character(FILE*) {
  static bool end_line = false;
  if (end_line) {
    end_line = false;
    return '\n';
  }
  std::string bytes;
  while (true) {
    char byte;
    const ssize_t n = ::read(STDIN_FILENO, &byte, 1);
    if (n < 0 && errno == EINTR) {
      if (!pressed) continue;  // the window was resized
      end_line = true;
      return kKillLine;
    }
    if (n <= 0) return -1;
    bytes += byte;
    const auto lead = static_cast<unsigned char>(bytes[0]);
    const size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (bytes.size() < size) continue;
    const std::u32string decoded = to_utf32(bytes);
    return decoded.empty() ? ' ' : static_cast<int>(decoded[0]);
  }
}

std::string history_path() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path folder;
  if (state != nullptr && *state == '/') {
    folder = state;
  } else if (home != nullptr && *home == '/') {
    folder = std::filesystem::path(home) / ".local/state";
  } else {
    return {};
  }
  std::error_code error;
  std::filesystem::create_directories(folder / "zhengmai", error);
  return error ? std::string() : (folder / "zhengmai/history").string();
}

char* next_candidate(const char*, int state) {
  static size_t at = 0;
  if (state == 0) at = 0;
  return at < candidates.size() ? strdup(candidates[at++].c_str()) : nullptr;
}

char** complete(const char* text, int start, int) {
  rl_attempted_completion_over = 1;  // never file names
  rl_completion_append_character = '\0';
  const std::string line(rl_line_buffer, strnlen(rl_line_buffer, static_cast<size_t>(rl_end)));
  candidates = completer(line.substr(0, static_cast<size_t>(start)), text);
  return candidates.empty() ? nullptr : rl_completion_matches(text, next_candidate);
}

}  // namespace

LineEditor::LineEditor(Complete complete_words)
    : terminal_(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
  if (!terminal_) return;
  completer = std::move(complete_words);
  rl_readline_name = const_cast<char*>("zhengmai");
  rl_getc_function = read_character;
  rl_initialize();
  rl_attempted_completion_function = complete;
  static char breaks[] = " \t\n\"'`@$><=;|&{}(),:[].-+*/%!";
  rl_completer_word_break_characters = breaks;
  rl_basic_word_break_characters = breaks;
  using_history();
  stifle_history(kHistoryEntries);
  history_file_ = history_path();
  if (!history_file_.empty()) read_history(history_file_.c_str());
}

LineEditor::~LineEditor() {
  if (!terminal_ || history_file_.empty()) return;
  const mode_t mask = umask(0077);
  write_history(history_file_.c_str());
  umask(mask);
  chmod(history_file_.c_str(), 0600);
}

LineEditor::Outcome LineEditor::read(const std::string& prompt, std::string& line) {
  if (!terminal_) return std::getline(std::cin, line) ? Outcome::kLine : Outcome::kEnd;
  pressed = 0;
  main_thread = pthread_self();
  struct sigaction mine, before;
  std::memset(&mine, 0, sizeof mine);
  mine.sa_handler = on_prompt_interrupt;  // without SA_RESTART: read_character must wake up
  sigemptyset(&mine.sa_mask);
  sigaction(SIGINT, &mine, &before);
  char* text = readline(prompt.c_str());
  sigaction(SIGINT, &before, nullptr);
  if (pressed) {
    std::free(text);
    return Outcome::kInterrupted;
  }
  if (text == nullptr) return Outcome::kEnd;
  line = text;
  std::free(text);
  return Outcome::kLine;
}

void LineEditor::remember(const std::string& statement) {
  if (!terminal_) return;
  std::string one_line = statement;
  for (char& c : one_line) {
    if (c == '\n') c = ' ';
  }
  add_history(one_line.c_str());
}

}  // namespace zhengmai
