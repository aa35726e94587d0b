// Documents as JSON Lines: {"id": "a.txt", "text": "…"} on each line, as `build -` reads them.
//
//   JsonlReader reader(std::cin, "stdin");
//   while (auto document = reader.next()) use(document->id, document->text);
//
// Strict: each line is one object with a non-empty string "id" and a string "text"; other members
// are ignored (of two with one name the last counts), blank lines are skipped, a BOM before the
// first line is allowed. The text is UTF-8 and goes through decode() like a file's.
// Cost: a nanosecond a byte; one line and its index in memory at a time. Errors: InputError
// "NAME:LINE: problem"; after one the reader stands at the next line, so a caller may go on.
// Threads: one thread a reader.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zhengmai {

struct JsonlDocument {
  std::string id;
  std::string text;
};

class JsonlReader {
 public:
  // REQUIRES: `in` outlives the reader. Lines longer than `longest_line` bytes are errors.
  explicit JsonlReader(std::istream& in, std::string name = "stdin",
                       uint64_t longest_line = 256ull << 20);
  ~JsonlReader();

  // The next document, or nothing at the end.
  std::optional<JsonlDocument> next();

  uint64_t line() const { return line_; }  // 1-based; of the document last returned

 private:
  struct Parser;

  bool read_line(std::string* line);
  bool refill();

  std::istream& in_;
  std::string name_;
  uint64_t longest_line_;
  uint64_t line_ = 0;
  std::vector<char> bytes_;  // read and not yet part of a line: from begin_ to end_
  size_t begin_ = 0;
  size_t end_ = 0;
  std::unique_ptr<Parser> parser_;
};

}  // namespace zhengmai
