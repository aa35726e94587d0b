// OFD (GB/T 33190-2016, the format in which offices of China exchange documents) → plain text.
//
// A page holds stretches of text with their places. Stretches on one baseline, each behind the one
// before it, make a line; blanks stand where the page has a gap, two of them where it is wider than
// a character and a half, so that the cells of a table stay apart. Pages end in a form feed, as those
// of a PDF do. The order is that of the file, which is the one in which it was written.
//
// Not read: templates of pages (letterheads, watermarks), text at a slant, annotations, seals, and
// text inside drawings that pages share (composite objects).
// Limits: those of zip_parts.h, and 10 000 pages.
// Errors: InputError without a name; one that says so when no page has text. Threads: pure functions.
#pragma once

#include <string_view>

#include "extract/read/reader.h"

namespace zhengmai {

PlainText read_ofd(std::string_view bytes);

// Whether a ZIP holds an OFD.xml.
bool is_ofd(std::string_view bytes);

}  // namespace zhengmai
