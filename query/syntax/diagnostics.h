// What is wrong with a query, and where: line, column in characters, a caret under the right
// columns (Han characters are two wide), plain words, and the nearest known name.
//
//   error: line 1, column 27: unknown variable '措失'
//     MATCH (措施:Measure) RETURN 措失.name
//                                 ^^^^
//     hint: did you mean '措施'?
//
// Threads: values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/model/error.h"

namespace zhengmai {

// Half-open, in code points of the query text.
struct SourceRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};

enum class Severity : uint8_t { kError, kWarning };

struct Diagnostic {
  Severity severity = Severity::kError;
  SourceRange range;
  std::string message;  // plain words, no grammar rule's name
  std::string hint;     // may be empty
  // For the TCK: openCypher's classification, for example SyntaxError / compile time /
  // UndefinedVariable. `phase` is "compile time" or "runtime".
  std::string type = "SyntaxError";
  std::string phase = "compile time";
  std::string detail;
};

// A syntax error found while the query is read.
inline Diagnostic syntax_error(SourceRange range, std::string message, std::string hint,
                               std::string detail) {
  Diagnostic d;
  d.range = range;
  d.message = std::move(message);
  d.hint = std::move(hint);
  d.detail = std::move(detail);
  return d;
}

// The diagnostic as it is shown above: "error:" or "warning:", place and message, the line of the
// query with the caret under it, the hint; no newline at the end. The command line puts its own
// "zhengmai: " in front. Controls in the query are shown as U+FFFD, a long line is cut around the
// caret. `colour` adds SGR codes.
std::string render(const Diagnostic& diagnostic, std::string_view query, bool colour = false);

// One or more problems, sorted by place. what() is the first one's message; `render` shows all.
class QueryError : public Error {
 public:
  QueryError(std::vector<Diagnostic> diagnostics, std::string_view query,
             ExitCode code = ExitCode::kBadInput);

  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  const std::string& query() const { return query_; }
  std::string rendered(bool colour = false) const;

 private:
  std::vector<Diagnostic> diagnostics_;
  std::string query_;
};

// The name in `known` nearest to `name`, or an empty string; for "did you mean". Nearest by edit
// distance over code points (a swap of neighbours is one edit, case is none), at most a third of
// the name's length, and one for a name of two Chinese characters. The first of equals wins.
std::string nearest(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace zhengmai
