// PDF → plain text, by poppler's pdftotext in a process of its own.
//
// The helper is poppler (GPL) and reads hostile files, so it runs apart: 1 GB of memory, 20 s of
// processor time and 30 s of waiting, 256 MB of output, no core dump, no new privileges, and it
// sees the document as an open descriptor only. It is run in its reading-order mode, which keeps
// columns apart; hard line ends are joined later by normalise().
//
// Tables that are drawn with lines come out as rows of cells (ruled_tables.h). For the pages that may hold
// one (pdf_tables.h), 16 at a time, pdftotext says where the words stand and pdftocairo what is drawn, each
// within 10 s and 32 MB, all within about 30 s. Where that fails, the text stays in reading order.
//
// pdftotext and pdftocairo are looked up in PATH, or named by $ZHENGMAI_PDFTOTEXT and
// $ZHENGMAI_PDFTOCAIRO.
// Errors: InputError without a name; Error(kNoHelper) when there is no pdftotext.
// Threads: any number at once; each call waits for its own child.
#pragma once

#include <string>
#include <string_view>

#include "extract/read/reader.h"

namespace zhengmai {

PlainText read_pdf(std::string_view bytes);

namespace read_internal {

struct HelperLimits {
  uint64_t memory_bytes = 1ull << 30;
  unsigned cpu_seconds = 20;
  unsigned wall_seconds = 30;
  uint64_t output_bytes = 256ull << 20;
};

struct HelperResult {
  int exit_code = 0;      // -1: ended by a signal or by us
  bool timed_out = false;
  std::string output;
  std::string errors;
};

// Runs `program` with the document on descriptor 3: PROGRAM ARGUMENTS… /dev/fd/3 -
HelperResult run_helper(const std::string& program, const std::vector<std::string>& arguments,
                        std::string_view document, const HelperLimits& limits);

}  // namespace read_internal
}  // namespace zhengmai
