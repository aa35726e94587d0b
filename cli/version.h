// What `zhengmai --version` prints.
//
// Threads: pure functions.
#pragma once

#include <string>

namespace zhengmai {

// "0.1.0".
std::string program_version();
// The program's version, its libraries' and the store's format, one a line.
std::string version_text();

}  // namespace zhengmai
