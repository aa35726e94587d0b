#include "extract/text/numerals.h"

#include <catch2/catch.hpp>

#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

// The other direction, written independently: what parse_numeral must undo.
std::u32string chinese(int64_t n) {
  static const std::u32string kDigits = U"零一二三四五六七八九";
  std::u32string out;
  bool zero = false;
  for (const auto& [unit, name] : {std::pair<int64_t, std::u32string>(100'000'000, U"亿"),
                                   std::pair<int64_t, std::u32string>(10'000, U"万")}) {
    if (n >= unit) {
      out += chinese(n / unit) + name;
      n %= unit;
      zero = n > 0 && n < unit / 10;
      if (zero) out += U"零";
    }
  }
  zero = false;
  for (const auto& [unit, name] : {std::pair<int64_t, std::u32string>(1000, U"千"),
                                   std::pair<int64_t, std::u32string>(100, U"百"),
                                   std::pair<int64_t, std::u32string>(10, U"十"),
                                   std::pair<int64_t, std::u32string>(1, U"")}) {
    if (n >= unit) {
      if (zero) out += U"零";
      zero = false;
      out += kDigits[size_t(n / unit)] + name;
      n %= unit;
    } else if (!out.empty() && n > 0 && out.back() != U'零') {
      zero = true;
    }
  }
  return out.empty() ? U"零" : out;
}

}  // namespace

TEST_CASE("every Chinese numeral up to twenty thousand reads back") {
  for (int64_t n = 0; n <= 20'000; ++n) {
    const std::u32string text = chinese(n);
    if (parse_numeral(text) != n) {
      CAPTURE(n, to_utf8(text));
      REQUIRE(parse_numeral(text) == n);
    }
  }
  for (const int64_t n : {100'000LL, 1'000'001LL, 12'345'678LL, 300'000'000LL, 123'456'789'012LL}) {
    CAPTURE(n, to_utf8(chinese(n)));
    REQUIRE(parse_numeral(chinese(n)) == n);
  }
}

TEST_CASE("numerals in their other forms") {
  const std::pair<const char*, int64_t> cases[] = {
      {"十", 10}, {"十二", 12}, {"二十", 20}, {"两千", 2000}, {"三百六", 360}, {"三百零六", 306},
      {"二〇一六", 2016}, {"二○一六", 2016}, {"壹佰贰拾叁", 123}, {"123", 123}, {"０１２", 12},
      {"五十万", 500'000}, {"两亿三千万", 230'000'000}, {"〇", 0}, {"一百二十三", 123}};
  for (const auto& [text, value] : cases) {
    CAPTURE(text);
    CHECK(parse_numeral(to_utf32(text)) == value);
  }
  for (const char* text : {"", "十十", "三五百", "百", "万", "12a", "一2", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_numeral(to_utf32(text)));
  }
}

TEST_CASE("dates in running text, with their spans") {
  struct Case {
    const char* text;
    const char* surface;
    int year, month, day;
  };
  const Case cases[] = {
      {"到2020年，全省", "2020年", 2020, 0, 0},
      {"2016年11月24日印发", "2016年11月24日", 2016, 11, 24},
      {"自２０１６年１０月２０日起", "２０１６年１０月２０日", 2016, 10, 20},
      {"二〇一六年四月十五日", "二〇一六年四月十五日", 2016, 4, 15},
      {"二○一六年十二月三十一日", "二○一六年十二月三十一日", 2016, 12, 31},
      {"成文日期:2016-11-08青海", "2016-11-08", 2016, 11, 8},
      {"2016/1/9", "2016/1/9", 2016, 1, 9},
      {"2019年12月底前", "2019年12月", 2019, 12, 0},
      {"2019年 6月 30日", "2019年 6月 30日", 2019, 6, 30},
      {"2015年2月29日", "2015年2月", 2015, 2, 0},  // no leap year
      {"2016年2月29日", "2016年2月29日", 2016, 2, 29}};
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const std::u32string text = to_utf32(c.text);
    const auto dates = find_dates(text);
    REQUIRE(dates.size() == 1);
    CHECK(to_utf8(text.substr(dates[0].begin, dates[0].end - dates[0].begin)) == c.surface);
    CHECK(dates[0].year == c.year);
    CHECK(dates[0].month == c.month);
    CHECK(dates[0].day == c.day);
  }
  for (const char* text : {"〔2016〕24号", "12016年", "1.2万", "三年", "015000185/2016-00501"}) {
    CAPTURE(text);
    CHECK(find_dates(to_utf32(text)).empty());
  }
}

TEST_CASE("a date counts its days as the calendar does") {
  CHECK((DateMention{0, 0, 1970, 1, 1}.date() == Date{0}));
  CHECK((DateMention{0, 0, 2000, 3, 1}.date() == Date{11017}));
  CHECK((DateMention{0, 0, 1969, 12, 31}.date() == Date{-1}));
  int64_t expected = 0;
  for (int year = 1970; year < 2072; ++year) {
    CHECK((DateMention{0, 0, year, 1, 1}.date() == Date{expected}));
    expected += year % 4 == 0 ? 366 : 365;
  }
}

}  // namespace zhengmai
