// HTML → plain text, by libxml2's HTML parser.
//
// One line a block element, <br> breaks a line, table cells are joined by tabs into one line a row.
// Scripts, styles, forms and navigation are left out: by element (nav, footer, aside), by the words
// that sites use in id and class, and blocks of which most is links. Lines that only offer to
// print, share or close the page go too.
// The encoding: as forced; else a BOM or valid UTF-8; else the declared charset; else as decode()
// finds it. Nothing is fetched, entities of a DTD are refused.
// Limits: 512 MB, 2 000 000 elements and attributes, about 250 attributes of one element; those of
// table_rows.h. Cost: about 500 bytes of memory an element.
// Errors: InputError without a name, among them pages nested deeper than the parser follows.
// Threads: pure function once libxml2 is initialised, which the first call does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "extract/read/reader.h"

namespace zhengmai {

PlainText read_html(std::string_view bytes, const std::optional<std::string>& encoding);

}  // namespace zhengmai
