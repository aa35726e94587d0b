// What the terminal can do, and messages for people on stderr.
//
// Data goes to stdout (output.h), everything here to stderr. Colour only on a terminal unless asked
// for, never when NO_COLOR is set or TERM is dumb. Text from documents and file names is shown with
// its control characters made visible.
//
// Threads: the settings are written once by main, before any thread starts; messages take a lock.
#pragma once

#include <string>
#include <string_view>

#include "graph/model/error.h"

namespace zhengmai {

struct Console {
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool colour_out = false;
  bool colour_err = false;
  bool unicode = true;  // the locale's character set is UTF-8
  bool quiet = false;
  int width = 0;        // columns of stdout; 0 when it is no terminal
};

enum class ColourChoice : uint8_t { kAuto, kAlways, kNever };

// The one console of the process. Sets the locale on first use: LC_ALL and friends, and C.UTF-8
// for character handling when they name no UTF-8 locale (then `unicode` is false).
Console& console();
void set_colour(ColourChoice choice);

// "zhengmai: error: …" and "hint: …".
void print_error(std::string_view message, std::string_view hint = {});
void print_error(const Error& error);
// "zhengmai: warning: …"
void print_warning(std::string_view message);
// A plain line; nothing with --quiet.
void print_note(std::string_view message);

}  // namespace zhengmai
