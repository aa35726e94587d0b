#include <malloc.h>

#include "cli/app.h"

int main(int argc, char** argv) {
  // Documents come by the thousand. Memory that one gave back serves the next, where the C library
  // would return it to the system and fault it in again, page by page.
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  return zhengmai::run_app(argc, argv);
}
