// One CSV field → a value of the type that its header gives.
//
// Numbers may have blanks around them. Dates and times are ISO 8601 in its extended form, as
// neo4j-admin takes them: 2016-04-21, 08:30:00.5, 2016-04-21T08:30+08:00, P1Y2M3DT4H5.5S.
//
// Threads: pure functions.
#pragma once

#include <optional>

#include "graph/memory/import_header.h"
#include "graph/model/value.h"

namespace zhengmai {

std::optional<int64_t> parse_integer(std::string_view text);

// Nothing when the text is not of the type. Strings are borrowed.
std::optional<Value> parse_field(FieldType type, std::string_view text);

// "an integer from -128 to 127": for messages.
std::string_view describe(FieldType type);

}  // namespace zhengmai
