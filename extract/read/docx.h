// DOCX → plain text: paragraphs and table rows of word/document.xml.
//
// Limits: document.xml up to 64 MiB, expanding at most 200 times unless it is below 1 MiB; 10 000
// entries. Only that entry is read, nothing is written to disk.
// Deleted and moved-away text is left out, text boxes come after the paragraph they stand in,
// headers, footers, notes and automatic list numbers are not read.
// Errors: InputError without a name. Threads: pure functions.
#pragma once

#include <string_view>

#include "extract/read/reader.h"

namespace zhengmai {

PlainText read_docx(std::string_view bytes);

// Whether a ZIP holds a word/document.xml.
bool is_docx(std::string_view bytes);

}  // namespace zhengmai
