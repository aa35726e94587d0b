// One aggregating call over all groups: column in, one result a group out.
//
//   auto sum = make_accumulator(memory, call);
//   sum->add(groups, group_count, argument, parameter);   // per batch
//   sum->merge(other, mapping, group_count);              // what another thread gathered
//   sum->finish(begin, end, out);
//
// count, sums of integers and DISTINCT counts of ids have plain arrays; the rest is one Aggregate
// (query/values/aggregates.h) a group.
//
// Errors: QueryError at the call. Threads: one thread an object.
#pragma once

#include <memory>
#include <span>

#include "query/exec/batch.h"
#include "query/exec/memory_account.h"
#include "query/plan/logical.h"

namespace zhengmai::exec {

class Accumulator {
 public:
  virtual ~Accumulator() = default;
  // groups[i] < group_count is the group of row i; `argument` is null for count(*).
  virtual void add(std::span<const uint32_t> groups, size_t group_count, const Vector* argument,
                   const Vector* parameter) = 0;
  // Group g of `other` (made by the same call) joins group mapping[g].
  virtual void merge(Accumulator& other, std::span<const uint32_t> mapping,
                     size_t group_count) = 0;
  virtual void finish(size_t begin, size_t end, size_t group_count, Vector& out) = 0;
};

// `memory` outlives it; whoever owns the account clears it when the accumulators go.
std::unique_ptr<Accumulator> make_accumulator(MemoryAccount& memory,
                                              const plan::AggregateCall& call);

}  // namespace zhengmai::exec
