// The text that the lexer sees: one character for all letters of all scripts beyond ASCII, another
// for all their digits and marks, everything else as it is. Tokens are then cut from the original by
// their positions, which stay the same.
//
//   fold_names("名 x")     // "一 x"
//
// Cost: one pass. Threads: pure function.
#pragma once

#include <string>
#include <string_view>

namespace zhengmai::syntax {

// REQUIRES: valid UTF-8.
std::string fold_names(std::string_view text);

}  // namespace zhengmai::syntax
