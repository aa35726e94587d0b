// CSV as RFC 4180 has it, read in place and in pieces: a mapped file, split where rows end.
//
// Fields are separated by a delimiter and rows by LF or CRLF; a field may be quoted, and then holds
// delimiters, line breaks and doubled quotes. A quote inside an unquoted field is an error: it is
// what lets a file be split by counting quotes. Empty lines are skipped; a BOM is dropped.
//
// Cost: one pass; fields point into the file unless they hold doubled quotes.
// Errors: InputError as "path:line: problem". Threads: a file is immutable, a reader is one thread's.
#pragma once

#include <list>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/buffer.h"

namespace zhengmai {

struct CsvDialect {
  char delimiter = ',';
  char quote = '"';
  char array_delimiter = ';';
};

class CsvFile {
 public:
  explicit CsvFile(std::filesystem::path path);

  const std::filesystem::path& path() const { return path_; }
  std::string_view text() const { return text_; }
  uint64_t line_of(uint64_t offset) const;  // from 1; cost: linear in offset
  [[noreturn]] void fail(uint64_t offset, const std::string& problem,
                         const std::string& hint = {}) const;

  // Offsets at which rows begin: `begin`, then about one every `size` bytes, then the end.
  std::vector<uint64_t> split(uint64_t begin, uint64_t size, const CsvDialect& dialect) const;

 private:
  std::filesystem::path path_;
  Buffer buffer_;
  std::string_view text_;
};

struct CsvField {
  std::string_view text;
  bool quoted = false;
  bool absent() const { return text.empty() && !quoted; }
};

class CsvReader {
 public:
  // Reads the rows of [begin, end) and checks that they are UTF-8.
  CsvReader(const CsvFile& file, uint64_t begin, uint64_t end, const CsvDialect& dialect);

  // The next row, or false. Fields last as long as the reader and the file.
  bool next(std::vector<CsvField>& fields);
  uint64_t row_offset() const { return row_; }   // where the last row began
  uint64_t offset() const { return at_; }        // where the next begins
  // The texts of fields that held doubled quotes, for those who keep fields after the reader.
  std::list<std::string> take_unescaped() { return std::move(unescaped_); }

 private:
  CsvField take_quoted();

  const CsvFile& file_;
  CsvDialect dialect_;
  uint64_t at_, end_;
  uint64_t row_ = 0;
  std::list<std::string> unescaped_;
};

}  // namespace zhengmai
