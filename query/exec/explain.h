// The plan as users see it: EXPLAIN and PROFILE.
//
// Threads: pure function.
#pragma once

#include <map>

#include "query/exec/compiled.h"
#include "query/exec/context.h"

namespace zhengmai::exec {

// `profile`: what a run has counted, or null for EXPLAIN.
PlanNode explain(const CompiledQuery& query, const Profile* profile);

}  // namespace zhengmai::exec
