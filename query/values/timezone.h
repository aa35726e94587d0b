// Time zones: fixed offsets, and IANA names read from the system's tzdata.
//
//   const Zone zone = parse_zone("Europe/Stockholm");      // or "+08:00", "Z"
//   const DateTime t = at_local(zone, local);              // the wall clock shows `local` there
//   const DateTime u = at_instant(zone, utc);              // the moment `utc`, as it is there
//
// Source: TZif files (RFC 8536) under /usr/share/zoneinfo, versions 2 and later; their POSIX rule
// covers the years after the last listed transition. Debian's tzdata package provides them.
// Cost: a zone is read once a process and kept; a look-up is a binary search.
// Errors: EvaluationError, ArgumentError for a name or an offset that does not exist.
// Threads: any; the cache is behind a lock.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "graph/model/temporal.h"

namespace zhengmai {

// The offsets of one named zone over time.
class ZoneRules {
 public:
  virtual ~ZoneRules() = default;
  // Seconds east of UTC at a moment (seconds since 1970-01-01T00:00:00Z).
  virtual int32_t offset_at(int64_t utc_seconds) const = 0;
};

struct Zone {
  std::string name;                          // empty: only the offset is known
  int32_t offset_seconds = 0;                // of a fixed offset
  std::shared_ptr<const ZoneRules> rules;    // of a named zone

  int32_t offset_at(int64_t utc_seconds) const {
    return rules ? rules->offset_at(utc_seconds) : offset_seconds;
  }
};

// "Z", "+01", "+0100", "+01:00", "+01:00:30", or a name of the tz database.
Zone parse_zone(std::string_view text);
// The zone of a date-time. Cost: a look-up in the cache for a named zone.
Zone zone_of(const DateTime& time);

// A wall clock time that a zone skips (clocks put forward) moves on by the length of the gap; one
// that it has twice (clocks put back) is the earlier of the two.
DateTime at_local(const Zone& zone, LocalDateTime local);
DateTime at_instant(const Zone& zone, LocalDateTime utc);

// Seconds east of UTC of "Z", "+01", "+0100", "+01:00" or "+01:00:30", at most ±18:00; false when
// the text is none of these.
bool parse_offset(std::string_view text, int32_t& offset_seconds);
std::string offset_text(int32_t offset_seconds);  // "Z", "+01:00", "+00:53:28"

// Parses the bytes of a TZif file. Null when they are malformed. For tests and the cache.
std::shared_ptr<const ZoneRules> parse_tzif(std::string_view bytes);

}  // namespace zhengmai
