#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "cli/app.h"

int main(int argc, char** argv) {
  // Documents come by the thousand. Memory that one gave back serves the next, where the C library
  // would return it to the system and fault it in again, page by page.
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
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
