#include <catch2/catch.hpp>

#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>

#include "query/values/error.h"
#include "query/values/temporal.h"
#include "query/values/timezone.h"

namespace zhengmai {
namespace {

// What a Python program prints; empty where there is no python3.
std::string python(const std::string& program) {
  const std::string command = "python3 -c '" + program + "' 2>/dev/null";
  std::string out;
  if (FILE* pipe = popen(command.c_str(), "r")) {
    char buffer[4096];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
    pclose(pipe);
  }
  return out;
}

TEST_CASE("offsets of zones agree with Python's zoneinfo, also where clocks change") {
  // A prime number of seconds apart from 1900 to 2130, so that every hour of the day comes up.
  const std::string expected = python(R"(
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
for name in ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
             "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Casablanca", "Europe/Dublin",
             "Pacific/Apia", "Antarctica/Troll", "America/Nuuk", "Asia/Tehran"):
    zone = ZoneInfo(name)
    for i in range(2000):
        t = -2208988800 + i * 3628801
        moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=t)
        print(name, t, int(moment.astimezone(zone).utcoffset().total_seconds()))
)");
  if (expected.empty()) {
    std::cout << "skipped: python3 with zoneinfo is not here\n";
    return;
  }
  std::istringstream in(expected);
  std::string name;
  int64_t moment = 0;
  int32_t offset = 0;
  int checked = 0, different = 0;
  while (in >> name >> moment >> offset) {
    ++checked;
    different += parse_zone(name).offset_at(moment) != offset;
  }
  CHECK(checked == 24'000);
  CHECK(different == 0);
}

TEST_CASE("zones merged since 1970 share their earlier clocks too") {
  const Zone stockholm = parse_zone("Europe/Stockholm"), berlin = parse_zone("Europe/Berlin");
  for (const char* text : {"1818-07-21T21:40:32", "1916-06-01T12:00", "2015-07-21T21:40"}) {
    const LocalDateTime local = parse_local_datetime(text);
    INFO(text);
    CHECK(at_local(stockholm, local).offset_seconds == at_local(berlin, local).offset_seconds);
  }
}

TEST_CASE("a wall clock reading that a zone skips moves on, one that comes twice is the earlier") {
  const Zone zone = parse_zone("Europe/Stockholm");
  const auto local = [&](const char* text) {
    return to_text(at_local(zone, parse_local_datetime(text)));
  };
  CHECK(local("2017-03-26T02:30") == "2017-03-26T03:30+02:00[Europe/Stockholm]");
  CHECK(local("2017-03-26T01:59") == "2017-03-26T01:59+01:00[Europe/Stockholm]");
  CHECK(local("2017-03-26T03:00") == "2017-03-26T03:00+02:00[Europe/Stockholm]");
  CHECK(local("2017-10-29T02:30") == "2017-10-29T02:30+02:00[Europe/Stockholm]");
  CHECK(local("2017-10-29T03:00") == "2017-10-29T03:00+01:00[Europe/Stockholm]");
}

TEST_CASE("offsets are read in all their forms and written in one") {
  const std::pair<const char*, const char*> cases[] = {
      {"Z", "Z"},           {"+01", "+01:00"},        {"-0130", "-01:30"}, {"+00:00", "Z"},
      {"+18:00", "+18:00"}, {"+02:05:59", "+02:05:59"}};
  for (const auto& [text, expected] : cases) {
    int32_t offset = 0;
    REQUIRE(parse_offset(text, offset));
    CHECK(offset_text(offset) == expected);
  }
  for (const char* bad : {"", "+", "+1", "+19:00", "+01:60", "+01:0", "01:00", "+01-00", "+010"}) {
    int32_t offset = 0;
    CHECK_FALSE(parse_offset(bad, offset));
  }
}

TEST_CASE("a name that is no zone is refused, also where it names a file") {
  for (const char* bad : {"Asia/Beijing", "../../../etc/passwd", "/etc/passwd", "", "zone.tab",
                          "Europe", "posixrules\n"})
    CHECK_THROWS_AS(parse_zone(bad), EvaluationError);
}

TEST_CASE("a damaged zone file is refused") {
  CHECK(parse_tzif("") == nullptr);
  CHECK(parse_tzif("TZif") == nullptr);
  std::string header = "TZif2" + std::string(15, '\0') + std::string(24, '\xff');
  CHECK(parse_tzif(header) == nullptr);
  CHECK(parse_tzif(header + header + std::string(200, '\1')) == nullptr);
}

}  // namespace
}  // namespace zhengmai
