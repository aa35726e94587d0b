#include "cli/line_editor.h"

#include <editline/readline.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "cli/console.h"

namespace zhengmai {
namespace {

constexpr int kHistoryEntries = 2000;

LineEditor::Complete completer;
std::vector<std::string> candidates;
sigjmp_buf at_prompt;

// libedit keeps reading through a signal, so the handler leaves it the way psql does. Only libedit's
// C frames are skipped.
void on_prompt_interrupt(int) { siglongjmp(at_prompt, 1); }

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
  struct sigaction mine, before;
  std::memset(&mine, 0, sizeof mine);
  mine.sa_handler = on_prompt_interrupt;
  sigemptyset(&mine.sa_mask);
  sigaction(SIGINT, &mine, &before);
  if (sigsetjmp(at_prompt, 1) != 0) {
    sigaction(SIGINT, &before, nullptr);
    rl_reset_terminal(nullptr);
    std::cout << "^C\n" << std::flush;
    return Outcome::kInterrupted;
  }
  char* text = readline(prompt.c_str());
  sigaction(SIGINT, &before, nullptr);
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
