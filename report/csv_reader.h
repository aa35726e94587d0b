// CSV by RFC 4180: quoted fields may hold separators, quotes (doubled) and line breaks.
//
//   CsvReader reader(stream, "agencies.csv");
//   CsvRow row;
//   while (reader.next(row)) use(row[0].text);
//
// Lines end in LF or CRLF; a byte order mark is skipped; empty lines are skipped. An unquoted empty
// field is absent (null), a quoted one is the empty string.
//
// Cost: linear, one row in memory. Errors: InputError naming file and line: a quote that never
// closes, text behind a closing quote, a NUL byte, a row longer than 64 MiB. Threads: one thread.
#pragma once

#include <istream>
#include <string>
#include <vector>

namespace zhengmai::report {

struct CsvField {
  std::string text;
  bool quoted = false;
  bool absent() const { return text.empty() && !quoted; }
};
using CsvRow = std::vector<CsvField>;

class CsvReader {
 public:
  // `name` is for messages. REQUIRES: `in` outlives the reader.
  CsvReader(std::istream& in, std::string name, char separator = ',');

  // False at the end of the file.
  bool next(CsvRow& row);
  // The line that the last row began on, from 1.
  uint64_t line() const { return row_line_; }

 private:
  [[noreturn]] void fail(const std::string& problem) const;
  int peek() { return buffer_->sgetc(); }
  void read_quoted(CsvField& field);
  void read_plain(CsvField& field);

  std::streambuf* buffer_;
  std::string name_;
  char separator_;
  uint64_t line_ = 1;
  uint64_t row_line_ = 1;
  size_t row_bytes_ = 0;
};

}  // namespace zhengmai::report
