#include <catch2/catch.hpp>

#include <chrono>
#include <random>

#include "query/values/error.h"
#include "query/values/temporal.h"

namespace zhengmai {
namespace {

TEST_CASE("dates agree with std::chrono's calendar") {
  for (int64_t days = -800'000; days <= 800'000; days += 7) {
    const std::chrono::year_month_day expected{
        std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}};
    const CivilDate civil = civil_from_days(days);
    REQUIRE(civil.year == int{expected.year()});
    REQUIRE(civil.month == int(unsigned{expected.month()}));
    REQUIRE(civil.day == int(unsigned{expected.day()}));
    REQUIRE(days_from_civil(civil) == days);
  }
}

TEST_CASE("day numbers and dates are each other's inverse over all years") {
  std::mt19937_64 random(1);
  const int64_t last = days_from_civil({kMaxYear, 12, 31});
  std::uniform_int_distribution<int64_t> days(-last, last);
  for (int i = 0; i < 100'000; ++i) {
    const int64_t day = days(random);
    REQUIRE(days_from_civil(civil_from_days(day)) == day);
    REQUIRE(from_week_date(week_date(Date{day})).days == day);
  }
}

TEST_CASE("week 1 is the week of the year's first Thursday") {
  for (int64_t year = 1500; year < 2600; ++year) {
    const Date january_4 = make_date(year, 1, 4);
    CHECK(week_date(january_4).week == 1);
    CHECK(week_date(january_4).year == year);
    // 53 weeks exactly where the year begins or ends on a Thursday.
    const bool thursday = week_date(make_date(year, 1, 1)).day == 4 ||
                          week_date(make_date(year, 12, 31)).day == 4;
    CHECK(weeks_in_year(year) == (thursday ? 53 : 52));
  }
}

TEST_CASE("parts out of their range are named") {
  CHECK_THROWS_WITH(make_date(2023, 2, 29), "day must be 1 … 28, not 29");
  CHECK_NOTHROW(make_date(2024, 2, 29));
  CHECK_THROWS_WITH(make_date(2023, 13, 1), "month must be 1 … 12, not 13");
  CHECK_THROWS_WITH(make_week_date(2023, 53, 1), "week must be 1 … 52, not 53");
  CHECK_THROWS_WITH(make_ordinal_date(2023, 366), "ordinalDay must be 1 … 365, not 366");
  CHECK_THROWS_WITH(make_quarter_date(2023, 1, 91), "dayOfQuarter must be 1 … 90, not 91");
  CHECK_THROWS_WITH(make_time(24, 0, 0, 0), "hour must be 0 … 23, not 24");
}

}  // namespace
}  // namespace zhengmai
