// What `zhengmai --version` prints.
//
// Threads: pure function.
#pragma once

#include <string>

namespace zhengmai {

// The program's version, its libraries' and the store's format, one a line.
std::string version_text();

}  // namespace zhengmai
