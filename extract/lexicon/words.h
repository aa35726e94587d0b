// Words of tables, in canonical characters.
//
// Cost: linear in the table. Errors: Error with ExitCode::kConfig for a row that cannot be used.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/lexicon/lexicon.h"
#include "extract/text/text_words.h"

namespace zhengmai {

// The first cells of the rows whose list in `column` has `use`.
std::vector<std::u32string> words_of(const Table& table, std::string_view use,
                                     std::string_view column = "uses");

// What normalise() goes by.
TextWords text_words(const Lexicon& lexicon);

}  // namespace zhengmai
