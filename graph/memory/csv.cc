#include "graph/memory/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {

namespace {

Buffer open_input(const std::filesystem::path& path) {
  try {
    return Buffer::map(path);
  } catch (const StoreError& e) {
    throw InputError(e.what(), "check the path and its permissions", e.code());
  }
}

}  // namespace

CsvFile::CsvFile(std::filesystem::path path)
    : path_(std::move(path)), buffer_(open_input(path_)), text_(buffer_.data(), buffer_.size()) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

uint64_t CsvFile::line_of(uint64_t offset) const {
  return 1 + uint64_t(std::count(text_.begin(), text_.begin() + ptrdiff_t(offset), '\n'));
}

void CsvFile::fail(uint64_t offset, const std::string& problem, const std::string& hint) const {
  throw InputError(fmt::format("{}:{}: {}", path_.string(), line_of(offset), problem), hint);
}

std::vector<uint64_t> CsvFile::split(uint64_t begin, uint64_t size,
                                     const CsvDialect& dialect) const {
  std::vector<uint64_t> begins = {begin};
  const bool quotes = text_.find(dialect.quote, begin) != std::string_view::npos;
  uint64_t at = begin;
  while (text_.size() - at > size) {
    uint64_t newline = at + size;
    if (!quotes) {
      newline = text_.find('\n', newline);
    } else {
      // Inside a quoted field the quotes so far are odd in number.
      uint64_t counted = at;
      bool inside = false;
      newline = text_.find('\n', newline);
      while (newline != std::string_view::npos) {
        inside ^= std::count(text_.begin() + ptrdiff_t(counted),
                             text_.begin() + ptrdiff_t(newline), dialect.quote) % 2 != 0;
        counted = newline;
        if (!inside) break;
        newline = text_.find('\n', newline + 1);
      }
    }
    if (newline == std::string_view::npos) break;
    at = newline + 1;
    begins.push_back(at);
  }
  if (begins.back() != text_.size()) begins.push_back(text_.size());
  return begins;
}

CsvReader::CsvReader(const CsvFile& file, uint64_t begin, uint64_t end, const CsvDialect& dialect)
    : file_(file), dialect_(dialect), at_(begin), end_(end), row_(begin) {
  if (const auto bad = find_invalid_utf8(file.text().substr(begin, end - begin))) {
    file.fail(begin + *bad, "the text is not valid UTF-8", "convert the file to UTF-8");
  }
}

// After the opening quote, up to and with the closing one.
CsvField CsvReader::take_quoted() {
  const std::string_view text = file_.text().substr(0, end_);
  const uint64_t opening = at_++;
  const uint64_t begin = at_;
  std::string* copy = nullptr;
  uint64_t copied = begin;
  while (true) {
    const size_t quote = text.find(dialect_.quote, at_);
    if (quote == std::string_view::npos) {
      file_.fail(opening, "a quoted field is never closed", "close it, or double a quote inside it");
    }
    at_ = quote + 1;
    if (at_ == text.size() || text[at_] != dialect_.quote) {
      if (copy == nullptr) return {text.substr(begin, quote - begin), true};
      copy->append(text.substr(copied, quote - copied));
      return {*copy, true};
    }
    if (copy == nullptr) copy = &unescaped_.emplace_back();
    copy->append(text.substr(copied, at_ - copied));  // one of the two quotes
    copied = ++at_;
  }
}

bool CsvReader::next(std::vector<CsvField>& fields) {
  const char* const text = file_.text().data();
  fields.clear();
  while (at_ < end_ && (text[at_] == '\n' || text[at_] == '\r')) ++at_;
  row_ = at_;
  if (at_ >= end_) return false;
  while (true) {
    CsvField field;
    if (at_ < end_ && text[at_] == dialect_.quote) {
      field = take_quoted();
    } else {
      const uint64_t begin = at_;
      while (at_ < end_ && text[at_] != dialect_.delimiter && text[at_] != '\n') {
        if (text[at_] == dialect_.quote) {
          file_.fail(at_, "a quote inside a field that is not quoted",
                     "quote the whole field and double the quote");
        }
        ++at_;
      }
      field.text = {text + begin, at_ - begin};
      if ((at_ == end_ || text[at_] == '\n') && field.text.ends_with('\r')) {
        field.text.remove_suffix(1);
      }
    }
    fields.push_back(field);
    if (field.quoted && at_ + 1 < end_ && text[at_] == '\r' && text[at_ + 1] == '\n') ++at_;
    if (at_ >= end_) return true;
    const char after = text[at_++];
    if (after == '\n') return true;
    if (after != dialect_.delimiter) {
      file_.fail(at_ - 1, "text after the closing quote of a field", "double a quote inside it");
    }
  }
}

}  // namespace zhengmai
