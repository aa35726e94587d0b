// DOCX → plain text: paragraphs and table rows of word/document.xml.
//
// Limits: those of zip_parts.h.
// Deleted and moved-away text is left out, text boxes come after the paragraph they stand in,
// headers, footers and notes are not read. The numbers that Word shows before paragraphs of lists are
// computed (docx_numbers.h).
// Errors: InputError without a name. Threads: pure functions.
#pragma once

#include <string_view>

#include "extract/read/reader.h"

namespace zhengmai {

PlainText read_docx(std::string_view bytes);

// Whether a ZIP holds a word/document.xml.
bool is_docx(std::string_view bytes);

}  // namespace zhengmai
