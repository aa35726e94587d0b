// The parts of a temporal value as a map gives them, read with checks. Used by temporal_build.cc
// and temporal_truncate.cc only.
//
// Errors: as in temporal_build.h. Threads: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "graph/model/value.h"
#include "query/values/temporal.h"
#include "query/values/timezone.h"

namespace zhengmai {

class TemporalParts {
 public:
  // Checks that every key of the map is a part's name. REQUIRES: the map outlives this.
  explicit TemporalParts(const Map& map);

  bool has(std::string_view name) const { return find(name) != nullptr; }
  // The value of a part, or nullptr; nulls count as absent.
  const Value* find(std::string_view name) const;
  // A whole number, or nothing. TypeError for anything else.
  std::optional<int64_t> number(std::string_view name) const;
  int64_t number_or(std::string_view name, int64_t otherwise) const {
    return number(name).value_or(otherwise);
  }
  bool any_of(std::initializer_list<std::string_view> names) const;
  // The zone that `timezone` names, or nothing.
  std::optional<Zone> zone() const;
  bool empty() const { return map_.empty(); }

  // The date these parts make: changes of `base`, or a date of their own.
  Date date(std::optional<Date> base) const;
  // The time of day; `kept_nanos` is added to a fraction given (truncation keeps milliseconds).
  LocalTime clock(std::optional<LocalTime> base, int64_t kept_nanos = 0) const;

 private:
  Date own_date() const;
  Date changed_date(Date base) const;
  void check_date_groups() const;
  int64_t nanos(int64_t kept) const;

  const Map& map_;
};

}  // namespace zhengmai
