#include "cli/console.h"

#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "query/syntax/diagnostics.h"
#include "report/escape.h"

namespace zhengmai {
namespace {

bool may_colour() {
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* term = std::getenv("TERM");
  return term != nullptr && std::strcmp(term, "dumb") != 0;
}

int terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

Console detect() {
  std::setlocale(LC_ALL, "");
  Console c;
  c.unicode = std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
  if (!c.unicode) std::setlocale(LC_CTYPE, "C.UTF-8");
  c.out_is_terminal = isatty(STDOUT_FILENO) != 0;
  c.err_is_terminal = isatty(STDERR_FILENO) != 0;
  c.colour_out = c.out_is_terminal && may_colour();
  c.colour_err = c.err_is_terminal && may_colour();
  c.width = c.out_is_terminal ? terminal_width() : 0;
  return c;
}

void write_line(std::string_view text) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  // A progress line may stand on the terminal: begin a clean one.
  if (console().err_is_terminal) std::fputs("\r\x1b[K", stderr);
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fputc('\n', stderr);
}

void print_labelled(std::string_view label, const char* colour, std::string_view message) {
  std::string line;
  const bool coloured = console().colour_err;
  line += coloured ? std::string("zhengmai: ") + colour : "zhengmai: ";
  line += label;
  line += coloured ? ":\x1b[0m " : ": ";
  report::append_visible(line, message, /*keep_newlines=*/true);
  write_line(line);
}

}  // namespace

Console& console() {
  static Console instance = detect();
  return instance;
}

void set_colour(ColourChoice choice) {
  if (choice == ColourChoice::kAuto) return;
  console().colour_out = console().colour_err = choice == ColourChoice::kAlways;
}

void print_error(std::string_view message, std::string_view hint) {
  print_labelled("error", "\x1b[1;31m", message);
  if (hint.empty()) return;
  std::string line = "hint: ";
  report::append_visible(line, hint, /*keep_newlines=*/true);
  write_line(line);
}

void print_error(const Error& error) {
  if (const auto* query = dynamic_cast<const QueryError*>(&error)) {
    // Rendered with the query's line and a caret; the query is the user's own text.
    std::string text = "zhengmai: " + query->rendered(console().colour_err);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    write_line(text);
    return;
  }
  print_error(error.what(), error.hint());
}

void print_warning(std::string_view message) {
  print_labelled("warning", "\x1b[1;33m", message);
}

void print_note(std::string_view message) {
  if (console().quiet) return;
  std::string line;
  report::append_visible(line, message, /*keep_newlines=*/true);
  write_line(line);
}

}  // namespace zhengmai
