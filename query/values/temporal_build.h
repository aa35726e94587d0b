// Temporal values from what users give: maps of parts, other temporal values, text; and their
// truncation to a unit.
//
//   date({year: 1984, week: 10, dayOfWeek: 3})     datetime({date: d, time: t, timezone: 'Asia/Shanghai'})
//   localtime('21:40:32')                          datetime.truncate('month', d, {day: 2})
//
// Parts that a map does not name come from the value it selects (`date`, `time`, `datetime`), or
// are the first of their kind. Where the selected value has a zone of its own and the map names
// another, the moment stays and the wall clock moves; otherwise the wall clock stays.
//
// Errors: EvaluationError: ArgumentError for parts that are unknown, missing, out of range or at
// odds with each other, TypeError for values of wrong kinds. Threads: pure functions.
#pragma once

#include <string_view>

#include "graph/model/value.h"
#include "query/values/functions.h"
#include "query/values/timezone.h"

namespace zhengmai {

// REQUIRES for all: `kind` is one of the five points in time.

// date(x), time(x) …: x is text, a map or another point in time.
Value build_temporal(ValueKind kind, const Value& from, Instant now);

// The moment `now`, as a clock in the zone shows it.
Value current_temporal(ValueKind kind, Instant now, const Zone& zone);

// date.truncate(unit, value, parts): the start of the unit that holds the value, then the parts.
Value truncate_temporal(ValueKind kind, std::string_view unit, const Value& value,
                        const Map& parts);

// duration(x): x is text or a map of numbers.
Duration build_duration(const Value& from);

}  // namespace zhengmai
