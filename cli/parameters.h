// Parameters of queries from the command line: --param name=value and --params FILE.json.
//
// A value that reads as JSON is that (2016, true, null, "text", [1,2], {"a":1}); anything else is
// text: year=2016 is a number, name=福建省 a string, code='"350000"' a string of digits.
//
// Cost: linear. Errors: InputError (64 for the command line's, 65, 66 for the file's).
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/exec/engine.h"

namespace zhengmai {

// REQUIRES: nothing; a malformed pair throws.
void add_parameter(Parameters& parameters, std::string_view pair);

// `file` empty: only the pairs. Pairs win over the file.
Parameters read_parameters(const std::vector<std::string>& pairs, const std::string& file);

// A whole file, or stdin for "-". Throws InputError (66, 77). Cap: 1 GiB.
std::string read_text_file(const std::string& path);

}  // namespace zhengmai
