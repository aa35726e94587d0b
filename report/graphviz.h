// Pictures through graphviz: DOT in, SVG or PNG out, drawn by a child process that can be killed.
//
// `dot` does not scale (a thousand nodes take minutes), so the engine follows the size: dot for
// layered drawings up to a few hundred nodes, sfdp for everything else.
//
// Cost: a process. Errors: StoreError with 69 when graphviz is not installed; LimitError when the
// time is up; StoreError (70) when it fails. Threads: call from one thread at a time.
// Source: graphviz 2.42.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "report/drawing.h"

namespace zhengmai::report {

struct PictureOptions {
  std::string engine;  // "dot", "sfdp" …; empty: by size and layout
  std::chrono::seconds timeout{60};
};

// The engine that the drawing would be laid out with.
std::string choose_engine(const Drawing& drawing);

// Writes `format` ("svg" or "png") to `path`. Returns a notice (missing Han font), or nothing.
std::string write_picture(const Drawing& drawing, const std::string& format,
                          const std::filesystem::path& path, const PictureOptions& options);

}  // namespace zhengmai::report
