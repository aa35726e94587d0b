// Where a statement typed over several lines ends: at a semicolon that stands in no text, name or
// comment.
//
// Cost: linear. Threads: pure function.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace zhengmai {

// The byte of the semicolon that ends the first statement, or nothing when it goes on.
std::optional<size_t> find_statement_end(std::string_view text);

}  // namespace zhengmai
