// A document's bytes → the plain text that spans refer to, whatever its format.
//
//   PlainText t = read_document("a.docx", bytes);
//   t.text                                      // spans are into this
//
// The format is found by magic bytes, then by the name's ending:
//   text   txt, md, anything else that decodes (extract/text/decode.h): the decoded text itself
//   HTML   libxml2; one line a block, table rows as cells with tabs between; navigation dropped
//   DOCX   libzip and pugixml; one line a paragraph, table rows as in HTML, numbers of
//          lists as Word computes them
//   DOC    Word 97–2003 and WPS Office; as DOCX, without the numbers of lists
//   XLSX   libzip and pugixml; one line a row, cells with tabs between
//   OFD    libzip and pugixml; the lines of each page, which ends in a form feed
//   PDF    `pdftotext` in a helper process under limits; pages end in a form feed; rows of tables
//          that are drawn with lines as in HTML, with what `pdftocairo` says of the lines
// Cells of tables keep their columns where others are merged (table_rows.h).
// RTF and other ZIP containers are refused with what to do instead.
//
// Cost: text is decoded once; DOCX and HTML are parsed in memory, about 10 times their size; a PDF
// costs a process, and two more for every 16 pages that may hold a table.
// Errors: InputError "NAME: problem", and Error(kNoHelper) when pdftotext is missing.
// Threads: pure function of its arguments (a PDF starts a child process and waits for it).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/text/text.h"

namespace zhengmai {

enum class Format : uint8_t { kText, kHtml, kDoc, kDocx, kOfd, kPdf, kXlsx };

// What to do with a file of a kind that is not read, as the hint of an error; `ending` is that of one
// that is.
std::string convert_hint(std::string_view ending);

struct PlainText {
  std::u32string text;
  Format format = Format::kText;
  Encoding encoding = Encoding::kUtf8;  // of the bytes of text and HTML; else UTF-8
  std::vector<std::string> warnings;    // without the name
};

PlainText read_document(std::string_view name, std::string_view bytes,
                        const std::optional<std::string>& encoding = std::nullopt);

// The format of a document, or an InputError when it is one that cannot be read.
Format find_format(std::string_view name, std::string_view bytes);

// The ending of a name in lower case, without its dot: "docx"; empty when it has none.
std::string ending_of(std::string_view name);
// What the ending of a name promises; nothing when it is none that is read.
std::optional<Format> format_of_name(std::string_view name);

std::string_view format_name(Format format);  // "text", "html", "doc", "docx", "ofd", "pdf", "xlsx"

}  // namespace zhengmai
