#include "query/values/timezone.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>

#include "query/values/error.h"
#include "query/values/temporal.h"

namespace zhengmai {
namespace {

constexpr int32_t kMaxOffset = 18 * 3600;
constexpr const char* kZoneFolder = "/usr/share/zoneinfo/";

// Zones that tzdata 2022b merged because their clocks have agreed since 1970. Debian still ships the
// older, separate rules; openCypher's answers for times before 1970 are those of the merged ones.
// Source: NEWS of tzdata 2022b.
struct MergedZone {
  std::string_view name;
  const char* rules;
};
constexpr MergedZone kMergedZones[] = {
    {"Asia/Brunei", "Asia/Kuching"},         {"Asia/Kuala_Lumpur", "Asia/Singapore"},
    {"Atlantic/Reykjavik", "Africa/Abidjan"}, {"Europe/Amsterdam", "Europe/Brussels"},
    {"Europe/Copenhagen", "Europe/Berlin"},  {"Europe/Luxembourg", "Europe/Brussels"},
    {"Europe/Monaco", "Europe/Paris"},       {"Europe/Oslo", "Europe/Berlin"},
    {"Europe/Stockholm", "Europe/Berlin"},   {"Indian/Christmas", "Asia/Bangkok"},
    {"Indian/Cocos", "Asia/Yangon"},         {"Indian/Kerguelen", "Indian/Maldives"},
    {"Indian/Mahe", "Asia/Dubai"},           {"Indian/Reunion", "Asia/Dubai"},
    {"Pacific/Chuuk", "Pacific/Port_Moresby"}, {"Pacific/Funafuti", "Pacific/Tarawa"},
    {"Pacific/Majuro", "Pacific/Tarawa"},    {"Pacific/Pohnpei", "Pacific/Guadalcanal"},
    {"Pacific/Wake", "Pacific/Tarawa"},      {"Pacific/Wallis", "Pacific/Tarawa"},
};

std::string rules_of(const std::string& name) {
  const auto* merged = std::find_if(std::begin(kMergedZones), std::end(kMergedZones),
                                    [&](const MergedZone& zone) { return zone.name == name; });
  return merged == std::end(kMergedZones) ? name : merged->rules;
}

// A name that stays inside the folder of zones.
bool is_zone_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || !std::isalpha(static_cast<unsigned char>(name[0])))
    return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '/' || c == '_' || c == '-' || c == '+' || c == ' ';
  });
}

std::shared_ptr<const ZoneRules> load_rules(const std::string& name) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const ZoneRules>> cache;
  const std::lock_guard lock(mutex);
  if (const auto found = cache.find(name); found != cache.end()) return found->second;
  const std::string path = kZoneFolder + rules_of(name);
  if (!std::filesystem::is_regular_file(path)) return nullptr;  // "Europe" is a folder
  std::ifstream in(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  auto rules = parse_tzif(bytes);
  if (rules) cache.emplace(name, rules);
  return rules;
}

LocalDateTime plus_seconds(LocalDateTime t, int64_t seconds) {
  t.seconds += seconds;
  return t;
}

DateTime zoned(const Zone& zone, LocalDateTime utc) {
  const int32_t offset = zone.offset_at(utc.seconds);
  return {plus_seconds(utc, offset), offset, zone.name};
}

// "hh[:mm[:ss]]" or "hhmm[ss]" after the sign: the seconds, or -1.
int32_t parse_offset_digits(std::string_view text) {
  int parts[3] = {0, 0, 0};
  size_t at = 0;
  const bool colons = text.size() > 2 && text[2] == ':';
  for (int part = 0; part < 3 && at < text.size(); ++part) {
    if (part > 0 && colons && text[at++] != ':') return -1;
    if (text.size() - at < 2) return -1;
    for (int digit = 0; digit < 2; ++digit, ++at) {
      if (!std::isdigit(static_cast<unsigned char>(text[at]))) return -1;
      parts[part] = parts[part] * 10 + (text[at] - '0');
    }
  }
  if (at == 0 || at != text.size() || parts[1] > 59 || parts[2] > 59) return -1;
  return parts[0] * 3600 + parts[1] * 60 + parts[2];
}

}  // namespace

bool parse_offset(std::string_view text, int32_t& offset_seconds) {
  if (text == "Z" || text == "z") {
    offset_seconds = 0;
    return true;
  }
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return false;
  const int32_t seconds = parse_offset_digits(text.substr(1));
  if (seconds < 0 || seconds > kMaxOffset) return false;
  offset_seconds = text[0] == '-' ? -seconds : seconds;
  return true;
}

std::string offset_text(int32_t offset_seconds) {
  if (offset_seconds == 0) return "Z";
  const int32_t s = std::abs(offset_seconds);
  std::string out = fmt::format("{}{:02}:{:02}", offset_seconds < 0 ? '-' : '+', s / 3600,
                                s / 60 % 60);
  if (s % 60 != 0) out += fmt::format(":{:02}", s % 60);
  return out;
}

Zone parse_zone(std::string_view text) {
  Zone zone;
  if (parse_offset(text, zone.offset_seconds)) return zone;
  if (is_zone_name(text)) {
    zone.name = std::string(text);
    std::replace(zone.name.begin(), zone.name.end(), ' ', '_');
    zone.rules = load_rules(zone.name);
    if (zone.rules) return zone;
  }
  throw_bad_argument(fmt::format("there is no time zone '{}'", text), "InvalidArgumentValue",
                     "write an offset (+08:00) or a name of the tz database (Asia/Shanghai); "
                     "names need the package tzdata");
}

Zone zone_of(const DateTime& time) {
  if (time.zone.empty()) return Zone{"", time.offset_seconds, nullptr};
  return parse_zone(time.zone);
}

DateTime at_instant(const Zone& zone, LocalDateTime utc) { return zoned(zone, utc); }

DateTime at_local(const Zone& zone, LocalDateTime local) {
  // The candidates are the offsets in force a day before and a day after: zones do not change
  // twice within two days. `before` is right for the earlier of two and moves on over a gap.
  const int32_t before = zone.offset_at(local.seconds - kSecondsPerDay);
  const int32_t after = zone.offset_at(local.seconds + kSecondsPerDay);
  if (before != after && zone.offset_at(local.seconds - before) != before &&
      zone.offset_at(local.seconds - after) == after)
    return zoned(zone, plus_seconds(local, -after));
  return zoned(zone, plus_seconds(local, -before));
}

}  // namespace zhengmai
