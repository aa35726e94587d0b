#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "cli/app.h"
#include "extract/link/extract.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);  // std::cin has a buffer of its own
  zhengmai::keep_freed_memory();
  const int code = zhengmai::run_app(argc, argv);
#ifdef NDEBUG
  // All is closed and written. The libraries would now take down their static tables entry by
  // entry; the kernel does that at once. (Debug builds go the long way, where leaks are looked for.)
  std::cout.flush();
  std::cerr.flush();
  std::fflush(nullptr);
  std::_Exit(code);
#endif
  return code;
}
