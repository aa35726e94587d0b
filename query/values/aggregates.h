// The aggregates: count, sum, avg, min, max, collect, stDev, stDevP, percentileCont,
// percentileDisc, each with or without DISTINCT.
//
//   const auto kind = *find_aggregate("sum");
//   auto total = make_aggregate(kind, /*distinct=*/false);
//   for (const Value& v : column) total->add(v);
//   Value result = total->finish();
//
// Nulls are passed over (except by count(*)). Threads: one thread an object; each thread fills its
// own and merge() joins them. merge(b) is as if b's values came after one's own, so merging parts
// in their order gives what one thread would give: collect keeps order, and sums of floats are
// exact until they are rounded once, so they do not depend on the order at all. (stDev does, in
// its last bits: merge in a fixed order.)
//
// Cost: constant memory, except collect and percentiles (all values) and DISTINCT (all different
// values); bytes() says how much. Errors: EvaluationError, TypeError for values that cannot be
// added, ArithmeticError for an integer sum beyond 64 bits, ArgumentError for a percentile
// outside 0 … 1.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "graph/model/value.h"

namespace zhengmai {

enum class AggregateKind : uint8_t {
  kCountAll,  // count(*)
  kCount,
  kSum,
  kAverage,
  kMinimum,
  kMaximum,
  kCollect,
  kStDev,   // of a sample, n - 1
  kStDevP,  // of a population, n
  kPercentileCont,
  kPercentileDisc,
};

// The aggregate of a name, without regard to case ("count" is kCount), or nothing.
std::optional<AggregateKind> find_aggregate(std::string_view name);

// Number of arguments: 2 for percentiles, 0 for count(*), 1 for the others.
int arity(AggregateKind kind);

class Aggregate {
 public:
  virtual ~Aggregate() = default;
  // One row's value; nulls count only for count(*), which ignores the value.
  virtual void add(const Value& value) = 0;
  // The second argument of a percentile; given before the first add. Others ignore it.
  virtual void set_parameter(const Value& parameter);
  // REQUIRES: `other` came from make_aggregate with the same arguments. Leaves it empty.
  virtual void merge(Aggregate& other) = 0;
  // The result over everything added. May be called once.
  virtual Value finish() = 0;
  // Memory held beyond the object itself, about.
  virtual size_t bytes() const { return 0; }
};

std::unique_ptr<Aggregate> make_aggregate(AggregateKind kind, bool distinct);

// The sum of floats, exact until it is read: the result is the true sum rounded once, whatever the
// order of the values (Shewchuk 1997). For operators that sum columns themselves.
class ExactSum {
 public:
  void add(double x);
  void merge(const ExactSum& other);
  double value() const;

 private:
  std::vector<double> partials_;  // non-overlapping, increasing in magnitude
  double special_ = 0;            // infinities and NaN, added apart
  bool has_special_ = false;
};

}  // namespace zhengmai
