#include "report/csv_reader.h"

#include <streambuf>

#include "graph/model/error.h"

namespace zhengmai::report {
namespace {

constexpr int kEnd = std::char_traits<char>::eof();
constexpr size_t kMaxRow = size_t{64} << 20;

}  // namespace

CsvReader::CsvReader(std::istream& in, std::string name, char separator)
    : buffer_(in.rdbuf()), name_(std::move(name)), separator_(separator) {
  if (peek() == 0xEF) {
    for (const int byte : {0xEF, 0xBB, 0xBF}) {
      if (buffer_->sbumpc() != byte) fail("not UTF-8");
    }
  }
}

void CsvReader::fail(const std::string& problem) const {
  throw InputError("'" + name_ + "' line " + std::to_string(row_line_) + ": " + problem);
}

void CsvReader::read_quoted(CsvField& field) {
  field.quoted = true;
  buffer_->sbumpc();
  while (true) {
    const int c = buffer_->sbumpc();
    if (c == kEnd) fail("a quoted field never ends");
    if (c == 0) fail("a NUL byte");
    if (++row_bytes_ > kMaxRow) fail("a row longer than 64 MiB");
    if (c == '\n') ++line_;
    if (c != '"') {
      field.text += static_cast<char>(c);
    } else if (peek() == '"') {
      buffer_->sbumpc();
      field.text += '"';
    } else {
      break;
    }
  }
  const int after = peek();
  if (after != kEnd && after != separator_ && after != '\n' && after != '\r') {
    fail("text behind a closing quote");
  }
}

void CsvReader::read_plain(CsvField& field) {
  for (int c = peek(); c != kEnd && c != separator_ && c != '\n' && c != '\r'; c = peek()) {
    if (c == 0) fail("a NUL byte");
    if (++row_bytes_ > kMaxRow) fail("a row longer than 64 MiB");
    field.text += static_cast<char>(c);
    buffer_->sbumpc();
  }
}

bool CsvReader::next(CsvRow& row) {
  row.clear();
  row_bytes_ = 0;
  while (peek() == '\n' || peek() == '\r') {
    line_ += buffer_->sbumpc() == '\n';
  }
  row_line_ = line_;
  if (peek() == kEnd) return false;
  while (true) {
    CsvField& field = row.emplace_back();
    if (peek() == '"') {
      read_quoted(field);
    } else {
      read_plain(field);
    }
    const int c = buffer_->sbumpc();
    if (c == separator_) continue;
    if (c == '\r' && peek() == '\n') buffer_->sbumpc();
    if (c == '\r' || c == '\n') ++line_;
    return true;
  }
}

}  // namespace zhengmai::report
