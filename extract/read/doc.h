// Word 97–2003 documents (.doc), and .wps as WPS Office writes them, → plain text.
//
// One line a paragraph, table rows as cells with tabs between, as in DOCX. Read is the main text in the
// order of its pieces (what a fast save left scattered comes together), results of fields and not their
// codes. Not read: headers, footers, notes, comments, text boxes, and the numbers that Word
// computes for lists; text that a revision deleted is not told from the rest.
//
// The container is read by compound_file.h; what lies in it follows [MS-DOC].
// Errors: InputError without a name: damaged, password-protected, older than Word 97, or no Word
// document at all. Threads: pure functions.
#pragma once

#include <string_view>

#include "extract/read/reader.h"

namespace zhengmai {

PlainText read_doc(std::string_view bytes);

}  // namespace zhengmai
