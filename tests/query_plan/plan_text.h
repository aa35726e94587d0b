// Plans as one line, for tests: operators from the source to the result.
#pragma once

#include <string>
#include <string_view>

#include "query/plan/passes.h"

namespace zhengmai::plan {

// The plan of a query before any pass.
Plan plan_of(std::string_view query, const Graph& graph);

// "Scan(a:Agency) > Expand(a<-m) > Aggregate(a.name; count)".
std::string plan_text(const Plan& plan);

}  // namespace zhengmai::plan
