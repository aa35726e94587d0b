#include "extract/read/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "extract/read/doc.h"
#include "extract/read/docx.h"
#include "extract/read/html.h"
#include "extract/read/ofd.h"
#include "extract/read/pdf.h"
#include "extract/read/xlsx.h"
#include "extract/text/decode.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

using namespace std::string_view_literals;

struct Ending {
  std::string_view ending;
  Format format;
};
constexpr Ending kEndings[] = {
    {"txt", Format::kText},   {"text", Format::kText},  {"md", Format::kText},
    {"markdown", Format::kText}, {"html", Format::kHtml}, {"htm", Format::kHtml},
    {"xhtml", Format::kHtml}, {"shtml", Format::kHtml}, {"doc", Format::kDoc},
    {"wps", Format::kDoc},    {"docx", Format::kDocx},  {"ofd", Format::kOfd},
    {"pdf", Format::kPdf},    {"xlsx", Format::kXlsx}};

bool has_prefix(std::string_view bytes, std::string_view prefix) {
  return bytes.substr(0, prefix.size()) == prefix;
}

// <!DOCTYPE html …>, <html …> and the tags that fragments of pages begin with.
bool looks_like_html(std::string_view bytes) {
  if (has_prefix(bytes, "\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || bytes[first] != '<') return false;
  std::string head(bytes.substr(first, 1024));
  for (char& c : head) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const std::string_view tag : {"<!doctype html", "<html", "<head", "<body", "<meta", "<title",
                                     "<div", "<p>", "<p ", "<table", "<article", "<h1", "<span"}) {
    if (has_prefix(head, tag)) return true;
  }
  return (has_prefix(head, "<?xml") || has_prefix(head, "<!--")) &&
         head.find("<html") != std::string::npos;
}

PlainText read_as(Format format, std::string_view bytes,
                  const std::optional<std::string>& encoding) {
  switch (format) {
    case Format::kPdf: return read_pdf(bytes);
    case Format::kDoc: return read_doc(bytes);
    case Format::kDocx: return read_docx(bytes);
    case Format::kOfd: return read_ofd(bytes);
    case Format::kXlsx: return read_xlsx(bytes);
    case Format::kHtml: return read_html(bytes, encoding);
    case Format::kText: break;
  }
  Decoded decoded = decode(bytes, encoding);
  return {std::move(decoded.text), Format::kText, decoded.encoding, std::move(decoded.warnings)};
}

}  // namespace

std::string convert_hint(std::string_view ending) {
  return fmt::format("convert with: soffice --headless --convert-to {} FILE", ending);
}

std::string ending_of(std::string_view name) {
  const size_t slash = name.rfind('/');
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || (slash != std::string_view::npos && dot < slash)) return {};
  std::string ending(name.substr(dot + 1));
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending;
}

std::optional<Format> format_of_name(std::string_view name) {
  const std::string ending = ending_of(name);
  for (const Ending& known : kEndings) {
    if (known.ending == ending) return known.format;
  }
  return std::nullopt;
}

Format find_format(std::string_view name, std::string_view bytes) {
  const std::string ending = ending_of(name);
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return Format::kPdf;
  if (has_prefix(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return Format::kDoc;
  if (has_prefix(bytes, "PK\x03\x04"sv) || has_prefix(bytes, "PK\x05\x06"sv)) {
    if (ending == "docx" || is_docx(bytes)) return Format::kDocx;
    if (ending == "ofd" || is_ofd(bytes)) return Format::kOfd;
    if (ending == "xlsx" || is_xlsx(bytes)) return Format::kXlsx;
    throw InputError("a ZIP container that is no DOCX, XLSX or OFD",
                     "unpack it, or " + convert_hint("docx"));
  }
  if (has_prefix(bytes, "{\\rtf")) {
    throw InputError("RTF is not read", convert_hint("docx"));
  }
  if (bytes.empty()) return Format::kText;
  if (ending == "docx") throw InputError("not a DOCX (bad zip)", "open and save it again in Word");
  if (ending == "ofd") throw InputError("not an OFD (bad zip)", "ask its issuer for it again");
  if (ending == "xlsx") throw InputError("not an XLSX (bad zip)", "open and save it again in Excel");
  if (ending == "pdf") throw InputError("damaged PDF", "its first bytes are not those of a PDF");
  if (looks_like_html(bytes) || format_of_name(name) == Format::kHtml) return Format::kHtml;
  return Format::kText;
}

PlainText read_document(std::string_view name, std::string_view bytes,
                        const std::optional<std::string>& encoding) {
  try {
    const Format format = find_format(name, bytes);
    PlainText result = read_as(format, bytes, encoding);
    const std::string ending = ending_of(name);
    const std::optional<Format> named = format_of_name(name);
    if (named ? *named != format : !ending.empty() && format != Format::kText) {
      result.warnings.push_back(
          fmt::format("named .{} but is {}; read as {}", ending, format_name(format),
                      format_name(format)));
    }
    return result;
  } catch (const InputError& e) {
    throw InputError(fmt::format("{}: {}", name, e.what()), e.hint(), e.code());
  }
}

std::string_view format_name(Format format) {
  switch (format) {
    case Format::kText: return "text";
    case Format::kHtml: return "html";
    case Format::kDoc: return "doc";
    case Format::kDocx: return "docx";
    case Format::kOfd: return "ofd";
    case Format::kPdf: return "pdf";
    case Format::kXlsx: return "xlsx";
  }
  return "text";
}

}  // namespace zhengmai
