// Aggregations over big scans on several threads: the scan is cut into ranges, each range has a
// pipeline and a state of its own, and the states are merged in the order of the ranges.
//
// Groups come out in the order of first appearance whatever the number of threads, and every
// aggregate but the standard deviation is independent of how its input is cut (sums of floats are
// exact until rounded once); that one stays on one thread.
#pragma once

#include <vector>

#include "query/exec/operator.h"

namespace zhengmai::exec {

// The ranges to cut the scan at the foot of `aggregate`'s input into; fewer than two when it is
// not worth it, or not possible.
std::vector<IdRange> parallel_ranges(const plan::LogicalOp& aggregate, Context& context);

// REQUIRES: what is pushed is the single row that a query starts from.
std::unique_ptr<Operator> make_parallel_aggregate(Context& context, const plan::LogicalOp& op,
                                                  std::vector<IdRange> ranges);

}  // namespace zhengmai::exec
